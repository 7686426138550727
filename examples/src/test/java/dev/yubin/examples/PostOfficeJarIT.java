package dev.yubin.examples;

import dev.yubin.conformance.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The post office as {@code mvn package} leaves it: one jar, everything in it, and all of it found. */
@Timeout(120)
class PostOfficeJarIT {
    @Test
    void aMessageGoesThroughTheJar() throws Exception {
        try (PostOfficeProcess office = PostOfficeProcess.startJar(
                "--domain", "osaka.test", "--user", "bbb@osaka.test:tanuki", "--lmtp", "0", "--pop3s", "0")) {
            Wire.to(office.port("lmtp")).play("""
                    S: 220 osaka.test LMTP
                    C: LHLO mx.example
                    S: 250-osaka.test
                    S: 250-PIPELINING
                    S: 250-CHUNKING
                    S: 250-SMTPUTF8
                    S: 250-LIMITS RCPTMAX=...
                    S: 250-SIZE 52428800
                    S: 250-8BITMIME
                    S: 250-ENHANCEDSTATUSCODES
                    S: 250 AUTH ...
                    C: MAIL FROM:<aaa@tokyo.test>
                    S: 250 ...
                    C: RCPT TO:<bbb@osaka.test>
                    S: 250 ...
                    C: DATA
                    S: 354 ...
                    WAIT
                    C: Subject: hello
                    C:
                    C: tanuki
                    C: .
                    S: 250 ...
                    """);
            Wire.to(office.port("pop3s")).implicitTls().play("""
                    S: +OK ...
                    C: USER bbb@osaka.test
                    S: +OK ...
                    C: PASS tanuki
                    S: +OK ...
                    C: STAT
                    S: +OK 1 ...
                    """);
        }
    }
}

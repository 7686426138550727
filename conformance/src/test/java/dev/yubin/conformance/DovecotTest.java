package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.Dovecot.Protocol;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Dovecot comes up, speaks what it was asked to, and goes. */
@Tag("programs")
@Timeout(60)
class DovecotTest {
    @BeforeAll
    static void isHere() {
        Dovecot.assumeHere(Protocol.LMTP, Protocol.POP3);
    }

    @Test
    void itTakesAMessageAndGivesItBackToWhoKnowsThePassword() throws Exception {
        try (Dovecot dovecot = Dovecot.speaking(Protocol.LMTP, Protocol.POP3)
                .password("tanuki")
                .settings("auth_failure_delay = 0")
                .start()) {
            Wire.to(dovecot.port(Protocol.LMTP)).play("""
                S: 220 ...
                C: LHLO kyoto.test
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250-...
                S: 250 ...
                C: MAIL FROM:<ccc@kyoto.test>
                S: 250 ...
                C: RCPT TO:<bbb@osaka.test>
                S: 250 ...
                C: DATA
                S: 354 ...
                C: Subject: one
                C:
                C: hello
                C: .
                S: 250 ...
                """);
            Wire.to(dovecot.port(Protocol.POP3)).play("""
                S: +OK ...
                C: USER bbb@osaka.test
                S: +OK
                C: PASS kitsune
                S: -ERR [AUTH] ...
                C: USER bbb@osaka.test
                S: +OK
                C: PASS tanuki
                S: +OK ...
                C: STAT
                S: +OK 1 ...
                """);
            dovecot.deliver("aaa@osaka.test", "Subject: two\r\n\r\nno end".getBytes(StandardCharsets.US_ASCII));
            Wire.to(dovecot.port(Protocol.POP3)).play("""
                S: +OK ...
                C: USER aaa@osaka.test
                S: +OK
                C: PASS tanuki
                S: +OK ...
                C: STAT
                S: +OK 1 22
                """);
            assertThatThrownBy(() -> dovecot.tlsPort(Protocol.POP3)).isInstanceOf(IllegalStateException.class);
        }
    }
}

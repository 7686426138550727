package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.smtp.SmtpSink;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Postfix's {@code smtp-source} sends many messages at once, and each arrives once and whole. */
@Tag("programs")
@Timeout(120)
class SmtpSourceTest {
    private static final String PROGRAM = "/usr/sbin/smtp-source";

    @BeforeAll
    static void isHere() {
        SmtpSink.assumeHere();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -s 20 -m 200 -l 4096              | 200 |   4096 | 1
            -s 20 -m 400 -l 4096 -d           | 400 |   4096 | 1
            -s 5 -m 50 -l 102400 -d           |  50 | 102400 | 1
            -s 1 -m 5 -l 2000000              |   5 | 2000000 | 1
            -s 5 -m 20 -r 20 -l 1000 -d       |  20 |   1000 | 20
            -s 5 -m 20 -r 20 -N -l 1000       |  20 |   1000 | 20
            -s 4 -m 8 -w 1 -l 1000            |   8 |   1000 | 1
            -L -s 10 -m 100 -l 4096           | 100 |   4096 | 1
            -L -s 10 -m 100 -r 7 -l 4096 -d   | 100 |   4096 | 7
            -T 100 -s 2 -m 4 -l 50000         |   4 |  50000 | 1
            """)
    void eachMessageArrivesOnceAndWhole(String arguments, int messages, int octets, int recipients) throws Exception {
        Queue<Integer> bodies = new ConcurrentLinkedQueue<>();
        Queue<Integer> counts = new ConcurrentLinkedQueue<>();
        SmtpPort port =
                arguments.startsWith("-L") ? SmtpPort.lmtp(0) : SmtpPort.mta(0).on(InetAddress.getLoopbackAddress());
        try (SmtpServer server = SmtpServer.builder()
                .port(port)
                .messages(message -> {
                    String text = new String(message.bytes(), StandardCharsets.US_ASCII);
                    bodies.add(text.length() - text.indexOf("\r\n\r\n") - 4);
                    counts.add(message.to().size());
                })
                .start()) {
            assertThat(run(arguments, server.port())).isEmpty();
        }
        assertThat(counts).hasSize(messages).containsOnly(recipients);
        assertThat(bodies).allSatisfy(length -> assertThat(length).isBetween(octets - 2, octets + 2));
    }

    /** @return what it has to complain of */
    private static String run(String arguments, int port) throws Exception {
        List<String> command = Stream.of(
                        Stream.of(PROGRAM, "-M", "client.example.net"),
                        Stream.of(arguments.split(" ")),
                        Stream.of("-f", "ann@example.net", "-t", "bob@example.org", "127.0.0.1:" + port))
                .flatMap(words -> words)
                .toList();
        Process source = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return source.waitFor() == 0 ? said : "exit " + source.exitValue() + ": " + said;
    }
}

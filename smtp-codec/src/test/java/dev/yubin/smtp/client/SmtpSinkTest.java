package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.SmtpSink;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against Postfix's {@code smtp-sink}, well-mannered or not. */
@Tag("programs")
@Timeout(60)
class SmtpSinkTest {
    private static final Envelope MAIL = Envelope.of("ann@example.net", "bob@example.org", "carol@example.org");
    private static final byte[] MESSAGE =
            ("Subject: x\r\n\r\n" + ".\r\n..\r\nhello\r\n".repeat(500)).getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;

    @BeforeAll
    static void isHere() {
        SmtpSink.assumeHere();
    }

    private interface Part {
        void play(SmtpClient client) throws Exception;
    }

    private void play(String arguments, SmtpTimeouts timeouts, Part part) throws Exception {
        try (SmtpSink sink = SmtpSink.start(folder, List.of(arguments.split(" ")))) {
            SmtpClient.Builder to = SmtpClient.builder("127.0.0.1", sink.port(), TlsMode.PLAINTEXT)
                    .name("client.example.net")
                    .timeouts(timeouts);
            try (SmtpClient client =
                    (arguments.contains("-L") ? to.lmtp() : to).connect().await()) {
                part.play(client);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-4", // as it is unless told otherwise, with PIPELINING
                "-p", // without PIPELINING
                "-e", // without ESMTP: HELO
                "-E -N -a -p", // with the least of ESMTP
                "-8", // without 8BITMIME
                "-h mail.example.org",
                "-w 1", // which is slow with DATA
                "-L", // LMTP, and likewise
                "-L -p",
            })
    void messagesAreTaken(String arguments) throws Exception {
        play(arguments, SmtpTimeouts.standard(), client -> {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(MAIL, MESSAGE).await().accepted())
                        .extracting(Outcome::to)
                        .isEqualTo(MAIL.to());
            }
            client.quit().await();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "-r MAIL, REFUSED_FOR_NOW",
        "-r RCPT, REFUSED_FOR_NOW",
        "-r DATA, REFUSED_FOR_NOW",
        "-r ., REFUSED_FOR_NOW",
        "-f MAIL, REFUSED",
        "-f RCPT, REFUSED",
        "-f DATA, REFUSED",
        "-f ., REFUSED",
    })
    void aRefusalIsHeardAndTheSessionGoesOn(String arguments, Cause cause) throws Exception {
        play(arguments, SmtpTimeouts.standard(), client -> {
            RefusedException refused = catchThrowableOfType(
                    RefusedException.class, () -> client.send(MAIL, MESSAGE).await());
            assertThat(refused.fault().cause()).isEqualTo(cause);
            assertThat(refused.outcomes()).extracting(Outcome::to).isEqualTo(MAIL.to());
            client.noop().await();
            client.quit().await();
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -q MAIL    | CONNECTION_LOST | waiting for the reply to MAIL
            -q RCPT -p | CONNECTION_LOST | waiting for the reply to RCPT
            -q DATA -p | CONNECTION_LOST | waiting for the reply to DATA
            -q .       | PERHAPS_TAKEN   | waiting for the reply to the final dot
            -Q MAIL    | REFUSED_FOR_NOW | waiting for the reply to MAIL
            -Q .       | REFUSED_FOR_NOW | waiting for the reply to the final dot
            """)
    void aServerThatGoesIsToldOf(String arguments, Cause cause, String step) throws Exception {
        play(arguments, SmtpTimeouts.standard(), client -> {
            Fault fault = sending(client);
            assertThat(fault.cause()).isEqualTo(cause);
            assertThat(fault.step()).isEqualTo(step);
        });
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -p -W MAIL:20 | TIMEOUT       | waiting for the reply to MAIL
            -p -W DATA:20 | TIMEOUT       | waiting for the reply to DATA
            -p -W .:20    | PERHAPS_TAKEN | waiting for the reply to the final dot
            """)
    void aServerThatIsTooSlowIsToldOf(String arguments, Cause cause, String step) throws Exception {
        Duration brief = Duration.ofMillis(500);
        SmtpTimeouts timeouts =
                SmtpTimeouts.standard().command(brief).dataInitiation(brief).dataTermination(brief);
        play(arguments, timeouts, client -> {
            Fault fault = sending(client);
            assertThat(fault.cause()).isEqualTo(cause);
            assertThat(fault.step()).isEqualTo(step);
        });
    }

    private static Fault sending(SmtpClient client) {
        return catchThrowableOfType(
                        FaultException.class, () -> client.send(MAIL, MESSAGE).await())
                .fault();
    }
}

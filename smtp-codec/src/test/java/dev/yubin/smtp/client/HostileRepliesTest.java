package dev.yubin.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client makes of replies that no good server says. */
@Timeout(120)
class HostileRepliesTest {
    private static SmtpClient.Builder to(int port) {
        return SmtpClient.builder("localhost", port, TlsMode.PLAINTEXT).name("bar.com");
    }

    private static Fault fault(int port) {
        return catchThrowableOfType(
                        FaultException.class, () -> to(port).connect().await())
                .fault();
    }

    @Test
    void anAnswerToEhloHasAnEnd() throws Exception {
        for (String endless : List.of("S: 250-X-MORE\n".repeat(300), "S: 250-" + "x".repeat(5000) + "\n")) {
            ScriptedServer.of("S: 220\nC: EHLO bar.com\n" + endless + "DEAF").play(port -> {
                Fault fault = fault(port);
                assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
                assertThat(fault.step()).isEqualTo("waiting for the reply to EHLO");
            });
        }
    }

    @Test
    void aGreetingHasAnEnd() throws Exception {
        ScriptedServer.of("S: 220-welcome\n".repeat(300) + "DEAF")
                .play(port -> assertThat(fault(port).cause()).isEqualTo(Cause.PROTOCOL_BROKEN));
    }

    @Test
    void octetsAbove127AreWordsForPeople() throws Exception {
        List<String> heard = new CopyOnWriteArrayList<>();
        ScriptedServer.of("""
                        S: 220 gr\\xFC\\xDFe
                        C: EHLO bar.com
                        S: 250 foo.com
                        C: NOOP
                        S: 550 \\xC3\\xA9\\x1B[31m
                        """).playEveryWay(port -> {
            try (SmtpClient client = to(port).witness((speaker, line) -> heard.add(line))
                    .connect()
                    .await()) {
                Fault fault = catchThrowableOfType(
                                FaultException.class, () -> client.noop().await())
                        .fault();
                assertThat(fault.cause()).isEqualTo(Cause.REFUSED);
                assertThat(fault.toString()).as("nothing that a terminal obeys").doesNotContain("\033");
            }
        });
        assertThat(heard).isNotEmpty().allMatch(line -> line.matches("[ -~]*"));
    }

    @Test
    void aNulIsInNoReply() throws Exception {
        ScriptedServer.of("S: 220\nC: EHLO bar.com\nS: 250 nu\\x00l\nEOF").playEveryWay(port -> {
            Fault fault = fault(port);
            assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
            assertThat(fault.detail()).isEqualTo("a line has no NUL");
        });
    }

    @Test
    void linesOfDifferentCodesAreNoReplyOfAnyKind() throws Exception {
        for (String mixed :
                List.of("S: 250-foo.com\nS: 550 no\n", "S: 250-foo.com\nS: 251 yes\n", "S: 250-foo.com\nS: 220\n")) {
            ScriptedServer.of("S: 220\nC: EHLO bar.com\n" + mixed + "DEAF").play(port -> {
                Fault fault = fault(port);
                assertThat(fault.cause()).isEqualTo(Cause.PROTOCOL_BROKEN);
                assertThat(fault.detail()).startsWith("a reply whose lines have different codes, 250 and ");
            });
        }
    }

    @Test
    void codesThatAreNoneAreNoReply() throws Exception {
        for (String line : List.of("S: 99 x", "S: 600 x", "S: 2500 x", "S: 250x", "S:  250 x", "S: 150 x")) {
            ScriptedServer.of(line + "\nDEAF")
                    .play(port -> assertThat(fault(port).cause()).as(line).isEqualTo(Cause.PROTOCOL_BROKEN));
        }
    }
}

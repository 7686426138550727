package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ScriptedServerTest {
    /** Hears this, says that, and so on, beginning with what is heard. */
    private static ScriptedServer.Client client(String... heardAndSaid) {
        return port -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                for (int i = 0; i < heardAndSaid.length; i++) {
                    if (i % 2 == 0) {
                        assertThat(hear(socket, heardAndSaid[i].length())).isEqualTo(heardAndSaid[i]);
                    } else {
                        socket.getOutputStream().write(heardAndSaid[i].getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
        };
    }

    private static String hear(Socket socket, int octets) throws IOException {
        return new String(socket.getInputStream().readNBytes(octets), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aConversationIsTheSameInWhateverPiecesItGoesOut() {
        AtomicInteger plays = new AtomicInteger();
        ScriptedServer.Client client =
                client("hello\r\n", "a1 one\r\n\0\u00ff\r\n", "a1 two\r\nand\u00ff", "12345end\r\n", "");
        ScriptedServer.of("""
                # one, and then all that follows up to the client's next word
                S: hello
                C: a1 ...
                C: \\x00\\xff
                S: a1 two
                S> and\\xff
                C# 5
                C: end
                EOF
                """).playEveryWay(port -> {
            plays.incrementAndGet();
            client.on(port);
        });
        assertThat(plays).hasValue(2 + "a1 two\r\nand.".length() - 1);
    }

    @Test
    void theServerMayEndItsDirectionAndHearNoMore() {
        ScriptedServer.of("S: bye\nCLOSE").playUncut(port -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.getInputStream().readAllBytes()).hasSize(5);
            }
        });
        ScriptedServer.of("S: bye\nDEAF").play(client("bye\r\n", "what?"));
    }

    @Test
    void everyWordOfTheDialogueStandsInTheFailure() {
        assertThatThrownBy(() -> ScriptedServer.of("S: hello\nC: a\nS: b\nC: c")
                        .play(client("hello\r\n", "a\r\n", "b\r\n", "d\r\n")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("expected  C: c", "but came  C: d", "in whole writes against the client")
                .hasMessageEndingWith("S: hello\nC: a\nS: b\nC: d\n");
    }

    @Test
    void aClientThatFailsIsToldWhatTheServerHasAgainstIt() {
        assertThatThrownBy(() -> ScriptedServer.of("S: hello\nC: a").play(client("hello\r\n", "b\r\n", "more")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("more", "played in whole writes; there:", "expected  C: a", "but came  C: b");
        assertThatThrownBy(() -> ScriptedServer.of("S: hello").play(port -> {
                    throw new IOException("no time");
                }))
                .hasMessageContaining("no time");
    }

    @Test
    void tooManyWordsAndTooFewAreToldApart() {
        assertThatThrownBy(() -> ScriptedServer.of("S: hello").play(client("hello\r\n", "a\r\n")))
                .hasMessageContaining("expected the end of the connection, but came  C: a\\r\\n");
        assertThatThrownBy(() -> ScriptedServer.of("S: hello\nC: a\nQUIET").play(client("hello\r\n", "a\r\nb\r\n")))
                .hasMessageContaining("the client has to wait, but there came  C: b\\r\\n");
        assertThatThrownBy(() -> ScriptedServer.of("S: hello\nC: a").play(client("hello\r\n", "half")))
                .hasMessageContaining("but the client ended the connection, behind half");
        assertThatThrownBy(() -> ScriptedServer.of("S: hello\nC# 3").play(client("hello\r\n", "ab")))
                .hasMessageContaining("but the client ended the connection behind 2");
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ScriptedServer.of("S: hello\n\nWAIT"))
                .withMessageContaining("line 3 of the transcript");
    }
}

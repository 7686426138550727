package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.internal.Side;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WireTest {
    private final Echo echo = new Echo();

    @AfterEach
    void close() throws IOException {
        echo.close();
    }

    @ParameterizedTest
    @EnumSource
    void theSameConversationAtEveryPace(Wire.Pace pace) {
        Wire.to(echo.port()).play(pace, """
            S: hello
            # UTF-8, an octet that is none, an escape and none
            C: één \\xff \\\\Seen \\Seen
            S: 1 \\xc3\\xa9\\xc3\\xa9n \\xFF \\Seen \\\\Seen
            C> begun
            C:  and ended
            C:
            S: 2 begun and ended
            S: 3 ...
            WAIT
            C: bye
            S: bye
            EOF
            """);
    }

    @Test
    void aClosedDirectionIsHeardAndAnswered() {
        Wire.to(echo.port()).playEveryWay("""
            S: hello
            C> half
            CLOSE
            S: 1 half
            EOF
            """);
    }

    @Test
    void theClientGoesOnInTls(@TempDir Path directory) throws Exception {
        echo.tls = Optional.of(identity(directory.resolve("identity.p12")));
        for (Wire.Pace pace : List.of(Wire.Pace.LOCK_STEP, Wire.Pace.PIPELINED, Wire.Pace.BYTE_BY_BYTE)) {
            Wire.to(echo.port()).play(pace, """
                    S: hello
                    C: tls
                    S: go on
                    TLS
                    S: hello
                    C: secret
                    S: 1 secret
                    C: bye
                    S: bye
                    EOF
                    """);
        }
    }

    /** A certificate of the JDK's own key tool, for the JDK has no public class that makes one. */
    private static SSLContext identity(Path file) throws Exception {
        int exit = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "test",
                        "-dname",
                        "CN=test",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "secret",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        assertThat(exit).isZero();
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(file.toFile(), "secret".toCharArray()), "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Test
    void moreIsSentThanSocketsHold() {
        String large = "x".repeat(4_000_000);
        Wire.to(echo.port())
                .within(Duration.ofMinutes(1)) // the echo takes it octet by octet
                .play(Wire.Pace.PIPELINED, "S: hello\nC: " + large + "\nC: y\nS: 1 " + large + "\nS: 2 y\n");
    }

    @Test
    void everyWordOfTheDialogueStandsInTheFailure() {
        assertThatThrownBy(() -> Wire.to(echo.port()).play(Wire.Pace.BYTE_BY_BYTE, """
                S: hello
                C: a\\x00b
                S: 1 a...
                C: c
                S: 2 d
                """))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("expected  S: 2 d", "but came  S: 2 c", "byte by byte")
                .hasMessageEndingWith("S: hello\nC: a\\x00b\nS: 1 a\\x00b\nC: c\nS: 2 c\n");
    }

    @Test
    void aLongLineIsAbridgedInTheFailure() {
        String large = "x".repeat(100_000);
        assertThatThrownBy(() -> Wire.to(echo.port()).play("S: hello\nC: " + large + "\nS: 1 y\n"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("xxx ... (100003 characters)\n")
                .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(5_000));
    }

    @Test
    void aWaitingClientSendsNothingAheadHoweverItsOctetsGoOut() {
        Wire waiting = Wire.to(echo.port()).waiting();
        assertThatThrownBy(() -> waiting.play(Wire.Pace.PIPELINED, """
                S: hello
                C: a
                C: b
                S: 1 a
                S: 2 b
                C: c
                S: 3 d
                """))
                .hasMessageEndingWith("S: hello\nC: a\nC: b\nS: 1 a\nS: 2 b\nC: c\nS: 3 c\n");
    }

    @Test
    void everyWriteIsCutAtEveryPlace() {
        AtomicInteger plays = new AtomicInteger();
        Wire wire = Wire.to(echo.port()).waiting().before(plays::incrementAndGet);
        String transcript = """
                S: hello
                C: abc
                S: 1 abc
                C: defgh
                S: 2 defgh
                """;
        wire.playUncut(transcript);
        assertThat(plays).hasValue(3);
        wire.playEveryWay(transcript);
        assertThat(plays).hasValue(3 + 3 + "defgh\r\n".length() - 1);
    }

    @Test
    void aLongWriteIsCutAtEveryPlaceInFewPlays() {
        Transcript transcript = Transcript.of("C: " + "x".repeat(100), Side.CLIENT);
        List<Integer> places = new ArrayList<>();
        for (int cut = 1; cut <= transcript.cuts(); cut++) {
            int at = 0;
            for (Transcript.Step piece : transcript.cutBehind(cut).steps()) {
                at += piece.octets().length;
                places.add(at);
            }
            assertThat(places.remove(places.size() - 1)).isEqualTo(102);
        }
        assertThat(transcript.cuts()).isEqualTo(32);
        assertThat(places)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(1, 102).boxed().toList());
    }

    @Test
    void aPointIsNoWildcardAndThreeAreBoundToTheLine() {
        assertThatThrownBy(() -> Wire.to(echo.port()).play("S: h.llo")).hasMessageContaining("but came  S: hello");
        assertThatThrownBy(() -> Wire.to(echo.port()).play("S: he\\x2e..")).hasMessageContaining("but came  S: hello");
        assertThatCode(() -> Wire.to(echo.port()).play("S: ...hel...o...")).doesNotThrowAnyException();
    }

    @Test
    void silenceAnEndAndTooManyWordsAreToldApart() {
        Wire wire = Wire.to(echo.port());
        assertThatThrownBy(() -> wire.within(Duration.ofMillis(50)).play("S: hello\nS: more"))
                .hasMessageContaining("no line came within PT0.05S");
        assertThatThrownBy(() -> wire.within(Duration.ofMillis(50)).play("S: hello\nEOF"))
                .hasMessageContaining("did not end the connection within PT0.05S");
        assertThatThrownBy(() -> wire.play("S: hello\nC: bye\nS: bye\nS: more"))
                .hasMessageContaining("the server ended the connection");
        assertThatThrownBy(() -> wire.play("EOF")).hasMessageContaining("but came  S: hello\\r\\n");
        assertThatThrownBy(() -> wire.play("S: hello\nC: two\nS: two\nTLS")).hasMessageContaining("in the clear");
        assertThatThrownBy(() -> wire.play("S: hello\nC: two\nS: two"))
                .hasMessageContaining("the transcript is over, but there came  S: lines\\r\\n");
    }

    @Test
    void aLineThatIsNoneIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Wire.to(echo.port()).play("S: hello\n\nX: what"))
                .withMessageContaining("line 3 of the transcript");
    }

    /** Greets, again behind {@code tls}, and says every line again behind its number; {@code two} brings two lines in one write, {@code bye} the end. */
    private static final class Echo implements Closeable {
        private final ServerSocket listening;
        private volatile Optional<SSLContext> tls = Optional.empty();

        Echo() {
            try {
                listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            Thread thread = new Thread(this::serve, "echo");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return listening.getLocalPort();
        }

        private void serve() {
            while (!listening.isClosed()) {
                try (Socket socket = listening.accept()) {
                    socket.setTcpNoDelay(true);
                    converse(socket);
                } catch (IOException e) {
                    // The peer has gone, or the test is over: the loop's condition knows.
                    continue;
                }
            }
        }

        private void converse(Socket socket) throws IOException {
            say(socket, "hello\r\n");
            int number = 0;
            for (String line = readLine(socket); line != null; line = readLine(socket)) {
                number++;
                if (line.equals("bye")) {
                    say(socket, "bye\r\n");
                    return;
                }
                if (line.equals("tls") && tls.isPresent()) {
                    say(socket, "go on\r\n");
                    SSLSocket secured = (SSLSocket) tls.get().getSocketFactory().createSocket(socket, null, true);
                    converse(secured);
                    secured.close();
                    return;
                }
                say(socket, line.equals("two") ? "two\r\nlines\r\n" : number + " " + line + "\r\n");
            }
        }

        /** Up to LF and not a moment earlier: a reader that returned at CR would leave the LF to TLS. */
        private static String readLine(Socket socket) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = socket.getInputStream().read();
                    octet != '\n';
                    octet = socket.getInputStream().read()) {
                if (octet < 0) {
                    return line.length() == 0 ? null : line.toString();
                }
                line.append((char) octet);
            }
            return line.toString().stripTrailing();
        }

        private static void say(Socket socket, String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        @Override
        public void close() throws IOException {
            listening.close();
        }
    }
}

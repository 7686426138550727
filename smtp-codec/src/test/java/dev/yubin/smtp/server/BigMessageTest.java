package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.client.SmtpClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** 1 GB from a client to a server, each with a heap of 64 MB, buffers outside the heap counted: half of it by BDAT, and half by DATA with a dot to stuff in each line. */
class BigMessageTest {
    private static final long OCTETS = 1L << 29;

    @Test
    @Timeout(240)
    void aGigabytePassesThroughHeapsOf64Megabytes() throws Exception {
        Process server = start(Server.class);
        try (BufferedReader said = server.inputReader()) {
            int port = Integer.parseInt(said.readLine());
            try (Unchunked between = new Unchunked(port)) {
                assertThat(sent(port)).isEqualTo("by BDAT: 250 2.0.0 " + OCTETS + " octets");
                assertThat(sent(between.port())).isEqualTo("by DATA: 250 2.0.0 " + OCTETS + " octets");
            }
        } finally {
            end(server);
        }
    }

    private static String sent(int port) throws Exception {
        Process client = start(Client.class, Integer.toString(port));
        try (BufferedReader outcome = client.inputReader()) {
            return outcome.readLine();
        } finally {
            end(client);
        }
    }

    /** Stands before a server and takes CHUNKING out of what it offers, for one connection. */
    private static final class Unchunked implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());

        Unchunked(int server) throws IOException {
            Thread passing = new Thread(
                    () -> {
                        try (Socket client = socket.accept();
                                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server)) {
                            Thread replies = new Thread(() -> passReplies(behind, client), "replies");
                            replies.start();
                            client.getInputStream().transferTo(behind.getOutputStream());
                            behind.shutdownOutput();
                            replies.join();
                        } catch (IOException | InterruptedException e) {
                            return; // the client tells
                        }
                    },
                    "unchunked");
            passing.setDaemon(true);
            passing.start();
        }

        int port() {
            return socket.getLocalPort();
        }

        private static void passReplies(Socket server, Socket client) {
            byte[] buffer = new byte[8 << 10];
            try {
                for (int read; (read = server.getInputStream().read(buffer)) >= 0; ) {
                    String said = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                    client.getOutputStream()
                            .write(said.replace("CHUNKING", "XCHUNKED").getBytes(StandardCharsets.ISO_8859_1));
                }
            } catch (IOException e) {
                return; // the client tells
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static Process start(Class<?> program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m", // and as much outside the heap, for Netty's buffers are bounded by the same number
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    /** A program: says its port, and tells each client how much it sent, until it is ended. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) throws Exception {
            SmtpServer server = SmtpServer.builder()
                    .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT).on(InetAddress.getLoopbackAddress()))
                    .limits(SmtpLimits.standard().messageOctets(OCTETS))
                    .application((peer, envelope) -> new Counting())
                    .start();
            System.out.println(server.addresses().get(0).getPort());
        }

        private static final class Counting implements MessageSink {
            private long octets;

            @Override
            public void write(ByteBuffer content) {
                octets += content.remaining();
            }

            @Override
            public Reply commit() {
                return Reply.of(250, "2.0.0", octets + " octets");
            }

            @Override
            public void abort() {}
        }
    }

    /** A program: sends the message, whose octets are made as they are read, and says what the server said. */
    static final class Client {
        private Client() {}

        public static void main(String[] arguments) throws Exception {
            try (SmtpClient client = SmtpClient.builder("127.0.0.1", Integer.parseInt(arguments[0]), TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                var delivery = client.send(Envelope.of("ann@example.net", "bob@example.org"), new Lines())
                        .await();
                String way = client.extensions().offers(Extension.CHUNKING) ? "by BDAT: " : "by DATA: ";
                System.out.println(way + delivery.outcomes().get(0).reply());
            }
        }
    }

    /** Lines of 1024 octets, their ends counted; each begins with a dot. */
    private static final class Lines implements ReadableByteChannel {
        private static final int LINE = 1024;

        private final byte[] lines = new byte[128 * LINE];
        private long read;

        Lines() {
            Arrays.fill(lines, (byte) 'x');
            for (int end = LINE; end <= lines.length; end += LINE) {
                lines[end - LINE] = '.';
                lines[end - 2] = '\r';
                lines[end - 1] = '\n';
            }
        }

        @Override
        public int read(ByteBuffer into) {
            int octets = (int) Math.min(Math.min(into.remaining(), OCTETS - read), lines.length / 2);
            into.put(lines, (int) (read % LINE), octets);
            read += octets;
            return octets == 0 ? -1 : octets;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

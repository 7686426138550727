package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.UserTable;
import java.io.BufferedReader;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A message of 1 GB on its way out of a server whose heap has 64 MB, buffers outside the heap counted. */
class BigMessageTest {
    private static final long OCTETS = 1L << 30;

    @Test
    @Timeout(120)
    void aGigabytePassesThroughAHeapOf64Megabytes() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m", // and as much outside the heap, for Netty's buffers are bounded by the same number
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(said.readLine()))) {
            socket.getOutputStream()
                    .write("USER mrose\r\nPASS secret\r\nRETR 1\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(line(in)).startsWith("+OK");
            assertThat(line(in)).startsWith("+OK");
            assertThat(line(in)).isEqualTo("+OK maildrop has 1 message (" + OCTETS + " octets)");
            assertThat(line(in)).isEqualTo("+OK " + OCTETS + " octets");
            assertThat(skip(in, OCTETS)).isEqualTo(OCTETS);
            assertThat(line(in)).isEqualTo(".");
            assertThat(line(in)).startsWith("+OK");
        } finally {
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static String line(InputStream in) throws Exception {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            assertThat(octet).isNotNegative();
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    private static long skip(InputStream in, long octets) throws Exception {
        byte[] piece = new byte[1 << 16];
        long skipped = 0;
        for (int read = 0; skipped < octets && read >= 0; skipped += Math.max(read, 0)) {
            read = in.read(piece, 0, (int) Math.min(piece.length, octets - skipped));
        }
        return skipped;
    }

    /** A program: serves the message, whose octets are made as they are read, until it is ended. Says its port. */
    static final class Server {
        private static final int LINE = 1024;

        private Server() {}

        public static void main(String[] arguments) throws Exception {
            Pop3Server server = Pop3Server.builder(
                            new Drops().with("mrose", new Lines()),
                            new UserTable(4096).add("mrose", Secret.of("secret")))
                    .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), TlsMode.PLAINTEXT)
                    .plaintextLogin(true)
                    .start();
            System.out.println(server.port());
        }

        /** Lines of 1024 octets, their ends counted. */
        private static final class Lines implements Drops.Octets {
            private final byte[] lines = new byte[128 * LINE];

            Lines() {
                Arrays.fill(lines, (byte) 'x');
                for (int end = LINE; end <= lines.length; end += LINE) {
                    lines[end - 2] = '\r';
                    lines[end - 1] = '\n';
                }
            }

            @Override
            public long size() {
                return OCTETS;
            }

            @Override
            public int read(long offset, ByteBuffer into) {
                int octets = (int) Math.min(Math.min(into.remaining(), size() - offset), lines.length / 2);
                into.put(lines, (int) (offset % LINE), octets);
                return octets == 0 ? -1 : octets;
            }
        }
    }
}

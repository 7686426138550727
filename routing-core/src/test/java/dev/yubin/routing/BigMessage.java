package dev.yubin.routing;

import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** Sends 20 MiB through a relay in a JVM that could not hold them, to a server that only adds them up. */
final class BigMessage {
    private static final int LINES = 20 << 14;
    private static final byte[] TRACE_ENDS = "+0000\r\n".getBytes(StandardCharsets.US_ASCII);

    private BigMessage() {}

    public static void main(String[] args) throws Exception {
        Sum came = new Sum();
        try (SmtpServer osaka = server("mx.osaka.test", (peer, envelope) -> came)) {
            MemoryMailStore store = MemoryMailStore.create("root@tokyo.test");
            Router router = Router.builder(Accounts.of(store))
                    .postmaster("root@tokyo.test")
                    .trust(Network.of("127.0.0.1"))
                    .route(Domain.of("osaka.test"), NextHop.parse("127.0.0.1:" + osaka.port()))
                    .build();
            Reception reception = Reception.builder("mx.tokyo.test", router, store)
                    .directory(Path.of(args[0]))
                    .build();
            try (SmtpServer tokyo = server("mx.tokyo.test", reception);
                    SmtpClient client = SmtpClient.builder("127.0.0.1", tokyo.port(), TlsMode.PLAINTEXT)
                            .connect()
                            .await()) {
                Lines lines = new Lines();
                client.send(Envelope.of("aaa@tokyo.test", "bbb@osaka.test"), lines)
                        .await();
                if (came.crc.getValue() != lines.crc.getValue()) {
                    throw new AssertionError(came.octets + " octets came, and others than were sent");
                }
            }
        }
        System.out.println("the same octets came");
    }

    private static SmtpServer server(String host, SmtpApplication application) throws Exception {
        return SmtpServer.builder()
                .name(host)
                .port(SmtpPort.mta(0).tls(TlsMode.PLAINTEXT).on(InetAddress.getLoopbackAddress()))
                .application(application)
                .start();
    }

    /** Lines of 64 octets, each another, some of which begin with a dot. */
    private static final class Lines implements ReadableByteChannel {
        private final CRC32C crc = new CRC32C();
        private int line;

        @Override
        public int read(ByteBuffer into) {
            int start = into.position();
            while (line < LINES && into.remaining() >= 64) {
                String text = (line % 3 == 0 ? "." : "x") + line;
                byte[] octets = (text + "y".repeat(62 - text.length()) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                crc.update(octets);
                into.put(octets);
                line++;
            }
            return line == LINES && into.position() == start ? -1 : into.position() - start;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** What came behind the trace field of the relay. */
    private static final class Sum implements MessageSink {
        private final CRC32C crc = new CRC32C();
        private int ofTrace;
        private long octets;

        @Override
        public void write(ByteBuffer content) {
            while (ofTrace < TRACE_ENDS.length && content.hasRemaining()) {
                byte octet = content.get();
                ofTrace = octet == TRACE_ENDS[ofTrace] ? ofTrace + 1 : octet == TRACE_ENDS[0] ? 1 : 0;
            }
            octets += content.remaining();
            crc.update(content);
        }

        @Override
        public Reply commit() {
            return Replies.MESSAGE_OK;
        }

        @Override
        public void abort() {}
    }
}

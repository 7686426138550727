package dev.yubin.benchmarks.load;

import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpLimits;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.server.SMTPServer;

/**
 * What a {@link ServerJvm} runs for {@link SmtpLoad}: an SMTP server that throws away what it receives. It prints a line once it serves, answers each line of its
 * standard input with how much of its heap is alive, and ends with that.
 */
public final class SmtpLoadServer {
    private static final int MOST_CONNECTIONS = 20_000;

    private SmtpLoadServer() {}

    /** Which one, and how the tables call it. */
    enum Kind {
        YUBIN_LOOP("Yubin, content pushed to a sink that never waits"),
        YUBIN_SINK("Yubin, content pushed to a sink"),
        YUBIN_WHOLE("Yubin, messages handed over whole"),
        SUBETHA("SubEthaSMTP 7.2.2"),
        JAMES("Apache James 3.8.1"),
        FLOOR("Netty alone");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        boolean ours() {
            return this == YUBIN_LOOP || this == YUBIN_SINK || this == YUBIN_WHOLE;
        }
    }

    /** @param args the {@link Kind} */
    public static void main(String[] args) throws Exception {
        switch (Kind.valueOf(args[0])) {
            case YUBIN_LOOP -> serve(yubin().application(new Discarding(true)));
            case YUBIN_SINK -> serve(yubin().application(new Discarding(false)));
            case YUBIN_WHOLE -> serve(yubin().messages(message -> {}));
            case SUBETHA -> serveSubEtha();
            case JAMES -> {
                try (JamesSmtp james = new JamesSmtp()) {
                    HeapGauge.answer(james.port());
                }
            }
            case FLOOR -> {
                try (SmtpFloor floor = new SmtpFloor()) {
                    HeapGauge.answer(floor.port());
                }
            }
        }
        System.exit(0); // a peer may leave threads behind
    }

    private static SmtpServer.Builder yubin() {
        return SmtpServer.builder()
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()))
                .limits(SmtpLimits.standard().connections(MOST_CONNECTIONS).connectionsPerAddress(MOST_CONNECTIONS));
    }

    private static void serve(SmtpServer.Builder builder) throws Exception {
        try (SmtpServer server = builder.start()) {
            HeapGauge.answer(server.addresses().get(0).getPort());
        }
    }

    private record Discarding(boolean neverWaits) implements SmtpApplication {
        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) {
            return new MessageSink() {
                @Override
                public void write(ByteBuffer content) {}

                @Override
                public Reply commit() {
                    return Replies.MESSAGE_OK;
                }

                @Override
                public void abort() {}
            };
        }
    }

    private static void serveSubEtha() throws Exception {
        SMTPServer server = SMTPServer.port(0)
                .bindAddress(InetAddress.getLoopbackAddress())
                .maxConnections(MOST_CONNECTIONS)
                .insertReceivedHeaders(false)
                .messageHandlerFactory(Reader::new)
                .build();
        server.start();
        try {
            HeapGauge.answer(server.getPortAllocated());
        } finally {
            server.stop();
        }
    }

    /** Reads what it is handed to the end, as its library wants. */
    private record Reader(MessageContext context) implements MessageHandler {
        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) {}

        @Override
        public String data(InputStream content) throws IOException {
            content.transferTo(OutputStream.nullOutputStream());
            return null;
        }

        @Override
        public void done() {}
    }
}

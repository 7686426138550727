package dev.yubin.benchmarks.load;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpLimits;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpServer;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The server that others relay to: it takes the time of each message that is whole, and throws it away. In the process of the client, whose clock it shares. */
final class JourneySink implements SmtpApplication, AutoCloseable {
    private static final int MOST_CONNECTIONS = 1000;

    private final SmtpServer server;
    private volatile Journeys journeys = new Journeys(0);

    JourneySink() throws FaultException {
        server = SmtpServer.builder()
                .name("mx.sink.test")
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()).tls(TlsMode.PLAINTEXT))
                .limits(SmtpLimits.standard().connections(MOST_CONNECTIONS).connectionsPerAddress(MOST_CONNECTIONS))
                .application(this)
                .start();
    }

    int port() {
        return server.port();
    }

    /** Whose messages come from now on. */
    void expect(Journeys next) {
        journeys = next;
    }

    @Override
    public MessageSink data(SmtpPeer peer, Envelope envelope) {
        return new MessageSink() {
            @Override
            public void write(ByteBuffer content) {}

            @Override
            public Reply commit() {
                journeys.delivered(envelope.from());
                return Replies.MESSAGE_OK;
            }

            @Override
            public void abort() {}
        };
    }

    @Override
    public void close() {
        server.close();
    }
}

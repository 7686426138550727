package dev.yubin.benchmarks.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.metrics.api.TimeMetric;
import org.apache.james.protocols.netty.NettyServer;
import org.apache.james.protocols.smtp.SMTPConfigurationImpl;
import org.apache.james.protocols.smtp.SMTPProtocol;
import org.apache.james.protocols.smtp.SMTPProtocolHandlerChain;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.MessageHook;
import org.reactivestreams.Publisher;

/** What Apache James speaks SMTP with, on a free port of the loopback address. It accepts every message once it has it whole, and counts nothing. */
final class JamesSmtp implements AutoCloseable {
    private final NettyServer server;

    JamesSmtp() throws Exception {
        MessageHook accepting = (session, mail) -> HookResult.OK;
        server = new NettyServer.Factory()
                .protocol(new SMTPProtocol(
                        new SMTPProtocolHandlerChain(new Uncounted(), accepting), new SMTPConfigurationImpl()))
                .build();
        server.setListenAddresses(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        server.bind();
    }

    int port() {
        return server.getListenAddresses().get(0).getPort();
    }

    @Override
    public void close() {
        server.unbind();
    }

    @SuppressWarnings("deprecation") // one of its methods is, and must be there all the same
    private static final class Uncounted implements MetricFactory {
        @Override
        public Metric generate(String name) {
            return new Metric() {
                @Override
                public void increment() {}

                @Override
                public void decrement() {}

                @Override
                public void add(int value) {}

                @Override
                public void remove(int value) {}

                @Override
                public long getCount() {
                    return 0;
                }
            };
        }

        @Override
        public TimeMetric timer(String name) {
            return new Untimed(name);
        }

        @Override
        public <T> Publisher<T> decoratePublisherWithTimerMetric(String name, Publisher<T> publisher) {
            return publisher;
        }

        @Override
        public <T> Publisher<T> decoratePublisherWithTimerMetricLogP99(String name, Publisher<T> publisher) {
            return publisher;
        }
    }

    @SuppressWarnings("deprecation") // likewise
    private record Untimed(String name) implements TimeMetric, TimeMetric.ExecutionResult {
        @Override
        public ExecutionResult stopAndPublish() {
            return this;
        }

        @Override
        public Duration elasped() {
            return Duration.ZERO;
        }

        @Override
        public ExecutionResult logWhenExceedP99(Duration threshold) {
            return this;
        }
    }
}

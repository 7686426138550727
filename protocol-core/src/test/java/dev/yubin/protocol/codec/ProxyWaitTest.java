package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProxyWaitTest {
    private static final String HEADER = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 25\r\n";

    /** What the rest of the pipeline saw, in order. */
    private final StringBuilder seen = new StringBuilder();

    private final EmbeddedChannel channel =
            new EmbeddedChannel(new ProxyWait(known -> known.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                @Override
                public void channelActive(ChannelHandlerContext ctx) {
                    seen.append(Ends.of(ctx.channel()).remote()).append(' ');
                }

                @Override
                public void channelRead(ChannelHandlerContext ctx, Object message) {
                    ByteBuf octets = (ByteBuf) message;
                    seen.append(octets.toString(StandardCharsets.US_ASCII));
                    octets.release();
                }
            })));

    private void receive(String octets) {
        channel.writeInbound(Unpooled.copiedBuffer(octets, StandardCharsets.US_ASCII));
    }

    @Test
    void theRestSeesAConnectionThatBeginsBehindTheHeader() {
        receive(HEADER.substring(0, 20));
        assertThat(seen).isEmpty();
        receive(HEADER.substring(20) + "EHLO ");
        receive("x");
        assertThat(seen).hasToString("/192.0.2.7:56324 EHLO x");
        assertThat(channel.pipeline().get(ProxyWait.class)).isNull();
        channel.advanceTimeBy(1, TimeUnit.HOURS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.finishAndReleaseAll();
    }

    @Test
    void aHeaderIsAwaitedForFiveSecondsHoweverItTrickles() {
        channel.freezeTime();
        for (int second = 0; second < 5; second++) {
            assertThat(channel.isOpen()).isTrue();
            receive(HEADER.substring(second, second + 1));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(channel.isOpen()).isFalse();
        assertThat(seen).isEmpty();
    }

    @Test
    void whatIsNoHeaderEndsTheConnection() {
        receive("EHLO x\r\n");
        assertThat(channel.isOpen()).isFalse();
        assertThat(seen).isEmpty();
    }
}

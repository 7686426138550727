package dev.yubin.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.ProtocolException;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a decoder makes of octets that come in pieces. It holds no more of them than one line and one piece, and nothing at the end. */
final class Played extends ChannelInboundHandlerAdapter {
    /** There is no going on. What is said of that depends on how the octets came. */
    static final String LOST = "lost";

    private static final int MOST_HELD = 32 << 10;

    private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(false);
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Object> heard = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();

    private Played() {
        channel.config().setAutoRead(false);
        channel.config().setAllocator(memory);
    }

    /**
     * What is heard, in order; each body as one text of an octet a character.
     *
     * @param decoder made of what was heard so far, which grows
     */
    static List<Object> by(Function<List<Object>, ChannelHandler> decoder, List<byte[]> pieces) {
        Played played = new Played();
        try {
            played.channel.pipeline().addLast(decoder.apply(played.heard), played);
            played.channel.read();
            pieces.forEach(played::play);
        } finally {
            played.channel.finishAndReleaseAll();
        }
        assertThat(played.memory.metric().usedHeapMemory())
                .as("held at the end")
                .isZero();
        return played.heard;
    }

    private void play(byte[] piece) {
        channel.writeInbound(memory.heapBuffer(piece.length).writeBytes(piece));
        assertThat(memory.metric().usedHeapMemory()).as("held").isLessThan(MOST_HELD + 2L * piece.length);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message == Body.END) {
            heard.add("body: " + body);
            body.setLength(0);
        } else if (message instanceof Body piece) {
            body.append(piece.content().toString(StandardCharsets.ISO_8859_1));
            piece.release();
        } else {
            heard.add(message);
        }
        ctx.read();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        assertThat(cause).isInstanceOf(ProtocolException.class);
        heard.add(LOST);
    }
}

package dev.yubin.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapLimits;
import dev.yubin.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Hears what a codec hands on, in words; streamed octets as one, however they were cut. Counts what the codec keeps. */
final class Ear extends ChannelInboundHandlerAdapter implements AutoCloseable {
    final List<String> heard = new ArrayList<>();
    private final List<Throwable> caught = new ArrayList<>();
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final StringBuilder octets = new StringBuilder();
    private final Consumer<Object> then;
    final EmbeddedChannel channel;

    /** @param then what is done about each message, within the codec's call */
    Ear(ChannelHandler codec, Consumer<Object> then) {
        this.then = then;
        channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(codec, this);
    }

    Ear(ChannelHandler codec) {
        this(codec, message -> {});
    }

    /**
     * What is heard of octets that come in pieces. Where there is no going on, what is said of that depends on how they came. The codec holds no more than
     * the limits allow, and nothing at the end.
     */
    static List<String> heard(ChannelHandler codec, List<byte[]> pieces, ImapLimits limits, Consumer<Object> then) {
        try (Ear ear = new Ear(codec, then)) {
            for (byte[] piece : pieces) {
                ear.hear(piece, 0, piece.length).said();
                assertThat(ear.held()).isLessThanOrEqualTo(mostHeld(limits) + 2L * piece.length);
            }
            ear.heard.replaceAll(each -> each.startsWith("ProtocolException: ") ? "lost" : each);
            assertThat(ear.caught).hasOnlyElementsOfType(ProtocolException.class);
            return ear.heard;
        }
    }

    /** Of a command, of the octets at hand and of the pieces that are handed on, at most: each may be twice as large as what is in it. */
    static long mostHeld(ImapLimits limits) {
        return 4L * (limits.commandOctets() + limits.lineOctets());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof LiteralOctets streamed) {
            octets.append(streamed.content().toString(StandardCharsets.ISO_8859_1));
            streamed.release();
        } else if (message == StreamEnd.LITERAL_END) {
            heard.add("octets " + octets.toString().replace("\r\n", "↵"));
            octets.setLength(0);
        } else {
            heard.add(message.toString());
        }
        then.accept(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        caught.add(cause);
        heard.add(cause.getClass().getSimpleName() + ": " + cause.getMessage());
    }

    Ear hear(byte[] all, int from, int to) {
        channel.writeInbound(allocator.heapBuffer(to - from).writeBytes(all, from, to - from));
        return this;
    }

    Ear hear(String text) {
        byte[] all = octets(text);
        return hear(all, 0, all.length);
    }

    /** What was sent since the last call. */
    String said() {
        StringBuilder said = new StringBuilder();
        for (ByteBuf sent = channel.readOutbound(); sent != null; sent = channel.readOutbound()) {
            said.append(sent.toString(StandardCharsets.UTF_8));
            sent.release();
        }
        return said.toString().replace("\r\n", "↵");
    }

    /** How many octets the codec and the channel hold. */
    long held() {
        return allocator.metric().usedHeapMemory();
    }

    /** Closes the channel; nothing may be left of what it held. */
    @Override
    public void close() {
        channel.finishAndReleaseAll();
        assertThat(held()).isZero();
    }

    /** Each line of the text ends with CR LF; ␀ stands for NUL. */
    static byte[] octets(String text) {
        return text.replace("\n", "\r\n")
                .replace("↵", "\r\n")
                .replace('␀', '\0')
                .getBytes(StandardCharsets.UTF_8);
    }
}

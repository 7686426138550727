package dev.yubin.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A codec in a channel without a network: octets come in and values are heard, values are said and octets go out, all on the calling
 * thread. Whatever fails in the codec is thrown from here.
 */
final class EmbeddedWire {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ByteBuf content = Unpooled.buffer();
    private final ByteBuf sent = Unpooled.buffer();
    private List<Object> heard = new ArrayList<>();

    EmbeddedWire(ChannelHandler... codec) {
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(codec).addLast(new Listener());
        channel.read();
    }

    /** Keeps what the codec hands on and asks for the next, as a session does. */
    private final class Listener extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBufHolder piece) {
                content.writeBytes(piece.content());
                piece.release();
            } else {
                heard.add(message);
            }
            ctx.read();
        }
    }

    /** These octets in memory outside the heap, where a socket would have put them. They stay for as long as the program runs. */
    static ByteBuf octets(String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        return Unpooled.wrappedBuffer(
                ByteBuffer.allocateDirect(octets.length).put(octets).flip());
    }

    /** Octets come from the other side; the caller keeps the buffer. */
    void receive(ByteBuf octets) {
        channel.writeInbound(octets.retainedDuplicate());
    }

    /** What values these octets are, where no others are waiting to be heard. */
    List<Object> hear(ByteBuf octets) {
        receive(octets);
        return heard();
    }

    /** The values heard since this was last asked. */
    List<Object> heard() {
        List<Object> all = heard;
        heard = new ArrayList<>();
        return all;
    }

    /** The octets of streamed content heard since this was last asked; good until more come. */
    ByteBuf content() {
        ByteBuf all = content.duplicate();
        content.clear();
        return all;
    }

    /** Says these values, and gives the octets that went out for them; they are good until more go. */
    ByteBuf send(Object... values) {
        sent.clear();
        channel.writeOutbound(values);
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            sent.writeBytes(out);
            out.release();
        }
        return sent;
    }
}

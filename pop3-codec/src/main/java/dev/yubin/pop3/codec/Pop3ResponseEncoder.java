package dev.yubin.pop3.codec;

import dev.yubin.pop3.Pop3Response;
import dev.yubin.protocol.codec.BareLineBreaks;
import dev.yubin.protocol.codec.DotEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * A server's way out: {@link Pop3Response}s and {@link Body bodies} to octets, the latter with dot-stuffing put on. An LF that
 * stands alone in what is stored goes out as CR LF ({@link BareLineBreaks#TOLERATE}). The promise given with a piece is done when its last octet is written.
 */
public final class Pop3ResponseEncoder extends ChannelOutboundHandlerAdapter {
    /** As many as messages mostly have in a window; where there are more, the buffer grows. */
    private static final int ROOM_FOR_DOTS = 256;

    private DotEncoder dots = new DotEncoder(BareLineBreaks.TOLERATE);

    /** One for each channel. */
    public Pop3ResponseEncoder() {}

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof Pop3Response response) {
            ctx.write(Lines.octets(ctx, response.line()), promise);
        } else if (message == Body.END) {
            ByteBuf end = dots.end();
            dots = new DotEncoder(BareLineBreaks.TOLERATE);
            ctx.write(end, promise);
        } else if (message instanceof Body body) {
            ctx.write(stuffed(ctx, body), promise);
        } else {
            ctx.write(message, promise);
        }
    }

    /** In one piece: to copy a window costs less than to write a slice for each dot that begins a line. */
    private ByteBuf stuffed(ChannelHandlerContext ctx, Body body) {
        ByteBuf stuffed = ctx.alloc().ioBuffer(body.content().readableBytes() + ROOM_FOR_DOTS);
        try {
            dots.write(body.content(), piece -> {
                stuffed.writeBytes(piece);
                piece.release();
            });
            return stuffed;
        } finally {
            body.release();
        }
    }
}

package dev.yubin.pop3.codec;

import dev.yubin.pop3.Pop3Response;
import dev.yubin.protocol.codec.BareLineBreaks;
import dev.yubin.protocol.codec.DotEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * A server's way out: {@link Pop3Response}s and {@link Body bodies} to octets, the latter with dot-stuffing put on. What is stored goes out as it
 * is, a CR or LF that stands alone too. The promise given with a piece is done when its last octet is written.
 */
public final class Pop3ResponseEncoder extends ChannelOutboundHandlerAdapter {
    private DotEncoder dots = new DotEncoder(BareLineBreaks.KEEP);

    /** One for each channel. */
    public Pop3ResponseEncoder() {}

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof Pop3Response response) {
            ctx.write(Lines.octets(ctx, response.line()), promise);
        } else if (message == Body.END) {
            ByteBuf end = dots.end();
            dots = new DotEncoder(BareLineBreaks.KEEP);
            ctx.write(end, promise);
        } else if (message instanceof Body body) {
            try {
                dots.write(body.content(), ctx::write);
            } finally {
                body.release();
            }
            ctx.write(Unpooled.EMPTY_BUFFER, promise);
        } else {
            ctx.write(message, promise);
        }
    }
}

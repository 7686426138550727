package dev.yubin.pop3.codec;

import dev.yubin.pop3.Pop3Command;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/** A client's way out: {@link Pop3Command}s to octets. */
public final class Pop3CommandEncoder extends ChannelOutboundHandlerAdapter {
    /** One for each channel. */
    public Pop3CommandEncoder() {}

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof Pop3Command command) {
            ctx.write(Lines.octets(ctx, command.line()), promise);
        } else {
            ctx.write(message, promise);
        }
    }
}

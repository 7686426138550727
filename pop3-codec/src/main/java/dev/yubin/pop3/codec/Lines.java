package dev.yubin.pop3.codec;

import dev.yubin.protocol.line.LineWriter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;

/** A line with its end, on its way out. */
final class Lines {
    private Lines() {}

    static ByteBuf octets(ChannelHandlerContext ctx, LineWriter line) {
        byte[] octets = line.octets();
        return ctx.alloc()
                .buffer(octets.length + 2)
                .writeBytes(octets)
                .writeByte('\r')
                .writeByte('\n');
    }
}

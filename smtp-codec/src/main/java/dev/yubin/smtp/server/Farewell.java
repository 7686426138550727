package dev.yubin.smtp.server;

import dev.yubin.protocol.codec.Deadline;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.codec.SmtpServerCodec;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;

/** How a server ends a connection. */
final class Farewell {
    /** How long a client may leave the last reply unread. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private Farewell() {}

    /**
     * Closes behind a reply. While the client still sends, a plain close would make its system throw the reply away unread (RFC 1122 section 4.2.2.13), so
     * we fall silent first and listen a little to nobody. A client that does not read is not waited for any longer either.
     *
     * @return what closes a connection that lingers; to be stopped once it is gone
     */
    static Deadline say(ChannelHandlerContext ctx, SmtpServerCodec codec, Reply reply) {
        var sent = ctx.writeAndFlush(reply);
        if (reply.isPositive() || ctx.pipeline().get(SslHandler.class) != null) {
            sent.addListener(ChannelFutureListener.CLOSE);
        } else {
            sent.addListener(done -> ((DuplexChannel) ctx.channel()).shutdownOutput());
            ctx.pipeline().remove(codec);
            ctx.channel().config().setAutoRead(true);
        }
        Deadline lingering = new Deadline(ctx.channel().eventLoop(), ctx::close);
        if (ctx.channel().isOpen()) {
            lingering.in(LINGER);
        }
        return lingering;
    }
}

package dev.yubin.protocol.codec;

import dev.yubin.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is all of a connection's pipeline until its {@link ProxyHeader} has come, and gone once the rest is made: the rest sees a connection that begins then.
 * Without a header there is no conversation, and nothing is said.
 */
final class ProxyWait extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyWait.class);
    /** A proxy sends its header with the first segment; one may have been lost. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Consumer<Channel> arrived;
    private Deadline deadline;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;

    /** @param arrived makes the rest of the pipeline, once {@link Ends#of} knows whose the connection is */
    ProxyWait(Consumer<Channel> arrived) {
        this.arrived = arrived;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = new Deadline(ctx.channel().eventLoop(), () -> refuse(ctx, "no PROXY header came for " + PATIENCE));
        deadline.in(PATIENCE);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        // told to the rest of the pipeline once there is one
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object octets) {
        held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, (ByteBuf) octets);
        try {
            Optional<ProxyHeader> header = ProxyHeader.read(held);
            if (header.isPresent()) {
                deadline.stop();
                header.get().ends().ifPresent(ends -> ends.tell(ctx.channel()));
                arrived.accept(ctx.channel());
                begin(ctx);
            }
        } catch (ProtocolException e) {
            refuse(ctx, e.getMessage());
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        ByteBuf behind = held;
        held = Unpooled.EMPTY_BUFFER;
        ctx.fireChannelActive();
        if (behind.isReadable()) {
            ctx.fireChannelRead(behind);
        } else {
            behind.release();
        }
        ctx.pipeline().remove(this);
    }

    private void refuse(ChannelHandlerContext ctx, String why) {
        LOG.info("{}: {}", ctx.channel(), why);
        ctx.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Drain.NOW) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable e) {
        if (e instanceof IOException) {
            LOG.debug("{}: {}", ctx.channel(), e.toString());
        } else {
            LOG.error("{}: no pipeline could be made", ctx.channel(), e);
        }
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.stop();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        held.release();
    }
}

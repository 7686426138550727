package dev.yubin.imap.codec;

import dev.yubin.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;

/**
 * Turns octets into messages at the pace at which they are asked for: one for each {@code read()} while the channel's auto-read is off, all
 * that are there while it is on. So nothing behind a message is looked at before that message's receiver has said how. What octets are
 * at hand serves first; only then the transport is read.
 */
abstract class PullCodec extends ChannelDuplexHandler {
    private ByteBuf buffered = Unpooled.EMPTY_BUFFER;
    private boolean wanted;
    private boolean pumping;
    private boolean failed;
    private ChannelHandlerContext context;

    /** The next message out of {@code in}; null when there is none yet. */
    abstract Object next(ByteBuf in) throws ProtocolException;

    /** Whether more octets would not help, since a decision of the receiver is due. */
    abstract boolean waits();

    final ChannelHandlerContext context() {
        return context;
    }

    /**
     * How many octets have come that belong to no message yet. Behind STARTTLS there must be none: RFC 9051 section 6.2.1. Called on the
     * channel's event loop.
     */
    public final int bufferedOctets() {
        return buffered.readableBytes();
    }

    /**
     * All octets that have come and belong to no message yet, for who puts something between the network and this: the caller's to pass on or to
     * release. Called on the channel's event loop.
     */
    public final ByteBuf takeBuffered() {
        ByteBuf taken = buffered;
        buffered = Unpooled.EMPTY_BUFFER;
        return taken;
    }

    /**
     * Takes back a {@code read()} that nothing was handed on for yet: what comes is kept until the next, and nothing is said to the peer of its own
     * accord meanwhile. For who is about to write what no other line may come into, such as a literal. Called on the channel's event loop.
     */
    public final void cancelRead() {
        wanted = false;
    }

    final void drop() {
        buffered.release();
        buffered = Unpooled.EMPTY_BUFFER;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        failed = true;
        drop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed = true;
        if (!pumping) {
            drop();
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf octets)) {
            ctx.fireChannelRead(message);
        } else if (failed) {
            octets.release();
        } else {
            buffered = buffered.isReadable()
                    ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), buffered, octets)
                    : replaced(octets);
            pump();
        }
    }

    private ByteBuf replaced(ByteBuf octets) {
        buffered.release();
        return octets;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.fireChannelReadComplete();
        if (wanted && !waits() && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        wanted = true;
        if (pumping) {
            return;
        }
        if (pump()) {
            ctx.fireChannelReadComplete();
        }
        if ((wanted || ctx.channel().config().isAutoRead()) && !waits()) {
            ctx.read();
        }
    }

    /** Goes on where a decision was due. */
    final void resume() {
        if (!pumping && pump()) {
            context.fireChannelReadComplete();
        }
        if (!pumping && wanted && !waits()) {
            context.read();
        }
    }

    /** Hands on what is asked for and there; whether that was anything. */
    private boolean pump() {
        boolean any = false;
        pumping = true;
        try {
            while (!failed && (wanted || context.channel().config().isAutoRead())) {
                Object message = next(buffered);
                if (message == null) {
                    break;
                }
                wanted = false;
                any = true;
                context.fireChannelRead(message);
            }
        } catch (ProtocolException e) {
            failed = true;
            context.fireExceptionCaught(e);
        } finally {
            pumping = false;
            if (failed || !buffered.isReadable()) {
                drop();
            } else if (buffered.refCnt() == 1) {
                buffered.discardSomeReadBytes();
            }
        }
        return any;
    }
}

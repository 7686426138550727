package dev.yubin.smtp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * Decodes on demand: one {@code ctx.read()} behind it brings one message, never more, so that what a message means for the octets behind it is settled
 * before they are looked at. Auto-read must be off. When no message is at hand it flushes what was written, which makes one flush of a
 * batch of replies, and asks the network for more.
 */
abstract class Demand extends ChannelDuplexHandler {
    private final Queue<Object> ready = new ArrayDeque<>();
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private boolean wanted;
    private boolean delivering;
    private boolean broken;
    /** Why there is no going on, until whoever asks for the next message has been told. */
    private Optional<Exception> failure = Optional.empty();

    /**
     * Decodes what stands first in the octets, consuming it, and offers it to {@code out}; offers nothing when it is not all there.
     *
     * @throws Exception when there is no going on; nothing is decoded any more then
     */
    abstract void decode(ByteBuf in, Queue<Object> out) throws Exception;

    /** Whether octets or messages are at hand that nobody asked for yet. On the event loop. */
    public final boolean holdsOctets() {
        return held.isReadable() || !ready.isEmpty();
    }

    @Override
    public final void read(ChannelHandlerContext ctx) {
        wanted = true;
        deliver(ctx);
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object octets) {
        if (broken) {
            ReferenceCountUtil.release(octets);
            return;
        }
        held = held.isReadable()
                ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, (ByteBuf) octets)
                : replace((ByteBuf) octets);
        deliver(ctx);
    }

    /** The next message, where it is at hand: asked for by whoever is handed one, and wants the next to the same purpose. On the event loop. */
    final Optional<Object> poll() {
        try {
            if (ready.isEmpty() && held.isReadable() && !broken) {
                decode(held, ready);
            }
        } catch (Exception e) {
            broken = true;
            failure = Optional.of(e);
        }
        if (!held.isReadable()) {
            held = replace(Unpooled.EMPTY_BUFFER);
        } else if (held.refCnt() == 1) { // nobody holds a slice of it
            held.discardSomeReadBytes(); // else lines that end within the next segment would keep all segments before
        }
        return Optional.ofNullable(ready.poll());
    }

    private ByteBuf replace(ByteBuf octets) {
        held.release();
        return octets;
    }

    /** A loop, not a recursion: whoever is handed a message asks for the next before he returns. */
    private void deliver(ChannelHandlerContext ctx) {
        if (delivering) {
            return;
        }
        delivering = true;
        try {
            while (wanted) {
                Optional<Object> message = poll();
                if (message.isEmpty()) {
                    fail(ctx);
                    break;
                }
                wanted = false;
                ctx.fireChannelRead(message.get());
            }
        } finally {
            delivering = false;
        }
        if (wanted && !broken) {
            ctx.flush();
            ctx.read();
        }
    }

    private void fail(ChannelHandlerContext ctx) {
        Optional<Exception> told = failure;
        failure = Optional.empty();
        told.ifPresent(ctx::fireExceptionCaught);
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        broken = true;
        held = replace(Unpooled.EMPTY_BUFFER);
        ready.forEach(ReferenceCountUtil::release);
        ready.clear();
    }
}

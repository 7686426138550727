package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ResponseCode.InProgress;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Tag;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapWriter;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tells a client that waits for long how far its command is: RFC 9585. It is told while a turn runs too, for some commands are one step of the
 * store, and such a client hears at least that somebody is at it. Used on the channel's event loop.
 */
final class Advancing {
    private final long interval;
    private final BooleanSupplier works;
    private String tag = "";
    /** How far the command is; empty where nothing can be said, as within a literal. */
    private Optional<Advance> advance = Optional.empty();
    /** When the client last heard that the command advances, or began to wait. */
    private long heardAt;

    private Optional<Future<?>> look = Optional.empty();

    /**
     * @param interval at most so often
     * @param works    whether a turn of the command runs
     */
    Advancing(Duration interval, BooleanSupplier works) {
        this.interval = interval.toNanos();
        this.works = works;
    }

    /** A command has come. */
    void begins(Tag command) {
        tag = command.text();
        advance = Optional.of(Advance.UNKNOWN);
        heardAt = System.nanoTime();
    }

    /** A turn begins; one look is enough for all that begin before it. */
    void turns(ChannelHandlerContext ctx) {
        if (look.isEmpty()) {
            lookIn(interval, ctx);
        }
    }

    /**
     * A turn has ended, and what it answered is written.
     *
     * @param waits whether the client is awaited now, not the command
     */
    void turned(Optional<Advance> now, boolean waits) {
        advance = now;
        if (waits) {
            heardAt = System.nanoTime();
        }
    }

    private void lookIn(long nanos, ChannelHandlerContext ctx) {
        look = Optional.of(ctx.executor().schedule(() -> look(ctx), nanos, TimeUnit.NANOSECONDS));
    }

    private void look(ChannelHandlerContext ctx) {
        look = Optional.empty();
        if (!works.getAsBoolean()) {
            return; // the next turn has the next look
        }
        long left = heardAt + interval - System.nanoTime();
        if (left <= 0) {
            heardAt = System.nanoTime();
            advance.filter(how -> ctx.channel().isWritable()).ifPresent(how -> tell(how, ctx));
        }
        lookIn(left > 0 ? left : interval, ctx);
    }

    private void tell(Advance how, ChannelHandlerContext ctx) {
        Optional<String> told = Optional.of(tag).filter(text -> text.indexOf(']') < 0); // section 4
        ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
        StatusReply.of(Tag.UNTAGGED, Condition.OK, new InProgress(told, how.done(), how.goal()), "still at work")
                .write(out);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(out.crlf().octets()));
    }

    /** The connection is gone. */
    void close() {
        look.ifPresent(pending -> pending.cancel(false));
    }
}

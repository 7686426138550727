package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.codec.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what stands behind a first line, a window of 64 KiB at a time: a worker fetches one while the channel is writable, and the next one only
 * once that is handed on. So a connection holds at most one window here and what the channel had when it said stop. Used on the event loop.
 */
final class BodySender {
    private static final Logger LOG = LoggerFactory.getLogger(BodySender.class);
    private static final int WINDOW = 65_536;

    private final ChannelHandlerContext ctx;
    private final Executor workers;
    /** What is being sent; null between. */
    private BodySource source;

    private Pop3Response first;
    private Language language;
    private Patience patience;
    private Consumer<Boolean> whenSent;
    /** Whether it is known that the body may be sent. */
    private boolean begun;

    private boolean fetching;
    private boolean stopped;

    BodySender(ChannelHandlerContext ctx, Executor workers) {
        this.ctx = ctx;
        this.workers = workers;
    }

    /**
     * Begins to send. The first line waits for the first window, so that a store that fails at once is told of in a reply.
     *
     * @param language what a refusal is said in
     * @param patience is told when the client has taken a window
     * @param whenSent is told whether the body went out whole
     */
    void send(Pop3Response first, BodySource body, Language language, Patience patience, Consumer<Boolean> whenSent) {
        this.first = first;
        this.language = language;
        this.source = body;
        this.patience = patience;
        this.whenSent = whenSent;
        this.begun = false;
        fetch();
    }

    /** The channel may be writable again. */
    void goOn() {
        if (source != null && !fetching && !stopped && ctx.channel().isWritable()) {
            fetch();
        }
    }

    /** Nobody reads any more. */
    void stop() {
        stopped = true;
        if (source != null && !fetching) {
            close();
        }
    }

    private void fetch() {
        fetching = true;
        BodySource from = source;
        try {
            workers.execute(() -> read(from));
        } catch (RejectedExecutionException e) {
            from.close();
            fetched(new Window(Unpooled.EMPTY_BUFFER, true, Optional.empty(), Optional.of(e)));
        }
    }

    /** On a worker, one at a time. Fills the window if it can, so that a small message takes one turn. */
    private void read(BodySource from) {
        ByteBuf window = ctx.alloc().buffer(WINDOW, WINDOW);
        ByteBuffer room = window.nioBuffer(0, WINDOW);
        boolean last = false;
        Optional<Refusal> objection = Optional.empty();
        Throwable failure = null;
        try {
            while (room.hasRemaining() && !last) {
                last = from.read(room) < 0;
            }
            if (!begun) {
                begun = true;
                objection = from.objection(room.duplicate().flip());
            }
        } catch (StoreException | RuntimeException | Error e) {
            failure = e;
        }
        window.writerIndex(room.position());
        Window fetched = new Window(fitting(window), last, objection, Optional.ofNullable(failure));
        ctx.executor().execute(() -> fetched(fetched));
        if (fetched.isEnd()) {
            from.close(); // in this turn, behind what the client waits for
        }
    }

    /** A short answer does not hold a whole window while it waits for the network. */
    private ByteBuf fitting(ByteBuf window) {
        int octets = window.readableBytes();
        if (octets > WINDOW / 2) {
            return window;
        }
        ByteBuf fitting = ctx.alloc().buffer(octets).writeBytes(window);
        window.release();
        return fitting;
    }

    /**
     * @param last      whether nothing stands behind it
     * @param objection why nothing at all is to be sent
     */
    private record Window(ByteBuf octets, boolean last, Optional<Refusal> objection, Optional<Throwable> failure) {
        /** The source is closed by whoever read it. */
        boolean isEnd() {
            return last || objection.isPresent() || failure.isPresent();
        }
    }

    private void fetched(Window window) {
        fetching = false;
        if (stopped || window.failure().isPresent()) {
            window.octets().release();
            if (window.isEnd()) {
                end(window.failure());
            } else {
                close();
            }
            return;
        }
        if (window.objection().isPresent()) {
            window.octets().release();
            refuse(window.objection().get());
            return;
        }
        sayFirst(first);
        ctx.write(new Body(window.octets())).addListener(written -> patience.progress());
        if (window.last()) {
            end(Optional.empty());
            return;
        }
        if (!ctx.channel().isWritable()) {
            ctx.flush(); // else with what follows
        }
        goOn();
    }

    private void sayFirst(Pop3Response line) {
        if (first != null) {
            ctx.write(line);
            first = null;
        }
    }

    private void refuse(Refusal refusal) {
        source = null;
        sayFirst(refusal.in(language));
        whenSent.accept(true);
    }

    /** Behind the last window, or a failure. */
    private void end(Optional<Throwable> failure) {
        source = null;
        if (stopped) {
            return;
        }
        if (failure.isEmpty()) {
            ctx.write(Body.END);
            whenSent.accept(true);
        } else if (first != null) {
            sayFirst(refusal(failure.get()).in(language));
            whenSent.accept(true);
        } else {
            LOG.warn("closing, for a message cannot be read to its end", failure.get());
            whenSent.accept(false);
        }
    }

    private static Refusal refusal(Throwable failure) {
        if (failure instanceof StoreException no) {
            return Refusal.of(no, Phrase.READING);
        }
        LOG.error("the store failed", failure);
        return Refusal.bug(Phrase.READING);
    }

    private void close() {
        BodySource done = source;
        source = null;
        try {
            workers.execute(done::close);
        } catch (RejectedExecutionException e) {
            done.close();
        }
    }
}

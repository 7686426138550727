package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.codec.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends replies that have a body, in order, a window of 64 KiB at a time: a worker fetches one while the channel is writable, and the next one only
 * once that is handed on. So a connection holds at most one window here and what the channel had when it said stop. Small replies that wait share
 * a window, since a worker's turn costs more than to read a small message does. Used on the event loop.
 */
final class BodySender {
    private static final Logger LOG = LoggerFactory.getLogger(BodySender.class);
    private static final int WINDOW = 65_536;
    private static final int REPLIES = 32;

    /** What there is to tell about the replies. */
    interface Progress {
        /** The client has taken a window. */
        void taken();

        /** The store was read to the end of some replies: there is room for others, or none is left. */
        void fetched();

        /** A reply cannot be sent to its end. */
        void broken();
    }

    /** What is being sent, or waits for it. */
    private static final class Reply {
        private final Answer answer;
        private final Language language;
        private boolean firstSaid;
        /** Whether it is known that the body may be sent. For workers. */
        private boolean begun;
        /** For workers. */
        private boolean closed;

        Reply(Answer answer, Language language) {
            this.answer = answer;
            this.language = language;
        }

        /** How many octets of a window it may fill. */
        int room() {
            // One more than there are, so that the end shows in the same turn.
            return (int)
                    Math.min(WINDOW, answer.body().map(BodySource::octetsAtMost).orElse(0L) + 1);
        }

        /** To be called by a worker; again does nothing. */
        void close() {
            if (!closed) {
                closed = true;
                answer.body().ifPresent(BodySource::close);
            }
        }
    }

    private final ChannelHandlerContext ctx;
    private final Executor workers;
    private final Progress progress;
    private final Queue<Reply> replies = new ArrayDeque<>();

    private boolean fetching;
    private boolean stopped;

    BodySender(ChannelHandlerContext ctx, Executor workers, Progress progress) {
        this.ctx = ctx;
        this.workers = workers;
        this.progress = progress;
    }

    /**
     * Sends an answer behind those before. Its first line waits for its first window, so that a store that fails at once is told of in a reply.
     *
     * @param language what a refusal is said in
     */
    void send(Answer answer, Language language) {
        replies.add(new Reply(answer, language));
        if (replies.size() == 1) {
            ctx.executor().execute(this::begin); // once those have joined it that came with it
        }
    }

    private void begin() {
        if (isBusy() && !fetching && !stopped) {
            fetch();
        }
    }

    boolean isBusy() {
        return !replies.isEmpty();
    }

    /** Whether it is of use to send another answer now. */
    boolean hasRoom() {
        return replies.size() < REPLIES;
    }

    /** The channel may be writable again. */
    void goOn() {
        if (ctx.channel().isWritable()) {
            begin();
        }
    }

    /** Nobody reads any more. */
    void stop() {
        stopped = true;
        if (!fetching) {
            closeAll();
        }
    }

    private void fetch() {
        fetching = true;
        List<Reply> batch = batch();
        try {
            workers.execute(() -> read(batch));
        } catch (RejectedExecutionException e) {
            batch.get(0).close();
            fetched(List.of(new Window(batch.get(0), Unpooled.EMPTY_BUFFER, true, Optional.empty(), Optional.of(e))));
        }
    }

    /** The replies that fit into one window; the first one whether it does or not. */
    private List<Reply> batch() {
        List<Reply> batch = new ArrayList<>();
        Iterator<Reply> waiting = replies.iterator();
        Reply next = waiting.next();
        int room = WINDOW;
        do {
            batch.add(next);
            room -= next.room();
            next = waiting.hasNext() ? waiting.next() : null;
        } while (next != null && next.room() <= room);
        return batch;
    }

    /** On a worker, one turn at a time. */
    private void read(List<Reply> batch) {
        List<Window> windows = new ArrayList<>(batch.size());
        boolean ended = true;
        for (Iterator<Reply> replies = batch.iterator(); ended && replies.hasNext(); ) {
            Window window = read(replies.next());
            windows.add(window);
            ended = window.isEnd();
        }
        ctx.executor().execute(() -> fetched(windows));
        for (Window window : windows) {
            if (window.isEnd()) {
                window.reply().close(); // in this turn, behind what the client waits for
            }
        }
    }

    private Window read(Reply reply) {
        if (reply.answer.body().isEmpty()) {
            return new Window(reply, Unpooled.EMPTY_BUFFER, true, Optional.empty(), Optional.empty());
        }
        BodySource from = reply.answer.body().get();
        int octets = reply.room();
        ByteBuf window = ctx.alloc().buffer(octets, octets);
        ByteBuffer room = window.nioBuffer(0, octets);
        boolean last = false;
        Optional<Refusal> objection = Optional.empty();
        Throwable failure = null;
        try {
            while (room.hasRemaining() && !last) {
                last = from.read(room) < 0;
            }
            if (!reply.begun) {
                reply.begun = true;
                objection = from.objection(room.duplicate().flip());
            }
        } catch (StoreException | RuntimeException | Error e) {
            failure = e;
        }
        window.writerIndex(room.position());
        return new Window(reply, fitting(window), last, objection, Optional.ofNullable(failure));
    }

    /** A short answer does not hold a whole window while it waits for the network. */
    private ByteBuf fitting(ByteBuf window) {
        int octets = window.readableBytes();
        if (octets > window.capacity() / 2) {
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
    private record Window(
            Reply reply, ByteBuf octets, boolean last, Optional<Refusal> objection, Optional<Throwable> failure) {
        /** The source is closed by whoever read it. */
        boolean isEnd() {
            return last || objection.isPresent() || failure.isPresent();
        }
    }

    private void fetched(List<Window> windows) {
        fetching = false;
        for (Window window : windows) {
            if (window.isEnd() && !stopped) {
                replies.remove(); // they are read in order
            }
            if (stopped || window.failure().isPresent() || window.objection().isPresent()) {
                window.octets().release();
                if (!stopped) {
                    refuse(window);
                }
            } else {
                write(window);
            }
        }
        if (stopped) {
            closeAll();
            return;
        }
        if (!ctx.channel().isWritable()) {
            ctx.flush(); // else with what follows
        }
        progress.fetched();
        goOn();
    }

    private void write(Window window) {
        Reply reply = window.reply();
        if (!reply.firstSaid) {
            reply.firstSaid = true;
            ctx.write(reply.answer.first());
        }
        if (reply.answer.body().isEmpty()) {
            return;
        }
        ctx.write(new Body(window.octets())).addListener(written -> progress.taken());
        if (window.last()) {
            ctx.write(Body.END);
        }
    }

    private void refuse(Window window) {
        Reply reply = window.reply();
        if (reply.firstSaid) {
            LOG.warn(
                    "closing, for a message cannot be read to its end",
                    window.failure().get());
            stop();
            progress.broken();
        } else {
            Refusal refusal =
                    window.objection().orElseGet(() -> refusal(window.failure().get()));
            ctx.write(refusal.in(reply.language));
        }
    }

    private static Refusal refusal(Throwable failure) {
        if (failure instanceof StoreException no) {
            return Refusal.of(no, Phrase.READING);
        }
        LOG.error("the store failed", failure);
        return Refusal.bug(Phrase.READING);
    }

    private void closeAll() {
        List<Reply> left = List.copyOf(replies);
        replies.clear();
        try {
            workers.execute(() -> left.forEach(Reply::close));
        } catch (RejectedExecutionException e) {
            left.forEach(Reply::close);
        }
    }
}

package dev.yubin.imap.server;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where a connection's turns are taken: on its worker, or on its event loop; there, what one came to is heard in either case. */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final Executor worker;
    private final Executor loop;

    Turns(Executor worker, Executor loop) {
        this.worker = worker;
        this.loop = loop;
    }

    /** To change threads twice would cost more than the turn does. */
    void here(Supplier<Progress.Kind> turn, Consumer<Optional<Progress.Kind>> heard) {
        take(turn, heard, Runnable::run);
    }

    /** @return whether there is a worker that takes it; else nothing is heard */
    boolean onWorker(Supplier<Progress.Kind> turn, Consumer<Optional<Progress.Kind>> heard) {
        return given(() -> take(turn, heard, loop));
    }

    /** What comes behind all turns: the store's things are let go where they are used. */
    void last(Runnable task) {
        given(task);
    }

    private boolean given(Runnable task) {
        try {
            worker.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            LOG.warn("no worker takes what is left to do of a connection, which is closed");
            return false;
        }
    }

    /** @param heard is given nothing where the answer cannot be ended, or an Error came, which is logged */
    private static void take(Supplier<Progress.Kind> turn, Consumer<Optional<Progress.Kind>> heard, Executor where) {
        Optional<Progress.Kind> next = Optional.empty();
        try {
            next = Optional.of(turn.get());
        } catch (BrokenOff brokenOff) {
            LOG.warn("{}", brokenOff.getMessage());
        } finally {
            Optional<Progress.Kind> waitsFor = next;
            where.execute(() -> heard.accept(waitsFor));
        }
    }
}

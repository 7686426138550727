package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Watch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who is to be told of changes, and the one thread that tells them: a listener that is slow delays others' news, never a commit. */
final class Watchers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watchers.class.getName());

    /** Has an identity of its own, for the same runnable may watch twice. */
    private static final class Listener {
        private final Runnable runnable;

        Listener(Runnable runnable) {
            this.runnable = runnable;
        }
    }

    private final Map<Long, List<Listener>> listeners = new ConcurrentHashMap<>();
    /** Mailboxes that changed and whose listeners are still to be told; guarded by itself. */
    private final Set<Long> changed = new LinkedHashSet<>();

    private boolean closed;

    Watchers(String name) {
        Thread thread = new Thread(this::serve, name);
        thread.setDaemon(true);
        thread.start();
    }

    Watch add(long mailbox, Runnable runnable) {
        Listener listener = new Listener(runnable);
        listeners.compute(mailbox, (id, known) -> {
            List<Listener> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(listener);
            return all;
        });
        return () -> listeners.computeIfPresent(mailbox, (id, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    /** Has the mailbox's listeners told soon; one call may stand for several changes. */
    void changed(long mailbox) {
        if (listeners.containsKey(mailbox)) {
            synchronized (changed) {
                changed.add(mailbox);
                changed.notifyAll();
            }
        }
    }

    private void serve() {
        for (List<Long> mailboxes = next(); !mailboxes.isEmpty(); mailboxes = next()) {
            mailboxes.forEach(
                    mailbox -> listeners.getOrDefault(mailbox, List.of()).forEach(Watchers::tell));
        }
    }

    /** Waits for changes; empty at the end. */
    private List<Long> next() {
        synchronized (changed) {
            while (changed.isEmpty() && !closed) {
                try {
                    changed.wait();
                } catch (InterruptedException e) {
                    // Nobody but a listener has a reason to interrupt this thread, and it does not end here.
                }
            }
            List<Long> taken = List.copyOf(changed);
            changed.clear();
            return taken;
        }
    }

    private static void tell(Listener listener) {
        try {
            listener.runnable.run();
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a listener failed; it is to be mended, for it missed a change", e);
        }
    }

    /** Ends the thread once all changes until now are told. */
    @Override
    public void close() {
        synchronized (changed) {
            closed = true;
            changed.notifyAll();
        }
    }
}

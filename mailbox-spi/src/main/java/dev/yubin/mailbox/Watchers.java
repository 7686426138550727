package dev.yubin.mailbox;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Those who watch a mailbox, for a store whose changes all happen in one process. Used by many threads. */
public final class Watchers {
    private static final System.Logger LOG = System.getLogger(Watchers.class.getName());

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** Has an identity of its own, for the same listener may watch twice. */
    private static final class Watcher {
        private final Runnable listener;

        Watcher(Runnable listener) {
            this.listener = listener;
        }
    }

    /** Nobody watches yet. */
    public Watchers() {}

    /** As {@link Mailbox#watch}. */
    public Watch add(Runnable listener) {
        Watcher added = new Watcher(listener);
        watchers.add(added);
        return () -> watchers.remove(added);
    }

    /** Tells all of them that something has changed. Called behind a change, with nothing locked. */
    public void tell() {
        for (Watcher watcher : watchers) {
            try {
                watcher.listener.run();
            } catch (RuntimeException e) {
                // What was changed is changed, whatever a listener throws.
                LOG.log(System.Logger.Level.ERROR, "a listener failed; it is to be mended, for it missed a change", e);
            }
        }
    }
}

package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccountNews;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Those who watch. They are called behind a change, once for each step however much it changed. */
final class Listeners {
    private static final System.Logger LOG = System.getLogger(Listeners.class.getName());

    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Has an identity of its own, for the same consumer may watch twice. */
    private static final class Listener {
        private final Consumer<AccountNews> told;

        Listener(Consumer<AccountNews> told) {
            this.told = told;
        }
    }

    private record Call(Listener listener, AccountNews news) implements Runnable {
        @Override
        public void run() {
            try {
                listener.told.accept(news);
            } catch (RuntimeException e) {
                // What was changed is changed, whatever a listener throws.
                LOG.log(System.Logger.Level.ERROR, "a listener failed; it is to be mended, for it missed a change", e);
            }
        }
    }

    Watch add(Consumer<AccountNews> told) {
        Listener added = new Listener(told);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    /** Tells all of them once the guard is free. */
    void tell(Guard guard, AccountNews news) {
        listeners.forEach(listener -> guard.afterwards(new Call(listener, news)));
    }
}

package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccountNews;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Who is to be told of changes, and the one thread that tells them: a listener that is slow delays others' news, never a commit. */
final class Watchers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Watchers.class.getName());
    /** Stands for the mailbox in news of a name that has none, such as one that is only subscribed to. */
    private static final long NO_MAILBOX = 0;

    /** That something changed, and little of what: two changes of one mailbox are one piece of news. */
    private record News(long account, long mailbox, AccountNews what) {}

    /** Has an identity of its own, for the same listener may watch twice. */
    private static final class Listener {
        private final Consumer<News> told;

        Listener(Consumer<News> told) {
            this.told = told;
        }
    }

    private final Map<Long, List<Listener>> ofMailboxes = new ConcurrentHashMap<>();
    private final Map<Long, List<Listener>> ofAccounts = new ConcurrentHashMap<>();
    /** What is still to be told; guarded by itself. */
    private final Set<News> news = new LinkedHashSet<>();

    private boolean closed;

    Watchers(String name) {
        Thread thread = new Thread(this::serve, name);
        thread.setDaemon(true);
        thread.start();
    }

    Watch watchMailbox(long mailbox, Runnable listener) {
        return add(ofMailboxes, mailbox, new Listener(what -> listener.run()));
    }

    Watch watchAccount(long account, Consumer<AccountNews> listener) {
        return add(ofAccounts, account, new Listener(what -> listener.accept(what.what())));
    }

    private static Watch add(Map<Long, List<Listener>> listeners, long key, Listener listener) {
        listeners.compute(key, (id, known) -> {
            List<Listener> all = known == null ? new CopyOnWriteArrayList<>() : known;
            all.add(listener);
            return all;
        });
        return () -> listeners.computeIfPresent(key, (id, known) -> {
            known.remove(listener);
            return known.isEmpty() ? null : known;
        });
    }

    /** Has those told soon who watch a mailbox or its account. */
    void changed(long account, long mailbox, String name) {
        add(account, mailbox, AccountNews.changed(MailboxName.of(name)));
    }

    /** Has those told soon who watch an account. */
    void tell(long account, AccountNews what) {
        add(account, NO_MAILBOX, what);
    }

    private void add(long account, long mailbox, AccountNews what) {
        if (ofMailboxes.containsKey(mailbox) || ofAccounts.containsKey(account)) {
            synchronized (news) {
                news.add(new News(account, mailbox, what));
                news.notifyAll();
            }
        }
    }

    private void serve() {
        for (List<News> next = next(); !next.isEmpty(); next = next()) {
            for (News each : next) {
                ofMailboxes.getOrDefault(each.mailbox(), List.of()).forEach(listener -> tell(listener, each));
                ofAccounts.getOrDefault(each.account(), List.of()).forEach(listener -> tell(listener, each));
            }
        }
    }

    /** Waits for news; empty at the end. */
    private List<News> next() {
        synchronized (news) {
            while (news.isEmpty() && !closed) {
                try {
                    news.wait();
                } catch (InterruptedException e) {
                    // Nobody but a listener has a reason to interrupt this thread, and it does not end here.
                }
            }
            List<News> taken = List.copyOf(news);
            news.clear();
            return taken;
        }
    }

    private static void tell(Listener listener, News news) {
        try {
            listener.told.accept(news);
        } catch (RuntimeException | Error e) {
            LOG.log(System.Logger.Level.ERROR, "a listener failed; it is to be mended, for it missed a change", e);
        }
    }

    /** Ends the thread once all news until now are told. */
    @Override
    public void close() {
        synchronized (news) {
            closed = true;
            news.notifyAll();
        }
    }
}

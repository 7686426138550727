package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.sqlite.internal.Committer;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.text.MessageText;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings words into the index behind the commits, on a thread of its own: who delivers mail waits for none of it. It reads and folds
 * beside the committer, and hands it a few messages' words at a time. What it has not done when the program ends it finds again.
 */
final class Indexer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Indexer.class.getName());
    /** How much is one change at most: some milliseconds of the committer's time. */
    private static final int MESSAGES = 16;

    private static final int CHARACTERS = 128 * 1024;
    /** How many messages are worth a line in the log. */
    private static final int MANY = 10_000;
    /** How long it waits behind a failure. */
    private static final Duration REST = Duration.ofMinutes(1);

    private final Shard shard;
    private final String name;
    private final Thread thread;
    private long done;
    private boolean news = true;
    private boolean idle;
    private boolean closed;

    Indexer(Shard shard, String name) {
        this.shard = shard;
        this.name = name;
        thread = new Thread(this::serve, name + " indexer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Something was committed. Never waits. */
    synchronized void wake() {
        news = true;
        idle = false;
        notifyAll();
    }

    /** Waits until the index holds everything that was committed, or until the end. */
    synchronized void awaitIdle() throws InterruptedException {
        while (!idle && !closed) {
            wait();
        }
    }

    private void serve() {
        while (awaitNews()) {
            try {
                long waiting = shard.read(Words::unindexed);
                if (waiting >= MANY) {
                    LOG.log(System.Logger.Level.INFO, "{0}: {1} messages are to go into the word index", name, waiting);
                }
                while (!ended() && indexSome()) {}
                tellIdle();
            } catch (StoreException e) {
                LOG.log(System.Logger.Level.WARNING, name + ": the word index is behind; it goes on in a while", e);
                rest();
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, name + ": a bug in the word index, which stays behind", e);
                rest();
            }
        }
    }

    /** False at the end. */
    private synchronized boolean awaitNews() {
        while (!news && !closed) {
            pause(0);
        }
        news = false;
        return !closed;
    }

    /** Behind a failure. */
    private synchronized void rest() {
        long until = System.nanoTime() + REST.toNanos();
        for (long left = REST.toMillis(); left > 0 && !closed; left = (until - System.nanoTime()) / 1_000_000) {
            pause(left);
        }
        news = true;
    }

    /** Tells who waits that all is done, unless there is news. */
    private synchronized void tellIdle() {
        idle = !news;
        notifyAll();
    }

    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread; it ends by close().
        }
    }

    private synchronized boolean ended() {
        return closed;
    }

    /** The words of one content; without them, it stays a candidate for good. */
    private record Indexed(long content, Optional<String> header, Optional<String> body) {
        static Indexed passed(long content) {
            return new Indexed(content, Optional.empty(), Optional.empty());
        }

        int characters() {
            return header.map(String::length).orElse(0)
                    + body.map(String::length).orElse(0);
        }

        void put(Database database) throws SQLException {
            if (header.isPresent() && body.isPresent()) {
                Words.put(database, content, header.get(), body.get());
            } else {
                Words.pass(database, content);
            }
        }
    }

    /** Indexes the next few; false when there are none. */
    private boolean indexSome() throws StoreException {
        List<Words.Waiting> waiting = shard.read(database -> Words.waiting(database, MESSAGES));
        List<Indexed> group = new ArrayList<>();
        int characters = 0;
        for (Words.Waiting next : waiting) {
            if (characters < CHARACTERS) {
                Indexed indexed = read(next);
                group.add(indexed);
                characters += indexed.characters();
            }
        }
        if (group.isEmpty()) {
            return false;
        }
        // Not by Shard.commit, which would wake this thread for its own doing.
        shard.submit(characters, transaction -> {
                    for (Indexed indexed : group) {
                        indexed.put(transaction.database());
                    }
                    return group;
                })
                .await(Committer.PATIENCE);
        count(group.size());
        return true;
    }

    private Indexed read(Words.Waiting waiting) throws StoreException {
        Content content = shard.content(waiting.content(), waiting.octets());
        try {
            MessageText text = new MessageText(content, Outline.decode(waiting.outline(), content));
            WordText header = new WordText();
            WordText body = new WordText();
            text.readHeader(header);
            text.readBody(body);
            return new Indexed(waiting.content(), header.whole(), body.whole());
        } catch (StoreException e) {
            if (e.reason() == Reason.CORRUPTION || e.reason() == Reason.EXPUNGED) {
                return Indexed.passed(waiting.content());
            }
            throw e;
        }
    }

    private void count(int more) {
        if ((done + more) / MANY > done / MANY) {
            LOG.log(System.Logger.Level.INFO, "{0}: the word index took in {1} messages", name, done + more);
        }
        done += more;
    }

    /** Ends behind the change that is under way. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                // The committer must not be closed before what this thread waits for.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

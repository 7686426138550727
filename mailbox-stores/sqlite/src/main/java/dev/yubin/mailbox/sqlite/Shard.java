package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.ChunkedContent;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Committer;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Job;
import dev.yubin.mailbox.sqlite.internal.Readers;
import dev.yubin.mailbox.sqlite.internal.Transaction;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One file: the connection that writes to it, those that read, and what is shared by all who use it. */
final class Shard implements AutoCloseable {
    private final Path file;
    private final int number;
    private final Bounds bounds;
    private final Trouble trouble;
    private final Readers readers;
    private final Database writing;
    private final Committer committer;
    private final Sweeper sweeper = new Sweeper();
    private final OpenMailboxes openMailboxes = new OpenMailboxes();
    private final Watchers watchers;
    private final Snapshots snapshots = new Snapshots(this);
    private final Names<String> accounts = new Names<>();
    private final Names<MailboxKey> mailboxes = new Names<>();
    private final Optional<Indexer> indexer;
    private final AtomicLong nextContent = new AtomicLong();

    private Shard(Path file, int number, Database writing, Bounds bounds, boolean wordIndex, Trouble trouble)
            throws SQLException {
        this.file = file;
        this.number = number;
        this.bounds = bounds;
        this.trouble = trouble;
        this.writing = writing;
        nextContent.set(writing.first("SELECT next_content FROM shard", row -> row.getLong(1))
                .orElseThrow());
        sweeper.find(writing);
        readers = new Readers(file, trouble);
        watchers = new Watchers(file.getFileName() + " watchers");
        committer = new Committer(
                writing, new ShardUpkeep(sweeper, openMailboxes), trouble, file.getFileName() + " committer");
        indexer = wordIndex ? Optional.of(new Indexer(this, file.getFileName().toString())) : Optional.empty();
    }

    /** Opens a file; makes it, or brings it to the present version, where that is needed. */
    static Shard open(Path file, Identity identity, Bounds bounds, Words.Wish wordIndex) throws StoreException {
        Trouble trouble = new Trouble(file);
        try {
            Database database = Database.openToWrite(file);
            try {
                Schema.VERSIONS.bring(database, file.toString());
                identity.require(database, file);
                boolean indexed = Words.keep(database, wordIndex);
                return new Shard(file, identity.number(), database, bounds, indexed, trouble);
            } catch (SQLException | StoreException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Trouble.opening(e);
        }
    }

    Path file() {
        return file;
    }

    /** What is wrong in it; nothing, mostly. */
    List<String> check() throws StoreException {
        try (Database database = Database.openToRead(file)) {
            return Check.faults(database, file);
        } catch (SQLException e) {
            throw trouble.refusal(e);
        }
    }

    /** From 0, and never another. */
    int number() {
        return number;
    }

    Bounds bounds() {
        return bounds;
    }

    Sweeper sweeper() {
        return sweeper;
    }

    /** Mailboxes as the committer left them; for its jobs alone. */
    OpenMailboxes openMailboxes() {
        return openMailboxes;
    }

    Watchers watchers() {
        return watchers;
    }

    Snapshots snapshots() {
        return snapshots;
    }

    /** A mailbox's name, and whose it is. */
    private record MailboxKey(long account, String name) {}

    /** The number of an account; an account stays for good. */
    Optional<Long> account(String name) throws StoreException {
        return accounts.find(name, () -> read(database -> Mailboxes.account(database, name)));
    }

    /** The number of a mailbox. */
    Optional<Long> mailbox(long account, String name) throws StoreException {
        return mailboxes.find(
                new MailboxKey(account, name), () -> read(database -> Mailboxes.number(database, account, name)));
    }

    /** Mailboxes lose their names by this change. */
    void forgetMailboxes(Transaction transaction) {
        openMailboxes.forget();
        transaction.afterwards(mailboxes::forget);
    }

    <T> T read(Readers.Query<T> query) throws StoreException {
        return readers.read(query);
    }

    /** Makes a change that carries so many octets, and returns once it is durable. */
    <T> T commit(long octets, Job.Work<T> work) throws StoreException {
        T done = submit(octets, work).await(Committer.PATIENCE);
        indexer.ifPresent(Indexer::wake);
        return done;
    }

    <T> Job<T> submit(long octets, Job.Work<T> work) throws StoreException {
        return committer.submit(work, octets);
    }

    /** Makes a change that nobody waits for. */
    void commitUnwaited(Job.Work<?> work) {
        committer.submitUnwaited(work);
    }

    /** Who brings words into the index; empty where there is none. */
    Optional<Indexer> indexer() {
        return indexer;
    }

    /** The octets of a content. */
    Content content(long id, long octets) {
        return new ChunkedContent(
                octets,
                (number, length) -> read(database -> {
                    Optional<byte[]> found = Chunks.find(database, id, number);
                    if (found.isPresent() && found.get().length == length) {
                        return found.get();
                    }
                    if (Contents.used(database, id)) {
                        throw new StoreException(
                                Reason.CORRUPTION,
                                "content " + id + " has no whole chunk " + number + "; check the store");
                    }
                    throw new StoreException(Reason.EXPUNGED, "the message was removed while it was read");
                }));
    }

    /** A number for a content, never given again. */
    long newContent() {
        return nextContent.getAndIncrement();
    }

    /** Lets go of a content: it is swept out unless a message uses it. Never waits. */
    void release(long content) {
        committer.submitUnwaited(transaction -> {
            sweeper.release(content);
            transaction.afterwards(() -> sweeper.addContent(content));
            return content;
        });
    }

    @Override
    public void close() throws StoreException {
        indexer.ifPresent(Indexer::close);
        committer.close();
        watchers.close();
        try {
            readers.close();
            accounts.forget();
            mailboxes.forget();
            // The last connection to close puts the log into the file and removes it.
            writing.close();
        } catch (SQLException e) {
            throw trouble.refusal(e);
        }
    }
}

package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.SharedContent;
import dev.yubin.mailbox.feature.SingleInstance;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.StoreLock;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps mail in one file of SQLite, or in several. What a call has returned is on the disk: it outlives the program and the power. Changes
 * that come at once share one write to the disk, so that many connections together are much faster than each alone.
 *
 * <p>Beside the file lie {@code -wal} and {@code -shm}, which belong to it while it is in use, and {@code .lock}. An administrator may look into it with
 * {@code sqlite3 -readonly} at any time. The file does not shrink when mail is removed; the room is used again.
 *
 * <p>SQLite is a native library. sqlite-jdbc unpacks it into {@code java.io.tmpdir}, and Java 24 and later want
 * {@code --enable-native-access=org.xerial.sqlitejdbc} for it, or {@code ALL-UNNAMED} on the class path.
 *
 * <p>An account exists once it was added; asking for any other fails with {@code NONEXISTENT}. Its name is compared octet for octet.
 */
public final class SqliteMailStore implements MailStore, SingleInstance {
    private final StoreLock lock;
    private final List<Shard> shards;
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteMailStore(StoreLock lock, List<Shard> shards) {
        this.lock = lock;
        this.shards = List.copyOf(shards);
    }

    /**
     * Opens a store without bounds on octets, and makes it where the file is missing.
     *
     * @throws StoreException as {@link Builder#open}
     */
    public static SqliteMailStore open(Path file) throws StoreException {
        return builder().open(file);
    }

    /** A store with bounds. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes an account with an empty INBOX; where the account is there already, that one is given and nothing changes. */
    public Account addAccount(String user) throws StoreException {
        Shard shard = shard(user);
        Optional<Long> there = shard.account(user);
        if (there.isPresent()) {
            return new SqliteAccount(shard, there.get());
        }
        long id = shard.commit(0, transaction -> {
            Optional<Long> meanwhile = Mailboxes.account(transaction.database(), user);
            return meanwhile.isPresent() ? meanwhile.get() : Mailboxes.insertAccount(transaction.database(), user);
        });
        return new SqliteAccount(shard, id);
    }

    @Override
    public Account account(String user) throws StoreException {
        Shard shard = shard(user);
        return shard.account(user)
                .map(id -> new SqliteAccount(shard, id))
                .orElseThrow(() -> new StoreException(Reason.NONEXISTENT, "there is no account " + user));
    }

    @Override
    public SharedContent begin(OptionalLong octets) throws StoreException {
        Shard home = shards.get(0);
        home.bounds().requireSize(octets.orElse(0));
        return new SqliteSharedContent(this::shard, home);
    }

    /**
     * Waits until the index of words holds everything that was committed before; does not where there is none. Nobody needs to wait before he
     * searches: until then SEARCH takes longer, and finds the same.
     */
    public void awaitIndexed() throws InterruptedException {
        for (Shard shard : shards) {
            if (shard.indexer().isPresent()) {
                shard.indexer().get().awaitIdle();
            }
        }
    }

    /** An account stays where its name's hash puts it; Java's language specification fixes what that is. */
    Shard shard(String user) {
        return shards.get(Math.floorMod(Objects.requireNonNull(user, "user").hashCode(), shards.size()));
    }

    /**
     * Looks at everything: whether SQLite finds its file whole, whether the counters and references in it agree, and whether each message's
     * octets are those that came in, by a checksum that was taken then. Messages that came in before version 4 of the file have none, and pass.
     *
     * <p>It reads every octet of the store, and keeps one processor busy for as long as that takes; the store is in use meanwhile. As all
     * that it looks at is of one instant, the file's log grows by what is written until it is done.
     */
    public CheckReport check() throws StoreException {
        requireOpen();
        List<String> faults = new ArrayList<>();
        for (Shard shard : shards) {
            faults.addAll(shard.check());
        }
        return new CheckReport(faults);
    }

    /**
     * Copies the store while it is in use, as it is at one instant; of a store of several files, each at its own. The copy is a store that
     * can be opened, and is as small as it can be. It has its name only once it is whole and on the disk.
     *
     * @param target a file that is not there yet; of several, the others bear its name and a number
     * @throws StoreException {@code ALREADYEXISTS} when the file is there, {@code FULL}, {@code UNAVAILABLE}
     */
    public void backup(Path target) throws StoreException {
        requireOpen();
        // The first is copied last: once it is there, all are.
        for (int number = shards.size() - 1; number >= 0; number--) {
            Backup.copy(shards.get(number).file(), path(target.toAbsolutePath(), number));
        }
    }

    private void requireOpen() throws StoreException {
        if (closed.get()) {
            throw new StoreException(Reason.UNAVAILABLE, "the store is closed");
        }
    }

    private static Path path(Path first, int number) {
        return number == 0 ? first : first.resolveSibling(first.getFileName() + "." + number);
    }

    /** Ends once all that was begun is done; calls that come later fail with {@code UNAVAILABLE}. */
    @Override
    public void close() throws StoreException {
        if (closed.getAndSet(true)) {
            return;
        }
        try {
            closeAll(shards);
        } finally {
            lock.close();
        }
    }

    private static void closeAll(List<Shard> shards) throws StoreException {
        Optional<StoreException> failure = Optional.empty();
        for (Shard shard : shards) {
            try {
                shard.close();
            } catch (StoreException e) {
                failure = Optional.of(e);
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** The bounds of a store that is to be opened; each is out of reach until it is set, but that of tombstones. */
    public static final class Builder {
        private long accountOctets = Long.MAX_VALUE;
        private long messageOctets = Chunks.MAX_OCTETS;
        private long tombstones = 100_000;
        private OptionalInt shards = OptionalInt.empty();
        private Words.Wish wordIndex = Words.Wish.AS_IT_IS;

        private Builder() {}

        /** How many octets the messages of one account may have together; beyond it the store says {@code OVERQUOTA}. */
        public Builder accountOctets(long octets) {
            accountOctets = notNegative(octets);
            return this;
        }

        /** How many octets one message may have, 16 GiB at most; beyond it the store says {@code TOOBIG}. */
        public Builder messageOctets(long octets) {
            messageOctets = Math.min(notNegative(octets), Chunks.MAX_OCTETS);
            return this;
        }

        /** How many removed messages each mailbox remembers for {@code changes}; 100,000 unless it is set. */
        public Builder tombstones(long messages) {
            tombstones = notNegative(messages);
            return this;
        }

        private static long notNegative(long bound) {
            if (bound < 0) {
                throw new IllegalArgumentException("a bound is 0 or more, not " + bound);
            }
            return bound;
        }

        /**
         * Over how many files the accounts are spread, 1 to 64. It is fixed when the store is made, and one unless it is set. One file serves
         * some thousand deliveries a second; more are of use on a disk that writes several files at once.
         */
        public Builder shards(int files) {
            if (files < 1 || files > 64) {
                throw new IllegalArgumentException("a store has 1 to 64 files, not " + files);
            }
            shards = OptionalInt.of(files);
            return this;
        }

        /**
         * Whether an index of words makes SEARCH for texts quick. Unless it is set, a store keeps the index that it has, and a new one has none. It
         * takes about a third of the room that the texts take, and a processor's time for each message, behind its delivery. What is
         * there already is indexed once the store is open, while it is in use: until then, and without an index, each message is
         * read. With {@code false} an index that is there is removed, which mail does not notice.
         */
        public Builder wordIndex(boolean kept) {
            wordIndex = kept ? Words.Wish.THERE : Words.Wish.GONE;
            return this;
        }

        /**
         * Opens the store, and makes it where the file is missing. A file of an earlier version of this program is brought to the present
         * one. Of several files, the others bear the first one's name and a number.
         *
         * @throws StoreException {@code INUSE} when another process has it open, {@code CANNOT} when the file is another program's or a newer
         *     version's or was made with another number of files, {@code CORRUPTION}, {@code UNAVAILABLE}
         */
        public SqliteMailStore open(Path file) throws StoreException {
            Path real = StoreLock.real(file);
            identity(real); // What is refused whoever holds it is refused before a lock is laid beside it.
            StoreLock lock = StoreLock.of(real);
            List<Shard> opened = new ArrayList<>();
            try {
                Identity first = identity(real);
                // The first is made last: once it is there, all are.
                for (int number = first.shards() - 1; number >= 0; number--) {
                    Identity identity = new Identity(first.store(), number, first.shards());
                    opened.add(0, Shard.open(path(real, number), identity, bounds(), wordIndex));
                }
                return new SqliteMailStore(lock, opened);
            } catch (StoreException | RuntimeException e) {
                try {
                    closeAll(opened);
                } catch (StoreException further) {
                    e.addSuppressed(further);
                }
                lock.close();
                throw e;
            }
        }

        private Bounds bounds() {
            return new Bounds(accountOctets, messageOctets, tombstones);
        }

        private Identity identity(Path file) throws StoreException {
            Optional<Identity> written = written(file);
            if (written.isEmpty()) {
                return new Identity(UUID.randomUUID().toString(), 0, shards.orElse(1));
            }
            int files = written.get().shards();
            if (shards.isPresent() && shards.getAsInt() != files) {
                throw new StoreException(
                        Reason.CANNOT,
                        file + " was made with " + files + " files, and stays so; ask for that many or for none");
            }
            return written.get();
        }

        private static Optional<Identity> written(Path file) throws StoreException {
            try {
                if (!Files.exists(file) || Files.size(file) == 0) {
                    return Optional.empty();
                }
                try (Database database = Database.openToRead(file)) {
                    return Schema.VERSIONS.begun(database, file.toString()) ? Identity.of(database) : Optional.empty();
                }
            } catch (SQLException e) {
                throw Trouble.opening(e);
            } catch (IOException e) {
                throw new StoreException(Reason.UNAVAILABLE, file + " cannot be read: " + e, e);
            }
        }
    }
}

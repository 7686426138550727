package dev.yubin.mailbox.sqlite.internal;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a store to one process, and to one opening in it, for caches and watchers know only of changes that go through them.
 * It is a lock on a file beside the store's, which the system gives up when the process ends, however it ends. The file says who holds it.
 *
 * <p>The file stays. Whoever removed it, even while he holds the lock, would take it from under another who has opened it and is about to
 * lock: that one would lock a file without a name, and a third a new file of that name, each believing himself alone. To find out he would
 * have to compare what he has open with what has the name, which Java cannot ask of a channel; and opening it again to look
 * would, where it closes, give up the lock.
 */
public final class StoreLock implements AutoCloseable {
    /** Held in this process. A system's locks are a process's: closing any channel of the file here would give them up. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    public static StoreLock of(Path store) throws StoreException {
        Path file = store.resolveSibling(store.getFileName() + ".lock");
        if (!HELD.add(file)) {
            throw new StoreException(Reason.INUSE, store + " is open in this program already; share that one store");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw new StoreException(
                        Reason.INUSE,
                        store + " is in use by " + holder(file) + "; stop that, or give this one another file");
            }
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(self().getBytes(StandardCharsets.UTF_8)));
            return new StoreLock(file, channel);
        } catch (IOException | StoreException e) {
            HELD.remove(file);
            close(channel);
            if (e instanceof StoreException no) {
                throw no;
            }
            throw new StoreException(
                    Reason.UNAVAILABLE,
                    "the lock " + file + " cannot be taken (" + e + "); its directory must exist and be writable",
                    e);
        }
    }

    /** The file behind links, so that it has one lock by whatever name it is called. */
    public static Path real(Path file) throws StoreException {
        Path absolute = file.toAbsolutePath();
        try {
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : absolute.getParent().toRealPath().resolve(absolute.getFileName());
        } catch (IOException e) {
            throw new StoreException(
                    Reason.UNAVAILABLE, "there is no directory " + absolute.getParent() + "; make it first", e);
        }
    }

    private static String self() {
        ProcessHandle process = ProcessHandle.current();
        return "process " + process.pid() + ", started "
                + process.info().startInstant().orElse(Instant.now()).truncatedTo(ChronoUnit.SECONDS)
                + process.info().command().map(command -> " (" + command + ")").orElse("");
    }

    private static String holder(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "another process";
        }
    }

    private static void close(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }

    @Override
    public void close() {
        close(channel);
        HELD.remove(file);
    }
}

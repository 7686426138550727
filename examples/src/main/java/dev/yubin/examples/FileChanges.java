package dev.yubin.examples;

import dev.yubin.mailbox.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has files read again that are changed while the program runs: looks at them once a second, and reads what has been still for one. */
final class FileChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileChanges.class);

    /** Reads a file; when it cannot, what was read before stays. */
    interface Reading {
        void run() throws IOException, StoreException;
    }

    /** What tells one state of a file from another. */
    private record State(FileTime changed, long octets) {}

    private static final class Watched {
        private final Path file;
        private final Reading reading;
        private Optional<State> read;
        private Optional<State> seen;

        Watched(Path file, Reading reading) {
            this.file = file;
            this.reading = reading;
            this.read = state();
            this.seen = read;
        }

        /** Empty between two writers' steps, or for good: there is nothing to read. */
        private Optional<State> state() {
            try {
                return Optional.of(new State(Files.getLastModifiedTime(file), Files.size(file)));
            } catch (IOException e) {
                return Optional.empty();
            }
        }

        /** What changes at each look is being written, and half of it may read as if it were all. */
        void look() {
            Optional<State> now = state();
            boolean still = now.equals(seen);
            seen = now;
            if (!still || now.isEmpty() || now.equals(read)) {
                return;
            }
            read = now;
            try {
                reading.run();
                LOG.info("{} has been read again", file);
            } catch (IOException | StoreException | RuntimeException e) {
                LOG.error("{} is not taken, and what was read before stays: {}", file, e.getMessage());
            }
        }
    }

    private final List<Watched> watched = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "file-changes");
        thread.setDaemon(true);
        return thread;
    });

    /** Watches this file, which was just read, once {@link #watch} is called. */
    void of(Path file, Reading reading) {
        watched.add(new Watched(file, reading));
    }

    void watch() {
        if (!watched.isEmpty()) {
            clock.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
        }
    }

    /** Reads what was changed before the look before this one, and not since. */
    void look() {
        watched.forEach(Watched::look);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

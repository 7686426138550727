package dev.yubin.examples;

import dev.yubin.mailbox.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has files read again that are changed while the program runs: looks at them once a second. */
final class FileChanges implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileChanges.class);

    /** Reads a file; when it cannot, what was read before stays. */
    interface Reading {
        void run() throws IOException, StoreException;
    }

    private static final class Watched {
        private final Path file;
        private final Reading reading;
        private FileTime seen = FileTime.fromMillis(0);

        Watched(Path file, Reading reading) {
            this.file = file;
            this.reading = reading;
            this.seen = changed();
        }

        private FileTime changed() {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException e) {
                return seen; // between two writers' steps, or for good: there is nothing new to read
            }
        }

        void look() {
            FileTime now = changed();
            if (now.equals(seen)) {
                return;
            }
            seen = now;
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
            clock.scheduleWithFixedDelay(() -> watched.forEach(Watched::look), 1, 1, TimeUnit.SECONDS);
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

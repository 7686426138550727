package dev.yubin.smtp.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one message's content as it comes, for a {@link MessageSink} that needs it whole: in memory, or beyond a bound in a temporary file that is gone once
 * this is closed. One thread at a time writes; what is written may be read by any number of threads.
 */
public final class KeptContent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeptContent.class);

    private final Path directory;
    private final int inMemoryOctets;
    private byte[] memory = {};
    private Optional<Path> file = Optional.empty();
    /** Into the file, where there is one. */
    private Optional<WritableByteChannel> to = Optional.empty();

    private long octets;

    /**
     * @param directory      where the file is made if there has to be one
     * @param inMemoryOctets how much is kept without a file
     */
    public KeptContent(Path directory, int inMemoryOctets) {
        this.directory = Objects.requireNonNull(directory, "directory");
        this.inMemoryOctets = inMemoryOctets;
    }

    /** The same, with the file where the JVM has its temporary files. */
    public KeptContent(int inMemoryOctets) {
        this(Path.of(System.getProperty("java.io.tmpdir")), inMemoryOctets);
    }

    /**
     * Takes the next octets, all that remain in the buffer, which is not kept.
     *
     * @throws IOException when there is no room for the file
     */
    public void write(ByteBuffer content) throws IOException {
        if (file.isEmpty() && octets + content.remaining() > inMemoryOctets) {
            moveToFile();
        }
        int more = content.remaining();
        if (to.isPresent()) {
            while (content.hasRemaining()) {
                to.get().write(content);
            }
        } else {
            int end = (int) octets + more;
            if (end > memory.length) {
                memory = Arrays.copyOf(memory, Math.max(end, Math.min(2 * memory.length, inMemoryOctets)));
            }
            content.get(memory, (int) octets, more);
        }
        octets += more;
    }

    private void moveToFile() throws IOException {
        Path path = Files.createTempFile(directory, "yubin-", ".eml"); // readable by this user alone
        file = Optional.of(path);
        OutputStream out = Files.newOutputStream(path);
        to = Optional.of(Channels.newChannel(out));
        out.write(memory, 0, (int) octets);
        memory = new byte[0];
    }

    /** How much was written. */
    public long octets() {
        return octets;
    }

    /** What was written, from its beginning; the caller closes it. May be opened more than once. */
    public InputStream open() throws IOException {
        return file.isPresent() ? Files.newInputStream(file.get()) : new ByteArrayInputStream(memory, 0, (int) octets);
    }

    /**
     * All that was written.
     *
     * @throws IOException when it cannot be read back, or is over two gigabytes
     */
    public byte[] bytes() throws IOException {
        return file.isPresent() ? Files.readAllBytes(file.get()) : Arrays.copyOf(memory, (int) octets);
    }

    /** Leaves no trace. */
    @Override
    public void close() {
        try {
            if (to.isPresent()) {
                to.get().close();
            }
            if (file.isPresent()) {
                Files.deleteIfExists(file.get());
            }
        } catch (IOException e) {
            LOG.warn("a message's temporary file could not be deleted", e);
        }
    }
}

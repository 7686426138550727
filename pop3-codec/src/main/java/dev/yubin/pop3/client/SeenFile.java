package dev.yubin.pop3.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was fetched, in a file: behind a first line, each message has one with the second in which it was fetched, a space, and its unique-id. A line is on the
 * disk when {@link #add} returns; one that a crash has torn does not count. To forget is to write the file anew beside, and to put that in its place. Another
 * file beside, whose name ends in {@code .lock}, keeps two programs from using it at once.
 */
public final class SeenFile implements Seen, AutoCloseable {
    private static final String FIRST_LINE = "pop3-seen 1";

    private final Path path;
    private final FileChannel lock;
    private final Map<String, Instant> fetched = new LinkedHashMap<>();
    private FileChannel file;

    private SeenFile(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens the file, and makes it where it is not there.
     *
     * @throws IOException when it is another's, when another program uses it, or when it cannot be read or written
     */
    public static SeenFile open(Path file) throws IOException {
        Path path = file.toAbsolutePath();
        FileChannel lock = FileChannel.open(beside(path, ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        SeenFile seen = new SeenFile(path, lock);
        try {
            seen.lock();
            seen.load();
            return seen;
        } catch (IOException | RuntimeException e) {
            seen.close();
            throw e;
        }
    }

    private static Path beside(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    private void lock() throws IOException {
        boolean free;
        try {
            free = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            free = false;
        }
        if (!free) {
            throw new IOException(path + " is in use");
        }
    }

    private void load() throws IOException {
        if (!Files.exists(path)) {
            replace();
            return;
        }
        String text = Files.readString(path, StandardCharsets.ISO_8859_1);
        int whole = text.lastIndexOf('\n') + 1;
        List<String> lines = text.substring(0, whole).lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(FIRST_LINE)) {
            throw new IOException(path + " does not begin with the line \"" + FIRST_LINE + "\"");
        }
        lines = lines.subList(1, lines.size());
        for (String line : lines) {
            read(line);
        }
        append();
        file.truncate(whole);
    }

    private void read(String line) throws IOException {
        int space = line.indexOf(' ');
        try {
            fetched.put(line.substring(space + 1), Instant.ofEpochSecond(Long.parseLong(line.substring(0, space))));
        } catch (RuntimeException e) { // no space, no number, or a second that no clock can show
            throw new IOException(path + " has a line that cannot be read: " + line, e);
        }
    }

    private void append() throws IOException {
        file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Puts a file of what is known now in this one's place. */
    private void replace() throws IOException {
        Path whole = beside(path, ".new");
        try (FileChannel channel = FileChannel.open(
                whole, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
            fetched.forEach((uniqueId, when) -> text.append(line(uniqueId, when)));
            write(channel, text.toString());
            channel.force(true);
        }
        if (file != null) {
            file.close();
        }
        Files.move(whole, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        makeNamesLast(path.getParent());
        append();
    }

    private static void makeNamesLast(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) { // Windows opens no directory
            return;
        }
    }

    private static String line(String uniqueId, Instant when) {
        return when.getEpochSecond() + " " + uniqueId + "\n";
    }

    private static void write(FileChannel channel, String text) throws IOException {
        ByteBuffer octets = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    @Override
    public Optional<Instant> fetched(String uniqueId) {
        return Optional.ofNullable(fetched.get(uniqueId));
    }

    @Override
    public void add(String uniqueId, Instant when) throws IOException {
        long end = file.size();
        try {
            write(file, line(uniqueId, when));
            file.force(false);
        } catch (IOException e) {
            file.truncate(end); // or the next would be written behind a half
            throw e;
        }
        fetched.put(uniqueId, when);
    }

    @Override
    public void retain(Set<String> listed) throws IOException {
        if (fetched.keySet().retainAll(listed)) {
            replace();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (file != null) {
                file.close();
            }
        } finally {
            lock.close(); // which gives it back
        }
    }
}

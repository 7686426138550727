package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailboxName;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which messages are over, in a file that outlives the run. Before a group of messages is put, the journal says so and is on disk; once they are durable,
 * it says which are over. So of a run that is cut off, one group at most is in doubt, and the sink can tell.
 *
 * <p>A line is some words between tabs: {@code mail-import 1 from to}, then {@code mailbox name identity}, {@code put mark key key ...} and
 * {@code done key key ...}. What stands behind the last end of a line was cut off and does not count.
 */
final class Journal implements AutoCloseable {
    private static final String NAME = "mail-import";
    private static final String VERSION = "1";

    private final FileChannel file;
    private final JournalState state;

    private Journal(FileChannel file, JournalState state) {
        this.file = file;
        this.state = state;
    }

    /**
     * Opens the journal of this import, and makes it where there is none. Nobody else can open it until it is closed.
     *
     * @throws IOException when it is the journal of another import, or is in use
     */
    static Journal open(Path path, String from, String to) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            lock(file, path);
            Disk.cutTornLine(path);
            JournalState state = read(path, from, to);
            Journal journal = new Journal(file.position(file.size()), state);
            if (file.size() == 0) {
                journal.say(List.of(NAME, VERSION, from, to));
            }
            return journal;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static void lock(FileChannel file, Path path) throws IOException {
        boolean free;
        try {
            free = file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            free = false;
        }
        if (!free) {
            throw new IOException("another mail-import is at work with the journal " + path);
        }
    }

    /** What the journal of this import says, without opening it; nothing where there is none. */
    static JournalState read(Path path, String from, String to) throws IOException {
        JournalState state = new JournalState();
        String text = Files.exists(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
        List<List<String>> lines = text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Journal::words)
                .toList();
        if (!lines.isEmpty() && !lines.get(0).equals(List.of(NAME, VERSION, from, to))) {
            throw new IOException(path + " is no journal of this import; name another by --journal");
        }
        lines.stream().skip(1).forEach(state::take);
        return state;
    }

    private static List<String> words(String line) {
        return Stream.of(line.split("\t", -1))
                .map(word -> URLDecoder.decode(word, StandardCharsets.UTF_8))
                .toList();
    }

    JournalState state() {
        return state;
    }

    /** What follows is about that mailbox. */
    void mailbox(MailboxName name, String identity) throws IOException {
        note(List.of("mailbox", name.toString(), identity), List.of());
    }

    /** A group of messages is about to be put. */
    void put(String mark, List<Mail> mails) throws IOException {
        note(List.of("put", mark), mails);
        file.force(false);
    }

    /** The group is dealt with, and these of it are over. */
    void done(List<Mail> mails) throws IOException {
        note(List.of("done"), mails);
    }

    private void note(List<String> words, List<Mail> mails) throws IOException {
        List<String> line =
                Stream.concat(words.stream(), mails.stream().map(Mail::key)).toList();
        say(line);
        state.take(line);
    }

    private void say(List<String> words) throws IOException {
        String line = words.stream()
                .map(word -> URLEncoder.encode(word, StandardCharsets.UTF_8))
                .collect(Collectors.joining("\t", "", "\n"));
        ByteBuffer octets = StandardCharsets.US_ASCII.encode(line);
        while (octets.hasRemaining()) {
            file.write(octets);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

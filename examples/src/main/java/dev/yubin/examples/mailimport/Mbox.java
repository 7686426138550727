package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailboxName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One mbox or a folder with many as a source, and such a folder as a sink. */
final class Mbox implements Source, Sink {
    private final Path root;
    private final MailboxName single;
    private final MboxFormat format;
    private final Remarks remarks;

    private Mbox(Path root, MailboxName single, MboxFormat format, Remarks remarks) {
        this.root = root;
        this.single = single;
        this.format = format;
        this.remarks = remarks;
    }

    /**
     * To read.
     *
     * @param root   a file, or a folder
     * @param single what the mailbox is called, where it is a file
     * @throws IOException when there is no such file, or it is no mbox
     */
    static Mbox source(Path root, MailboxName single, MboxFormat format, Remarks remarks) throws IOException {
        if (!Files.exists(root)) {
            throw new IOException("there is no file " + root);
        } else if (Files.isRegularFile(root) && !MboxReader.isMbox(root)) {
            throw new IOException(root + " is no mbox: it does not begin with \"From \"");
        }
        return new Mbox(root, single, format, remarks);
    }

    /** A folder to write to, which is made where it is not there. */
    static Mbox sink(Path root, Remarks remarks) throws IOException {
        Files.createDirectories(root);
        return new Mbox(root, MailboxName.INBOX, MboxFormat.MBOXRD, remarks);
    }

    @Override
    public List<Folder> folders() throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of(new Folder(single, root.toString(), false, Set.of()));
        }
        TreeMap<MailboxName, Folder> folders = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(Files::isRegularFile)
                    .filter(file -> Stream.iterate(root.relativize(file), Path::getParent)
                            .limit(root.relativize(file).getNameCount())
                            .noneMatch(level -> level.getFileName().toString().startsWith(".")))
                    .sorted()
                    .forEach(file -> add(file, folders));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return folders.values().stream().sorted().toList();
    }

    private void add(Path file, TreeMap<MailboxName, Folder> folders) {
        try {
            if (!MboxReader.isMbox(file)) {
                remarks.note(file + " is passed over: it does not begin as an mbox does");
                return;
            }
            MailboxName name = DiskNames.ofMbox(root.relativize(file));
            Folder other = folders.putIfAbsent(name, new Folder(name, file.toString(), false, Set.of()));
            if (other != null) {
                remarks.skipped("mailbox " + file, "its name is that of " + other.place() + " too");
            }
        } catch (IOException e) {
            remarks.skipped("mailbox " + file, SkippedException.unreadable(e).getMessage());
        } catch (IllegalArgumentException e) {
            remarks.skipped("mailbox " + file, "there can be no mailbox of that name: " + e.getMessage());
        }
    }

    @Override
    public SourceMailbox open(Folder folder) {
        return new MboxReader(Path.of(folder.place()), format);
    }

    @Override
    public SinkMailbox begin(Folder folder, UidCounters counters) throws IOException {
        if (counters.known()) {
            remarks.note("an mbox has no UIDs; those of the source are not kept");
        }
        return MboxWriter.begin(file(folder));
    }

    @Override
    public SinkMailbox goOn(Folder folder, UidCounters counters, String identity) throws IOException {
        return MboxWriter.goOn(file(folder), identity);
    }

    private Path file(Folder folder) {
        return root.resolve(DiskNames.mbox(folder.name()));
    }

    @Override
    public void close() {}
}

package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailboxName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A Maildir and, as Maildir++ has it, the folders below it, as either end. It is read as Dovecot leaves it: UIDs, keywords and subscriptions too. Other
 * programs may use it meanwhile.
 */
final class Maildir implements Source, Sink {
    private static final String SUBSCRIPTIONS = "subscriptions";
    /** Dovecot's version 2 of the file: names without the server's separator. */
    private static final String SUBSCRIPTIONS_HEAD = "V\t2";

    private final Path root;
    private final Remarks remarks;
    private final Set<MailboxName> subscriptions;

    private Maildir(Path root, Remarks remarks) throws IOException {
        this.root = root;
        this.remarks = remarks;
        this.subscriptions = readSubscriptions();
    }

    /** One to read. @throws IOException when there is none */
    static Maildir source(Path root, Remarks remarks) throws IOException {
        if (!isMaildir(root)) {
            throw new IOException(root + " is no Maildir: it has no folders cur and new");
        }
        return new Maildir(root, remarks);
    }

    /** One to write to, which is made where it is not there. */
    static Maildir sink(Path root, Remarks remarks) throws IOException {
        Files.createDirectories(root);
        return new Maildir(root, remarks);
    }

    private static boolean isMaildir(Path directory) {
        return Files.isDirectory(directory.resolve("cur")) && Files.isDirectory(directory.resolve("new"));
    }

    // ------------------------------------------------------------------ from a Maildir

    @Override
    public List<Folder> folders() throws IOException {
        TreeMap<MailboxName, Folder> folders = new TreeMap<>();
        folders.put(MailboxName.INBOX, folder(MailboxName.INBOX, root));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, ".?*")) {
            List<Path> sorted = new ArrayList<>();
            entries.forEach(sorted::add);
            sorted.stream().sorted().filter(Maildir::isMaildir).forEach(directory -> add(directory, folders));
        }
        return folders.values().stream().sorted().toList();
    }

    private void add(Path directory, TreeMap<MailboxName, Folder> folders) {
        try {
            MailboxName name = DiskNames.ofMaildir(directory.getFileName().toString());
            Folder other = folders.putIfAbsent(name, folder(name, directory));
            if (other != null) {
                remarks.skipped("mailbox " + directory, "its name is that of " + other.place() + " too");
            }
        } catch (IllegalArgumentException e) {
            remarks.skipped("mailbox " + directory, "there can be no mailbox of that name: " + e.getMessage());
        }
    }

    private Folder folder(MailboxName name, Path directory) {
        return new Folder(name, directory.toString(), subscriptions.contains(name), Set.of());
    }

    @Override
    public SourceMailbox open(Folder folder) throws IOException {
        return MaildirFolder.open(directory(folder), remarks);
    }

    private Path directory(Folder folder) {
        return Path.of(folder.place());
    }

    // ------------------------------------------------------------------ into a Maildir

    @Override
    public SinkMailbox begin(Folder folder, UidCounters counters) throws IOException {
        Path directory = directory(folder.name());
        try {
            for (String part : List.of("cur", "new", "tmp")) {
                Files.createDirectories(directory.resolve(part));
            }
            if (!folder.name().equals(MailboxName.INBOX) && !Files.exists(directory.resolve("maildirfolder"))) {
                Files.createFile(directory.resolve("maildirfolder"));
            }
        } catch (IOException e) {
            throw new SkippedException("there can be no folder " + directory + ": " + SkippedException.words(e), e);
        }
        if (folder.subscribed() && subscriptions.add(folder.name())) {
            writeSubscriptions();
        }
        return MaildirWriter.begin(directory, counters, remarks);
    }

    @Override
    public SinkMailbox goOn(Folder folder, UidCounters counters, String identity) throws IOException {
        return MaildirWriter.goOn(directory(folder.name()), counters, identity, remarks);
    }

    private Path directory(MailboxName name) {
        return name.equals(MailboxName.INBOX) ? root : root.resolve(DiskNames.maildir(name));
    }

    // ------------------------------------------------------------------ subscriptions

    private Set<MailboxName> readSubscriptions() throws IOException {
        Set<MailboxName> names = new TreeSet<>();
        Path file = root.resolve(SUBSCRIPTIONS);
        List<String> lines =
                Files.isRegularFile(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
        String separator = !lines.isEmpty() && lines.get(0).equals(SUBSCRIPTIONS_HEAD) ? "\t" : "[./]";
        for (String line : lines) {
            if (!line.isEmpty() && !line.equals(SUBSCRIPTIONS_HEAD)) {
                try {
                    names.add(DiskNames.ofSubscription(line, separator));
                } catch (IllegalArgumentException e) {
                    remarks.note(file + " has a name that no mailbox can have: " + line);
                }
            }
        }
        return names;
    }

    private void writeSubscriptions() throws IOException {
        Disk.replace(
                root.resolve(SUBSCRIPTIONS),
                subscriptions.stream()
                        .map(name -> DiskNames.subscription(name) + "\n")
                        .collect(Collectors.joining("", SUBSCRIPTIONS_HEAD + "\n\n", "")));
    }

    @Override
    public void close() {}
}

package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.Flag;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** One folder of a Maildir to read: what lies in {@code new} and {@code cur}. Its internal date is when a file was changed last. */
final class MaildirFolder implements SourceMailbox {
    private static final Comparator<Mail> IN_ORDER = Comparator.comparingLong(
                    (Mail mail) -> mail.uid().orElse(Long.MAX_VALUE))
            .thenComparing(Mail::key, MaildirName.IN_ORDER);

    private final Path directory;
    private final Remarks remarks;
    private final UidList uidList;
    private final Keywords keywords;

    private MaildirFolder(Path directory, Remarks remarks, UidList uidList, Keywords keywords) {
        this.directory = directory;
        this.remarks = remarks;
        this.uidList = uidList;
        this.keywords = keywords;
    }

    static MaildirFolder open(Path directory, Remarks remarks) throws IOException {
        return new MaildirFolder(
                directory, remarks, UidList.read(directory, remarks), Keywords.read(directory, remarks));
    }

    @Override
    public UidCounters counters() {
        return uidList.counters();
    }

    @Override
    public List<Mail> messages() throws IOException {
        List<Mail> messages = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (String part : List.of("cur", "new")) {
            for (Path file : files(part)) {
                MaildirName name = MaildirName.of(file);
                String key = keys.add(name.base()) ? name.base() : part + "/" + name.base() + ":2," + name.info();
                mail(file, key, name).ifPresent(messages::add);
            }
        }
        messages.sort(IN_ORDER);
        return messages;
    }

    /** All that may be messages, in an order of their own. */
    private List<Path> files(String part) throws SkippedException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve(part))) {
            entries.forEach(files::add);
        } catch (IOException e) {
            throw SkippedException.unreadable(e);
        } catch (DirectoryIteratorException e) {
            throw SkippedException.unreadable(e.getCause());
        }
        files.removeIf(file -> file.getFileName().toString().startsWith("."));
        files.sort(Comparator.naturalOrder());
        return files;
    }

    private Optional<Mail> mail(Path file, String key, MaildirName name) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                remarks.skipped(file.toString(), "it is no file");
                return Optional.empty();
            }
            Long uid = uidList.uids().get(name.base());
            Set<Flag> flags = keywords.flags(name.info());
            return Optional.of(new Mail(
                    key,
                    file.toString(),
                    uid == null || !key.equals(name.base()) ? OptionalLong.empty() : OptionalLong.of(uid),
                    flags,
                    attributes.lastModifiedTime().toInstant(),
                    OptionalLong.of(attributes.size()),
                    out -> read(file, name, out)));
        } catch (IOException e) {
            remarks.skipped(file.toString(), SkippedException.unreadable(e).getMessage());
            return Optional.empty();
        }
    }

    private void read(Path file, MaildirName name, OutputStream out) throws IOException {
        try (InputStream in = open(file, name)) {
            read(in, out);
        }
    }

    /** A message's octets as they are to be kept, from its file. */
    static void read(Path file, OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            read(in, out);
        }
    }

    private static void read(InputStream in, OutputStream out) throws IOException {
        try (OutputStream lines = LineEnds.toCrlf(out)) {
            Octets.copy(in, lines);
        }
    }

    /** A file that has got other flags meanwhile has another name now. */
    private InputStream open(Path file, MaildirName name) throws SkippedException {
        try {
            try {
                return Files.newInputStream(file);
            } catch (NoSuchFileException e) {
                for (Path other : files("cur")) {
                    if (MaildirName.of(other).base().equals(name.base())) {
                        return Files.newInputStream(other);
                    }
                }
                throw e;
            }
        } catch (SkippedException e) {
            throw e;
        } catch (IOException e) {
            throw SkippedException.unreadable(e);
        }
    }
}

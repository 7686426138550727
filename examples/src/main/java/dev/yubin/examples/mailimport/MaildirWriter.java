package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One folder of a Maildir to write to. A message is written whole in {@code tmp}, and then gets its name in {@code cur}, or in {@code new} where it has
 * no flags. Where no {@code dovecot-uidlist} is there, one is written beside, under which Dovecot goes on; one that is there is left to the server
 * whose it is.
 */
final class MaildirWriter implements SinkMailbox {
    /** What an identity begins with when the list of UIDs is ours. */
    private static final String OURS = "ours ";

    private static final String HOST = host();

    private final Path directory;
    private final String identity;
    private final Optional<FileChannel> uidList;
    private final UidCounters counters;
    private final Keywords keywords;
    private final Set<String> listed;
    private long uidNext;
    private String group = "";
    private int count;

    private MaildirWriter(Path directory, String identity, UidList list, UidCounters counters, Remarks remarks)
            throws IOException {
        this.directory = directory;
        this.identity = identity;
        this.counters = counters;
        this.keywords = Keywords.read(directory, remarks);
        this.listed = new HashSet<>(list.uids().keySet());
        this.uidNext =
                1 + list.uids().values().stream().mapToLong(uid -> uid).max().orElse(0);
        this.uidList = identity.startsWith(OURS)
                ? Optional.of(FileChannel.open(
                        directory.resolve(UidList.FILE), StandardOpenOption.WRITE, StandardOpenOption.APPEND))
                : Optional.empty();
    }

    static MaildirWriter begin(Path directory, UidCounters counters, Remarks remarks) throws IOException {
        Path file = directory.resolve(UidList.FILE);
        boolean ours = !Files.exists(file);
        if (ours) {
            UidCounters begun =
                    counters.known() ? counters : UidCounters.of(Instant.now().getEpochSecond(), 1);
            Disk.replace(file, "3 V" + begun.uidValidity() + " N" + begun.uidNext() + "\n");
        } else if (counters.known()) {
            remarks.note(directory + " has a " + UidList.FILE + " already; the UIDs are not kept");
        }
        UidList list = UidList.read(directory, remarks);
        return new MaildirWriter(
                directory, (ours ? OURS : "") + list.counters().uidValidity(), list, counters, remarks);
    }

    static MaildirWriter goOn(Path directory, UidCounters counters, String identity, Remarks remarks)
            throws IOException {
        if (identity.startsWith(OURS)) {
            Disk.cutTornLine(directory.resolve(UidList.FILE));
        }
        UidList list = UidList.read(directory, remarks);
        if (!identity.replace(OURS, "").equals(String.valueOf(list.counters().uidValidity()))) {
            throw new IOException(directory + " is not what an earlier run filled: its " + UidList.FILE
                    + " is gone or has another UIDVALIDITY");
        }
        return new MaildirWriter(directory, identity, list, counters, remarks);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9.-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public String identity() {
        return identity;
    }

    /** What the names of a group's files begin with, and no others in any Maildir. */
    @Override
    public String mark() {
        Instant now = Instant.now();
        group = String.format(
                "%d.M%06dP%dQ",
                now.getEpochSecond(),
                now.getNano() / 1000,
                ProcessHandle.current().pid());
        count = 0;
        return group;
    }

    @Override
    public void put(Mail mail) throws IOException {
        count++;
        String base = group + count + "." + HOST;
        Path beside = directory.resolve("tmp").resolve(base);
        try {
            write(beside, mail);
            Files.setLastModifiedTime(beside, FileTime.from(mail.received()));
            String info = keywords.info(mail.flags());
            Path file = info.isEmpty()
                    ? directory.resolve("new").resolve(base)
                    : directory.resolve("cur").resolve(base + ":2," + info);
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        list(base, mail);
    }

    private static void write(Path file, Mail mail) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            try (OutputStream lines = LineEnds.toLf(Channels.newOutputStream(channel))) {
                mail.content().writeTo(lines);
            }
            channel.force(true);
        }
    }

    /** Notes the UID of a message that is there. */
    private void list(String base, Mail mail) throws IOException {
        long uid = counters.next(mail, uidNext);
        if (uidList.isPresent() && listed.add(base)) {
            Disk.append(uidList.get(), uid + " :" + base + "\n");
            uidNext = uid + 1;
        }
    }

    @Override
    public void sync() throws IOException {
        Disk.sync(directory.resolve("cur"));
        Disk.sync(directory.resolve("new"));
        if (uidList.isPresent()) {
            uidList.get().force(true);
        }
    }

    @Override
    public List<Mail> settle(String mark, List<Mail> mails) throws IOException {
        Found<String> found = new Found<>();
        for (String part : List.of("cur", "new")) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory.resolve(part), mark + "*")) {
                for (Path file : files) {
                    found.add(MaildirName.of(file).base(), out -> MaildirFolder.read(file, out));
                }
            }
        }
        try (DirectoryStream<Path> halves = Files.newDirectoryStream(directory.resolve("tmp"), mark + "*")) {
            for (Path half : halves) {
                Files.delete(half);
            }
        }
        return found.among(mails, this::list);
    }

    @Override
    public void close() throws IOException {
        if (uidList.isPresent()) {
            uidList.get().close();
        }
    }
}

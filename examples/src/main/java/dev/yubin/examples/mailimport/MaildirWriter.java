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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
    private final Map<String, Long> listed;
    private long uidNext;
    private long count;

    private MaildirWriter(Path directory, String identity, UidList list, UidCounters counters, Remarks remarks)
            throws IOException {
        this.directory = directory;
        this.identity = identity;
        this.counters = counters;
        this.keywords = Keywords.read(directory, remarks);
        this.listed = new HashMap<>(list.uids());
        this.uidNext = 1 + listed.values().stream().mapToLong(uid -> uid).max().orElse(0);
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

    /** The next file's name, which no other file in any Maildir has. */
    @Override
    public String mark() {
        count++;
        Instant now = Instant.now();
        return String.format(
                "%d.M%06dP%dQ%d.%s",
                now.getEpochSecond(),
                now.getNano() / 1000,
                ProcessHandle.current().pid(),
                count,
                HOST);
    }

    @Override
    public void put(String mark, Mail mail) throws IOException {
        Path beside = directory.resolve("tmp").resolve(mark);
        try {
            write(beside, mail);
            Files.setLastModifiedTime(beside, FileTime.from(mail.received()));
            String info = keywords.info(mail.flags());
            Path part = directory.resolve(info.isEmpty() ? "new" : "cur");
            Files.move(
                    beside, part.resolve(info.isEmpty() ? mark : mark + ":2," + info), StandardCopyOption.ATOMIC_MOVE);
            Disk.sync(part);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        list(mark, mail);
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
        if (uidList.isPresent() && listed.putIfAbsent(base, uid) == null) {
            Disk.append(uidList.get(), uid + " :" + base + "\n");
            uidNext = uid + 1;
        }
    }

    @Override
    public boolean settle(String mark, Mail mail) throws IOException {
        for (String part : List.of("cur", "new")) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.resolve(part), mark + "*")) {
                for (Path file : found) {
                    if (MaildirName.of(file).base().equals(mark)) {
                        list(mark, mail);
                        return true;
                    }
                }
            }
        }
        Files.deleteIfExists(directory.resolve("tmp").resolve(mark));
        return false;
    }

    @Override
    public void close() throws IOException {
        if (uidList.isPresent()) {
            uidList.get().close();
        }
    }
}

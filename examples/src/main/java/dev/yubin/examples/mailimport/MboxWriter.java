package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An mbox to write, as mboxrd has it. It is a new file of ours, so there is nobody to lock it against; where a run was cut off, what it wrote of its last
 * group is cut away.
 */
final class MboxWriter implements SinkMailbox {
    /** How much of a message is looked at for who has sent it. */
    private static final int HEAD = 64 * 1024;

    private static final Pattern RETURN_PATH =
            Pattern.compile("^Return-Path:\\s*<([^\\s<>]+)>", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private final String identity;
    private final FileChannel file;

    private MboxWriter(String identity, FileChannel file) {
        this.identity = identity;
        this.file = file;
    }

    static MboxWriter begin(Path path) throws IOException {
        try {
            Files.createDirectories(path.getParent());
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            Disk.sync(path.getParent());
            return new MboxWriter(identity(path), file);
        } catch (FileAlreadyExistsException e) {
            throw new SkippedException("there is a file " + path + " already, and it may be in use", e);
        } catch (IOException e) {
            throw new SkippedException("there can be no file " + path + ": " + SkippedException.words(e), e);
        }
    }

    static MboxWriter goOn(Path path, String identity) throws IOException {
        if (!Files.exists(path) || !identity(path).equals(identity)) {
            throw new IOException(path + " is not what an earlier run filled: it is gone, or another file");
        }
        FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
        return new MboxWriter(identity, file.position(file.size()));
    }

    /** Where there are no keys of files, any file of that name will do. */
    private static String identity(Path path) throws IOException {
        return String.valueOf(
                Files.readAttributes(path, BasicFileAttributes.class).fileKey());
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String mark() throws IOException {
        return String.valueOf(file.size());
    }

    @Override
    public void put(Mail mail) throws IOException {
        try (Spool spool = Spool.of(mail)) {
            OutputStream out = Channels.newOutputStream(file);
            out.write(new FromLine(sender(spool), mail.received()).octets());
            out.write(MboxStatus.lines(mail.flags()));
            LastLine last = new LastLine(out);
            try (InputStream in = spool.open();
                    OutputStream quoted = MboxFormat.quoting(last);
                    OutputStream lines = LineEnds.toLf(quoted)) {
                Octets.copy(in, lines);
            }
            out.write(
                    last.ended ? "\n".getBytes(StandardCharsets.US_ASCII) : "\n\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void sync() throws IOException {
        file.force(true);
    }

    /** Knows whether the last line had an end. */
    private static final class LastLine extends OutputStream {
        private final OutputStream out;
        private boolean ended = true;

        LastLine(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet});
        }

        @Override
        public void write(byte[] from, int offset, int length) throws IOException {
            out.write(from, offset, length);
            ended = length == 0 ? ended : from[offset + length - 1] == '\n';
        }
    }

    private static String sender(Spool spool) throws IOException {
        try (InputStream in = spool.open()) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.ISO_8859_1);
            int end = head.indexOf("\r\n\r\n");
            Matcher path = RETURN_PATH.matcher(end < 0 ? head : head.substring(0, end));
            return path.find() ? path.group(1) : FromLine.NOBODY;
        }
    }

    @Override
    public List<Mail> settle(String mark, List<Mail> mails) throws IOException {
        file.truncate(Long.parseLong(mark));
        file.position(file.size());
        return List.of();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

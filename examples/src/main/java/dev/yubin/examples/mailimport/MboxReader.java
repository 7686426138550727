package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An mbox to read. It is gone through once for the list of its messages. A message is known by its octets, not by its place, for other programs write
 * the file anew; of those whose octets are the same, by which of them it is.
 */
final class MboxReader implements SourceMailbox {
    private static final String FROM = "From ";

    private final Path file;
    private final MboxFormat format;

    MboxReader(Path file, MboxFormat format) {
        this.file = file;
        this.format = format;
    }

    /** Whether a file begins as an mbox does, or has nothing in it. */
    static boolean isMbox(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] begin = in.readNBytes(FROM.length());
            return begin.length == 0 || FROM.equals(new String(begin, StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    public UidCounters counters() {
        return UidCounters.NONE;
    }

    @Override
    public List<Mail> messages() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new Listing(new MboxLines(in)).messages();
        } catch (SkippedException e) {
            throw e;
        } catch (IOException e) {
            throw SkippedException.unreadable(e);
        }
    }

    /** Goes through the file once. The empty line before a {@code From } line, or before the file's end, is no message's. */
    private final class Listing {
        private final MboxLines lines;
        private final List<Mail> messages = new ArrayList<>();
        private final Map<String, Integer> seen = new HashMap<>();
        private Optional<Listed> present = Optional.empty();
        /** Whether the last line was empty, which the present message does not have yet. */
        private boolean blank = true;
        /** Where the present message would end, if nothing more came. */
        private long end;

        Listing(MboxLines lines) {
            this.lines = lines;
        }

        List<Mail> messages() throws IOException {
            while (lines.next()) {
                Optional<FromLine> from = blank ? fromLine() : Optional.empty();
                if (from.isPresent()) {
                    finish();
                    present = Optional.of(new Listed(from.get(), lines.end()));
                    blank = false;
                    end = lines.end();
                } else if (present.isPresent()) {
                    take(present.get());
                } else if (!lines.isBlank()) {
                    throw new SkippedException("it is no mbox: it does not begin with \"From \"");
                }
            }
            finish();
            return messages;
        }

        private Optional<FromLine> fromLine() throws IOException {
            if (!lines.startsWith(FROM)) {
                return Optional.empty();
            }
            Optional<FromLine> from = FromLine.read(lines.text());
            return from.isPresent() || present.isPresent()
                    ? from
                    : Optional.of(new FromLine(
                            FromLine.NOBODY, Files.getLastModifiedTime(file).toInstant()));
        }

        private void take(Listed message) throws IOException {
            if (blank) {
                message.content.blank();
            }
            blank = lines.isBlank();
            if (!blank) {
                message.content.take(lines);
            }
            end = blank ? lines.at() : lines.end();
        }

        private void finish() throws IOException {
            if (present.isPresent()) {
                messages.add(present.get().mail(end, seen));
            }
        }
    }

    /** A message while it is gone through. */
    private final class Listed {
        private final FromLine from;
        private final long start;
        private final MessageDigest digest = Octets.digest();
        private final MboxMessage content;
        private long octets;

        Listed(FromLine from, long start) {
            this.from = from;
            this.start = start;
            OutputStream counting = new DigestOutputStream(OutputStream.nullOutputStream(), digest) {
                @Override
                public void write(byte[] window, int offset, int length) throws IOException {
                    super.write(window, offset, length);
                    octets += length;
                }
            };
            this.content = new MboxMessage(format, counting);
        }

        Mail mail(long end, Map<String, Integer> seen) throws IOException {
            content.end();
            String key = HexFormat.of().formatHex(digest.digest());
            int number = seen.merge(key, 1, Integer::sum);
            return new Mail(
                    key + "." + number,
                    file + " at octet " + start,
                    OptionalLong.empty(),
                    content.flags(),
                    from.received(),
                    OptionalLong.of(octets),
                    out -> read(start, end, out));
        }
    }

    private void read(long start, long end, OutputStream out) throws IOException {
        try (FileChannel channel = opened(start);
                InputStream in = new Stretch(Channels.newInputStream(channel), end - start)) {
            MboxLines lines = new MboxLines(in);
            MboxMessage message = new MboxMessage(format, out);
            while (lines.next()) {
                if (lines.isBlank()) {
                    message.blank();
                } else {
                    message.take(lines);
                }
            }
            message.end();
        }
    }

    private FileChannel opened(long start) throws SkippedException {
        try {
            return FileChannel.open(file).position(start);
        } catch (IOException e) {
            throw SkippedException.unreadable(e);
        }
    }

    /** The next so many octets of something longer. */
    private static final class Stretch extends InputStream {
        private final InputStream in;
        private long left;

        Stretch(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = left == 0 ? -1 : in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(0, count);
            return count;
        }
    }
}

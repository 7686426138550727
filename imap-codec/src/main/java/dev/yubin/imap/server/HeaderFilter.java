package dev.yubin.imap.server;

import dev.yubin.imap.fetch.Section;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.mailbox.text.MessageText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Which octets of a header HEADER.FIELDS and HEADER.FIELDS.NOT name: RFC 9051 section 6.4.5.1. One serves for any number of messages. */
final class HeaderFilter {
    /** In lower case and in order, the shortest first: so a look at its length alone tells most fields from most names. */
    private final byte[][] names;

    private final boolean not;

    HeaderFilter(List<String> names, boolean not) {
        this.names = names.stream()
                .map(name -> lower(name.getBytes(StandardCharsets.UTF_8)))
                .sorted((one, other) -> compare(one, other, 0, other.length))
                .toArray(byte[][]::new);
        this.not = not;
    }

    /** That of a section with header fields. */
    static HeaderFilter of(Section section) {
        return new HeaderFilter(section.fields(), section.text() == Section.Text.HEADER_FIELDS_NOT);
    }

    /** The fields of a message's header that pass, each octet for octet, and the blank line. Of a header over 1 MiB only so much. */
    Slice of(Part message, Content content) throws StoreException {
        byte[] header = new byte[(int) Math.min(message.headerOctets(), MessageText.HEADER_LIMIT)];
        Content.fill(content, message.headerStart(), ByteBuffer.wrap(header));
        long[] bounds = new long[8]; // start, end, start, end, ...
        int count = 0;
        boolean passes = false;
        for (int start = 0; start < header.length; ) {
            int end = lineEnd(header, start);
            boolean continues = header[start] == ' ' || header[start] == '\t';
            if (!continues) {
                passes = passes(header, start, end);
            }
            if (passes && count > 0 && bounds[count - 1] == message.headerStart() + start) {
                bounds[count - 1] += end - start;
            } else if (passes) {
                bounds = count == bounds.length ? Arrays.copyOf(bounds, 2 * count) : bounds;
                bounds[count++] = message.headerStart() + start;
                bounds[count++] = message.headerStart() + end;
            }
            start = end;
        }
        return Slice.fields(Arrays.copyOf(bounds, count));
    }

    /** Whether this line begins a field that is wanted; the blank line is not one, for it is written in every case. */
    private boolean passes(byte[] header, int start, int end) {
        int from = start;
        int to = start;
        while (to < end && header[to] != ':') {
            to++;
        }
        while (from < to && isSpace(header[from])) {
            from++;
        }
        while (from < to && isSpace(header[to - 1])) {
            to--;
        }
        return from < to && isNamed(header, from, to) != not;
    }

    private static boolean isSpace(byte octet) {
        return octet >= 0 && octet <= ' ';
    }

    private boolean isNamed(byte[] header, int from, int to) {
        int low = 0;
        int high = names.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = compare(names[middle], header, from, to);
            if (order == 0) {
                return true;
            } else if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return false;
    }

    /** Orders a name in lower case and those octets in any case. */
    private static int compare(byte[] name, byte[] octets, int from, int to) {
        int order = name.length - (to - from);
        for (int i = 0; order == 0 && i < name.length; i++) {
            order = name[i] - lower(octets[from + i]);
        }
        return order;
    }

    private static byte[] lower(byte[] name) {
        for (int i = 0; i < name.length; i++) {
            name[i] = lower(name[i]);
        }
        return name;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet;
    }

    private static int lineEnd(byte[] octets, int start) {
        int at = start;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }
}

package dev.yubin.imap.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Part;
import dev.yubin.mailbox.text.MessageText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which octets of a header HEADER.FIELDS and HEADER.FIELDS.NOT name: RFC 9051 section 6.4.5.1. */
final class HeaderFilter {
    /** A filter is made for each message, and asked for each of its fields: this is cheaper than to write them all in lower case. */
    private final Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private final boolean not;

    HeaderFilter(List<String> names, boolean not) {
        this.names.addAll(names);
        this.not = not;
    }

    /** The fields of a message's header that pass, each octet for octet, and the blank line. Of a header over 1 MiB only so much. */
    Slice of(Part message, Content content) throws StoreException {
        byte[] header = new byte[(int) Math.min(message.headerOctets(), MessageText.HEADER_LIMIT)];
        Content.fill(content, message.headerStart(), ByteBuffer.wrap(header));
        List<long[]> ranges = new ArrayList<>();
        boolean passes = false;
        for (int start = 0; start < header.length; ) {
            int end = lineEnd(header, start);
            boolean continues = header[start] == ' ' || header[start] == '\t';
            if (!continues) {
                passes = passes(header, start, end);
            }
            if (passes) {
                add(ranges, message.headerStart() + start, message.headerStart() + end);
            }
            start = end;
        }
        return Slice.fields(ranges);
    }

    /** Whether this line begins a field that is wanted; the blank line is not one, for it is written in every case. */
    private boolean passes(byte[] header, int start, int end) {
        int colon = start;
        while (colon < end && header[colon] != ':') {
            colon++;
        }
        String name = new String(header, start, colon - start, StandardCharsets.ISO_8859_1).trim();
        return !name.isEmpty() && names.contains(name) != not;
    }

    private static int lineEnd(byte[] octets, int start) {
        int at = start;
        while (at < octets.length && octets[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, octets.length);
    }

    private static void add(List<long[]> ranges, long start, long end) {
        long[] last = ranges.isEmpty() ? new long[] {-1, -1} : ranges.get(ranges.size() - 1);
        if (last[1] == start) {
            last[1] = end;
        } else {
            ranges.add(new long[] {start, end});
        }
    }
}

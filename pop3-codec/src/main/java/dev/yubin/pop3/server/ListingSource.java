package dev.yubin.pop3.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** Lines that are made as they are sent, since a maildrop may hold more messages than a buffer has room. */
final class ListingSource implements BodySource {
    private final Iterator<Object> lines;
    private byte[] line = {};
    private int written;

    /** @param lines are shown by their {@code toString()} */
    ListingSource(Iterable<Object> lines) {
        this.lines = lines.iterator();
    }

    @Override
    public int read(ByteBuffer into) {
        int before = into.position();
        while (into.hasRemaining() && (written < line.length || lines.hasNext())) {
            if (written == line.length) {
                line = (lines.next() + "\r\n").getBytes(StandardCharsets.UTF_8);
                written = 0;
            }
            int octets = Math.min(into.remaining(), line.length - written);
            into.put(line, written, octets);
            written += octets;
        }
        int octets = into.position() - before;
        return octets == 0 ? -1 : octets;
    }
}

package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/** Lines that are made as they are sent, since a maildrop may hold more messages than a buffer has room. */
final class ListingSource implements BodySource {
    private final PrimitiveIterator.OfInt numbers;
    private final Line lines;
    private byte[] line = {};
    private int written;

    /** The line for a number, shown by its {@code toString()}. Made by a worker. */
    @FunctionalInterface
    interface Line {
        Object of(int number) throws StoreException;
    }

    ListingSource(IntStream numbers, Line lines) {
        this.numbers = numbers.iterator();
        this.lines = lines;
    }

    static ListingSource of(List<?> lines) {
        return new ListingSource(IntStream.range(0, lines.size()), lines::get);
    }

    @Override
    public int read(ByteBuffer into) throws StoreException {
        int before = into.position();
        while (into.hasRemaining() && (written < line.length || numbers.hasNext())) {
            if (written == line.length) {
                line = (lines.of(numbers.nextInt()) + "\r\n").getBytes(StandardCharsets.UTF_8);
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

package dev.yubin.mailbox.text;

import dev.yubin.mailbox.Content;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A message's octets in memory, handed out a few at a time, as a store may. */
class Octets implements Content {
    private final byte[] all;
    private final int atOnce;

    Octets(byte[] all, int atOnce) {
        this.all = all;
        this.atOnce = atOnce;
    }

    static Octets of(String text, String lineEnd) {
        return new Octets(text.replace("\n", lineEnd).getBytes(StandardCharsets.UTF_8), 7);
    }

    @Override
    public long octets() {
        return all.length;
    }

    @Override
    public int read(long offset, ByteBuffer into) {
        if (offset >= all.length) {
            return -1;
        }
        int length = (int) Math.min(Math.min(into.remaining(), atOnce), all.length - offset);
        into.put(all, (int) offset, length);
        return length;
    }

    @Override
    public void close() {}
}

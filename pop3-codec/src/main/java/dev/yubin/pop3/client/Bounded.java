package dev.yubin.pop3.client;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Keeps a message in memory up to a bound; what is over it is passed over, so that the session can go on. */
final class Bounded implements WritableByteChannel {
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private final int max;
    private boolean over;

    Bounded(int max) {
        this.max = max;
    }

    @Override
    public int write(ByteBuffer piece) {
        int length = piece.remaining();
        byte[] taken = new byte[length];
        piece.get(taken);
        over |= octets.size() + (long) length > max;
        if (!over) {
            octets.writeBytes(taken);
        }
        return length;
    }

    boolean isOver() {
        return over;
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}

package dev.yubin.examples.mailimport;

import java.io.IOException;
import java.io.OutputStream;

/** Octets that are rewritten on their way. Closing says what was held back, and leaves what is behind it open. */
abstract class LineFilter extends OutputStream {
    private final OutputStream out;
    private final byte[] ready = new byte[8192];
    private int count;

    LineFilter(OutputStream out) {
        this.out = out;
    }

    /** Takes the next octet. */
    abstract void take(int octet) throws IOException;

    /** Nothing more comes. */
    void end() throws IOException {}

    final void emit(int octet) throws IOException {
        if (count == ready.length) {
            flush();
        }
        ready[count++] = (byte) octet;
    }

    final void emit(byte[] octets, int length) throws IOException {
        for (int i = 0; i < length; i++) {
            emit(octets[i]);
        }
    }

    @Override
    public final void write(int octet) throws IOException {
        take(octet & 0xff);
    }

    @Override
    public final void write(byte[] octets, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            take(octets[i] & 0xff);
        }
    }

    /** Hands on what is ready. */
    @Override
    public final void flush() throws IOException {
        out.write(ready, 0, count);
        count = 0;
    }

    @Override
    public final void close() throws IOException {
        end();
        flush();
    }
}

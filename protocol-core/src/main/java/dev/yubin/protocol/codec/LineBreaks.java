package dev.yubin.protocol.codec;

import io.netty.buffer.ByteBuf;

/**
 * Watches whether each CR has its LF, in content that comes in chunks and so has no dot-stuffing: RFC 5321 section 2.3.8. Serves one content after another,
 * on its channel's event loop.
 */
public final class LineBreaks {
    /** The last octet was a CR, whose LF is to come. */
    private boolean cr;

    private boolean bare;

    /** Begins to watch. */
    public LineBreaks() {}

    /** Looks at all that is readable, which stays so. */
    public void watch(ByteBuf octets) {
        if (bare || !octets.isReadable()) {
            return;
        }
        int at = octets.readerIndex();
        int end = octets.writerIndex();
        if (cr) {
            cr = false;
            bare = octets.getByte(at) != '\n';
            at++;
        }
        Breaks breaks = new Breaks(octets);
        for (at = breaks.first(at); at >= 0 && !bare; at = breaks.first(at + 2)) {
            cr = octets.getByte(at) == '\r' && at + 1 == end;
            bare = !cr && (octets.getByte(at) == '\n' || octets.getByte(at + 1) != '\n');
        }
    }

    /** Whether a CR or LF stood alone so far. */
    public boolean bare() {
        return bare;
    }

    /** Whether one did in the content that ends here; the next begins. */
    public boolean end() {
        boolean found = bare || cr;
        cr = false;
        bare = false;
        return found;
    }
}

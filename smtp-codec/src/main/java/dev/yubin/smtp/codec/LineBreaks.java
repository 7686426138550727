package dev.yubin.smtp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.util.ByteProcessor;

/** Watches whether each CR has its LF, in content that comes in chunks. RFC 5321 section 2.3.8. */
final class LineBreaks implements ByteProcessor {
    private boolean cr;
    private boolean bare;

    /** Looks at all that is readable, which stays so. */
    void watch(ByteBuf octets) {
        octets.forEachByte(this);
    }

    @Override
    public boolean process(byte octet) {
        bare |= cr != (octet == '\n');
        cr = octet == '\r';
        return true;
    }

    /** Whether a CR or LF stood alone so far. */
    boolean bare() {
        return bare;
    }

    /** Whether one did in the content that ends here; the next begins. */
    boolean end() {
        boolean found = bare || cr;
        cr = false;
        bare = false;
        return found;
    }
}

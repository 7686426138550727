package dev.yubin.imap.server;

import java.nio.ByteBuffer;

/** Whether the header of a message that passes by has octets above 127: RFC 6855 section 4. */
final class EightBitHeader {
    private boolean lineIsEmpty = true;
    private boolean over;
    private boolean found;

    /** Looks at the next octets; whether such were among them, or before. */
    boolean isIn(ByteBuffer octets) {
        for (int i = octets.position(); i < octets.limit() && !over && !found; i++) {
            byte octet = octets.get(i);
            if (octet == '\n') {
                over = lineIsEmpty;
                lineIsEmpty = true;
            } else if (octet != '\r') {
                lineIsEmpty = false;
                found = octet < 0;
            }
        }
        return found;
    }
}

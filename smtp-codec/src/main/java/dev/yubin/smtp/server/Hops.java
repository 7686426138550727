package dev.yubin.smtp.server;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Counts the Received fields of one message as its header comes by, in pieces of any size. RFC 5321 section 6.3. */
final class Hops {
    private static final byte[] NAME = "received".getBytes(StandardCharsets.US_ASCII);
    private static final int ANOTHER = -1;
    private static final int CASE = 0x20;

    private int count;
    /** How many octets of the name the line has so far, or that it is another's. */
    private int matched;

    private boolean emptyLine = true;
    private boolean inHeader = true;

    /** How many there are up to the end of this piece, which stays as it is. */
    int countTo(ByteBuffer piece) {
        for (int i = piece.position(); inHeader && i < piece.limit(); i++) {
            look(piece.get(i));
        }
        return count;
    }

    private void look(byte octet) {
        if (octet == '\n') {
            inHeader = !emptyLine;
            emptyLine = true;
            matched = 0;
        } else if (octet != '\r') {
            emptyLine = false;
            match(octet);
        }
    }

    /** Between a field's name and the colon there was white space of old: RFC 5322 section 4.5. */
    private void match(byte octet) {
        if (matched == ANOTHER) {
            return;
        } else if (matched < NAME.length) {
            matched = (octet | CASE) == NAME[matched] ? matched + 1 : ANOTHER;
        } else if (octet == ':') {
            count++;
            matched = ANOTHER;
        } else if (octet != ' ' && octet != '\t') {
            matched = ANOTHER;
        }
    }
}

package dev.yubin.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** A message's header on its way in, kept back until it is whole, so that the message can be judged by it before anything is passed on. RFC 5322 section 2.2. */
final class Heading {
    /** How far the end of a header is looked for. */
    static final int MAX_OCTETS = 256 << 10;

    private static final int DEL = 127;

    private final Map<String, Integer> fields = new HashMap<>();
    private byte[] octets = new byte[1024];
    private int size;
    private int lineStart;
    private boolean whole;
    private boolean cut;

    /** Takes what belongs to the header and leaves the rest in the buffer. */
    void take(ByteBuffer content) {
        if (whole) {
            return;
        }
        int at = size;
        int taken = Math.min(content.remaining(), MAX_OCTETS - size);
        if (size + taken > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(size + taken, 2 * octets.length));
        }
        content.get(octets, size, taken);
        size += taken;
        while (!whole && at < size) {
            if (octets[at++] == '\n') {
                endOfLine(at);
            }
        }
        if (whole) {
            content.position(content.position() - (size - at));
            size = at;
        } else if (size == MAX_OCTETS) {
            whole = true;
            cut = true;
        }
    }

    /** field-name, of printable characters but the colon; white space behind it is of old (section 4.5). */
    private void endOfLine(int end) {
        int nameEnd = lineStart;
        while (octets[nameEnd] > ' ' && octets[nameEnd] < DEL && octets[nameEnd] != ':') {
            nameEnd++;
        }
        int colon = nameEnd;
        while (isSpace(octets[colon])) {
            colon++;
        }
        if (nameEnd > lineStart && octets[colon] == ':') {
            String name = new String(octets, lineStart, nameEnd - lineStart, StandardCharsets.US_ASCII);
            fields.merge(name.toLowerCase(Locale.ROOT), 1, Integer::sum);
        } else if (!isSpace(octets[lineStart])) { // else the field above goes on
            whole = true; // the empty line, or in a message without it one that is no field
        }
        lineStart = end;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    /** Whether its end has been seen, or is looked for no longer. */
    boolean isWhole() {
        return whole;
    }

    /** How many fields of this name there are. */
    int count(String lowerCaseName) {
        return fields.getOrDefault(lowerCaseName, 0);
    }

    /** Whether there is certainly no such field. */
    boolean lacks(String lowerCaseName) {
        return !cut && count(lowerCaseName) == 0;
    }

    /** Whether something in it reads so. */
    boolean has(Pattern pattern) {
        return pattern.matcher(new String(octets, 0, size, StandardCharsets.ISO_8859_1))
                .find();
    }

    /** All that was taken. */
    ByteBuffer octets() {
        return ByteBuffer.wrap(octets, 0, size);
    }
}

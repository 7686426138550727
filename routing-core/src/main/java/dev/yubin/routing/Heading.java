package dev.yubin.routing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message's header on its way in, kept back until it is whole, so that the message can be judged by it before anything is passed on. RFC 5322 section 2.2. */
final class Heading {
    /** How far the end of a header is looked for. */
    static final int MAX_OCTETS = 256 << 10;

    /** field-name, of printable characters but the colon; white space behind it is of old (section 4.5). */
    private static final Pattern FIELD = Pattern.compile("([!-9;-~]++)[ \\t]*+:.*", Pattern.DOTALL);

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream(1024);
    private final StringBuilder line = new StringBuilder();
    private final Map<String, Integer> fields = new HashMap<>();
    private boolean whole;
    private boolean cut;

    /** Takes what belongs to the header and leaves the rest in the buffer. */
    void take(ByteBuffer content) {
        while (!whole && content.hasRemaining()) {
            byte octet = content.get();
            octets.write(octet);
            if (octet == '\n') {
                endOfLine(line.toString());
                line.setLength(0);
            } else {
                line.append((char) (octet & 0xff));
            }
            if (!whole && octets.size() == MAX_OCTETS) {
                whole = true;
                cut = true;
            }
        }
    }

    private void endOfLine(String text) {
        if (text.startsWith(" ") || text.startsWith("\t")) {
            return; // the field above goes on
        }
        Matcher field = FIELD.matcher(text);
        if (field.matches()) {
            fields.merge(field.group(1).toLowerCase(Locale.ROOT), 1, Integer::sum);
        } else {
            whole = true; // the empty line, or in a message without it one that is no field
        }
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

    /** All that was taken. */
    ByteBuffer octets() {
        return ByteBuffer.wrap(octets.toByteArray());
    }
}

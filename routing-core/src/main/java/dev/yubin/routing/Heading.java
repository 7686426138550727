package dev.yubin.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A message's header on its way in, kept back until it is whole, so that the message can be judged by it before anything is passed on. RFC 5322 section 2.2. */
final class Heading {
    /** How far the end of a header is looked for. */
    static final int MAX_OCTETS = 256 << 10;

    private static final int DEL = 127;

    private final Map<String, Integer> fields = new HashMap<>();
    private byte[] octets = new byte[1024];
    private int size;
    private final boolean toTheEmptyLine;
    private int lineStart;
    private boolean whole;
    private boolean cut;

    Heading() {
        this(false);
    }

    private Heading(boolean toTheEmptyLine) {
        this.toTheEmptyLine = toTheEmptyLine;
    }

    /** One that goes on behind a line that is no field, as some programs read it. */
    static Heading toTheEmptyLine() {
        return new Heading(true);
    }

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
            // the empty line, or in a message without it one that is no field
            whole = !toTheEmptyLine || octets[lineStart] == '\r' || octets[lineStart] == '\n';
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

    /** Whether there was more of it than is looked at. */
    boolean isCut() {
        return cut;
    }

    /** All that was taken but the fields of this name that are such. @param such asked about what stands behind the colon */
    ByteBuffer without(String lowerCaseName, Predicate<String> such) {
        if (count(lowerCaseName) == 0) {
            return octets();
        }
        ByteBuffer rest = ByteBuffer.allocate(size);
        for (int begin = 0; begin < size; begin = endOfField(begin)) {
            int end = endOfField(begin);
            if (value(begin, end, lowerCaseName).filter(such).isEmpty()) {
                rest.put(octets, begin, end - begin);
            }
        }
        return rest.flip();
    }

    /** Whether a field of this name is such. @param such asked about what stands behind the colon */
    boolean any(String lowerCaseName, Predicate<String> such) {
        for (int begin = 0; count(lowerCaseName) > 0 && begin < size; begin = endOfField(begin)) {
            if (value(begin, endOfField(begin), lowerCaseName).filter(such).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** What stands behind the colon; empty when it is another field. */
    private Optional<String> value(int begin, int end, String lowerCaseName) {
        String field = new String(octets, begin, end - begin, StandardCharsets.ISO_8859_1);
        int colon = field.indexOf(':');
        return colon >= 0 && field.substring(0, colon).stripTrailing().equalsIgnoreCase(lowerCaseName)
                ? Optional.of(field.substring(colon + 1))
                : Optional.empty();
    }

    /** With the lines on which it goes on. */
    private int endOfField(int begin) {
        int end = begin;
        do {
            while (end < size && octets[end] != '\n') {
                end++;
            }
            end = Math.min(end + 1, size);
        } while (end < size && isSpace(octets[end]));
        return end;
    }

    /** All that was taken. */
    ByteBuffer octets() {
        return ByteBuffer.wrap(octets, 0, size);
    }
}

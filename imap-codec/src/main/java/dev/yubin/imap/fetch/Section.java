package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Names a piece of a message: what stands in the brackets of {@code BODY[...]}. RFC 9051 section 6.4.5.1.
 *
 * @param part   the numbers that lead to a part, such as 1.2; none for the message itself
 * @param text   what of it
 * @param fields the names of header fields, where {@code text} wants them
 */
public record Section(List<Integer> part, Text text, List<String> fields) {
    /** What of a part is meant. */
    public enum Text {
        /** All of a message; the body of a part. */
        ALL("", true),
        HEADER("HEADER", true),
        /** Those header fields that are named. */
        HEADER_FIELDS("HEADER.FIELDS", true),
        /** Those that are not. */
        HEADER_FIELDS_NOT("HEADER.FIELDS.NOT", true),
        /** The body of a message. */
        TEXT("TEXT", true),
        /** The header of a part that is not itself a message. */
        MIME("MIME", false);

        private final String word;
        private final boolean withoutPart;

        Text(String word, boolean withoutPart) {
            this.word = word;
            this.withoutPart = withoutPart;
        }

        boolean namesFields() {
            return this == HEADER_FIELDS || this == HEADER_FIELDS_NOT;
        }
    }

    /** The whole message. */
    public static final Section ALL = new Section(List.of(), Text.ALL, List.of());
    /** Its header. */
    public static final Section HEADER = new Section(List.of(), Text.HEADER, List.of());
    /** Its body. */
    public static final Section TEXT = new Section(List.of(), Text.TEXT, List.of());

    public Section {
        part = List.copyOf(part);
        Objects.requireNonNull(text, "text");
        fields = List.copyOf(fields);
        for (int number : part) {
            if (number < 1) {
                throw new IllegalArgumentException("parts are numbered from 1: " + part);
            }
        }
        if (part.isEmpty() && !text.withoutPart) {
            throw new IllegalArgumentException(text.word + " is of a part, and none is named");
        }
        if (text.namesFields() == fields.isEmpty()) {
            throw new IllegalArgumentException(text + (fields.isEmpty() ? " names header fields" : " names no fields"));
        }
    }

    /** The body of that part. */
    public static Section part(Integer... numbers) {
        return new Section(List.of(numbers), Text.ALL, List.of());
    }

    /** section = "[" [section-spec] "]" */
    static Section read(ImapReader in) throws SyntaxException {
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        boolean dot = readPart(in, part);
        Text text = Text.ALL;
        List<String> fields = List.of();
        if (dot || (part.isEmpty() && in.peek() != ']')) {
            text = readText(in, part.isEmpty());
            if (text.namesFields()) {
                in.space();
                fields = in.fullList(ImapReader::astring);
            }
        }
        in.expect(']');
        return new Section(part, text, fields);
    }

    /** section-part = nz-number *("." nz-number); returns whether a dot stands behind it. */
    static boolean readPart(ImapReader in, List<Integer> part) throws SyntaxException {
        boolean dot = false;
        while (in.peek() >= '0' && in.peek() <= '9') {
            in.countItem();
            part.add((int) in.number(1, Integer.MAX_VALUE));
            dot = in.accept('.');
            if (!dot) {
                break;
            }
        }
        return dot;
    }

    private static Text readText(ImapReader in, boolean withoutPart) throws SyntaxException {
        for (int i = Text.values().length - 1; i > 0; i--) {
            Text text = Text.values()[i];
            if ((text.withoutPart || !withoutPart) && in.acceptWord(text.word)) {
                return text;
            }
        }
        throw in.unexpected("HEADER, HEADER.FIELDS, HEADER.FIELDS.NOT" + (withoutPart ? " or TEXT" : ", TEXT or MIME"));
    }

    void write(ImapWriter out) {
        out.text("[");
        writeNumbers(part, out);
        out.text(part.isEmpty() || text == Text.ALL ? "" : ".").text(text.word);
        if (!fields.isEmpty()) {
            out.space().list(fields, (field, to) -> to.astring(field));
        }
        out.text("]");
    }

    /** section-binary = "[" [section-part] "]" */
    static void writePart(List<Integer> part, ImapWriter out) {
        writeNumbers(part, out.text("["));
        out.text("]");
    }

    private static void writeNumbers(List<Integer> part, ImapWriter out) {
        for (int i = 0; i < part.size(); i++) {
            out.text(i == 0 ? "" : ".").number(part.get(i));
        }
    }
}

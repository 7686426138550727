package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What FETCH asks of each message: fetch-att of RFC 9051 section 6.4.5. Switch over {@link #kind}. */
public sealed interface FetchItem {
    /** Which it is: an {@link Attribute} of the message, or one of the records. */
    enum Kind {
        ATTRIBUTE,
        BODY,
        BINARY,
        BINARY_SIZE
    }

    Kind kind();

    void write(ImapWriter out);

    /** Whether to ask for it sets {@code \Seen}. */
    default boolean setsSeen() {
        return false;
    }

    /** Those that are a word alone. */
    enum Attribute implements FetchItem {
        ENVELOPE("ENVELOPE"),
        FLAGS("FLAGS"),
        INTERNALDATE("INTERNALDATE"),
        RFC822_SIZE("RFC822.SIZE"),
        /** BODYSTRUCTURE without extension data. */
        BODY("BODY"),
        BODYSTRUCTURE("BODYSTRUCTURE"),
        UID("UID"),
        /** As {@code BODY[]}: RFC 3501 section 6.4.5; no more in IMAP4rev2. */
        RFC822("RFC822"),
        /** As {@code BODY.PEEK[HEADER]}. */
        RFC822_HEADER("RFC822.HEADER"),
        /** As {@code BODY[TEXT]}. */
        RFC822_TEXT("RFC822.TEXT"),
        /** RFC 7162 section 3.1.4. */
        MODSEQ("MODSEQ"),
        /** RFC 8474 section 5.3. */
        EMAILID("EMAILID"),
        THREADID("THREADID"),
        /** Only what is at hand: RFC 8970 section 4.1. */
        PREVIEW_LAZY("PREVIEW (LAZY)"),
        /** RFC 8970 section 3. */
        PREVIEW("PREVIEW"),
        /** RFC 8514 section 4.2. */
        SAVEDATE("SAVEDATE");

        private static final Map<String, Attribute> BY_WORD =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Attribute::word, each -> each));

        private final String word;

        Attribute(String word) {
            this.word = word;
        }

        /** As on the wire. */
        public String word() {
            return word;
        }

        @Override
        public Kind kind() {
            return Kind.ATTRIBUTE;
        }

        @Override
        public boolean setsSeen() {
            return this == RFC822 || this == RFC822_TEXT;
        }

        @Override
        public void write(ImapWriter out) {
            out.text(word);
        }
    }

    /**
     * {@code BODY[...]<...>}.
     *
     * @param peek whether the message stays unseen: BODY.PEEK
     */
    record Body(Section section, boolean peek, Optional<Partial> partial) implements FetchItem {
        public Body {
            Objects.requireNonNull(section, "section");
            Objects.requireNonNull(partial, "partial");
        }

        @Override
        public Kind kind() {
            return Kind.BODY;
        }

        @Override
        public boolean setsSeen() {
            return !peek;
        }

        @Override
        public void write(ImapWriter out) {
            section.write(out.text(peek ? "BODY.PEEK" : "BODY"));
            Partial.write(partial, out);
        }
    }

    /** {@code BINARY[...]<...>}: a part without its transfer encoding. RFC 3516. */
    record Binary(List<Integer> part, boolean peek, Optional<Partial> partial) implements FetchItem {
        public Binary {
            part = List.copyOf(part);
            Objects.requireNonNull(partial, "partial");
        }

        @Override
        public Kind kind() {
            return Kind.BINARY;
        }

        @Override
        public boolean setsSeen() {
            return !peek;
        }

        @Override
        public void write(ImapWriter out) {
            Section.writePart(part, out.text(peek ? "BINARY.PEEK" : "BINARY"));
            Partial.write(partial, out);
        }
    }

    /** {@code BINARY.SIZE[...]}: how large that would be. */
    record BinarySize(List<Integer> part) implements FetchItem {
        public BinarySize {
            part = List.copyOf(part);
        }

        @Override
        public Kind kind() {
            return Kind.BINARY_SIZE;
        }

        @Override
        public void write(ImapWriter out) {
            Section.writePart(part, out.text("BINARY.SIZE"));
        }
    }

    /** {@code BODY[...]}, which marks the message as seen. */
    static Body body(Section section) {
        return new Body(section, false, Optional.empty());
    }

    /** {@code BODY.PEEK[...]}, which does not. */
    static Body peek(Section section) {
        return new Body(section, true, Optional.empty());
    }

    /** fetch-att = "ENVELOPE" / ... / "BODY" section [partial] / ... */
    static FetchItem read(ImapReader in) throws SyntaxException {
        String word = in.peekAtom(); // [ is a character of atoms
        int bracket = word.indexOf('[');
        if (bracket >= 0) {
            return readSection(word.substring(0, bracket), in);
        }
        Attribute attribute = Attribute.BY_WORD.get(word.toUpperCase(Locale.ROOT));
        if (attribute == null) {
            throw in.unexpected("a fetch item such as FLAGS or BODY[]");
        }
        in.expect(word);
        return attribute == Attribute.PREVIEW && in.accept(" (LAZY)") ? Attribute.PREVIEW_LAZY : attribute;
    }

    private static FetchItem readSection(String word, ImapReader in) throws SyntaxException {
        boolean peek = word.regionMatches(true, word.length() - 5, ".PEEK", 0, 5);
        if (in.accept("BODY[") || in.accept("BODY.PEEK[")) {
            in.back(1);
            Section section = Section.read(in);
            return new Body(section, peek, Partial.read(in));
        }
        if (in.accept("BINARY[") || in.accept("BINARY.PEEK[")) {
            in.back(1);
            return new Binary(readBinary(in), peek, Partial.read(in));
        }
        if (in.accept("BINARY.SIZE[")) {
            in.back(1);
            return new BinarySize(readBinary(in));
        }
        throw in.unexpected("BODY[, BODY.PEEK[, BINARY[, BINARY.PEEK[ or BINARY.SIZE[");
    }

    /** section-binary = "[" [section-part] "]" */
    static List<Integer> readBinary(ImapReader in) throws SyntaxException {
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        if (Section.readPart(in, part)) {
            throw in.unexpected("a part's number");
        }
        in.expect(']');
        return part;
    }
}

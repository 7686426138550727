package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Which octets of a message a FETCH response brings, such as {@code BODY[1.2]<0>}: RFC 9051 section 7.5.2.
 *
 * @param form    how it is named
 * @param section which section; of {@code BINARY} a part alone
 * @param origin  where the stretch begins that was asked for; empty where all was
 */
public record BodyName(Form form, Section section, OptionalLong origin) {
    /** The forms of names. */
    public enum Form {
        BODY("BODY", null),
        /** Without its transfer encoding: RFC 3516. */
        BINARY("BINARY", null),
        /** Another name for {@code BODY[]}: RFC 3501 section 7.4.2. */
        RFC822("RFC822", Section.ALL),
        RFC822_HEADER("RFC822.HEADER", Section.HEADER),
        RFC822_TEXT("RFC822.TEXT", Section.TEXT);

        private final String word;
        /** What it always names; null where it is followed by what it names. */
        private final Section section;

        Form(String word, Section section) {
            this.word = word;
            this.section = section;
        }
    }

    public BodyName {
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(section, "section");
        Objects.requireNonNull(origin, "origin");
        boolean fits = form.section == null
                ? form == Form.BODY || section.text() == Section.Text.ALL
                : section.equals(form.section) && origin.isEmpty();
        if (!fits) {
            throw new IllegalArgumentException(form + " cannot name " + section);
        }
    }

    /** The name under which the answer to such an item comes. */
    public static BodyName of(FetchItem.Body item) {
        return new BodyName(Form.BODY, item.section(), origin(item.partial().orElse(null)));
    }

    /** The name under which the answer to such an item comes. */
    public static BodyName of(FetchItem.Binary item) {
        Section section = new Section(item.part(), Section.Text.ALL, List.of());
        return new BodyName(Form.BINARY, section, origin(item.partial().orElse(null)));
    }

    private static OptionalLong origin(Partial partial) {
        return partial == null ? OptionalLong.empty() : OptionalLong.of(partial.from());
    }

    /** {@code BODY[...]} of a whole section. */
    public static BodyName of(Section section) {
        return new BodyName(Form.BODY, section, OptionalLong.empty());
    }

    /** {@code RFC822}, {@code RFC822.HEADER} or {@code RFC822.TEXT}. */
    public static BodyName of(Form form) {
        Section section = form.section == null ? Section.ALL : form.section;
        return new BodyName(form, section, OptionalLong.empty());
    }

    /** "BODY" section ["&lt;" number "&gt;"] / "BINARY" section-binary / "RFC822" [".HEADER" / ".TEXT"] */
    static BodyName read(ImapReader in) throws SyntaxException {
        if (in.accept("BODY[")) {
            in.back(1);
            Section section = Section.read(in);
            return new BodyName(Form.BODY, section, readOrigin(in));
        }
        if (in.accept("BINARY[")) {
            in.back(1);
            Section section = new Section(FetchItem.readBinary(in), Section.Text.ALL, List.of());
            return new BodyName(Form.BINARY, section, readOrigin(in));
        }
        for (Form form : List.of(Form.RFC822, Form.RFC822_HEADER, Form.RFC822_TEXT)) {
            if (in.acceptWord(form.word)) {
                return of(form);
            }
        }
        throw in.unexpected("BODY[, BINARY[ or RFC822");
    }

    private static OptionalLong readOrigin(ImapReader in) throws SyntaxException {
        if (!in.accept('<')) {
            return OptionalLong.empty();
        }
        long origin = in.number64();
        if (in.accept('.')) {
            in.number64(); // some servers tell both numbers as they were asked
        }
        in.expect('>');
        return OptionalLong.of(origin);
    }

    void write(ImapWriter out) {
        out.text(form.word);
        if (form.section == null) {
            section.write(out);
            out.number("<", origin).text(origin.isPresent() ? ">" : "");
        }
    }
}

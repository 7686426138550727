package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * A line of what {@link Lang} is answered with; also the text of the reply to a {@link Lang} that chose. RFC 6856 section 3.2.
 *
 * @param tag         the language's tag (RFC 5646), such as {@code ja}
 * @param description its name in the language itself, or words in it; perhaps empty
 */
public record LanguageListing(String tag, String description) {
    /** language-tag [SP description] */
    static final Grammar<LanguageListing> GRAMMAR = new Grammar<>() {
        @Override
        public LanguageListing read(LineReader in) throws SyntaxException {
            String tag = in.expectWhile(c -> c > ' ' && c < 0x7f, "a language tag");
            if (!Lang.isTag(tag)) {
                throw new SyntaxException("\"" + Escaped.text(tag) + "\" is not a language tag");
            }
            return new LanguageListing(tag, in.accept(" ") ? in.rest() : "");
        }

        @Override
        public void write(LanguageListing listing, LineWriter out) {
            out.text(listing.tag());
            if (!listing.description().isEmpty()) {
                out.text(" ").text(listing.description());
            }
        }
    };

    public LanguageListing {
        if (!Lang.isTag(tag)) {
            throw new IllegalArgumentException("\"" + Escaped.text(tag) + "\" is not a language tag");
        }
        new LineWriter().text(description); // refuses what cannot stand in a line
    }

    /**
     * Reads the listing from a line, or from the text of a reply.
     *
     * @throws SyntaxException when it has another form
     */
    public static LanguageListing read(String text) throws SyntaxException {
        return Listings.read(GRAMMAR, text);
    }

    /** The listing as it stands on the wire. */
    @Override
    public String toString() {
        return Listings.write(GRAMMAR, this);
    }
}

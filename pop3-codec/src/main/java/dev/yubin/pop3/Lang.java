package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * Asks for replies in another language, or which there are. RFC 6856 section 3.2.
 *
 * @param range a basic language range (RFC 4647 section 2.1) such as {@code ja} or {@code en-GB}, or {@code *} for the one that the server
 *              prefers; empty to ask for the list, which makes the reply multi-line
 */
public record Lang(Optional<String> range) implements Pop3Command {
    /** The one that the server prefers. */
    public static final String ANY = "*";

    private static final int LONGEST_SUBTAG = 8; // RFC 4647 section 2.1

    /** "LANG" [SP language-range] */
    static final Grammar<Lang> GRAMMAR = new Grammar<>() {
        @Override
        public Lang read(LineReader in) throws SyntaxException {
            if (in.atEnd()) {
                return new Lang(Optional.empty());
            }
            in.expect(" ");
            String range = in.expectWhile(c -> c > ' ' && c < 0x7f, "a language range");
            if (!isRange(range)) {
                throw new SyntaxException("\"" + Escaped.text(range) + "\" is not a language range");
            }
            return new Lang(Optional.of(range));
        }

        @Override
        public void write(Lang lang, LineWriter out) {
            lang.range().ifPresent(range -> out.text(" ").text(range));
        }
    };

    public Lang {
        range.ifPresent(given -> {
            if (!isRange(given)) {
                throw new IllegalArgumentException("\"" + Escaped.text(given) + "\" is not a language range");
            }
        });
    }

    private static boolean isRange(String text) {
        return text.equals(ANY) || isTag(text);
    }

    /** language-range = 1*8ALPHA *("-" 1*8alphanum), which every language tag is as well */
    static boolean isTag(String text) {
        String[] subtags = text.split("-", -1);
        for (String subtag : subtags) {
            if (subtag.isEmpty()
                    || subtag.length() > LONGEST_SUBTAG
                    || !subtag.chars().allMatch(Lang::isAlphanumeric)) {
                return false;
            }
        }
        return subtags[0].chars().noneMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean isAlphanumeric(int c) {
        return c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
    }

    @Override
    public Verb verb() {
        return Verb.LANG;
    }
}

package dev.yubin.imap.search;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The charset that the strings of search keys come in: RFC 9051 section 6.4.4, RFC 5256 section 3. Those in a charset that is not known here are read
 * as if they were ISO-8859-1: the command is well-formed, and the answer is NO rather than BAD. FILTER goes with UTF-8 and US-ASCII alone, and the
 * answer where it stands beside another charset is BAD, with BADCHARSET as well: RFC 5466 section 3.1.
 */
final class KeyStrings {
    private KeyStrings() {}

    /** The name where the search cannot be in that charset. @throws IllegalArgumentException when it can be no name */
    static Optional<String> unfit(Optional<String> charset, List<SearchKey> keys) {
        charset.ifPresent(name -> {
            if (name.isEmpty() || name.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new IllegalArgumentException("a charset's name is printable ASCII");
            }
        });
        return charset.filter(name -> known(name).isEmpty() || !isUnicode(name) && has(SearchKey.Kind.FILTER, keys));
    }

    private static boolean isUnicode(String charset) {
        return charset.equalsIgnoreCase("UTF-8") || charset.equalsIgnoreCase("US-ASCII");
    }

    private static Charset strings(String charset) {
        return known(charset).orElse(StandardCharsets.ISO_8859_1);
    }

    private static Optional<Charset> known(String name) {
        try {
            return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
        } catch (IllegalCharsetNameException e) {
            return Optional.empty();
        }
    }

    /** search-key *(SP search-key), behind the charset where one is named. */
    static List<SearchKey> read(Optional<String> charset, ImapReader in) throws SyntaxException {
        // US-ASCII with octets above 127 is UTF-8 of a client that forgot to say so.
        Charset strings = charset.filter(name -> !isUnicode(name))
                .map(KeyStrings::strings)
                .orElse(StandardCharsets.UTF_8);
        return SearchKeys.readAll(in, strings);
    }

    /** @param unfit the charset that they came in, where they cannot be in it, and so they go as they came; else they go in UTF-8 */
    static void write(Optional<String> unfit, List<SearchKey> keys, ImapWriter out) {
        Charset strings = unfit.map(KeyStrings::strings).orElse(StandardCharsets.UTF_8);
        out.joined(keys, (key, to) -> key.write(strings, to));
    }

    /** search-criteria = charset 1*(SP search-key), with the former read already: RFC 5256 section 5. */
    static void writeCriteria(Optional<String> unfit, List<SearchKey> keys, ImapWriter out) {
        out.astring(unfit.orElse(isAscii(keys) ? "US-ASCII" : "UTF-8")).space();
        write(unfit, keys, out);
    }

    /** Whether all their strings are, however deep. */
    static boolean isAscii(List<SearchKey> keys) {
        return keys.toString().chars().allMatch(c -> c < 0x80);
    }

    /**
     * Insists on a FUZZY key where relevancy is asked for: RFC 6203 sections 4 and 6.
     *
     * @throws IllegalArgumentException when there is none
     */
    static void checkFuzzy(boolean relevancy, List<SearchKey> keys) {
        if (relevancy && !has(SearchKey.Kind.FUZZY, keys)) {
            throw new IllegalArgumentException("RELEVANCY goes with a FUZZY key (RFC 6203 section 4)");
        }
    }

    /** Whether such a key is among them, at any depth. */
    private static boolean has(SearchKey.Kind kind, List<SearchKey> keys) {
        return keys.stream().anyMatch(key -> key.kind() == kind || has(kind, key.keys()));
    }

    /** What keys there are. @throws IllegalArgumentException when there are none */
    static List<SearchKey> atLeastOne(List<SearchKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("a search has at least one key");
        }
        return List.copyOf(keys);
    }
}

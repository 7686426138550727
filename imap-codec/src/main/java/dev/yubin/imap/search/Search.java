package dev.yubin.imap.search;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for messages: RFC 9051 sections 6.4.4 and 6.4.9.
 *
 * @param uid       whether the result is UIDs
 * @param returning what is to be told, in an ESEARCH response; empty for the SEARCH response of IMAP4rev1; RETURN () asks for ALL
 * @param charset   the charset that the client named, where it is not known here, so that its strings could not be read; empty for any
 *                  other, whose strings are text
 * @param keys      at least one; a message must be all of them
 */
public record Search(boolean uid, Optional<Set<SearchReturn>> returning, Optional<String> charset, List<SearchKey> keys)
        implements ImapCommand {
    public Search {
        if (returning.isPresent()) {
            Set<SearchReturn> options = new LinkedHashSet<>(returning.get());
            returning =
                    Optional.of(options.isEmpty() ? Set.of(SearchReturn.ALL) : Collections.unmodifiableSet(options));
        }
        checkCharset(charset.orElse("UTF-8"));
        charset = charset.filter(name -> charset(name).isEmpty());
        keys = List.copyOf(keys);
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("SEARCH has at least one key");
        }
    }

    private static void checkCharset(String charset) {
        if (charset.isEmpty() || charset.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("a charset's name is printable ASCII");
        }
    }

    /** A search whose strings are UTF-8. */
    public static Search of(boolean uid, Optional<Set<SearchReturn>> returning, List<SearchKey> keys) {
        return new Search(uid, returning, Optional.empty(), keys);
    }

    /** Whether the strings could be read: if not, {@code NO [BADCHARSET (UTF-8)]} is due. */
    public boolean knownCharset() {
        return charset.isEmpty();
    }

    private static Optional<Charset> charset(String name) {
        try {
            return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
        } catch (IllegalCharsetNameException e) {
            return Optional.empty();
        }
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_SEARCH : Verb.SEARCH;
    }

    /** search = "SEARCH" [search-return-opts] SP ["CHARSET" SP charset SP] search-key *(SP search-key) */
    public static Search read(boolean uid, ImapReader in) throws SyntaxException {
        Optional<Set<SearchReturn>> returning = Optional.empty();
        if (in.acceptWord("RETURN")) {
            in.space();
            returning = Optional.of(in.options(SearchReturn.values()));
            in.space();
        }
        Optional<String> charset = Optional.empty();
        if (in.acceptWord("CHARSET")) {
            in.space();
            charset = Optional.of(in.astring());
            in.space();
        }
        // US-ASCII with octets above 127 is UTF-8 of a client that forgot to say so. Strings in an unknown charset are
        // read as if they were ISO-8859-1: the command is well-formed, and the answer is NO rather than BAD.
        Charset strings = charset.isEmpty() || charset.get().equalsIgnoreCase("US-ASCII")
                ? StandardCharsets.UTF_8
                : charset(charset.get()).orElse(StandardCharsets.ISO_8859_1);
        return new Search(uid, returning, charset, SearchKeys.readAll(in, strings));
    }

    /** Writes strings in UTF-8, and says so where that is needed; those in an unknown charset as they came. */
    @Override
    public void write(ImapWriter out) {
        if (returning.isPresent()) {
            out.text("RETURN ").options(returning.get()).space();
        }
        if (charset.isPresent()) {
            out.text("CHARSET ").astring(charset.get()).space();
        } else if (!out.encoding().utf8() && !isAscii()) {
            out.text("CHARSET UTF-8 ");
        }
        Charset strings = charset.isPresent() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        out.joined(keys, (key, to) -> key.write(strings, to));
    }

    private boolean isAscii() {
        return keys.toString().chars().allMatch(c -> c < 0x80); // where all strings are, however deep
    }
}

package dev.yubin.imap.search;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for messages: RFC 9051 sections 6.4.4 and 6.4.9.
 *
 * @param uid       whether the result is UIDs
 * @param returning what is to be told, in an ESEARCH response; empty for the SEARCH response of IMAP4rev1; RETURN () asks for ALL
 * @param charset   the charset that the client named; {@link #knownCharset} says whether its strings could be read
 * @param keys      at least one; a message must be all of them
 */
public record Search(boolean uid, Optional<Set<SearchReturn>> returning, Optional<String> charset, List<SearchKey> keys)
        implements ImapCommand {
    public Search {
        returning = returning.map(options -> options.isEmpty()
                ? Set.of(SearchReturn.ALL)
                : Collections.unmodifiableSet(new LinkedHashSet<>(options)));
        charset.ifPresent(Search::checkCharset);
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
        return charset.isEmpty() || charset(charset.get()).isPresent();
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

    public static final ImapGrammar<Search> BY_NUMBER = grammar(false);
    public static final ImapGrammar<Search> BY_UID = grammar(true);

    /** search = "SEARCH" [search-return-opts] SP ["CHARSET" SP charset SP] search-key *(SP search-key) */
    private static ImapGrammar<Search> grammar(boolean uid) {
        return new ImapGrammar<>() {
            @Override
            public Search read(ImapReader in) throws SyntaxException {
                in.space();
                Optional<Set<SearchReturn>> returning = Optional.empty();
                if (in.acceptWord("RETURN")) {
                    in.space();
                    Set<SearchReturn> options = EnumSet.noneOf(SearchReturn.class);
                    options.addAll(in.list(SearchReturn::read));
                    returning = Optional.of(options);
                    in.space();
                }
                Optional<String> charset = Optional.empty();
                if (in.acceptWord("CHARSET")) {
                    in.space();
                    charset = Optional.of(in.astring());
                    in.space();
                }
                // US-ASCII with octets above 127 is UTF-8 of a client that forgot to say so. Strings in an unknown
                // charset are read as if
                // they were ISO-8859-1: the command is well-formed, and the answer is NO rather than BAD.
                Charset strings = charset.filter(name -> !name.equalsIgnoreCase("US-ASCII"))
                        .map(name -> charset(name).orElse(StandardCharsets.ISO_8859_1))
                        .orElse(StandardCharsets.UTF_8);
                return new Search(uid, returning, charset, SearchKeys.readAll(in, strings));
            }

            /** Writes strings in UTF-8, and says so where that is needed. */
            @Override
            public void write(Search search, ImapWriter out) {
                search.returning.ifPresent(
                        options -> out.text(" RETURN ").list(options, (option, to) -> to.text(option.name())));
                search.charset.ifPresent(charset -> out.text(" CHARSET ").astring(charset));
                out.space().joined(search.keys, SearchKeys::write);
            }
        };
    }
}

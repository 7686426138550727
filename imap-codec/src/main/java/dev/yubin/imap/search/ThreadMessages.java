package dev.yubin.imap.search;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * THREAD, which looks for messages and shows which answers which: RFC 5256 section 3.
 *
 * @param uid     whether the result is UIDs
 * @param charset the charset that the client named, where it is not known here; see {@link Search}
 * @param keys    at least one; a message must be all of them
 */
public record ThreadMessages(boolean uid, Algorithm algorithm, Optional<String> charset, List<SearchKey> keys)
        implements ImapCommand {
    /** How it is found what answers what. */
    public enum Algorithm {
        /** What has one base subject is one talk: "poor man's threading". */
        ORDEREDSUBJECT,
        /** By Message-ID, References and In-Reply-To, and by subject where these tell nothing. */
        REFERENCES
    }

    public ThreadMessages {
        Objects.requireNonNull(algorithm, "algorithm");
        keys = KeyStrings.atLeastOne(keys);
        charset = KeyStrings.unfit(charset, keys);
    }

    /** One whose strings are UTF-8. */
    public static ThreadMessages of(boolean uid, Algorithm algorithm, List<SearchKey> keys) {
        return new ThreadMessages(uid, algorithm, Optional.empty(), keys);
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_THREAD : Verb.THREAD;
    }

    /** thread = "THREAD" SP thread-alg SP charset 1*(SP search-key) */
    public static ThreadMessages read(boolean uid, ImapReader in) throws SyntaxException {
        Algorithm algorithm = in.option(Algorithm.values());
        Optional<String> charset = Optional.of(in.space().astring());
        in.space();
        return new ThreadMessages(uid, algorithm, charset, KeyStrings.read(charset, in));
    }

    @Override
    public void write(ImapWriter out) {
        out.text(algorithm.name()).space();
        KeyStrings.writeCriteria(charset, keys, out);
    }
}

package dev.yubin.imap.search;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * What SORT goes by: RFC 5256 section 3.
 *
 * @param reverse whether the greater comes first
 */
public record SortCriterion(boolean reverse, Key key) {
    /** What of a message is compared. */
    public enum Key {
        /** The internal date. */
        ARRIVAL,
        /** The local part of the first address in Cc. */
        CC,
        /** The sent date, in UTC: section 2.2. */
        DATE,
        FROM,
        SIZE,
        /** The base subject: section 2.1. */
        SUBJECT,
        TO,
        /** The name of the first address in From as people read it, or else the address: RFC 5957 section 3. */
        DISPLAYFROM,
        DISPLAYTO,
        /** How well it fits; the best first. RFC 6203 section 6. */
        RELEVANCY
    }

    public SortCriterion {
        Objects.requireNonNull(key, "key");
    }

    /** The smaller or earlier first. */
    public static SortCriterion by(Key key) {
        return new SortCriterion(false, key);
    }

    /** The greater or later first. */
    public static SortCriterion reverse(Key key) {
        return new SortCriterion(true, key);
    }

    /** sort-criterion = ["REVERSE" SP] sort-key */
    static SortCriterion read(ImapReader in) throws SyntaxException {
        boolean reverse = in.acceptWord("REVERSE");
        return new SortCriterion(reverse, (reverse ? in.space() : in).option(Key.values()));
    }

    void write(ImapWriter out) {
        out.text(reverse ? "REVERSE " : "").text(key.name());
    }
}

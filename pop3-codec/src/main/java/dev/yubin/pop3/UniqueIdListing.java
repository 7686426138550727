package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * A line of what {@link Uidl} is answered with. RFC 1939 section 7.
 *
 * @param message  a message-number, from 1
 * @param uniqueId what names the message in this maildrop over all sessions: 1 to 70 printable ASCII characters, no space
 */
public record UniqueIdListing(int message, String uniqueId) {
    private static final int LONGEST = 70;

    /** msg SP unique-id */
    static final Grammar<UniqueIdListing> GRAMMAR = new Grammar<>() {
        @Override
        public UniqueIdListing read(LineReader in) throws SyntaxException {
            int message = MessageNumber.readBare(in);
            in.expect(" ");
            String uniqueId = in.expectWhile(UniqueIdListing::fits, "a unique-id");
            if (uniqueId.length() > LONGEST) {
                throw new SyntaxException("a unique-id has at most " + LONGEST + " characters");
            }
            return new UniqueIdListing(message, uniqueId);
        }

        @Override
        public void write(UniqueIdListing listing, LineWriter out) {
            out.number(listing.message()).text(" ").text(listing.uniqueId());
        }
    };

    public UniqueIdListing {
        MessageNumber.check(message);
        if (uniqueId.isEmpty()
                || uniqueId.length() > LONGEST
                || !uniqueId.chars().allMatch(UniqueIdListing::fits)) {
            throw new IllegalArgumentException("\"" + Escaped.text(uniqueId) + "\" is not a unique-id");
        }
    }

    /**
     * Reads the listing from a line, or from the text of a reply.
     *
     * @throws SyntaxException when it has another form
     */
    public static UniqueIdListing read(String text) throws SyntaxException {
        return Listings.read(GRAMMAR, text);
    }

    private static boolean fits(int c) {
        return c > ' ' && c < 0x7f;
    }

    /** The listing as it stands on the wire. */
    @Override
    public String toString() {
        return Listings.write(GRAMMAR, this);
    }
}

package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * What {@link Stat} is answered with; messages that are marked as deleted count in neither number. RFC 1939 section 5.
 *
 * @param messages how many, from 0
 * @param octets   their sizes together
 */
public record DropListing(int messages, long octets) {
    /** nn SP mm; what follows behind a space is passed over, as RFC 1939 allows it to be there */
    static final Grammar<DropListing> GRAMMAR = new Grammar<>() {
        @Override
        public DropListing read(LineReader in) throws SyntaxException {
            int messages = (int) in.expectNumber(Integer.MAX_VALUE);
            in.expect(" ");
            long octets = in.expectNumber(Long.MAX_VALUE);
            if (in.accept(" ")) {
                in.restOctets();
            }
            return new DropListing(messages, octets);
        }

        @Override
        public void write(DropListing listing, LineWriter out) {
            out.number(listing.messages()).text(" ").number(listing.octets());
        }
    };

    public DropListing {
        if (messages < 0 || octets < 0) {
            throw new IllegalArgumentException("neither number is below 0");
        }
    }

    /**
     * Reads the listing from the text of a reply.
     *
     * @throws SyntaxException when it has another form
     */
    public static DropListing read(String text) throws SyntaxException {
        return Listings.read(GRAMMAR, text);
    }

    /** The listing as it stands on the wire. */
    @Override
    public String toString() {
        return Listings.write(GRAMMAR, this);
    }
}

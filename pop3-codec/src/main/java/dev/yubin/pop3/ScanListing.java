package dev.yubin.pop3;

import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * A line of what {@link ListMessages} is answered with. RFC 1939 section 5.
 *
 * @param message a message-number, from 1
 * @param octets  the message's size; dots that {@link Retr} stuffs are not counted (RFC 1939 section 11)
 */
public record ScanListing(int message, long octets) {
    /** msg SP octets; what follows behind a space is passed over, as RFC 1939 allows it to be there */
    static final Grammar<ScanListing> GRAMMAR = new Grammar<>() {
        @Override
        public ScanListing read(LineReader in) throws SyntaxException {
            int message = MessageNumber.readBare(in);
            in.expect(" ");
            long octets = in.expectNumber(Long.MAX_VALUE);
            if (in.accept(" ")) {
                in.restOctets();
            }
            return new ScanListing(message, octets);
        }

        @Override
        public void write(ScanListing listing, LineWriter out) {
            out.number(listing.message()).text(" ").number(listing.octets());
        }
    };

    public ScanListing {
        MessageNumber.check(message);
        if (octets < 0) {
            throw new IllegalArgumentException("a message of " + octets + " octets");
        }
    }

    /**
     * Reads the listing from a line, or from the text of a reply.
     *
     * @throws SyntaxException when it has another form
     */
    public static ScanListing read(String text) throws SyntaxException {
        return Listings.read(GRAMMAR, text);
    }

    /** The listing as it stands on the wire. */
    @Override
    public String toString() {
        return Listings.write(GRAMMAR, this);
    }
}

package dev.yubin.imap.fetch;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * A stretch of a section: {@code <0.2048>}. RFC 9051 section 6.4.5.
 *
 * @param from   its first octet, from 0; behind the section's end it is a stretch of nothing
 * @param octets how many at most, at least 1
 */
public record Partial(long from, long octets) {
    public Partial {
        if (from < 0 || octets < 1) {
            throw new IllegalArgumentException(
                    "a stretch has at least one octet, from 0 on, not " + octets + " from " + from);
        }
    }

    /** [partial]; partial = "&lt;" number64 "." nz-number64 "&gt;" */
    static Optional<Partial> read(ImapReader in) throws SyntaxException {
        if (!in.accept('<')) {
            return Optional.empty();
        }
        long from = in.number64();
        in.expect('.');
        long octets = in.number(1, Long.MAX_VALUE);
        in.expect('>');
        return Optional.of(new Partial(from, octets));
    }

    static void write(Optional<Partial> partial, ImapWriter out) {
        if (partial.isPresent()) {
            out.text("<")
                    .number(partial.get().from)
                    .text(".")
                    .number(partial.get().octets)
                    .text(">");
        }
    }
}

package dev.yubin.imap.search;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.PartialRange;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * Asks which ranges of UIDs hold so many messages each, so that what is done to a large mailbox can be done in portions: RFC 10022. The first batch
 * is that of the greatest UIDs.
 *
 * @param size    how many messages a batch has at most; a server may take none below 500
 * @param batches which of them to tell, such as {@code 1:10}, all together of at most 100,000 messages; empty for all
 */
public record UidBatches(long size, Optional<PartialRange> batches) implements ImapCommand {
    public UidBatches {
        Syntax.checked("the size of a batch", size, 1);
        if (batches.filter(PartialRange::fromLast).isPresent()) {
            throw new IllegalArgumentException("batches are counted from the greatest UIDs on");
        }
    }

    /** All of them. */
    public static UidBatches of(long size) {
        return new UidBatches(size, Optional.empty());
    }

    /** Those from the first to the last, 1 being that of the greatest UIDs. */
    public static UidBatches of(long size, long first, long last) {
        return new UidBatches(size, Optional.of(new PartialRange(false, first, last)));
    }

    @Override
    public Verb verb() {
        return Verb.UIDBATCHES;
    }

    /** "UIDBATCHES" SP nz-number [SP nz-number ":" nz-number] */
    public static UidBatches read(ImapReader in) throws SyntaxException {
        long size = in.nzNumber();
        return new UidBatches(size, in.accept(' ') ? Optional.of(PartialRange.read(in)) : Optional.empty());
    }

    @Override
    public void write(ImapWriter out) {
        out.number(size);
        batches.ifPresent(range -> range.write(out.space()));
    }
}

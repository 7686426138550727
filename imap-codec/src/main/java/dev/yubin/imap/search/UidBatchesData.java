package dev.yubin.imap.search;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * The ranges of UIDs that {@link UidBatches} asked for: RFC 10022 section 3.1.2. Their ends need not be those of messages.
 *
 * @param tag     that of the command
 * @param batches the greatest UIDs first
 */
public record UidBatchesData(String tag, List<UidSet.Range> batches) implements ImapResponse {
    public UidBatchesData {
        if (!Syntax.isTag(tag)) {
            throw new IllegalArgumentException("UIDBATCHES names its command by its tag");
        }
        batches = List.copyOf(batches);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.UIDBATCHES;
    }

    /** "UIDBATCHES" search-correlator [SP uid-range *("," uid-range)] */
    public static UidBatchesData read(ImapReader in) throws SyntaxException {
        in.expect("* UIDBATCHES (TAG ");
        String tag = in.astring();
        in.expect(')');
        List<UidSet.Range> batches = new ArrayList<>();
        if (in.accept(' ') && !in.atEnd()) {
            do {
                in.countItem();
                batches.add(range(in));
            } while (in.accept(','));
        }
        return new UidBatchesData(tag, batches);
    }

    /** uid-range = uniqueid ":" uniqueid; servers of SwiftNIO IMAP tell a batch of one UID as that alone. */
    private static UidSet.Range range(ImapReader in) throws SyntaxException {
        long one = in.nzNumber();
        long other = in.accept(':') ? in.nzNumber() : one;
        return new UidSet.Range(Math.min(one, other), Math.max(one, other));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* UIDBATCHES (TAG ").string(tag).text(")");
        String before = " ";
        for (UidSet.Range batch : batches) {
            out.text(before).number(batch.last()).text(":").number(batch.first());
            before = ",";
        }
    }
}

package dev.yubin.imap.message;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * Messages of these UIDs are gone: RFC 7162 section 3.2.10.
 *
 * @param earlier whether that was so before the mailbox was selected, so that nothing is numbered anew
 */
public record VanishedData(boolean earlier, SequenceSet uids) implements ImapResponse {
    public VanishedData {
        Objects.requireNonNull(uids, "uids");
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.VANISHED;
    }

    /** expunged-resp = "VANISHED" [SP "(EARLIER)"] SP known-uids */
    public static VanishedData read(ImapReader in) throws SyntaxException {
        in.expect("* VANISHED ");
        boolean earlier = in.accept("(EARLIER) ");
        return new VanishedData(earlier, SequenceSet.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        uids.write(out.text(earlier ? "* VANISHED (EARLIER) " : "* VANISHED "));
    }
}

package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;

/** How many messages bear {@code \Recent}: RFC 3501 section 7.3.2. */
public record RecentData(long messages) implements ImapResponse {
    public RecentData {
        Syntax.checked("RECENT", messages, 0);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.RECENT;
    }

    /** number SP "RECENT" */
    public static RecentData read(ImapReader in) throws SyntaxException {
        return new RecentData(in.numberBefore("RECENT"));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ").number(messages).text(" RECENT");
    }
}

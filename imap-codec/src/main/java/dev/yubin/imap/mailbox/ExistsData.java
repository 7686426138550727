package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;

/** How many messages the selected mailbox has: RFC 9051 section 7.4.1. */
public record ExistsData(long messages) implements ImapResponse {
    public ExistsData {
        Syntax.checked("EXISTS", messages, 0);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.EXISTS;
    }

    /** number SP "EXISTS" */
    public static ExistsData read(ImapReader in) throws SyntaxException {
        return new ExistsData(in.numberBefore("EXISTS"));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ").number(messages).text(" EXISTS");
    }
}

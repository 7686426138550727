package dev.yubin.imap.message;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;

/** The message of that number is gone, and those behind it move up by one: RFC 9051 section 7.5.1. */
public record ExpungeData(long number) implements ImapResponse {
    public ExpungeData {
        Syntax.checked("EXPUNGE", number, 1);
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.EXPUNGE;
    }

    /** nz-number SP "EXPUNGE" */
    public static ExpungeData read(ImapReader in) throws SyntaxException {
        return new ExpungeData(in.numberBefore("EXPUNGE"));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ").number(number).text(" EXPUNGE");
    }
}

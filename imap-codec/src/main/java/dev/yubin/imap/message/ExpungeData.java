package dev.yubin.imap.message;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;

/** The message of that number is gone, and those behind it move up by one: RFC 9051 section 7.5.1. */
public record ExpungeData(long number) implements ImapResponse {
    public ExpungeData {
        if (number < 1 || number > ImapReader.MAX_NUMBER) {
            throw new IllegalArgumentException("EXPUNGE tells a number of 1 to 2^32-1, not " + number);
        }
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.EXPUNGE;
    }

    /** nz-number SP "EXPUNGE" */
    public static final ImapGrammar<ExpungeData> GRAMMAR = new ImapGrammar<>() {
        @Override
        public ExpungeData read(ImapReader in) throws SyntaxException {
            in.expect("* ");
            long number = in.number();
            in.expect(" EXPUNGE");
            return new ExpungeData(number);
        }

        @Override
        public void write(ExpungeData data, ImapWriter out) {
            out.text("* ").number(data.number).text(" EXPUNGE");
        }
    };
}

package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;

/** How many messages the selected mailbox has: RFC 9051 section 7.4.1. */
public record ExistsData(long messages) implements ImapResponse {
    public ExistsData {
        if (messages < 0 || messages > ImapReader.MAX_NUMBER) {
            throw new IllegalArgumentException("EXISTS tells a number of 0 to 2^32-1, not " + messages);
        }
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.EXISTS;
    }

    /** number SP "EXISTS" */
    public static final ImapGrammar<ExistsData> GRAMMAR = new ImapGrammar<>() {
        @Override
        public ExistsData read(ImapReader in) throws SyntaxException {
            in.expect("* ");
            long messages = in.number();
            in.expect(" EXISTS");
            return new ExistsData(messages);
        }

        @Override
        public void write(ExistsData data, ImapWriter out) {
            out.text("* ").number(data.messages).text(" EXISTS");
        }
    };
}

package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;

/** How many messages bear {@code \Recent}: RFC 3501 section 7.3.2. */
public record RecentData(long messages) implements ImapResponse {
    public RecentData {
        if (messages < 0 || messages > ImapReader.MAX_NUMBER) {
            throw new IllegalArgumentException("RECENT tells a number of 0 to 2^32-1, not " + messages);
        }
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.RECENT;
    }

    /** number SP "RECENT" */
    public static final ImapGrammar<RecentData> GRAMMAR = new ImapGrammar<>() {
        @Override
        public RecentData read(ImapReader in) throws SyntaxException {
            in.expect("* ");
            long messages = in.number();
            in.expect(" RECENT");
            return new RecentData(messages);
        }

        @Override
        public void write(RecentData data, ImapWriter out) {
            out.text("* ").number(data.messages).text(" RECENT");
        }
    };
}

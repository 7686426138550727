package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;

/**
 * A mailbox's name as peers speak of it: text in Unicode, with whatever separates its levels on that server. Whether there can be a
 * mailbox of that name is for the server to say. RFC 9051 section 5.1.
 *
 * @param text {@code INBOX} in capitals however it was written
 */
public record ImapName(String text) {
    public static final ImapName INBOX = new ImapName("INBOX");

    /** @throws IllegalArgumentException when it has CR, LF, NUL or half of a surrogate pair */
    public ImapName {
        if (text.codePoints().anyMatch(c -> c == '\r' || c == '\n' || c == 0 || (c >= 0xD800 && c <= 0xDFFF))) {
            throw new IllegalArgumentException("a mailbox's name has no CR, LF, NUL or half of a surrogate pair");
        }
        text = text.equalsIgnoreCase("INBOX") ? "INBOX" : text;
    }

    public boolean isInbox() {
        return text.equals("INBOX");
    }

    /** mailbox = "INBOX" / astring */
    public static ImapName read(ImapReader in) throws SyntaxException {
        return new ImapName(in.mailbox());
    }

    public void write(ImapWriter out) {
        out.mailbox(text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.yubin.imap;

import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;

/**
 * Untagged data that is a number and its word: how many messages the selected mailbox has (EXISTS) and how many of them are recent (RECENT, RFC
 * 3501 section 7.3.2); or that the message of that number is gone, and those behind it move up by one (EXPUNGE). RFC 9051 sections 7.4.1 and 7.5.1.
 *
 * @param kind {@link ResponseKind#EXISTS}, {@link ResponseKind#RECENT} or {@link ResponseKind#EXPUNGE}
 */
public record NumberData(ResponseKind kind, long number) implements ImapResponse {
    private static final ResponseKind[] KINDS = {ResponseKind.EXISTS, ResponseKind.RECENT, ResponseKind.EXPUNGE};

    public NumberData {
        if (!List.of(KINDS).contains(kind)) {
            throw new IllegalArgumentException(kind + " is not a number alone");
        }
        Syntax.checked(kind.name(), number, kind == ResponseKind.EXPUNGE ? 1 : 0);
    }

    /** number SP "EXISTS" / number SP "RECENT" / nz-number SP "EXPUNGE" */
    static NumberData read(ImapReader in) throws SyntaxException {
        in.expect("* ");
        long number = in.number();
        return new NumberData(in.space().option(KINDS), number);
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ").number(number).space().text(kind.name());
    }
}

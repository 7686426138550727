package dev.yubin.imap.fetch;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;

/**
 * What is told of one message: RFC 9051 section 7.5.2. One with octets too many for a value comes and goes in pieces instead: {@link FetchOpening}.
 *
 * @param number the message's number; 0 from some broken servers
 */
public record FetchData(long number, List<FetchDatum> data) implements ImapResponse {
    public FetchData {
        data = List.copyOf(data);
    }

    /** These data of that message. */
    public static FetchData of(long number, FetchDatum... data) {
        return new FetchData(number, List.of(data));
    }

    @Override
    public ResponseKind kind() {
        return ResponseKind.FETCH;
    }

    /** nz-number SP "FETCH" SP "(" (msg-att-dynamic / msg-att-static) *(SP ...) ")" */
    public static FetchData read(ImapReader in) throws SyntaxException {
        long number = in.numberBefore("FETCH ");
        return new FetchData(number, in.list(FetchDatum::read));
    }

    @Override
    public void write(ImapWriter out) {
        out.text("* ").number(number).text(" FETCH ").list(data, FetchDatum::write);
    }
}

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
 * @param byUid  whether that is its UID: a UIDFETCH response, once UIDONLY is enabled (RFC 9586)
 */
public record FetchData(long number, boolean byUid, List<FetchDatum> data) implements ImapResponse {
    public FetchData {
        data = List.copyOf(data);
    }

    /** These data of that message. */
    public static FetchData of(long number, FetchDatum... data) {
        return new FetchData(number, false, List.of(data));
    }

    @Override
    public ResponseKind kind() {
        return byUid ? ResponseKind.UIDFETCH : ResponseKind.FETCH;
    }

    /** nz-number SP ("FETCH" / "UIDFETCH") SP "(" (msg-att-dynamic / msg-att-static) *(SP ...) ")" */
    public static FetchData read(ImapReader in) throws SyntaxException {
        long number = in.numberBefore("");
        boolean byUid = readByUid(in);
        return new FetchData(number, byUid, in.list(FetchDatum::read));
    }

    /** "FETCH" SP, or "UIDFETCH" SP, which is told by UID. */
    static boolean readByUid(ImapReader in) throws SyntaxException {
        boolean byUid = in.accept("UID");
        in.expect("FETCH ");
        return byUid;
    }

    /** "*" SP number SP and the word. */
    static ImapWriter writeHead(long number, boolean byUid, ImapWriter out) {
        return out.text("* ").number(number).text(byUid ? " UIDFETCH " : " FETCH ");
    }

    @Override
    public void write(ImapWriter out) {
        writeHead(number, byUid, out).list(data, FetchDatum::write);
    }
}

package dev.yubin.pop3;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;

/** The first line of what a server says (RFC 1939 section 3), or its turn in a SASL exchange (RFC 5034 section 4). */
public sealed interface Pop3Response permits Challenge, Pop3Reply {
    /** The line as it stands on the wire, without its CR LF; the writer prints it with secrets masked. */
    LineWriter line();

    /**
     * Reads a line without its CR LF.
     *
     * @throws SyntaxException when it is neither a reply nor a challenge
     */
    static Pop3Response read(LineReader in) throws SyntaxException {
        Pop3Response response = in.accept("+ ") ? Challenge.readText(in) : Pop3Reply.GRAMMAR.read(in);
        in.expectEnd();
        return response;
    }
}

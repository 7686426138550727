package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;

/** What stands behind a mailbox's {@code @}: {@code Domain / address-literal}. RFC 5321 section 4.1.2. */
public sealed interface Host permits Domain, AddressLiteral {
    /** Whether it can be sent without SMTPUTF8 (RFC 6531). */
    boolean ascii();

    /** Reads {@code Domain / address-literal}. */
    static Host read(LineReader in) throws SyntaxException {
        return in.peek() == '[' ? AddressLiteral.read(in) : Domain.read(in);
    }
}

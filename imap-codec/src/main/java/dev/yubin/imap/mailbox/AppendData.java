package dev.yubin.imap.mailbox;

import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import java.util.Optional;

/** What the octets of a message of APPEND are, as far as one line tells: append-data of RFC 4466 section 2.1. */
public sealed interface AppendData permits AppendLiteral, Catenation {
    /** The literal that ends the line, whose octets stream behind it; empty where the message is whole. */
    Optional<LiteralMarker> literal();

    /** Whether its octets may have headers in UTF-8: the literal stands in {@code UTF8 (...)}, and a parenthesis behind them. RFC 6855 section 4. */
    boolean utf8();

    /** Writes it, up to the end of the literal's line where there is one. */
    void write(ImapWriter out);
}

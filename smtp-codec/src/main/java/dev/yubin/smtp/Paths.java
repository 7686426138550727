package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;

/** What reverse and forward paths share. RFC 5321 section 4.1.2. */
final class Paths {
    private Paths() {}

    /** The colon's neighbour. A space there is against the grammar, but people at a telnet and many scripts and printers write it, and every server reads it. */
    static void open(LineReader in) throws SyntaxException {
        in.accept(" ");
        in.expect("<");
    }

    /** [ A-d-l ":" ] Mailbox ">"; the source route is read and forgotten, as appendix C asks. */
    static Mailbox mailboxAndClose(LineReader in) throws SyntaxException {
        if (in.accept("@")) {
            Domain.read(in);
            while (in.accept(",")) {
                in.expect("@");
                Domain.read(in);
            }
            in.expect(":");
        }
        Mailbox mailbox = Mailbox.read(in);
        in.expect(">");
        return mailbox;
    }
}

package dev.yubin.imap.wire;

import java.util.Objects;

/**
 * What both sides have agreed on that changes how a value is written: it begins as {@link #PLAIN} and grows with ENABLE and with the
 * server's capabilities.
 *
 * @param utf8       IMAP4rev2 or UTF8=ACCEPT was enabled: mailbox names and quoted strings are UTF-8 (RFC 9051 section 5.1, RFC 6855 section
 *                   3), else names are in modified UTF-7 (RFC 3501 section 5.1.3) and quoted strings are ASCII
 * @param utf8Accept UTF8=ACCEPT was enabled by its name: SEARCH names no charset, and a message may come as UTF8 data (RFC 6855 sections 3 and 4)
 * @param literals   how a client may send literals
 */
public record ImapEncoding(boolean utf8, boolean utf8Accept, Literals literals) {
    /** How a client may send literals: RFC 7888. */
    public enum Literals {
        /** Each waits for the server's go-ahead: RFC 9051 section 4.3. */
        SYNCHRONIZING(-1),
        /** LITERAL-: those of up to 4096 octets need not wait. */
        MINUS(4096),
        /** LITERAL+: none needs to wait. */
        PLUS(Long.MAX_VALUE);

        private final long most;

        Literals(long most) {
            this.most = most;
        }

        /** Whether a literal of that many octets waits for the server's go-ahead. */
        public boolean waits(long octets) {
            return octets > most;
        }
    }

    /** IMAP4rev1 with nothing enabled: what every connection begins with. */
    public static final ImapEncoding PLAIN = new ImapEncoding(false, false, Literals.SYNCHRONIZING);

    public ImapEncoding {
        Objects.requireNonNull(literals, "literals");
    }

    /** The same with names and strings in UTF-8. */
    public ImapEncoding withUtf8() {
        return new ImapEncoding(true, utf8Accept, literals);
    }

    /** The same once UTF8=ACCEPT is enabled by its name. */
    public ImapEncoding withUtf8Accept() {
        return new ImapEncoding(true, true, literals);
    }

    /** The same with literals sent so. */
    public ImapEncoding with(Literals sent) {
        return new ImapEncoding(utf8, utf8Accept, sent);
    }
}

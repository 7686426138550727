package dev.yubin.conformance.pop3;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A way for mail to get into the maildrop that is examined. A store that is at hand is the best, since it takes every octet as it is; what comes by SMTP or
 * LMTP may carry trace fields on top, which the checks allow for.
 */
@FunctionalInterface
public interface Delivery {
    /**
     * Delivers one message; it may take a while to be seen.
     *
     * @param message its octets, with CR LF
     * @throws IOException when this message is refused, or cannot be brought; checks that want it are skipped and say why
     */
    void deliver(byte[] message) throws IOException;

    /** By SMTP in the clear (RFC 5321), from the null reverse-path. Refuses octets that SMTP cannot carry. */
    static Delivery smtp(InetSocketAddress server, String recipient) {
        return new SmtpDelivery(server, "EHLO", recipient);
    }

    /** By LMTP in the clear (RFC 2033); else as {@link #smtp}. */
    static Delivery lmtp(InetSocketAddress server, String recipient) {
        return new SmtpDelivery(server, "LHLO", recipient);
    }

    /** By IMAP in the clear, with APPEND to INBOX (RFC 9051 section 6.3.12). The user and the password are sent as quoted strings. */
    static Delivery imap(InetSocketAddress server, String user, String password) {
        return new ImapDelivery(server, user, password);
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * Where notices of failure go. RFC 5321 section 4.1.2.
 *
 * @param mailbox empty in {@link #NULL}
 */
public record ReversePath(Optional<Mailbox> mailbox) {
    /** {@code <>}: nobody wants a notice, for the mail is one. RFC 5321 section 4.5.5. */
    public static final ReversePath NULL = new ReversePath(Optional.empty());

    public ReversePath {
        Objects.requireNonNull(mailbox, "mailbox");
    }

    /** The path to this mailbox. */
    public static ReversePath to(Mailbox mailbox) {
        return new ReversePath(Optional.of(mailbox));
    }

    /**
     * The path to the mailbox written so, without angle brackets; {@link #NULL} for an empty text.
     *
     * @throws IllegalArgumentException when it is none; says why
     */
    public static ReversePath of(String mailbox) {
        return mailbox.isEmpty() ? NULL : to(Mailbox.of(mailbox));
    }

    /** Reverse-path = Path / "<>" */
    static ReversePath read(LineReader in) throws SyntaxException {
        Paths.open(in);
        return in.accept(">") ? NULL : to(Paths.mailboxAndClose(in));
    }

    /** Whether it is {@link #NULL}. */
    public boolean isNull() {
        return mailbox.isEmpty();
    }

    /** Whether it can be sent without SMTPUTF8 (RFC 6531). */
    public boolean ascii() {
        return mailbox.map(Mailbox::ascii).orElse(true);
    }

    /** As it stands in MAIL, with its angle brackets. */
    @Override
    public String toString() {
        return mailbox.map(to -> "<" + to + ">").orElse("<>");
    }
}

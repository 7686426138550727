package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * Whom mail is for. RFC 5321 section 4.1.2.
 *
 * @param mailbox empty in {@link #POSTMASTER}
 */
public record ForwardPath(Optional<Mailbox> mailbox) {
    /** {@code <Postmaster>}: whoever answers for the server that is spoken to. RFC 5321 section 4.5.1. */
    public static final ForwardPath POSTMASTER = new ForwardPath(Optional.empty());

    public ForwardPath {
        Objects.requireNonNull(mailbox, "mailbox");
    }

    /** The path to this mailbox. */
    public static ForwardPath to(Mailbox mailbox) {
        return new ForwardPath(Optional.of(mailbox));
    }

    /**
     * The path to the mailbox written so, without angle brackets; {@link #POSTMASTER} for {@code postmaster} without a domain.
     *
     * @throws IllegalArgumentException when it is none; says why
     */
    public static ForwardPath of(String mailbox) {
        return mailbox.equalsIgnoreCase("postmaster") ? POSTMASTER : to(Mailbox.of(mailbox));
    }

    /** "<" ( Path / "Postmaster" ) ">", as RCPT has it in section 4.1.1.3 */
    static ForwardPath read(LineReader in) throws SyntaxException {
        Paths.open(in);
        return in.accept("postmaster>") ? POSTMASTER : to(Paths.mailboxAndClose(in));
    }

    /** Whether it is {@link #POSTMASTER}; the postmaster of a domain, {@code postmaster@example.org}, is a mailbox like any other here. */
    public boolean isPostmaster() {
        return mailbox.isEmpty();
    }

    /** Whether it can be sent without SMTPUTF8 (RFC 6531). */
    public boolean ascii() {
        return mailbox.map(Mailbox::ascii).orElse(true);
    }

    /** As it stands in RCPT, with its angle brackets. */
    @Override
    public String toString() {
        return mailbox.map(to -> "<" + to + ">").orElse("<Postmaster>");
    }
}

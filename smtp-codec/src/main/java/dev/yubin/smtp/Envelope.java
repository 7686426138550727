package dev.yubin.smtp;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What SMTP knows of a message beside its content. RFC 5321 section 2.3.1.
 *
 * @param mail       who sent it, and what is said of it
 * @param recipients whom it is for
 */
public record Envelope(Mail mail, List<Rcpt> recipients) {
    public Envelope {
        Objects.requireNonNull(mail, "mail");
        recipients = List.copyOf(recipients);
    }

    /**
     * An envelope without parameters.
     *
     * @param from a mailbox without angle brackets; empty for {@link ReversePath#NULL}
     * @param to   mailboxes likewise
     * @throws IllegalArgumentException when one of them is no mailbox; says which and why
     */
    public static Envelope of(String from, String... to) {
        return new Envelope(
                new Mail(ReversePath.of(from), MailParameters.NONE),
                Arrays.stream(to)
                        .map(mailbox -> new Rcpt(ForwardPath.of(mailbox), RcptParameters.NONE))
                        .collect(Collectors.toList()));
    }

    /** Where notices of failure go. */
    public ReversePath from() {
        return mail.from();
    }

    /** The recipients' paths, in order. */
    public List<ForwardPath> to() {
        return recipients.stream().map(Rcpt::to).collect(Collectors.toUnmodifiableList());
    }
}

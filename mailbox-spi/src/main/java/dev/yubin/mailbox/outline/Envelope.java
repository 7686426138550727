package dev.yubin.mailbox.outline;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the header of a message says of its way, in the order of RFC 9051 section 7.5.2. A field that is absent is empty here; one that is
 * present with nothing in it is {@code ""} or an empty list. Of a field that may stand once only the first counts; the lists of several To,
 * Cc or Bcc fields are joined (RFC 5322 section 4.5.3).
 *
 * @param sender  {@code from} where the header has none
 * @param replyTo {@code from} where the header has none
 */
public record Envelope(
        Optional<String> date,
        Optional<String> subject,
        List<MailAddress> from,
        List<MailAddress> sender,
        List<MailAddress> replyTo,
        List<MailAddress> to,
        List<MailAddress> cc,
        List<MailAddress> bcc,
        Optional<String> inReplyTo,
        Optional<String> messageId) {
    public Envelope {
        Objects.requireNonNull(date, "date");
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(inReplyTo, "inReplyTo");
        Objects.requireNonNull(messageId, "messageId");
        from = List.copyOf(from);
        sender = sender.isEmpty() ? from : List.copyOf(sender);
        replyTo = replyTo.isEmpty() ? from : List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    static Envelope of(HeaderFields fields) {
        return new Envelope(
                fields.value(HeaderField.DATE),
                fields.value(HeaderField.SUBJECT),
                fields.addresses(HeaderField.FROM),
                fields.addresses(HeaderField.SENDER),
                fields.addresses(HeaderField.REPLY_TO),
                fields.addresses(HeaderField.TO),
                fields.addresses(HeaderField.CC),
                fields.addresses(HeaderField.BCC),
                fields.value(HeaderField.IN_REPLY_TO),
                fields.value(HeaderField.MESSAGE_ID));
    }
}

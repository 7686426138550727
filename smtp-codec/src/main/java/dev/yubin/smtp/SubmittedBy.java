package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code AUTH=}: who submitted the message, passed on between servers that trust each other. RFC 4954 section 5.
 *
 * @param mailbox empty when that is not known, which is {@code AUTH=<>}
 */
public record SubmittedBy(Optional<Mailbox> mailbox) implements MailParameter {
    public SubmittedBy {
        Objects.requireNonNull(mailbox, "mailbox");
    }

    /** auth-param = "AUTH=" xtext, of which is made: addr-spec / "<>" */
    static SubmittedBy read(Optional<String> value) throws SyntaxException {
        String text = Xtext.decode(EsmtpParameter.required(value, "AUTH=mailbox or AUTH=<>"));
        try {
            return new SubmittedBy(text.equals("<>") ? Optional.empty() : Optional.of(Mailbox.of(text)));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("AUTH=" + e.getMessage());
        }
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.AUTH);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(mailbox.map(who -> Xtext.encode(who.toString())).orElse("<>"));
    }
}

package dev.yubin.routing.spool;

import dev.yubin.smtp.Mail;
import java.time.Instant;
import java.util.Objects;

/**
 * A message in a {@link Spool}.
 *
 * @param id      above 0; ascending, more or less in the order in which they came
 * @param mail    the sender, and what he said of the message: RET and ENVID (RFC 3461), REQUIRETLS (RFC 8689), SMTPUTF8, BODY and so on
 * @param arrived when, to the millisecond
 * @param octets  of its content
 */
public record SpooledMessage(long id, Mail mail, Instant arrived, long octets) {
    public SpooledMessage {
        Objects.requireNonNull(mail, "mail");
        Objects.requireNonNull(arrived, "arrived");
    }
}

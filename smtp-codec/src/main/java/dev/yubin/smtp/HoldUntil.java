package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * {@code HOLDUNTIL=}: the message is to wait until then. RFC 4865 section 4.
 *
 * @param time to the second
 */
public record HoldUntil(Instant time) implements MailParameter {
    public HoldUntil {
        time = time.truncatedTo(ChronoUnit.SECONDS);
    }

    /** holduntil-param = "HOLDUNTIL=" future-release-date-time, which is Internet-style-date-time-UTC of RFC 3339 */
    static HoldUntil read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, "HOLDUNTIL=date-time");
        try {
            if (text.endsWith("Z") || text.endsWith("z")) {
                return new HoldUntil(Instant.parse(text));
            }
        } catch (DateTimeException e) {
            // told of below, with what is not in UTC
        }
        throw new SyntaxException("expected HOLDUNTIL= and a time such as 2026-12-31T23:59:59Z");
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.HOLDUNTIL);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(time.toString());
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * {@code HOLDFOR=}: the message is to wait so long before it goes on. RFC 4865 section 4.
 *
 * @param seconds at least 1, of at most nine digits
 */
public record HoldFor(long seconds) implements MailParameter {
    private static final long MOST = 999_999_999;

    public HoldFor {
        if (seconds < 1 || seconds > MOST) {
            throw new IllegalArgumentException("HOLDFOR is 1 to " + MOST + " seconds, not " + seconds);
        }
    }

    /** holdfor-param = "HOLDFOR=" future-release-integer; future-release-integer = %x31-39 *8DIGIT */
    static HoldFor read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, "HOLDFOR=seconds");
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new SyntaxException("expected HOLDFOR=1 to " + MOST + " seconds");
        }
        return new HoldFor(Long.parseLong(text));
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.HOLDFOR);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(Long.toString(seconds));
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * {@code MT-PRIORITY=}: how urgent a message is. RFC 6710 section 4.1.
 *
 * @param priority -9, which can wait, to 9, which cannot; 0 where nothing is said
 */
public record Priority(int priority) implements MailParameter {
    private static final int MOST = 9;

    public Priority {
        if (priority < -MOST || priority > MOST) {
            throw new IllegalArgumentException("a priority is -9 to 9, not " + priority);
        }
    }

    /** priority-value = "0" / ( ["-"] NZDIGIT ) */
    static Priority read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, "MT-PRIORITY=priority");
        if (!text.matches("0|-?[1-9]")) {
            throw new SyntaxException("expected a priority of -9 to 9");
        }
        return new Priority(Integer.parseInt(text));
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.MT_PRIORITY);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(Integer.toString(priority));
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code BY=}: until when a message should be delivered. RFC 2852 section 4.
 *
 * @param seconds from now, and below zero once that time has passed on the way; of at most nine digits
 * @param mode    what is done with the message if it is late
 * @param trace   whether each server that takes it over is to send a notice of that
 */
public record DeliverBy(long seconds, Mode mode, boolean trace) implements MailParameter {
    private static final long MOST = 999_999_999;

    /** What is done with a message that is late. */
    public enum Mode {
        /** It is given back: R. */
        RETURN('R'),
        /** It goes on, and its sender is told: N. */
        NOTIFY('N');

        private final char letter;

        Mode(char letter) {
            this.letter = letter;
        }
    }

    /** @throws IllegalArgumentException for too many digits, or a time that has passed where the message would be given back */
    public DeliverBy {
        Objects.requireNonNull(mode, "mode");
        if (seconds < -MOST || seconds > MOST) {
            throw new IllegalArgumentException("BY has at most nine digits of seconds");
        } else if (mode == Mode.RETURN && seconds <= 0) {
            throw new IllegalArgumentException("BY with R needs a time to come");
        }
    }

    /** by-value = by-time";"by-mode[by-trace]; by-time = ["-"/"+"]1*9digit; by-mode = "N"/"R"; by-trace = "T" */
    static DeliverBy read(Optional<String> value) throws SyntaxException {
        LineReader in = LineReader.of(EsmtpParameter.required(value, "BY=seconds;mode"));
        boolean past = in.accept("-");
        if (!past) {
            in.accept("+");
        }
        long seconds = in.expectNumber(MOST);
        in.expect(";");
        Mode mode = in.accept("R") ? Mode.RETURN : Mode.NOTIFY;
        if (mode == Mode.NOTIFY) {
            in.expect("N");
        }
        boolean trace = in.accept("T");
        in.expectEnd();
        try {
            return new DeliverBy(past ? -seconds : seconds, mode, trace);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(e.getMessage());
        }
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.BY);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(seconds + ";" + mode.letter + (trace ? "T" : ""));
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * {@code SIZE=}: how large the message will be. RFC 1870 section 6.
 *
 * @param octets of the content with its CR LFs, without dot-stuffing
 */
public record Size(long octets) implements MailParameter {
    private static final int MAX_DIGITS = 20;

    public Size {
        if (octets < 0) {
            throw new IllegalArgumentException("a size is not negative: " + octets);
        }
    }

    /** size-value ::= 1*20DIGIT, of which the largest are more than any server takes: they are {@link Long#MAX_VALUE} */
    static Size read(Optional<String> value) throws SyntaxException {
        LineReader in = LineReader.of(EsmtpParameter.required(value, "SIZE=octets"));
        String digits = in.expectWhile(c -> c >= '0' && c <= '9', "a number");
        in.expectEnd();
        if (digits.length() > MAX_DIGITS) {
            throw new SyntaxException("expected SIZE of at most " + MAX_DIGITS + " digits");
        }
        return new Size(
                new BigInteger(digits).min(BigInteger.valueOf(Long.MAX_VALUE)).longValue());
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.SIZE);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(Long.toString(octets));
    }
}

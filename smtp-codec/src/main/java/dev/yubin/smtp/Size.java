package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * {@code SIZE=}: how large the message will be. RFC 1870 section 6.
 *
 * @param octets of the content with its CR LFs, without dot-stuffing
 */
public record Size(long octets) implements MailParameter {
    public Size {
        if (octets < 0) {
            throw new IllegalArgumentException("a size is not negative: " + octets);
        }
    }

    /** size-value ::= 1*20DIGIT */
    static Size read(Optional<String> value) throws SyntaxException {
        LineReader in = LineReader.of(EsmtpParameter.required(value, "SIZE=octets"));
        Size size = new Size(in.expectNumber(Long.MAX_VALUE));
        in.expectEnd();
        return size;
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

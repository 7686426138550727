package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/** A parameter of MAIL that says all by being there. */
public enum MailFlag implements MailParameter {
    /** Addresses or header fields are beyond ASCII. RFC 6531 section 3.4. */
    SMTPUTF8(Row.SMTPUTF8),
    /** Every hop needs TLS and a certificate that proves its name; whoever cannot have that gives the message back. RFC 8689 section 4. */
    REQUIRETLS(Row.REQUIRETLS);

    private final Row row;

    MailFlag(Row row) {
        this.row = row;
    }

    MailFlag read(Optional<String> value) throws SyntaxException {
        if (value.isPresent()) {
            throw new SyntaxException("expected " + name() + " without a value");
        }
        return this;
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(row);
    }

    @Override
    public Optional<String> value() {
        return Optional.empty();
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/** {@code BODY=}: which octets are in the content. RFC 6152 section 3, earlier RFC 1652; RFC 3030 section 3. */
public enum Body implements MailParameter {
    /** None above 127. What holds when nothing is said. */
    SEVEN_BIT("7BIT"),
    /** Any, in lines that end with CR LF. */
    EIGHT_BIT_MIME("8BITMIME"),
    /** Any, in lines or not; it comes by BDAT alone. */
    BINARY_MIME("BINARYMIME");

    private static final String EXPECTED = "BODY=7BIT, BODY=8BITMIME or BODY=BINARYMIME";

    private final String value;

    Body(String value) {
        this.value = value;
    }

    /** body-value ::= "7BIT" / "8BITMIME" / "BINARYMIME" */
    static Body read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, EXPECTED);
        for (Body body : values()) {
            if (body.value.equalsIgnoreCase(text)) {
                return body;
            }
        }
        throw new SyntaxException("expected " + EXPECTED);
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.BODY);
    }

    @Override
    public Optional<Extension> extension() {
        return Optional.of(this == BINARY_MIME ? Extension.BINARYMIME : Extension.EIGHTBITMIME);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(value);
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** {@code BODY=}: which octets are in the content. RFC 6152 section 3, earlier RFC 1652. */
public enum Body implements MailParameter {
    /** None above 127. What holds when nothing is said. */
    SEVEN_BIT("7BIT"),
    /** Any, in lines that end with CR LF. */
    EIGHT_BIT_MIME("8BITMIME");

    private final String value;

    Body(String value) {
        this.value = value;
    }

    /** body-value ::= "7BIT" / "8BITMIME" */
    static Body read(Optional<String> value) throws SyntaxException {
        String text = MailParameter.required(value, "BODY=7BIT or BODY=8BITMIME");
        return Arrays.stream(values())
                .filter(body -> body.value.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new SyntaxException("expected BODY=7BIT or BODY=8BITMIME"));
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.BODY);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(value);
    }
}

package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Optional;

/** {@code RET=}: how much of the message a notice of failure gives back. RFC 3461 section 4.3. */
public enum Ret implements MailParameter {
    /** All of it. */
    FULL,
    /** Its header alone. */
    HDRS;

    /** ret-value = "FULL" / "HDRS" */
    static Ret read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, "RET=FULL or RET=HDRS");
        return Arrays.stream(values())
                .filter(ret -> ret.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new SyntaxException("expected RET=FULL or RET=HDRS"));
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.RET);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(name());
    }
}

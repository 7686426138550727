package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A parameter this codec does not know. A server answers it with 555 (RFC 5321 section 4.1.1.11), unless its application has an extension that does.
 *
 * @param keyword letters, digits and {@code -}, in upper case
 * @param value   printable ASCII without {@code =}, or beyond ASCII
 */
public record UnknownParameter(String keyword, Optional<String> value) implements MailParameter, RcptParameter {
    /** @throws IllegalArgumentException when it is against the grammar */
    public UnknownParameter {
        keyword = keyword.toUpperCase(Locale.ROOT);
        if (keyword.isEmpty() || keyword.startsWith("-") || !keyword.chars().allMatch(Characters::ldh)) {
            throw new IllegalArgumentException("expected a parameter's keyword of letters, digits and -");
        }
        if (!value.map(v -> !v.isEmpty() && v.chars().allMatch(Characters::esmtpValue))
                .orElse(true)) {
            throw new IllegalArgumentException("expected a parameter's value without space, = and control characters");
        }
    }

    static UnknownParameter read(String keyword, Optional<String> value) throws SyntaxException {
        try {
            return new UnknownParameter(keyword, value);
        } catch (IllegalArgumentException e) {
            throw new SyntaxException(e.getMessage());
        }
    }

    @Override
    public Optional<Row> row() {
        return Optional.empty();
    }

    @Override
    public Optional<RcptRow> rcptRow() {
        return Optional.empty();
    }

    @Override
    public Optional<Extension> extension() {
        return Optional.empty();
    }
}

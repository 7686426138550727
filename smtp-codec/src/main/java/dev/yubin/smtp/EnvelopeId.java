package dev.yubin.smtp;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * {@code ENVID=}: what the sender calls this envelope, told in every notice about it. RFC 3461 section 4.4.
 *
 * @param id printable ASCII and space; encoded it has at most 100 characters
 */
public record EnvelopeId(String id) implements MailParameter {
    private static final int MAX_CHARACTERS = 100;

    /** @throws IllegalArgumentException when it is empty, too long, or has other characters */
    public EnvelopeId {
        if (id.isEmpty() || !id.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new IllegalArgumentException("an envelope's id is of printable ASCII");
        } else if (Xtext.encode(id).length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("an envelope's id has at most " + MAX_CHARACTERS + " characters");
        }
    }

    /** envid-parameter = "ENVID=" xtext */
    static EnvelopeId read(Optional<String> value) throws SyntaxException {
        String text = EsmtpParameter.required(value, "ENVID=id");
        try {
            return new EnvelopeId(Xtext.decode(text));
        } catch (IllegalArgumentException e) {
            throw new SyntaxException("ENVID=" + Escaped.text(text) + ": " + e.getMessage());
        }
    }

    @Override
    public Optional<Row> row() {
        return Optional.of(Row.ENVID);
    }

    @Override
    public Optional<String> value() {
        return Optional.of(Xtext.encode(id));
    }
}

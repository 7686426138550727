package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a client says of the message to come. RFC 5321 section 4.1.2: {@code Mail-parameters}.
 *
 * @param all in the order they came, no keyword twice
 */
public record MailParameters(List<MailParameter> all) {
    /** Nothing is said of the message. */
    public static final MailParameters NONE = new MailParameters(List.of());

    /** @throws IllegalArgumentException when a keyword comes twice */
    public MailParameters {
        all = EsmtpParameter.distinct(all);
    }

    /** Such as {@code MailParameters.of(new Size(1024), Body.EIGHT_BIT_MIME)}. */
    public static MailParameters of(MailParameter... all) {
        return new MailParameters(List.of(all));
    }

    /** Mail-parameters = esmtp-param *(SP esmtp-param) */
    static MailParameters read(LineReader in) throws SyntaxException {
        return in.atEnd() ? NONE : new MailParameters(EsmtpParameter.readAll(in, MailParameter::meaning));
    }

    /** The announced octets of the message. RFC 1870. */
    public OptionalLong size() {
        return find(Size.class).map(size -> OptionalLong.of(size.octets())).orElse(OptionalLong.empty());
    }

    /** {@link Body#SEVEN_BIT} where nothing is said. */
    public Body body() {
        return find(Body.class).orElse(Body.SEVEN_BIT);
    }

    /** Who submitted it, where a server that is trusted says so. RFC 4954 section 5. */
    public Optional<SubmittedBy> submittedBy() {
        return find(SubmittedBy.class);
    }

    /** Whether this is said. */
    public boolean has(MailFlag flag) {
        return all.contains(flag);
    }

    /** The parameter of that kind, such as {@code find(Ret.class)}, where it is given. */
    public <P extends MailParameter> Optional<P> find(Class<P> kind) {
        for (MailParameter parameter : all) { // asked many times for each message
            if (kind.isInstance(parameter)) {
                return Optional.of(kind.cast(parameter));
            }
        }
        return Optional.empty();
    }

    /** The parameter of that keyword, in any case of its letters, where it is given and this codec does not know it. */
    public Optional<UnknownParameter> unknown(String keyword) {
        return all.stream()
                .filter(parameter -> parameter.keyword().equalsIgnoreCase(keyword))
                .filter(UnknownParameter.class::isInstance)
                .map(UnknownParameter.class::cast)
                .findFirst();
    }

    /** As they stand behind the path, a space before each. */
    @Override
    public String toString() {
        return EsmtpParameter.text(all);
    }
}

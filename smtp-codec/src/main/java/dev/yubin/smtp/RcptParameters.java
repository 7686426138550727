package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * What a client asks for with regard to one recipient. RFC 5321 section 4.1.2: {@code Rcpt-parameters}.
 *
 * @param all in the order they came, no keyword twice
 */
public record RcptParameters(List<RcptParameter> all) {
    /** Nothing is asked for. */
    public static final RcptParameters NONE = new RcptParameters(List.of());

    /** @throws IllegalArgumentException when a keyword comes twice */
    public RcptParameters {
        all = EsmtpParameter.distinct(all);
    }

    /** Rcpt-parameters = esmtp-param *(SP esmtp-param) */
    static RcptParameters read(LineReader in) throws SyntaxException {
        return in.atEnd() ? NONE : new RcptParameters(EsmtpParameter.readAll(in, RcptParameter::meaning));
    }

    /** Such as {@code RcptParameters.of(Notify.NEVER)}. */
    public static RcptParameters of(RcptParameter... all) {
        return new RcptParameters(List.of(all));
    }

    /** The parameter of that kind, such as {@code find(Notify.class)}, where it is given. */
    public <P extends RcptParameter> Optional<P> find(Class<P> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).findFirst();
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

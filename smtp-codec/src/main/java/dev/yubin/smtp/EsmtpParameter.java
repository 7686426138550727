package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** One of the words behind a path. RFC 5321 section 4.1.2: {@code esmtp-param = esmtp-keyword ["=" esmtp-value]}. */
public sealed interface EsmtpParameter permits MailParameter, RcptParameter {
    /** More are no honest client's: all that are registered together are fewer. */
    int MAX_PARAMETERS = 32;

    /** In upper case. */
    String keyword();

    /** What stands behind the {@code =}, as it is on the wire. */
    Optional<String> value();

    /** The extension that must have been announced before a client may use it; empty for a parameter that this codec does not know. */
    Optional<Extension> extension();

    /** Reads what the value of a keyword means, where there is one. */
    @FunctionalInterface
    interface Meaning<P> {
        P read(Optional<String> value) throws SyntaxException;
    }

    /** [SP esmtp-param *(SP esmtp-param)], each keyword once (RFC 5321 section 4.1.1.11 leaves it open what twice would mean) */
    static <P extends EsmtpParameter> List<P> readAll(LineReader in, Function<String, Meaning<? extends P>> meanings)
            throws SyntaxException {
        List<P> all = new ArrayList<>();
        while (!in.atEnd()) {
            in.expect(" ");
            in.acceptWhile(c -> c == ' ');
            String keyword = in.expectWhile(Characters::ldh, "a parameter").toUpperCase(Locale.ROOT);
            Optional<String> value =
                    in.accept("=") ? Optional.of(in.expectWhile(Characters::esmtpValue, "a value")) : Optional.empty();
            all.add(meanings.apply(keyword).read(value));
            if (all.size() > MAX_PARAMETERS) {
                throw new SyntaxException("expected at most " + MAX_PARAMETERS + " parameters");
            }
        }
        Optional<String> twice = twice(all);
        if (twice.isPresent()) {
            throw new SyntaxException("expected " + twice.get() + " once");
        }
        return all;
    }

    /** Insists on a value. */
    static String required(Optional<String> value, String what) throws SyntaxException {
        return value.orElseThrow(() -> new SyntaxException("expected " + what));
    }

    /** The parameters as they stand behind a path, a space before each. */
    static String text(List<? extends EsmtpParameter> all) {
        if (all.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder();
        for (EsmtpParameter parameter : all) {
            text.append(' ').append(parameter.keyword());
            parameter.value().ifPresent(value -> text.append('=').append(value));
        }
        return text.toString();
    }

    /** Insists that no keyword comes twice. */
    static <P extends EsmtpParameter> List<P> distinct(List<P> all) {
        List<P> copy = List.copyOf(all);
        if (twice(copy).isPresent()) {
            throw new IllegalArgumentException("a parameter is given twice:" + text(copy));
        }
        return copy;
    }

    /** The first keyword that has come before. */
    private static Optional<String> twice(List<? extends EsmtpParameter> all) {
        for (int i = 1; i < all.size(); i++) {
            String keyword = all.get(i).keyword();
            for (int before = 0; before < i; before++) {
                if (all.get(before).keyword().equals(keyword)) {
                    return Optional.of(keyword);
                }
            }
        }
        return Optional.empty();
    }
}

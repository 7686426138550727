package dev.yubin.smtp;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Something a client says of a message with MAIL; switch on {@link #row()}. */
public sealed interface MailParameter extends EsmtpParameter permits Size, Body, SubmittedBy, UnknownParameter {
    /** Every parameter of MAIL this codec speaks, a row each: the extension it belongs to, and what its value means. */
    enum Row {
        SIZE(Extension.SIZE, Size::read),
        BODY(Extension.EIGHTBITMIME, Body::read),
        AUTH(Extension.AUTH, SubmittedBy::read);

        private static final Map<String, Row> BY_KEYWORD =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Row::name, Function.identity()));

        private final Extension extension;
        private final Meaning<MailParameter> meaning;

        Row(Extension extension, Meaning<MailParameter> meaning) {
            this.extension = extension;
            this.meaning = meaning;
        }

        /** The extension that must have been announced before a client may use it. */
        public Extension extension() {
            return extension;
        }
    }

    /** Empty for one that this codec does not know. */
    Optional<Row> row();

    @Override
    default String keyword() {
        return row().orElseThrow().name();
    }

    static Meaning<MailParameter> meaning(String keyword) {
        Row row = Row.BY_KEYWORD.get(keyword);
        return row == null ? value -> UnknownParameter.read(keyword, value) : row.meaning;
    }

    /** Insists on a value. */
    static String required(Optional<String> value, String what) throws SyntaxException {
        return value.orElseThrow(() -> new SyntaxException("expected " + what));
    }
}

package dev.yubin.smtp;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Something a client asks for with RCPT; switch on {@link #rcptRow()}. */
public sealed interface RcptParameter extends EsmtpParameter permits Notify, OriginalRecipient, UnknownParameter {
    /** Every parameter of RCPT this codec speaks, a row each: the extension it belongs to, and what its value means. */
    enum RcptRow {
        NOTIFY(Extension.DSN, Notify::read),
        ORCPT(Extension.DSN, OriginalRecipient::read);

        private static final Map<String, RcptRow> BY_KEYWORD =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RcptRow::name, Function.identity()));

        private final Extension extension;
        private final Meaning<RcptParameter> meaning;

        RcptRow(Extension extension, Meaning<RcptParameter> meaning) {
            this.extension = extension;
            this.meaning = meaning;
        }
    }

    /** Empty for one that this codec does not know. */
    Optional<RcptRow> rcptRow();

    @Override
    default Optional<Extension> extension() {
        return rcptRow().map(row -> row.extension);
    }

    static Meaning<RcptParameter> meaning(String keyword) {
        RcptRow row = RcptRow.BY_KEYWORD.get(keyword);
        return row == null ? value -> UnknownParameter.read(keyword, value) : row.meaning;
    }
}

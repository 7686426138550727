package dev.yubin.smtp;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Something a client says of a message with MAIL; switch on {@link #row()}. */
public sealed interface MailParameter extends EsmtpParameter
        permits Size,
                Body,
                SubmittedBy,
                MailFlag,
                Ret,
                EnvelopeId,
                DeliverBy,
                HoldFor,
                HoldUntil,
                Priority,
                UnknownParameter {
    /** Every parameter of MAIL this codec speaks, a row each: the extension it belongs to, and what its value means. */
    enum Row {
        SIZE(Extension.SIZE, Size::read),
        BODY(Extension.EIGHTBITMIME, Body::read),
        AUTH(Extension.AUTH, SubmittedBy::read),
        SMTPUTF8(Extension.SMTPUTF8, value -> MailFlag.SMTPUTF8.read(value)),
        RET(Extension.DSN, Ret::read),
        ENVID(Extension.DSN, EnvelopeId::read),
        REQUIRETLS(Extension.REQUIRETLS, value -> MailFlag.REQUIRETLS.read(value)),
        BY(Extension.DELIVERBY, DeliverBy::read),
        HOLDFOR(Extension.FUTURERELEASE, HoldFor::read),
        HOLDUNTIL(Extension.FUTURERELEASE, HoldUntil::read),
        MT_PRIORITY("MT-PRIORITY", Extension.MT_PRIORITY, Priority::read);

        private static final Map<String, Row> BY_KEYWORD =
                Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Row::keyword, Function.identity()));

        private final String keyword;
        private final Extension extension;
        private final Meaning<MailParameter> meaning;

        Row(Extension extension, Meaning<MailParameter> meaning) {
            this.keyword = name();
            this.extension = extension;
            this.meaning = meaning;
        }

        Row(String keyword, Extension extension, Meaning<MailParameter> meaning) {
            this.keyword = keyword;
            this.extension = extension;
            this.meaning = meaning;
        }

        /** In upper case, as it is written. */
        public String keyword() {
            return keyword;
        }
    }

    /** Empty for one that this codec does not know. */
    Optional<Row> row();

    @Override
    default Optional<Extension> extension() {
        return row().map(row -> row.extension);
    }

    @Override
    default String keyword() {
        return row().orElseThrow().keyword();
    }

    static Meaning<MailParameter> meaning(String keyword) {
        Row row = Row.BY_KEYWORD.get(keyword);
        return row == null ? value -> UnknownParameter.read(keyword, value) : row.meaning;
    }
}

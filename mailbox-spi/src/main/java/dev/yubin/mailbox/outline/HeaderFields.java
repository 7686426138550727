package dev.yubin.mailbox.outline;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The unfolded values of one header, as far as an outline wants them. */
final class HeaderFields {
    private final Map<HeaderField, StringBuilder> values = new EnumMap<>(HeaderField.class);

    void add(HeaderField field, String value) {
        StringBuilder first = values.putIfAbsent(field, new StringBuilder(value));
        if (first != null && field.joins() && !value.isEmpty()) {
            first.append(',').append(value);
        }
    }

    Optional<String> value(HeaderField field) {
        return Optional.ofNullable(values.get(field)).map(StringBuilder::toString);
    }

    List<MailAddress> addresses(HeaderField field) {
        return MailAddress.readList(value(field).orElse(""));
    }
}

package dev.yubin.routing.tls;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes JSON (RFC 8259): as much as a report needs. */
final class Json {
    private Json() {}

    /** @param value a text, a number, a list or a map of these, whose keys are texts */
    static String text(Object value) {
        if (value instanceof Map<?, ?> object) {
            return object.entrySet().stream()
                    .map(member -> text(member.getKey()) + ":" + text(member.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (value instanceof List<?> array) {
            return array.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
        } else if (value instanceof Number number) {
            return number.toString();
        }
        return string((String) value);
    }

    private static String string(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"').toString();
    }
}

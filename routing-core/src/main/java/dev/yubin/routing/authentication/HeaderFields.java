package dev.yubin.routing.authentication;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Fields to put on top of a message. RFC 5322 section 2.2; beyond ASCII as RFC 6532 has it.
 *
 * @param text each with its CR LF, and folded where it is long; empty for none
 */
public record HeaderFields(String text) {
    /** No field. */
    public static final HeaderFields NONE = new HeaderFields("");

    private static final String WORDS = "[\t\\x20-\\x7e\\x{a0}-\\x{10ffff}]";
    /** Both shorter than the 998 octets of section 2.1.1. */
    private static final Pattern FIRST_LINE = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]{1,77}:" + WORDS + "{0,920}");

    private static final Pattern NEXT_LINE = Pattern.compile("[ \t](?=[ \t]*[^ \t])" + WORDS + "{1,997}");

    /** @throws IllegalArgumentException when it is something else, which would end the header or begin another field */
    public HeaderFields {
        Objects.requireNonNull(text, "text");
        if (!areFields(text)) {
            throw new IllegalArgumentException(
                    "expected header fields, each with CR LF at its end and at every fold, not \""
                            + text.replaceAll("[^ -~]", "?") + '"');
        }
    }

    private static boolean areFields(String text) {
        if (!text.endsWith("\r\n")) {
            return text.isEmpty();
        }
        boolean within = false;
        for (String line : text.substring(0, text.length() - 2).split("\r\n", -1)) {
            if (!FIRST_LINE.matcher(line).matches()
                    && !(within && NEXT_LINE.matcher(line).matches())) {
                return false;
            }
            within = true;
        }
        return true;
    }

    /**
     * One field.
     *
     * @param body what stands behind the colon and a space; folded where it is long
     * @throws IllegalArgumentException as the constructor
     */
    public static HeaderFields of(String name, String body) {
        return new HeaderFields(name + ": " + body + "\r\n");
    }

    /** These, and those below them. */
    public HeaderFields and(HeaderFields below) {
        return new HeaderFields(text + below.text);
    }
}

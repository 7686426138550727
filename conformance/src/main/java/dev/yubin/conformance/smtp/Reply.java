package dev.yubin.conformance.smtp;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A reply: RFC 5321 section 4.2.
 *
 * @param texts of its lines, what stands behind the code and its SP or hyphen
 */
record Reply(int code, List<String> texts) {
    static final String EXPECTED = "a reply's line";
    /** In octets, CR LF and all: section 4.5.3.1.5. */
    static final int LONGEST = 512;

    /** Reply-code ( SP / "-" ) [ textstring ]; section 4.2 has clients take a code alone, and so it is here. */
    static final Pattern LINE = Pattern.compile("([2-5][0-5][0-9])(?:([ -])(.*))?", Pattern.DOTALL);

    /** RFC 3463 section 2, and SP. */
    private static final Pattern STATUS = Pattern.compile("([245])\\.\\d{1,3}\\.\\d{1,3}( .*)?", Pattern.DOTALL);

    Reply {
        texts = List.copyOf(texts);
    }

    boolean ok() {
        return code < 300;
    }

    boolean goOn() {
        return code >= 300 && code < 400;
    }

    /** 4xx or 5xx. */
    boolean refused() {
        return code >= 400;
    }

    /** 5xx: RFC 5321 section 4.2.1. */
    boolean permanent() {
        return code >= 500;
    }

    /** Whether each line begins with an enhanced status whose class is that of the code: RFC 2034 section 4. */
    boolean hasStatus() {
        return texts.stream().allMatch(text -> {
            var status = STATUS.matcher(text);
            return status.matches() && status.group(1).equals(String.valueOf(code / 100));
        });
    }
}

package dev.yubin.conformance.pop3;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line of a reply: RFC 1939 section 3.
 *
 * @param text what stands behind the status and its SP; empty where nothing does
 */
record Reply(boolean ok, String text) {
    static final String EXPECTED = "+OK ... or -ERR ...";
    /** In octets, CR LF and all. */
    static final int LONGEST = 512;

    private static final Pattern FORM = Pattern.compile("(\\+OK|-ERR)(?: (.*))?", Pattern.DOTALL);

    /** RFC 2449 section 3: resp-code. */
    private static final Pattern CODE =
            Pattern.compile("\\[([\\x21-\\x2e\\x30-\\x5c\\x5e-\\x7f]+(?:/[\\x21-\\x2e\\x30-\\x5c\\x5e-\\x7f]+)*)\\].*");

    /** Empty when it is none. */
    static Optional<Reply> of(String line) {
        Matcher form = FORM.matcher(line);
        return form.matches()
                ? Optional.of(new Reply(
                        form.group(1).equals("+OK"),
                        Optional.ofNullable(form.group(2)).orElse("")))
                : Optional.empty();
    }

    /** The response code, in upper case. */
    Optional<String> code() {
        Matcher code = CODE.matcher(text);
        return code.matches() ? Optional.of(code.group(1).toUpperCase(Locale.ROOT)) : Optional.empty();
    }

    boolean has(String code) {
        return code().filter(code::equals).isPresent();
    }

    /** Begins as a response code, and is none. */
    boolean hasBrokenCode() {
        return text.startsWith("[") && code().isEmpty();
    }
}

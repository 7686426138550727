package dev.yubin.pop3;

import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Locale;

/**
 * Why, for programs: RFC 2449 section 8. Codes in any case are the same code.
 *
 * @param name the levels in capitals, a slash between them, such as {@code SYS/TEMP}
 */
public record ResponseCode(String name) {
    /** The credentials are right, but another session has the maildrop. RFC 2449 section 8.1.2. */
    public static final ResponseCode IN_USE = new ResponseCode("IN-USE");
    /** The user has logged in too short a while ago. RFC 2449 section 8.1.1. */
    public static final ResponseCode LOGIN_DELAY = new ResponseCode("LOGIN-DELAY");
    /** The credentials are at fault. RFC 3206 section 4. */
    public static final ResponseCode AUTH = new ResponseCode("AUTH");
    /** The server is at fault, and may not be later. RFC 3206 section 4. */
    public static final ResponseCode SYS_TEMP = new ResponseCode("SYS/TEMP");
    /** The server is at fault until somebody acts. RFC 3206 section 4. */
    public static final ResponseCode SYS_PERM = new ResponseCode("SYS/PERM");
    /** The message has headers in UTF-8, and {@link Utf8} was not said. RFC 6856 section 5. */
    public static final ResponseCode UTF8 = new ResponseCode("UTF8");

    /** resp-code = "[" resp-level *("/" resp-level) "]" */
    static final Grammar<ResponseCode> GRAMMAR = new Grammar<>() {
        @Override
        public ResponseCode read(LineReader in) throws SyntaxException {
            in.expect("[");
            String name = in.expectWhile(ResponseCode::fits, "a response code").toUpperCase(Locale.ROOT);
            in.expect("]");
            if (!sound(name)) {
                throw new SyntaxException("expected a response code, its levels apart by one slash each");
            }
            return new ResponseCode(name);
        }

        @Override
        public void write(ResponseCode code, LineWriter out) {
            out.text("[").text(code.name()).text("]");
        }
    };

    public ResponseCode {
        if (!sound(name) || !name.equals(name.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("\"" + Escaped.text(name) + "\" is not a response code");
        }
    }

    private static boolean sound(String name) {
        return !name.isEmpty()
                && name.chars().allMatch(ResponseCode::fits)
                && !name.startsWith("/")
                && !name.endsWith("/")
                && !name.contains("//");
    }

    private static boolean fits(int c) {
        return c > ' ' && c < 0x7f && c != '[' && c != ']';
    }

    @Override
    public String toString() {
        return '[' + name + ']';
    }
}

package dev.yubin.routing.authentication;

import java.util.Optional;

/** Reads who says what a field says: {@code authres-payload = [ CFWS ] authserv-id ...}, RFC 8601 section 2.2. Used by one thread. */
final class Claim {
    private final String body;
    private int at;

    private Claim(String body) {
        this.body = body;
    }

    /** {@code authserv-id = value}, a token or a quoted string; empty where there is none to be read. */
    static Optional<String> of(String body) {
        Claim claim = new Claim(body);
        return claim.skip() ? claim.value() : Optional.empty();
    }

    /** CFWS, with comments within comments. Whether there is something behind it. */
    private boolean skip() {
        int depth = 0;
        for (; at < body.length(); at++) {
            char c = body.charAt(at);
            if (c == '(') {
                depth++;
            } else if (depth > 0 && c == ')') {
                depth--;
            } else if (depth > 0 && c == '\\') {
                at++;
            } else if (depth == 0 && " \t\r\n".indexOf(c) < 0) {
                return true;
            }
        }
        return false;
    }

    private Optional<String> value() {
        StringBuilder value = new StringBuilder();
        boolean quoted = body.charAt(at) == '"';
        if (quoted) {
            at++;
        }
        for (; at < body.length(); at++) {
            char c = body.charAt(at);
            if (quoted && c == '"') {
                return Optional.of(value.toString());
            } else if (quoted && c == '\\' && at + 1 < body.length()) {
                value.append(body.charAt(++at));
            } else if (!quoted && " \t\r\n;(".indexOf(c) >= 0) {
                break;
            } else {
                value.append(c);
            }
        }
        return quoted || value.isEmpty() ? Optional.empty() : Optional.of(value.toString());
    }
}

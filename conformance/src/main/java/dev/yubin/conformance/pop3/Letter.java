package dev.yubin.conformance.pop3;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * A message to be delivered, which is known again by its Message-ID whatever was put on top of it.
 *
 * @param token  its Message-ID
 * @param octets with CR LF, a character each
 */
record Letter(String token, String octets) {
    /** A header, an empty line, and this body. */
    static Letter of(String subject, String body) {
        return of(token ->
                "From: ann@conformance.test\r\nSubject: " + subject + "\r\nMessage-ID: " + token + "\r\n\r\n" + body);
    }

    /** Written by whoever knows where the Message-ID is to stand. */
    static Letter of(UnaryOperator<String> written) {
        String token = '<' + UUID.randomUUID().toString() + "@conformance.test>";
        return new Letter(token, written.apply(token));
    }

    byte[] bytes() {
        return octets.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isIn(String content) {
        return content.contains(token);
    }

    /** What stands behind the header and the empty line. */
    String body() {
        return octets.substring(octets.indexOf("\r\n\r\n") + 4);
    }
}

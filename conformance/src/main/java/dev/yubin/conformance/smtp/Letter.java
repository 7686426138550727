package dev.yubin.conformance.smtp;

import java.util.UUID;

/**
 * A message that is known again by its first header field, whatever was put on top of it.
 *
 * @param mark   that field, with its CR LF
 * @param octets the whole content, the mark first
 */
record Letter(String mark, String octets) {
    /** A header, an empty line, and this body. */
    static Letter of(String body) {
        String token = UUID.randomUUID().toString();
        String mark = "X-Conformance: " + token + "\r\n";
        return new Letter(
                mark,
                mark
                        + "From: ann@conformance.test\r\n"
                        + "To: bob@conformance.test\r\n"
                        + "Date: Fri, 27 Nov"
                        + " 2026 08:00:00"
                        + " +0000\r\n"
                        + "Message-ID:"
                        + " <" + token + "@conformance.test>\r\nSubject: conformance\r\n\r\n" + body);
    }

    /** A short one. */
    static Letter any() {
        return of("hello\r\n");
    }

    boolean isIn(String message) {
        return message.contains(mark);
    }

    /** As it stands behind DATA, with the final dot: RFC 5321 section 4.5.2. */
    String stuffed() {
        return octets.replace("\r\n.", "\r\n..") + ".\r\n";
    }
}

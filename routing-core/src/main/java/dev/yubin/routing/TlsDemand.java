package dev.yubin.routing;

import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailFlag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.regex.Pattern;

/** What a message says of TLS on its way: RFC 8689 section 4.1. */
enum TlsDemand {
    /** Nothing: TLS is as this server's table and the recipient's domain have it. */
    NONE,
    /** REQUIRETLS: through TLS, to a server that is proven to be the right one and keeps REQUIRETLS too, or not at all. */
    REQUIRED,
    /** {@code TLS-Required: No}: what the recipient's domain demands of TLS is passed over. TLS is used where it is to be had. */
    WAIVED;

    private static final String FIELD = "tls-required";
    /** requiretls-field = "TLS-Required:" [FWS] "No" CRLF */
    private static final Pattern NO = Pattern.compile(
            "^" + FIELD + "[ \t]*:[ \t]*(\r\n[ \t]+)?No[ \t]*$", Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

    private static final int PIECE = 4 << 10;

    /**
     * What this message says.
     *
     * @throws IOException when its content cannot be read
     */
    static TlsDemand of(Mail mail, Relay.Source content) throws IOException {
        if (mail.parameters().has(MailFlag.REQUIRETLS)) {
            return REQUIRED; // the field is ignored then
        }
        Heading heading = new Heading();
        try (ReadableByteChannel octets = content.open()) {
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (!heading.isWhole() && octets.read(piece.clear()) >= 0) {
                heading.take(piece.flip());
            }
        }
        return heading.count(FIELD) == 1 && heading.has(NO) ? WAIVED : NONE;
    }
}

package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Omission;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** APOP, where the greeting has a timestamp: RFC 1939 section 7. */
final class Apop {
    /** An addr-spec in angle brackets, as the RFC has it. */
    private static final Pattern TIMESTAMP = Pattern.compile("<[^<>@\\s]+@[^<>@\\s]+>");

    static final List<Check> CHECKS = List.of(
            new Check("RFC 1939 section 7", "APOP logs in with the digest of timestamp and password", on -> {
                Offered offered = offered(on);
                offered.connection()
                        .ok("APOP " + on.target().user() + ' '
                                + digest(offered, on.target().password()));
                offered.connection().ok("NOOP");
            }),
            new Check("RFC 1939 section 7", "APOP with another digest is refused, and does not log in", on -> {
                Offered offered = offered(on);
                offered.connection()
                        .refused("APOP " + on.target().user() + ' '
                                + digest(offered, on.target().password() + "x"));
                offered.connection().send("STAT\r\n");
                offered.connection()
                        .replyOrEnd()
                        .ifPresent(reply -> offered.connection().require(!reply.ok(), "the client is in"));
            }),
            new Check("RFC 1939 section 7", "APOP without a digest is refused", on -> {
                Offered offered = offered(on);
                offered.connection().refused("APOP " + on.target().user());
            }),
            new Check("RFC 1939 section 7", "each greeting has another timestamp", on -> {
                Offered one = offered(on);
                Offered other = offered(on);
                other.connection().require(!one.timestamp().equals(other.timestamp()), "the timestamp came twice");
            }),
            new Check("RFC 1939 section 7", "the digest of one connection does not log in on another", on -> {
                Offered one = offered(on);
                Offered other = offered(on);
                other.connection()
                        .refused("APOP " + on.target().user() + ' '
                                + digest(one, on.target().password()));
            }));

    private record Offered(Connection connection, String timestamp) {}

    private Apop() {}

    private static Offered offered(Examination on) {
        Connection connection = on.opened();
        Matcher timestamp = TIMESTAMP.matcher(Examination.greeting(connection).text());
        if (!timestamp.find()) {
            throw Omission.notOffered("the greeting has no timestamp");
        }
        if (on.target().tls() == Pop3Target.Tls.STLS) {
            connection.ok("STLS");
            connection.beginTls();
        }
        return new Offered(connection, timestamp.group());
    }

    private static String digest(Offered offered, String password) {
        try {
            byte[] octets = (offered.timestamp() + password).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no MD5", e);
        }
    }
}

package dev.yubin.conformance.pop3;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A POP3 server to be examined, and an account of its own for that: <strong>where mail can get in, all that is in the account's maildrop is deleted.</strong>
 *
 * @param server   where it listens; each check opens connections of its own
 * @param tls      how TLS begins before a login; any certificate is trusted
 * @param user     as in USER
 * @param password as in PASS
 * @param delivery how mail gets in; empty for a maildrop that is to stay as it is, so that only what needs no known mail is checked
 * @param patience how long a line, a handshake, an end or a delivery may take to come
 */
public record Pop3Target(
        InetSocketAddress server,
        Tls tls,
        String user,
        String password,
        Optional<Delivery> delivery,
        Duration patience) {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** How TLS begins. */
    public enum Tls {
        /** Not at all; logins go in the clear. */
        NONE,
        /** By the command STLS, before each login: RFC 2595 section 4. */
        STLS,
        /** Before the greeting: RFC 8314 section 3.2. */
        IMPLICIT
    }

    public Pop3Target {
        Objects.requireNonNull(server, "server");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(user, "user");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(delivery, "delivery");
        Objects.requireNonNull(patience, "patience");
    }

    /** A server that takes logins in the clear, and whose maildrop stays as it is. */
    public static Pop3Target of(InetSocketAddress server, String user, String password) {
        return new Pop3Target(server, Tls.NONE, user, password, Optional.empty(), PATIENCE);
    }

    /** The same, but TLS begins so. */
    public Pop3Target withTls(Tls begins) {
        return new Pop3Target(server, begins, user, password, delivery, patience);
    }

    /** The same, but mail gets in this way: <strong>what is in the maildrop is deleted.</strong> */
    public Pop3Target withDelivery(Delivery way) {
        return new Pop3Target(server, tls, user, password, Optional.of(way), patience);
    }

    /** The same, but a line may take so long to come. */
    public Pop3Target within(Duration longest) {
        return new Pop3Target(server, tls, user, password, delivery, longest);
    }
}

package dev.yubin.routing;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import java.util.Objects;

/**
 * How the session with one server is secured: what {@link Relay} dials by.
 *
 * @param mode   {@link TlsMode#STARTTLS_OPTIONAL} where a message goes in the clear rather than not at all
 * @param trust  whose certificates are believed
 * @param proven whether it is certain that this server is the one to ask: a table here names it, or the DNS does and can be believed (RFC 8689 section 2)
 */
record SessionTls(TlsMode mode, TlsTrust trust, boolean proven) {
    /** One for all, so that sessions that are secured alike are equal. */
    private static final TlsTrust ANYONE = TlsTrust.anyone();

    SessionTls {
        Objects.requireNonNull(mode, "mode");
        Objects.requireNonNull(trust, "trust");
    }

    /** As the hop itself has it: where its TLS is optional whoever answers is believed. */
    static SessionTls of(NextHop hop, TlsTrust trust, boolean proven) {
        return new SessionTls(hop.tls(), mayBeClear(hop.tls()) ? ANYONE : trust, proven);
    }

    /** The same with TLS and a certificate that proves the server's name, or no session. */
    SessionTls required(TlsTrust trust) {
        return mode == TlsMode.IMPLICIT || mode == TlsMode.STARTTLS_REQUIRED
                ? this
                : new SessionTls(TlsMode.STARTTLS_REQUIRED, trust, proven);
    }

    /** The same server without TLS, once it has not come about. */
    SessionTls inTheClear() {
        return new SessionTls(TlsMode.PLAINTEXT, trust, proven);
    }

    /** Whether a message may go in the clear where TLS does not come about. */
    boolean mayBeClear() {
        return mayBeClear(mode);
    }

    private static boolean mayBeClear(TlsMode mode) {
        return mode == TlsMode.STARTTLS_OPTIONAL;
    }
}

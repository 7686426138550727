package dev.yubin.pop3.server;

import dev.yubin.pop3.Verb;
import dev.yubin.protocol.TlsMode;
import java.util.Optional;

/**
 * What a connection's TLS, or the lack of it, allows: RFC 2595 sections 2.1 and 4.
 *
 * @param mode           the port's
 * @param active         whether TLS is on
 * @param plaintextLogin whether passwords and AUTH are taken without it
 */
record Security(TlsMode mode, boolean active, boolean plaintextLogin) {
    boolean offersStls() {
        return mode.startTls() && !active;
    }

    boolean admitsLogin() {
        return active || plaintextLogin && mode != TlsMode.STARTTLS_REQUIRED;
    }

    /** Why not; empty when it may be said. */
    Optional<String> objection(Verb verb) {
        return switch (verb) {
            case USER, PASS, APOP, AUTH -> admitsLogin() ? Optional.empty() : Optional.of(askForTls(verb));
            case STLS -> offersStls() ? Optional.empty() : Optional.of(noStls());
            case SASL_RESPONSE,
                    CAPA,
                    UTF8,
                    LANG,
                    STAT,
                    LIST,
                    UIDL,
                    RETR,
                    TOP,
                    DELE,
                    RSET,
                    NOOP,
                    QUIT,
                    UNRECOGNIZED,
                    MALFORMED -> Optional.empty();
        };
    }

    Security withTls() {
        return new Security(mode, true, plaintextLogin);
    }

    private String askForTls(Verb verb) {
        return verb + " is not taken in the clear"
                + (offersStls() ? "; send STLS first" : "; use this server's TLS port");
    }

    private String noStls() {
        return active ? "TLS is active already" : "STLS is not offered on this port";
    }
}

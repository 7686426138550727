package dev.yubin.pop3.server;

import dev.yubin.pop3.Verb;
import dev.yubin.protocol.TlsMode;
import java.util.Optional;

/**
 * What a connection's TLS, or the lack of it, allows: RFC 2595 sections 2.1 and 4.
 *
 * @param mode           the port's
 * @param active         whether TLS is on
 * @param plaintextLogin whether logins are taken without it
 * @param userAndPass    whether USER and PASS are taken at all
 */
record Security(TlsMode mode, boolean active, boolean plaintextLogin, boolean userAndPass) {
    boolean offersStls() {
        return mode.startTls() && !active;
    }

    boolean admitsLogin() {
        return active || plaintextLogin && mode != TlsMode.STARTTLS_REQUIRED;
    }

    /** Whether anybody can log in on this connection, be it behind STLS. */
    boolean leadsToLogin() {
        return admitsLogin() || offersStls();
    }

    boolean admitsUserAndPass() {
        return admitsLogin() && userAndPass;
    }

    /** Why not; empty when it may be said. */
    Optional<Saying> objection(Verb verb) {
        return switch (verb) {
            case USER, PASS ->
                admitsLogin() && !userAndPass ? Optional.of(Phrase.NOT_OFFERED.with(verb)) : loginObjection(verb);
            case APOP, AUTH -> loginObjection(verb);
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
        return new Security(mode, true, plaintextLogin, userAndPass);
    }

    private Optional<Saying> loginObjection(Verb verb) {
        if (admitsLogin()) {
            return Optional.empty();
        }
        Phrase phrase = offersStls() ? Phrase.NOT_IN_THE_CLEAR_BUT_BEHIND_STLS : Phrase.NOT_IN_THE_CLEAR;
        return Optional.of(phrase.with(verb));
    }

    private Saying noStls() {
        return active ? Phrase.TLS_IS_ACTIVE.with() : Phrase.NO_STLS.with();
    }
}

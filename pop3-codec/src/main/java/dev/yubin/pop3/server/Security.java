package dev.yubin.pop3.server;

import dev.yubin.pop3.Verb;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.SaslConnection;
import java.util.Optional;

/**
 * What a connection's TLS, or the lack of it, allows: RFC 2595 sections 2.1 and 4.
 *
 * @param mode        the port's
 * @param active      whether TLS is on
 * @param over        what a login runs over
 * @param userAndPass whether USER and PASS are taken at all
 */
record Security(TlsMode mode, boolean active, SaslConnection over, boolean userAndPass) {
    /** @param plaintextLogin whether passwords are taken without TLS */
    Security(TlsMode mode, boolean active, boolean plaintextLogin, boolean userAndPass) {
        this(mode, active, SaslConnection.inTheClear(plaintextLogin), userAndPass);
    }

    boolean offersStls() {
        return mode.startTls() && !active;
    }

    /** Whether one may log in at all, be it by a mechanism that shows no password. */
    boolean admitsLogin() {
        return active || mode != TlsMode.STARTTLS_REQUIRED;
    }

    boolean admitsPassword() {
        return admitsLogin() && over.mayShowPassword();
    }

    /** Whether anybody can log in on this connection, be it behind STLS. */
    boolean leadsToLogin() {
        return admitsLogin() || offersStls();
    }

    boolean admitsUserAndPass() {
        return admitsPassword() && userAndPass;
    }

    /** Why not; empty when it may be said. */
    Optional<Saying> objection(Verb verb) {
        return switch (verb) {
            case USER, PASS ->
                admitsLogin() && !userAndPass
                        ? Optional.of(Phrase.NOT_OFFERED.with(verb))
                        : unless(admitsPassword(), verb);
            case APOP, AUTH -> unless(admitsLogin(), verb);
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

    Security withTls(SaslConnection tls) {
        return new Security(mode, true, tls, userAndPass);
    }

    private Optional<Saying> unless(boolean admitted, Verb verb) {
        return admitted ? Optional.empty() : Optional.of(notInTheClear(verb));
    }

    /** @param what a command, or a mechanism */
    Saying notInTheClear(Object what) {
        Phrase phrase = offersStls() ? Phrase.NOT_IN_THE_CLEAR_BUT_BEHIND_STLS : Phrase.NOT_IN_THE_CLEAR;
        return phrase.with(what);
    }

    private Saying noStls() {
        return active ? Phrase.TLS_IS_ACTIVE.with() : Phrase.NO_STLS.with();
    }
}

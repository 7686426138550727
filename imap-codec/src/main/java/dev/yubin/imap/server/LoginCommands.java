package dev.yubin.imap.server;

import dev.yubin.imap.Compress;
import dev.yubin.imap.ImapState;
import dev.yubin.imap.Login;
import dev.yubin.imap.ResponseCode.Capabilities;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.sasl.Outcome;
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.protocol.sasl.SaslServer;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Who the client is, and over what it is heard: STARTTLS and LOGIN (RFC 9051 sections 6.2.1 and 6.2.3), UNAUTHENTICATE (RFC 8437), COMPRESS (RFC 4978).
 * One for a session, on the connection's worker.
 */
final class LoginCommands {
    private final Session session;
    private final boolean startTlsOffered;
    private final boolean tlsRequired;
    private final BooleanSupplier admitted;
    private SaslConnection connection;
    private boolean encrypted;
    private boolean startsTls;
    private boolean compressed;
    private int failures;
    private boolean failed;

    LoginCommands(Session session, boolean startTlsOffered, boolean tlsRequired, BooleanSupplier admitted) {
        this.session = session;
        this.startTlsOffered = startTlsOffered;
        this.tlsRequired = tlsRequired;
        this.admitted = admitted;
        this.connection = SaslConnection.inTheClear(session.setting().plaintextLogin());
    }

    /** What is offered now. */
    List<String> capabilities() {
        boolean loggedIn = session.state() != ImapState.NOT_AUTHENTICATED;
        return session.setting().capabilities(loggedIn, session.besides(), mayStartTls(), mayLogin(), connection);
    }

    // ------------------------------------------------------------------ TLS

    private boolean mayStartTls() {
        return startTlsOffered && !encrypted;
    }

    Progress startTls() throws Refusal {
        if (!mayStartTls()) {
            throw encrypted ? Refusal.clientBug("TLS is begun already") : Refusal.bad("TLS is not offered here");
        }
        startsTls = true;
        return Progress.done("begin TLS now");
    }

    /** Whether the handshake is due, now that STARTTLS is answered. */
    boolean startsTls() {
        return startsTls;
    }

    /** The handshake is done; nothing that was said before counts. RFC 9051 section 6.2.1. */
    void encrypted(SaslConnection tls) {
        connection = tls;
        encrypted = true;
        startsTls = false;
    }

    // ------------------------------------------------------------------ in

    /** Whether one may log in at all, be it by a mechanism that shows no password: where TLS is required, within it alone. */
    boolean mayLogin() {
        return encrypted || !tlsRequired;
    }

    /** What a login runs over. */
    SaslConnection connection() {
        return connection;
    }

    /** A password may travel within TLS, or where somebody has decided to do without. */
    Progress login(Login login) throws Refusal, StoreException {
        if (!mayLogin() || !connection.mayShowPassword()) {
            throw Refusal.no(Plain.PRIVACYREQUIRED, "begin TLS first");
        }
        if (!session.setting().users().takesPasswords()) {
            throw Refusal.no("LOGIN is not offered here");
        }
        checkAdmitted();
        return loggedIn(SaslServer.login(session.setting().users(), login.user(), login.password()), "LOGIN done");
    }

    /** Refuses a login unheard where too many have failed. */
    void checkAdmitted() throws Refusal {
        if (!admitted.getAsBoolean()) {
            throw Refusal.no(Plain.UNAVAILABLE, "too many logins have failed; try again later");
        }
    }

    /** Lets the user in, or says no in words that do not tell which of the two was wrong. */
    Progress loggedIn(Outcome outcome, String words) throws Refusal, StoreException {
        if (outcome instanceof Outcome.Failure failure) {
            throw refused(failure.reason());
        }
        String user = ((Outcome.Success) outcome).account();
        Account known = session.setting().store().account(user);
        session.enter(user, known, besides(known));
        return Progress.done(new Capabilities(capabilities()), words);
    }

    private List<String> besides(Account known) {
        try {
            return Features.capabilities(known);
        } catch (StoreException e) {
            session.note("nothing is offered besides, since INBOX does not tell what there is", e);
            return List.of();
        }
    }

    private Refusal refused(Outcome.Reason reason) {
        if (reason == Outcome.Reason.UNAVAILABLE) {
            return Refusal.no(Plain.UNAVAILABLE, "logins cannot be checked now; try again later");
        }
        failed = true;
        failures++;
        return switch (reason) {
            case WRONG_CREDENTIALS -> Refusal.no(Plain.AUTHENTICATIONFAILED, "user name or password is wrong");
            case NOT_AUTHORIZED -> Refusal.no(Plain.AUTHORIZATIONFAILED, "you may not act as that user");
            case MALFORMED -> Refusal.bad("this breaks the mechanism's rules");
            case TOO_LONG -> Refusal.tooBig("this is longer than any credentials");
            case UNAVAILABLE -> throw new IllegalStateException();
        };
    }

    /** Whether the command just answered was a login that failed; asked once. */
    boolean takeFailure(Answers out) {
        boolean now = failed;
        failed = false;
        if (now && failures >= session.setting().limits().loginFailures()) {
            session.bye("too many failed logins", out);
        }
        return now;
    }

    // ------------------------------------------------------------------ out, and DEFLATE

    /** Back to the beginning, but for TLS: RFC 8437 section 3. */
    Progress unauthenticate(Answers out) throws Refusal {
        if (!session.setting().unauthenticate()) {
            throw Refusal.bad("UNAUTHENTICATE is not offered here");
        }
        session.leave(out);
        compressed = false;
        return Progress.done(new Capabilities(capabilities()), "UNAUTHENTICATE done");
    }

    Progress compress(Compress compress) throws Refusal {
        if (compress.equals(Compress.DEFLATE) && !compressed) {
            compressed = true;
            return Progress.done("DEFLATE active");
        }
        throw compressed
                ? Refusal.no(Plain.COMPRESSIONACTIVE, "DEFLATE is active already via COMPRESS")
                : Refusal.bad("DEFLATE is the only algorithm here");
    }

    /** Whether what is said behind the present answer is compressed. */
    boolean compressed() {
        return compressed;
    }
}

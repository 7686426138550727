package dev.yubin.smtp.server;

import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Auth;
import dev.yubin.smtp.Expn;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Hello;
import dev.yubin.smtp.Malformed;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Unrecognized;
import dev.yubin.smtp.Verb;
import dev.yubin.smtp.Vrfy;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a port, and the standing of its client, forbid to say whatever was said before.
 *
 * @param offering as things stand
 */
record Rules(Offering offering) {
    /** What a port that requires STARTTLS answers in the clear: RFC 3207 section 4. */
    private static final Set<Verb> BEFORE_TLS = EnumSet.of(
            Verb.EHLO, Verb.HELO, Verb.LHLO, Verb.NOOP, Verb.STARTTLS, Verb.QUIT, Verb.UNRECOGNIZED, Verb.MALFORMED);
    /** What a port that requires a login refuses without: RFC 4954 section 6. RCPT and DATA cannot come to be. */
    private static final Set<Verb> BEHIND_LOGIN = EnumSet.of(Verb.MAIL, Verb.VRFY, Verb.EXPN, Verb.ETRN);

    /** Why it is nothing to be said on this port, or not in the clear, if so: of more weight than its turn. */
    Optional<Reply> refusalByPort(SmtpCommand command) {
        Verb verb = command.verb();
        SmtpPort port = offering.port();
        if (command instanceof Malformed malformed) {
            return Optional.of(malformed.reply());
        } else if (command instanceof Hello && !port.purpose().greetedBy(verb)) {
            return refused(
                    500,
                    "5.5.1",
                    verb + " is not spoken here; begin with " + port.purpose().greeting());
        } else if (port.tls() == TlsMode.STARTTLS_REQUIRED
                && offering.peer().tls().isEmpty()
                && !mayPrecedeTls(command)) {
            return refused(530, "5.7.0", "Say STARTTLS first");
        }
        return Optional.empty();
    }

    private boolean mayPrecedeTls(SmtpCommand command) {
        boolean own = command instanceof Unrecognized said
                && offering.service().offers().ownVerb(said.word()).isPresent();
        return BEFORE_TLS.contains(command.verb()) && !own;
    }

    /** Why it is not offered to this client, if so. */
    Optional<Reply> refusalOfClient(SmtpCommand command) {
        Verb verb = command.verb();
        if (awaitsLogin() && BEHIND_LOGIN.contains(verb)) {
            return refused(530, "5.7.0", "Log in first");
        }
        return switch (verb) {
            case STARTTLS -> offering.offers(Extension.STARTTLS) ? Optional.empty() : notOffered(verb);
            case AUTH -> refusal((Auth) command);
            case BDAT -> offering.speaks(Extension.CHUNKING) ? Optional.empty() : notOffered(verb);
            case ETRN -> offering.offers(Extension.ETRN) ? Optional.empty() : notOffered(verb);
            case XCLIENT, XFORWARD ->
                offering.forwarder() ? Optional.empty() : refused(550, "5.7.0", verb + " is not for everybody to say");
            case VRFY -> offering.refusalOfUtf8(((Vrfy) command).utf8());
            case EXPN -> offering.refusalOfUtf8(((Expn) command).utf8());
            case EHLO, HELO, LHLO, MAIL, RCPT, DATA, RSET, NOOP, QUIT, HELP, UNRECOGNIZED, MALFORMED ->
                Optional.empty();
        };
    }

    /** Whether there is nothing here for this client before it has logged in. */
    private boolean awaitsLogin() {
        return offering.port().loginRequired() && offering.peer().login().isEmpty();
    }

    private Optional<Reply> refusal(Auth command) {
        SmtpService service = offering.service();
        SmtpPeer peer = offering.peer();
        if (service.users().isEmpty()) {
            return notOffered(Verb.AUTH);
        } else if (peer.login().isPresent()) {
            return refused(503, "5.5.1", "Logged in already");
        } else if (!service.throttle().admits(peer.remote().getAddress())) {
            return refused(454, "4.7.0", "Too many logins from your address have failed; try again later");
        }
        return Login.refusal(command, service.users().get(), offering.connection());
    }

    private static Optional<Reply> refused(int code, String status, String text) {
        return Optional.of(Reply.of(code, status, text));
    }

    private static Optional<Reply> notOffered(Verb verb) {
        return refused(502, "5.5.1", verb + " is not offered here");
    }
}

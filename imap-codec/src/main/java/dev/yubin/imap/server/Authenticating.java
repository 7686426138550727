package dev.yubin.imap.server;

import dev.yubin.imap.Authenticate;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.Outcome;
import dev.yubin.protocol.sasl.SaslServer;
import java.util.Base64;
import java.util.Optional;

/** AUTHENTICATE under way: RFC 9051 section 6.2.2, with an initial response RFC 4959. */
final class Authenticating implements Running {
    private final Session session;
    private final SaslServer exchange;
    private final Optional<Secret> initialResponse;

    Authenticating(Session session, Authenticate command) throws Refusal {
        Optional<Mechanism> mechanism = Mechanism.named(command.mechanism())
                .filter(m -> m.servedBy(session.setting().users()));
        boolean fits =
                mechanism.map(m -> m.runsOver(session.logins().connection())).orElse(false);
        if (mechanism.isPresent()
                && (!session.logins().mayLogin() || !fits && mechanism.get().sendsPassword())) {
            throw Refusal.no(Plain.PRIVACYREQUIRED, "begin TLS first");
        } else if (!fits) {
            throw Refusal.no(command.mechanism() + " is not offered here");
        }
        session.logins().checkAdmitted();
        this.session = session;
        this.exchange = SaslServer.begin(
                mechanism.get(), session.setting().users(), session.logins().connection());
        this.initialResponse = command.initialResponse();
    }

    @Override
    public Progress go(Answers out) throws StoreException, Refusal {
        return initialResponse.isPresent()
                ? step(initialResponse.get(), out)
                : challenge(exchange.initialChallenge(), out);
    }

    @Override
    public Progress line(ContinuationLine line, Answers out) throws StoreException, Refusal {
        if (line.isCancel()) {
            throw Refusal.bad("AUTHENTICATE cancelled");
        }
        try {
            return step(line.answer(), out);
        } catch (SyntaxException e) {
            throw Refusal.bad("expected base64");
        }
    }

    private Progress step(Secret response, Answers out) throws StoreException, Refusal {
        Outcome outcome = exchange.step(response);
        if (outcome instanceof Outcome.Challenge challenge) {
            return challenge(challenge.challenge(), out);
        }
        return session.logins().loggedIn(outcome, "AUTHENTICATE done");
    }

    private static Progress challenge(Secret challenge, Answers out) {
        out.goAhead(Base64.getEncoder().encodeToString(challenge.octets()));
        return Progress.LINE;
    }
}

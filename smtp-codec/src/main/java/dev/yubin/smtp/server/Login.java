package dev.yubin.smtp.server;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.Outcome;
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.protocol.sasl.SaslServer;
import dev.yubin.smtp.Auth;
import dev.yubin.smtp.Reply;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;

/** AUTH on its way: RFC 4954 section 4 around one SASL exchange. */
final class Login {
    private final SaslServer exchange;
    private final Consumer<String> succeeded;
    private boolean failed;

    /** @param succeeded is told the account */
    Login(Mechanism mechanism, Authenticator users, SaslConnection over, Consumer<String> succeeded) {
        this.exchange = SaslServer.begin(mechanism, users, over);
        this.succeeded = succeeded;
    }

    /** May wait. */
    Reply begin(Auth auth) {
        return auth.initialResponse().isPresent()
                ? step(auth.initialResponse().get())
                : challenge(exchange.initialChallenge());
    }

    /** May wait. */
    Reply step(Secret response) {
        Outcome outcome = exchange.step(response);
        if (outcome instanceof Outcome.Challenge more) {
            return challenge(more.challenge());
        } else if (outcome instanceof Outcome.Success success) {
            succeeded.accept(success.account());
            return Reply.of(235, "2.7.0", "Welcome");
        }
        return failure(((Outcome.Failure) outcome).reason());
    }

    /** Whether the client was wrong, which is not often forgiven. */
    boolean failed() {
        return failed;
    }

    private static Reply challenge(Secret challenge) {
        return Reply.plain(334, Base64.getEncoder().encodeToString(challenge.octets()));
    }

    private Reply failure(Outcome.Reason reason) {
        failed = reason != Outcome.Reason.UNAVAILABLE;
        return switch (reason) {
            case WRONG_CREDENTIALS, NOT_AUTHORIZED -> Reply.of(535, "5.7.8", "User or password is wrong");
            case MALFORMED -> Reply.of(501, "5.5.2", "The response is not as the mechanism wants it");
            case TOO_LONG -> Reply.of(500, "5.5.6", "The response is too long");
            case UNAVAILABLE -> Reply.of(454, "4.7.0", "Logins cannot be checked now; try again later");
        };
    }

    /** The mechanism that is asked for, or why not: RFC 4954 sections 4 and 6. */
    static Optional<Reply> refusal(Auth auth, Authenticator users, SaslConnection over) {
        Optional<Mechanism> mechanism = Mechanism.named(auth.mechanism()).filter(m -> m.servedBy(users));
        if (mechanism.isPresent() && mechanism.get().runsOver(over)) {
            return Optional.empty();
        }
        boolean wantsTls = mechanism.map(Mechanism::sendsPassword).orElse(false);
        return Optional.of(
                wantsTls
                        ? Reply.of(538, "5.7.11", "This mechanism shows the password; begin TLS first")
                        : Reply.of(504, "5.5.4", "This mechanism is not offered"));
    }
}

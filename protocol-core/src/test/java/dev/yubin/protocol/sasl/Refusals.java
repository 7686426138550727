package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import java.util.Optional;

/** A server that refuses, and one that does not, as seen by a client. */
final class Refusals {
    private Refusals() {}

    /** Refuses an attempt for good, and notes it. */
    static Pending<Void> refuse(SaslClient attempt, SaslClient[] tried) {
        tried[tried[0] == null ? 0 : 1] = attempt;
        return Pending.failed(failure(Cause.CREDENTIALS_REFUSED));
    }

    static FaultException failure(Cause cause) {
        return new FaultException(new Fault(cause, "mail.test", 25, "logging in", Optional.empty(), "no"));
    }

    /** Goes through an exchange to its end. */
    static Outcome outcome(SaslClient client, Authenticator users, SaslConnection over) throws Exception {
        SaslServer server = SaslServer.begin(client.mechanism(), users, over);
        Optional<Secret> initial = client.initialResponse();
        Outcome outcome = server.step(initial.isPresent() ? initial.get() : client.respond(server.initialChallenge()));
        while (outcome instanceof Challenge next) {
            outcome = server.step(client.respond(next.challenge()));
        }
        return outcome;
    }
}

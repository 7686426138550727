package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.util.Optional;

/**
 * The server of SCRAM-SHA-256: RFC 5802 section 5, RFC 7677. Its protocols send no data along with success, so the server's signature is
 * a challenge, which the client answers with nothing (RFC 4422 section 3.6). An unknown user comes as far as a known one with a wrong
 * password, and both are told nothing but that it failed (section 5.1, "e").
 */
final class ScramServer implements SaslServer.Exchange {
    private final ScramAuthenticator users;
    private final String ownNonce;
    private Step next = this::first;

    private interface Step {
        Outcome take(Secret response) throws SyntaxException, UnavailableException;
    }

    ScramServer(ScramAuthenticator users) {
        this(users, Scram.nonce());
    }

    ScramServer(ScramAuthenticator users, String ownNonce) {
        this.users = users;
        this.ownNonce = ownNonce;
    }

    @Override
    public Outcome step(Secret response) throws SyntaxException, UnavailableException {
        return next.take(response);
    }

    private Outcome first(Secret response) throws SyntaxException, UnavailableException {
        Scram.ClientFirst first = Scram.ClientFirst.read(response);
        Optional<String> user = SaslPrep.query(first.username());
        if (user.isEmpty()) {
            return new Failure(Reason.WRONG_CREDENTIALS);
        }
        String account = users.account(user.get());
        ScramKeys decoy = ScramKeys.decoy(users.decoyKey(), account, users.iterations());
        ScramKeys keys = users.scramKeys(account).orElse(decoy);
        Scram.ServerFirst answer = Scram.ServerFirst.of(first.nonce() + ownNonce, keys.salt(), keys.iterations());
        next = message -> last(first, answer, account, keys, Scram.ClientFinal.read(message));
        return new Challenge(Secret.of(answer.text()));
    }

    private Outcome last(
            Scram.ClientFirst first, Scram.ServerFirst answer, String account, ScramKeys keys, Scram.ClientFinal last)
            throws SyntaxException, UnavailableException {
        if (!last.nonce().equals(answer.nonce()) || !last.gs2Header().equals(Secret.of(first.gs2Header()))) {
            throw new SyntaxException("expected the nonce and the gs2-header of this exchange");
        }
        String authMessage = Scram.authMessage(first, answer, last.withoutProof());
        Secret clientKey = Sha256.xor(last.proof(), Sha256.hmac(keys.storedKey(), authMessage));
        if (!Sha256.h(clientKey).equals(keys.storedKey())) { // never equal to a decoy's
            return new Failure(Reason.WRONG_CREDENTIALS);
        }
        Outcome outcome = SaslServer.authorize(users, account, first.username(), first.authzid());
        next = empty -> end(empty, outcome);
        return outcome instanceof Success
                ? new Challenge(new Scram.ServerFinal(Sha256.hmac(keys.serverKey(), authMessage)).message())
                : outcome;
    }

    private static Outcome end(Secret response, Outcome outcome) throws SyntaxException {
        if (response.octets().length != 0) {
            throw new SyntaxException("expected an empty response to the server's signature");
        }
        return outcome;
    }
}

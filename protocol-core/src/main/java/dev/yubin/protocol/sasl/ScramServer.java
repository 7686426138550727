package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.util.Optional;

/**
 * The server of SCRAM: RFC 5802 section 5, RFC 7677. Its protocols send no data along with success, so the server's signature is a
 * challenge, which the client answers with nothing (RFC 4422 section 3.6). An unknown user comes as far as a known one with a wrong
 * password, and both are told nothing but that it failed (section 5.1, "e").
 */
final class ScramServer implements SaslServer.Exchange {
    private final ScramAuthenticator users;
    private final ScramHash hash;
    private final boolean plus;
    private final SaslConnection over;
    private final String ownNonce;
    private Step next = this::first;

    private interface Step {
        Outcome take(Secret response) throws SyntaxException, UnavailableException;
    }

    /** @param plus whether the exchange is bound to the channel */
    ScramServer(ScramAuthenticator users, ScramHash hash, boolean plus, SaslConnection over) {
        this(users, hash, plus, over, Scram.nonce());
    }

    ScramServer(ScramAuthenticator users, ScramHash hash, boolean plus, SaslConnection over, String ownNonce) {
        this.users = users;
        this.hash = hash;
        this.plus = plus;
        this.over = over;
        this.ownNonce = ownNonce;
    }

    @Override
    public Outcome step(Secret response) throws SyntaxException, UnavailableException {
        return next.take(response);
    }

    private Outcome first(Secret response) throws SyntaxException, UnavailableException {
        Scram.ClientFirst first = Scram.ClientFirst.read(response);
        Optional<Secret> binding = binding(first);
        Optional<String> user = SaslPrep.query(first.username());
        if (user.isEmpty() || binding.isEmpty()) {
            return new Failure(Reason.WRONG_CREDENTIALS);
        }
        String account = users.account(user.get());
        ScramKeys decoy = ScramKeys.decoy(hash, users.decoyKey(), account, users.iterations());
        ScramKeys keys = users.scramKeys(account, hash).orElse(decoy);
        Scram.ServerFirst answer = Scram.ServerFirst.of(first.nonce() + ownNonce, keys.salt(), keys.iterations());
        Secret channelBinding = first.channelBinding(binding.get());
        next = message -> last(first, answer, account, keys, channelBinding, Scram.ClientFinal.read(message, hash));
        return new Challenge(Secret.of(answer.text()));
    }

    /** What the exchange is bound to, no octets where it is not; empty where it must fail for it. RFC 5802 section 6. */
    private Optional<Secret> binding(Scram.ClientFirst first) throws SyntaxException {
        Optional<String> name = first.bindingName();
        if (name.isPresent() != plus) {
            throw new SyntaxException("expected channel binding in the mechanisms that end in -PLUS, and in no other");
        } else if (plus) {
            return over.binding(name.get());
        }
        // -PLUS is offered: where the client believes otherwise, somebody between has taken it off the list.
        boolean deceived = first.believesInNoBinding() && !over.bindings().isEmpty();
        return deceived ? Optional.empty() : Optional.of(Secret.of(""));
    }

    private Outcome last(
            Scram.ClientFirst first,
            Scram.ServerFirst answer,
            String account,
            ScramKeys keys,
            Secret channelBinding,
            Scram.ClientFinal last)
            throws SyntaxException, UnavailableException {
        boolean sameChannel = last.channelBinding().equals(channelBinding);
        if (!last.nonce().equals(answer.nonce()) || !(sameChannel || plus)) {
            throw new SyntaxException("expected the nonce and the gs2-header of this exchange");
        } else if (!sameChannel) {
            return new Failure(Reason.WRONG_CREDENTIALS); // somebody stands between
        }
        String authMessage = Scram.authMessage(first, answer, last.withoutProof());
        Secret clientKey = ScramHash.xor(last.proof(), hash.hmac(keys.storedKey(), authMessage));
        if (!hash.h(clientKey).equals(keys.storedKey())) { // never equal to a decoy's
            return new Failure(Reason.WRONG_CREDENTIALS);
        }
        Outcome outcome = SaslServer.authorize(users, account, first.username(), first.authzid());
        next = empty -> end(empty, outcome);
        return outcome instanceof Success
                ? new Challenge(new Scram.ServerFinal(hash.hmac(keys.serverKey(), authMessage), "").message())
                : outcome;
    }

    private static Outcome end(Secret response, Outcome outcome) throws SyntaxException {
        if (response.octets().length != 0) {
            throw new SyntaxException("expected an empty response to the server's signature");
        }
        return outcome;
    }
}

package dev.yubin.protocol.sasl;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * The client of SCRAM-SHA-256: RFC 5802 section 5, RFC 7677. The server proves itself as well: whoever plays the server without knowing
 * the user's keys is found out, even when it says that all is well.
 */
final class ScramClient implements SaslClient.Exchange {
    private static final Secret NOTHING = Secret.of("");

    private final Scram.ClientFirst first;
    private final String password;
    private Step next = this::prove;
    private boolean proved;

    private interface Step {
        Secret answer(Secret challenge) throws SyntaxException, ProtocolException;
    }

    ScramClient(Credentials credentials) {
        this(credentials, Scram.nonce());
    }

    ScramClient(Credentials credentials, String nonce) {
        String user = SaslPrep.query(credentials.user())
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses this user name"));
        password = SaslPrep.stored(credentials.password())
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses this password"));
        first = Scram.ClientFirst.of(credentials.authorizationIdentity().orElse(""), user, nonce);
    }

    @Override
    public Optional<Secret> initialResponse() {
        return Optional.of(Secret.of(first.text()));
    }

    @Override
    public Secret respond(Secret challenge) throws SyntaxException, ProtocolException {
        return next.answer(challenge);
    }

    private Secret prove(Secret challenge) throws SyntaxException, ProtocolException {
        Scram.ServerFirst answer = Scram.ServerFirst.read(challenge);
        if (!answer.nonce().startsWith(first.nonce()) || answer.nonce().equals(first.nonce())) {
            throw new SyntaxException("expected our nonce with the server's behind it");
        }
        Secret saltedPassword = Sha256.hi(password, answer.salt(), bounded(answer.iterations()));
        String withoutProof = Scram.ClientFinal.withoutProof(first.gs2Header(), answer.nonce());
        String authMessage = Scram.authMessage(first, answer, withoutProof);
        Secret clientKey = Sha256.hmac(saltedPassword, "Client Key");
        Secret proof = Sha256.xor(clientKey, Sha256.hmac(Sha256.h(clientKey), authMessage));
        Secret expected = Sha256.hmac(Sha256.hmac(saltedPassword, "Server Key"), authMessage);
        next = signature -> check(signature, expected);
        return Scram.ClientFinal.of(withoutProof, proof);
    }

    /** Too few rounds would give the password to a false server to guess at; too many, our time (RFC 5802 section 9). */
    private static int bounded(long iterations) throws ProtocolException {
        if (iterations < ScramKeys.FEWEST_ITERATIONS || iterations > SaslClient.MAX_ITERATIONS) {
            throw new ProtocolException("the server asks for " + iterations + " rounds of PBKDF2; this client computes "
                    + ScramKeys.FEWEST_ITERATIONS + " to " + SaslClient.MAX_ITERATIONS);
        }
        return (int) iterations;
    }

    private Secret check(Secret challenge, Secret expected) throws SyntaxException, ProtocolException {
        Scram.ServerFinal last = Scram.ServerFinal.read(challenge);
        next = more -> {
            throw new SyntaxException("expected none after the server's signature");
        };
        if (last.equals(Scram.ServerFinal.ERROR)) {
            return NOTHING; // the protocol's own reply says that it failed
        }
        if (!last.verifier().equals(expected)) {
            throw new ProtocolException("the server's signature is wrong: it does not know this user's keys");
        }
        proved = true;
        return NOTHING;
    }

    @Override
    public void succeeded() throws ProtocolException {
        if (!proved) {
            throw new ProtocolException("the server says that login succeeded, without the signature that proves it");
        }
    }
}

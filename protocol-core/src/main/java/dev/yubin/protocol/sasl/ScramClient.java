package dev.yubin.protocol.sasl;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Optional;

/**
 * The client of SCRAM: RFC 5802 section 5, RFC 7677. The server proves itself as well: whoever plays the server without knowing the user's
 * keys is found out, even when it says that all is well; and whoever stands between, where the exchange is bound to the channel.
 */
final class ScramClient implements SaslClient.Exchange {
    private static final Secret NOTHING = Secret.of("");

    private final Credentials credentials;
    private final ScramHash hash;
    private final List<Binding> bindings;
    private final Scram.ClientFirst first;
    private final String password;
    private Step next = this::prove;
    private boolean answered;
    private boolean proved;

    private interface Step {
        Secret answer(Secret challenge) throws SyntaxException, ProtocolException;
    }

    /**
     * How an exchange is bound.
     *
     * @param flag gs2-cbind-flag: {@code n}, {@code y}, or {@code p=} and the binding's name
     */
    record Binding(String flag, Secret data) {
        static final Binding NONE = new Binding("n", NOTHING);
        /** "y": this side could, and believes that the server cannot. Should the server have offered it, it hears so of who took it away. */
        static final Binding NOT_OFFERED = new Binding("y", NOTHING);
    }

    /** @param plus whether the exchange is bound to the channel; otherwise the server does not offer that, with this hash at least */
    static ScramClient of(Credentials credentials, ScramHash hash, boolean plus, SaslConnection over) {
        List<Binding> bindings = over.bindings().entrySet().stream()
                .map(known -> new Binding("p=" + known.getKey().text(), known.getValue()))
                .toList();
        if (!plus) {
            bindings = List.of(bindings.isEmpty() ? Binding.NONE : Binding.NOT_OFFERED);
        }
        return new ScramClient(credentials, hash, bindings, Scram.nonce());
    }

    /** @param bindings the one to use, and those to try where the server does not know it */
    ScramClient(Credentials credentials, ScramHash hash, List<Binding> bindings, String nonce) {
        this.credentials = credentials;
        this.hash = hash;
        this.bindings = bindings;
        String user = SaslPrep.query(credentials.user())
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses this user name"));
        password = SaslPrep.stored(credentials.password().orElseThrow())
                .orElseThrow(() -> new IllegalArgumentException("SASLprep (RFC 4013) refuses this password"));
        first = Scram.ClientFirst.of(
                bindings.get(0).flag(), credentials.authorizationIdentity().orElse(""), user, nonce);
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
        Secret saltedPassword = hash.hi(password, answer.salt(), bounded(answer.iterations()));
        String withoutProof = Scram.ClientFinal.withoutProof(
                first.channelBinding(bindings.get(0).data()), answer.nonce());
        String authMessage = Scram.authMessage(first, answer, withoutProof);
        Secret clientKey = hash.hmac(saltedPassword, "Client Key");
        Secret proof = ScramHash.xor(clientKey, hash.hmac(hash.h(clientKey), authMessage));
        Secret expected = hash.hmac(hash.hmac(saltedPassword, "Server Key"), authMessage);
        answered = true;
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
        Scram.ServerFinal last = Scram.ServerFinal.read(challenge, hash);
        next = more -> {
            throw new SyntaxException("expected none after the server's signature");
        };
        if (last.isError()) {
            answered = !last.error().equals("unsupported-channel-binding-type");
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

    /** A server that refuses the first message, or says so, may know another binding. */
    @Override
    public Optional<SaslClient.Exchange> afterRefusal() {
        return answered || bindings.size() < 2
                ? Optional.empty()
                : Optional.of(new ScramClient(credentials, hash, bindings.subList(1, bindings.size()), Scram.nonce()));
    }
}

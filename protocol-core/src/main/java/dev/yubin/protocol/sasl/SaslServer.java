package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import dev.yubin.protocol.sasl.SharedSecrets.SharedSecret;
import java.nio.charset.CharacterCodingException;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A server's side of one exchange (RFC 4422 section 3). With an initial response in the client's command, begin with {@link #step};
 * without one, send {@link #initialChallenge} and step with the response to it: the rest is the same. A client that cancels ends the
 * exchange by itself; drop it.
 *
 * <p>Used by one thread at a time. {@link #step} asks the application, so it may wait.
 */
public final class SaslServer {
    /**
     * The longest message a client may send, in octets before base64. RFC 4954 section 4 has room for 9216 at least; tokens have grown since,
     * and one of 10 kB has to pass.
     */
    public static final int MAX_OCTETS = 12_288;

    /** One mechanism's server. */
    interface Exchange {
        /** Empty in a mechanism that the client begins. */
        default Secret initialChallenge() {
            return Secret.of("");
        }

        Outcome step(Secret response) throws SyntaxException, UnavailableException;
    }

    private final Exchange exchange;
    private boolean over;

    private SaslServer(Exchange exchange) {
        this.exchange = exchange;
    }

    /**
     * Begins an exchange.
     *
     * @throws IllegalArgumentException when the mechanism is not {@link Mechanism#offered offered} to these users over this connection
     */
    public static SaslServer begin(Mechanism mechanism, Authenticator users, SaslConnection over) {
        if (!mechanism.servedBy(users) || !mechanism.runsOver(over)) {
            throw new IllegalArgumentException(mechanism + " cannot succeed here and is not offered");
        }
        return new SaslServer(mechanism.server(users, over));
    }

    /** What to send to a client that sent no initial response: often empty, which SMTP writes {@code 334 } and IMAP {@code + }. */
    public Secret initialChallenge() {
        return exchange.initialChallenge();
    }

    /**
     * Takes the client's next message.
     *
     * @throws IllegalStateException when the exchange is over
     */
    public Outcome step(Secret response) {
        if (over) {
            throw new IllegalStateException("this exchange is over");
        }
        Outcome outcome = take(response);
        over = !(outcome instanceof Outcome.Challenge);
        return outcome;
    }

    private Outcome take(Secret response) {
        if (response.octets().length > MAX_OCTETS) {
            return new Failure(Reason.TOO_LONG);
        }
        try {
            return exchange.step(response);
        } catch (SyntaxException e) {
            return new Failure(Reason.MALFORMED);
        } catch (UnavailableException e) {
            return new Failure(Reason.UNAVAILABLE);
        }
    }

    /**
     * Asks whether user and password are right where no mechanism is named: IMAP's LOGIN, POP3's USER and PASS. They are prepared by
     * SASLprep (RFC 4013), as in PLAIN. May wait.
     *
     * @return success or failure, never a challenge
     */
    public static Outcome login(Authenticator users, String user, Secret password) {
        try {
            return login(users, "", user, password);
        } catch (UnavailableException e) {
            return new Failure(Reason.UNAVAILABLE);
        }
    }

    /**
     * Asks whether a digest is that of the user's secret: CRAM-MD5, and POP3's APOP. An unknown user costs a digest too. May wait.
     *
     * @param digest  makes the digest of a secret
     * @param claimed what the client says it is
     * @return success or failure, never a challenge
     */
    public static Outcome digest(SharedSecrets users, String user, UnaryOperator<Secret> digest, Secret claimed) {
        Optional<String> name = SaslPrep.query(user);
        try {
            Optional<SharedSecret> known = name.isPresent() ? users.find(name.get()) : Optional.empty();
            boolean right = digest.apply(known.map(SharedSecret::secret).orElse(ScramKeys.DECOY_KEY))
                    .equals(claimed);
            return right && known.isPresent()
                    ? new Success(known.get().account())
                    : new Failure(Reason.WRONG_CREDENTIALS);
        } catch (UnavailableException e) {
            return new Failure(Reason.UNAVAILABLE);
        }
    }

    /** @param authorizationIdentity empty when the client acts as itself */
    static Outcome login(Authenticator users, String authorizationIdentity, String user, Secret password)
            throws UnavailableException {
        Optional<String> name = SaslPrep.query(user);
        Optional<Secret> proof = SaslPrep.query(password).map(Secret::of);
        if (name.isEmpty() || proof.isEmpty()) {
            return new Failure(Reason.WRONG_CREDENTIALS); // RFC 4616 section 2: if preparation fails, verification does
        }
        Optional<String> account = users.verify(name.get(), proof.get());
        return account.isPresent()
                ? authorize(users, account.get(), user, authorizationIdentity)
                : new Failure(Reason.WRONG_CREDENTIALS);
    }

    /**
     * Whether the account may act as whom it asks; always as itself.
     *
     * @param user the name it logged in with, which is also itself, however spelt
     */
    static Outcome authorize(Authenticator users, String account, String user, String authorizationIdentity)
            throws UnavailableException {
        if (authorizationIdentity.isEmpty() || authorizationIdentity.equals(user)) {
            return new Success(account);
        }
        Optional<String> acting = users.authorize(account, authorizationIdentity);
        return acting.isPresent() ? new Success(acting.get()) : new Failure(Reason.NOT_AUTHORIZED);
    }

    /** The same for who has proved itself by other means than a name: the account acts as itself, unless it asks for another. */
    static Outcome authorize(Authenticator users, Optional<String> account, String authorizationIdentity)
            throws UnavailableException {
        return account.isPresent()
                ? authorize(users, account.get(), account.get(), authorizationIdentity)
                : new Failure(Reason.WRONG_CREDENTIALS);
    }

    /** A message's text. */
    static String text(Secret message) throws SyntaxException {
        try {
            return message.text();
        } catch (CharacterCodingException e) {
            throw new SyntaxException("expected UTF-8");
        }
    }
}

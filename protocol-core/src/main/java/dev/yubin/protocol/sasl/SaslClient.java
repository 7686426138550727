package dev.yubin.protocol.sasl;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Optional;

/**
 * A client's side of one exchange (RFC 4422 section 3). Send {@link #initialResponse} with the command where there is one and the
 * protocol has room for it, {@link #respond} to each challenge, and ask {@link #succeeded} before a success is believed. Without room,
 * leave the initial response away: the server's first, empty challenge is answered with it.
 *
 * <p>Used by one thread at a time. {@link #respond} may compute for a second, so not on an event loop.
 */
public final class SaslClient {
    /** The most rounds of PBKDF2 a server may ask for: about a second of this machine's time. */
    public static final int MAX_ITERATIONS = 5_000_000;

    /** One mechanism's client. */
    interface Exchange {
        /** Empty in a mechanism that the server begins. */
        Optional<Secret> initialResponse();

        /** Answers a challenge that is not the empty first one of a mechanism with an initial response. */
        Secret respond(Secret challenge) throws SyntaxException, ProtocolException;

        /** Fails when the server has not yet proved what the mechanism makes it prove. */
        void succeeded() throws ProtocolException;
    }

    private final Mechanism mechanism;
    private final Exchange exchange;
    private boolean begun;

    private SaslClient(Mechanism mechanism, Exchange exchange) {
        this.mechanism = mechanism;
        this.exchange = exchange;
    }

    /**
     * Begins an exchange.
     *
     * @param mayShowPassword whether TLS hides what is sent, or somebody has decided to do without
     * @throws IllegalArgumentException when the mechanism shows the password and may not, or when it cannot carry these credentials
     */
    public static SaslClient of(Mechanism mechanism, Credentials credentials, boolean mayShowPassword) {
        if (mechanism.sendsPassword() && !mayShowPassword) {
            throw new IllegalArgumentException(
                    mechanism + " shows the password to whoever reads the connection: use TLS");
        }
        return new SaslClient(mechanism, mechanism.client(credentials));
    }

    /** What may be sent with the command; empty in a mechanism that the server begins. Always the same. */
    public Optional<Secret> initialResponse() {
        return exchange.initialResponse();
    }

    /**
     * Answers a challenge. May compute for long.
     *
     * @throws ProtocolException when the challenge breaks the mechanism or the server does not know the password either: send {@code *}
     *                           and trust this server with nothing
     */
    public Secret respond(Secret challenge) throws ProtocolException {
        boolean first = !begun;
        begun = true;
        try {
            Optional<Secret> initial = exchange.initialResponse();
            return first && initial.isPresent() && challenge.octets().length == 0
                    ? initial.get()
                    : exchange.respond(challenge);
        } catch (SyntaxException e) {
            throw new ProtocolException("the server's challenge in " + mechanism + ": " + e.getMessage());
        }
    }

    /**
     * To be called when the server says that the login has succeeded.
     *
     * @throws ProtocolException when the mechanism would have it prove itself first, and it has not: trust it with nothing
     */
    public void succeeded() throws ProtocolException {
        exchange.succeeded();
    }
}

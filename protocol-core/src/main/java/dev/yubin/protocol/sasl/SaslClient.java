package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/**
 * A client's side of one exchange (RFC 4422 section 3). Send {@link #initialResponse} with the command where there is one and the
 * protocol has room for it, {@link #respond} to each challenge, and ask {@link #succeeded} before a success is believed. Without room,
 * leave the initial response away: the server's first, empty challenge is answered with it. {@link #logIn} does so again where that may
 * help.
 *
 * <p>Used by one thread at a time. {@link #respond} may compute for a second, and wait for a token, so not on an event loop.
 */
public final class SaslClient {
    /** The most rounds of PBKDF2 a server may ask for: about a second of this machine's time. */
    public static final int MAX_ITERATIONS = 5_000_000;

    /** One mechanism's client. */
    interface Exchange {
        /** Empty in a mechanism that the server begins, or whose first message is better sent when it is asked for. */
        Optional<Secret> initialResponse();

        /** Answers a challenge that is not the empty first one of a mechanism with an initial response. */
        Secret respond(Secret challenge) throws SyntaxException, IOException;

        /** Fails when the server has not yet proved what the mechanism makes it prove. */
        default void succeeded() throws ProtocolException {}

        /** What may succeed where the server has refused this one. May wait. */
        default Optional<Exchange> afterRefusal() throws IOException {
            return Optional.empty();
        }
    }

    private final Mechanism mechanism;
    private final Exchange exchange;
    private boolean begun;

    private SaslClient(Mechanism mechanism, Exchange exchange) {
        this.mechanism = mechanism;
        this.exchange = exchange;
    }

    /**
     * Begins an exchange with the strongest mechanism that the server offers, these credentials fit, and this connection allows: none that
     * shows a password which may not be shown. Empty when there is none.
     *
     * @param offered the names in the server's reply, in any case; unknown ones are passed over
     * @throws IllegalArgumentException when the mechanism cannot carry such a name or password
     */
    public static Optional<SaslClient> strongest(
            Collection<String> offered, Credentials credentials, SaslConnection over) {
        return Arrays.stream(Mechanism.values())
                .filter(mechanism -> offered.stream().anyMatch(mechanism.text()::equalsIgnoreCase))
                .filter(mechanism -> mechanism.takes(credentials) && mechanism.runsOver(over))
                .findFirst()
                .map(mechanism -> of(mechanism, credentials, over));
    }

    /**
     * Begins an exchange.
     *
     * @throws IllegalArgumentException when the mechanism may not run over this connection, or cannot carry these credentials
     */
    public static SaslClient of(Mechanism mechanism, Credentials credentials, SaslConnection over) {
        if (!mechanism.takes(credentials)) {
            throw new IllegalArgumentException(mechanism + " cannot carry these credentials: their proof is of another"
                    + " kind, or it cannot act as somebody else");
        } else if (!mechanism.runsOver(over)) {
            throw new IllegalArgumentException(mechanism + " wants another connection: one in TLS, so that nobody reads"
                    + " what is secret, or one with what it is bound to");
        }
        return new SaslClient(mechanism, mechanism.client(credentials, over));
    }

    /** Which mechanism it is. */
    public Mechanism mechanism() {
        return mechanism;
    }

    /** What may be sent with the command; empty where there is nothing before the server's first challenge. Always the same. */
    public Optional<Secret> initialResponse() {
        return exchange.initialResponse();
    }

    /**
     * Answers a challenge. May compute for long, and wait.
     *
     * @throws IOException send {@code *}, and take {@link #cause} for the reason. A {@link ProtocolException} when the challenge breaks the
     *                     mechanism or the server does not know the password either: trust this server with nothing. Any other when
     *                     there is no token to be had
     */
    public Secret respond(Secret challenge) throws IOException {
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

    /** Which fault it is that {@link #respond} has thrown. */
    public static Cause cause(IOException thrown) {
        return thrown instanceof ProtocolException ? Cause.PROTOCOL_BROKEN : Cause.TOKEN_UNAVAILABLE;
    }

    /**
     * To be called when the server says that the login has succeeded.
     *
     * @throws ProtocolException when the mechanism would have it prove itself first, and it has not: trust it with nothing
     */
    public void succeeded() throws ProtocolException {
        exchange.succeeded();
    }

    /**
     * Logs in, and where the server refuses it, once more if something else may succeed: with a fresh token, or bound to the channel in
     * another way. Never with less than before.
     *
     * @param attempt goes through one exchange. Completed on a thread that may wait
     */
    public <T> Pending<T> logIn(Function<SaslClient, Pending<T>> attempt) {
        Pending<T> tried = attempt.apply(this);
        return (Pending<T>) tried.handle((done, failure) ->
                        again(failure).map(next -> next.logIn(attempt)).orElse(tried))
                .thenCompose(result -> result);
    }

    private Optional<SaslClient> again(Throwable failure) {
        if (failure == null || !(Pending.plain(failure) instanceof FaultException refusal) || !isFinal(refusal)) {
            return Optional.empty();
        }
        try {
            return exchange.afterRefusal().map(next -> new SaslClient(mechanism, next));
        } catch (IOException e) {
            refusal.addSuppressed(e);
            return Optional.empty();
        }
    }

    /** Whether the server has understood and said no, and that not only for now. */
    private static boolean isFinal(FaultException failure) {
        Fault.Kind kind = failure.fault().cause().kind();
        return kind == Fault.Kind.CREDENTIALS
                || kind == Fault.Kind.REFUSED && failure.fault().cause() != Cause.REFUSED_FOR_NOW;
    }
}

package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;

/** What a server says to a client's step in an exchange: go on, welcome, or no. */
public sealed interface Outcome {
    /** The exchange goes on: send this challenge, perhaps an empty one, and {@link SaslServer#step step} with the response to it. */
    record Challenge(Secret challenge) implements Outcome {}

    /** The client is who it says; the exchange is over. The account is named as the {@link Authenticator} calls it. */
    record Success(String account) implements Outcome {}

    /** The client is not let in; the exchange is over. */
    record Failure(Reason reason) implements Outcome {}

    /** Why not; the protocols have a reply for each, which says no more than this does. */
    enum Reason {
        /** No such user, or the wrong password: never said which. {@code 535 5.7.8}, {@code [AUTHENTICATIONFAILED]}, {@code [AUTH]} */
        WRONG_CREDENTIALS,
        /** The user is known but may not act as whom it asked. {@code 535 5.7.8}, {@code [AUTHORIZATIONFAILED]}, {@code [AUTH]} */
        NOT_AUTHORIZED,
        /** The message breaks the mechanism's grammar, or asks what it cannot do. {@code 501 5.5.2}, {@code BAD}, {@code -ERR} */
        MALFORMED,
        /** The message is longer than {@link SaslServer#MAX_OCTETS}. {@code 500 5.5.6}, {@code BAD [TOOBIG]}, {@code -ERR} */
        TOO_LONG,
        /** It cannot be told now; another time it can. {@code 454 4.7.0}, {@code [UNAVAILABLE]}, {@code [SYS/TEMP]} */
        UNAVAILABLE
    }
}

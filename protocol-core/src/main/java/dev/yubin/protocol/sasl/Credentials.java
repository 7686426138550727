package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * Who a client is and how it proves it.
 *
 * @param user                  the name to log in with, often the whole address; empty where a certificate says it
 * @param proof                 how it is proved
 * @param authorizationIdentity whom to act as, when not oneself (RFC 4422 section 3.4.1); never an empty text
 */
public record Credentials(String user, Proof proof, Optional<String> authorizationIdentity) {
    /** How a client proves who it is; a mechanism takes one of them. */
    public sealed interface Proof {}

    /** By a password, in UTF-8. */
    public record Password(Secret password) implements Proof {
        public Password {
            Objects.requireNonNull(password, "password");
        }
    }

    /** By a token that somebody else has issued: OAUTHBEARER, XOAUTH2. */
    public record Token(TokenSupplier tokens) implements Proof {
        public Token {
            Objects.requireNonNull(tokens, "tokens");
        }

        /** {@code Token[secret]}, whatever the supplier's own text is. */
        @Override
        public String toString() {
            return "Token[secret]";
        }
    }

    /** By the certificate that the client shows to TLS: EXTERNAL. */
    public record Certificate() implements Proof {}

    /** @throws IllegalArgumentException when the user or the authorization identity is an empty text or has a NUL */
    public Credentials {
        Objects.requireNonNull(proof, "proof");
        if (!(proof instanceof Certificate && user.isEmpty())) {
            fit(user, "user");
        }
        authorizationIdentity.ifPresent(identity -> fit(identity, "authorization identity"));
    }

    /** A user and a password, to act as oneself. */
    public static Credentials of(String user, Secret password) {
        return new Credentials(user, new Password(password), Optional.empty());
    }

    /** A user and where tokens for them come from, to act as oneself. */
    public static Credentials of(String user, TokenSupplier tokens) {
        return new Credentials(user, new Token(tokens), Optional.empty());
    }

    /** Whom the certificate names that the client was given as its identity, to act as oneself. */
    public static Credentials certificate() {
        return new Credentials("", new Certificate(), Optional.empty());
    }

    /** The same credentials, to act as somebody else. */
    public Credentials actingAs(String identity) {
        return new Credentials(user, proof, Optional.of(identity));
    }

    /** The password, where it is the proof. */
    public Optional<Secret> password() {
        return proof instanceof Password known ? Optional.of(known.password()) : Optional.empty();
    }

    private static void fit(String name, String what) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a " + what + " that is not empty and has no NUL");
        }
    }
}

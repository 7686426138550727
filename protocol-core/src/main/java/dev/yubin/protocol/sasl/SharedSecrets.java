package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * Passwords as they are, for the logins in which the client sends a digest that is made of one: CRAM-MD5 (RFC 2195) and POP3's APOP (RFC
 * 1939 section 7). Whoever steals them can log in at once, here and wherever else they are used, so it is a choice to keep them; old
 * programs are the reason to, and SCRAM does better. Called by many threads at once, which may wait.
 */
@FunctionalInterface
public interface SharedSecrets {
    /**
     * Who answers to this name, and the secret shared with them; empty when there is nobody. It should take as long in both cases.
     *
     * @param user prepared by SASLprep (RFC 4013); any case
     * @throws UnavailableException when it cannot be told now
     */
    Optional<SharedSecret> find(String user) throws UnavailableException;

    /**
     * A user, and what they share with the server.
     *
     * @param account the account's own name, as {@link Authenticator#verify} gives it
     * @param secret  the password, prepared by SASLprep where it is a text
     */
    record SharedSecret(String account, Secret secret) {
        public SharedSecret {
            Objects.requireNonNull(account, "account");
            Objects.requireNonNull(secret, "secret");
        }
    }
}

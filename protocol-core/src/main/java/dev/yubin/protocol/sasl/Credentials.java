package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.util.Objects;
import java.util.Optional;

/**
 * Who a client is and how it proves it.
 *
 * @param user                  the name to log in with, often the whole address
 * @param password              in UTF-8
 * @param authorizationIdentity whom to act as, when not oneself (RFC 4422 section 3.4.1); never an empty text
 */
public record Credentials(String user, Secret password, Optional<String> authorizationIdentity) {
    /** @throws IllegalArgumentException when the user or the authorization identity is an empty text or has a NUL */
    public Credentials {
        Objects.requireNonNull(password);
        fit(user, "user");
        authorizationIdentity.ifPresent(identity -> fit(identity, "authorization identity"));
    }

    /** These credentials, to act as oneself. */
    public static Credentials of(String user, Secret password) {
        return new Credentials(user, password, Optional.empty());
    }

    /** The same credentials, to act as somebody else. */
    public Credentials actingAs(String identity) {
        return new Credentials(user, password, Optional.of(identity));
    }

    private static void fit(String name, String what) {
        if (name.isEmpty() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("expected a " + what + " that is not empty and has no NUL");
        }
    }
}

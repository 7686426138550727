package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Checks bearer tokens (RFC 6750) of an authorization server, for OAUTHBEARER (RFC 7628) and XOAUTH2. Called by many threads at once, which
 * may wait.
 */
@FunctionalInterface
public interface Tokens {
    /**
     * The account that this token opens; empty when it opens none, be it forged, expired, or given for something else. Whether the client
     * may act as the user it names is then asked of {@link Authenticator#authorize}.
     *
     * @throws UnavailableException when it cannot be told now
     */
    Optional<String> account(Secret token) throws UnavailableException;

    /** The scope that a token needs here, which a client with a wrong one is told; none unless said. */
    default Optional<String> scope() {
        return Optional.empty();
    }

    /** Where a client with a wrong token finds the authorization server: an OpenID configuration; none unless said. */
    default Optional<URI> openIdConfiguration() {
        return Optional.empty();
    }
}

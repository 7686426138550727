package dev.yubin.protocol.sasl;

import dev.yubin.protocol.Secret;
import java.util.Optional;

/**
 * The application's users: the one interface through which SMTP, POP3 and IMAP ask who somebody is. One instance serves all connections
 * at once, on threads that may wait, so take the time the directory needs. What is thrown beside {@link UnavailableException} is logged
 * as a bug of the application, and the login fails for now.
 *
 * <p>A login that fails has to cost the same whether the user exists or not: an application that compares a slow hash computes one for
 * an unknown user as well. {@link ScramAuthenticator} does that by itself, and serves the mechanisms that never show the password.
 *
 * <p>A mechanism is offered where the application can check what it brings: those with a password unless {@link #takesPasswords} says no,
 * and others where {@link #sharedSecrets}, {@link #tokens} or {@link #certificates} is there.
 */
@FunctionalInterface
public interface Authenticator {
    /**
     * The account that this user and password open; empty when there is none, without saying which of the two is wrong.
     *
     * @param user     as the client wrote it, prepared by SASLprep (RFC 4013); any case
     * @param password likewise prepared
     * @return the account's own name, under which the application keeps its mail: often {@code user} in a settled spelling
     * @throws UnavailableException when it cannot be told now
     */
    Optional<String> verify(String user, Secret password) throws UnavailableException;

    /**
     * The account to act as, after {@code account} has proved itself and asked to be {@code authorizationIdentity} (RFC 4422 section
     * 3.4.1); empty when it may not. By default one may be only oneself; override it for administrators and for proxies.
     *
     * @param authorizationIdentity never empty, as the client wrote it, not prepared
     * @throws UnavailableException when it cannot be told now
     */
    default Optional<String> authorize(String account, String authorizationIdentity) throws UnavailableException {
        return account.equals(authorizationIdentity) ? Optional.of(account) : Optional.empty();
    }

    /**
     * The passwords as they are, where they are kept so; CRAM-MD5 and APOP are offered then. Not by default. Always the same answer.
     */
    default Optional<SharedSecrets> sharedSecrets() {
        return Optional.empty();
    }

    /** Whether {@link #verify} opens accounts at all; no, where tokens or certificates alone do. Always the same answer. */
    default boolean takesPasswords() {
        return true;
    }

    /** Who checks tokens, where they are taken: OAUTHBEARER and XOAUTH2 are offered then, within TLS. Nobody unless said. Always the same answer. */
    default Optional<Tokens> tokens() {
        return Optional.empty();
    }

    /**
     * Who knows whose a client's certificate is: EXTERNAL is offered then, to a client that has shown one which the listener trusts. Nobody
     * unless said. Always the same answer.
     */
    default Optional<Certificates> certificates() {
        return Optional.empty();
    }
}

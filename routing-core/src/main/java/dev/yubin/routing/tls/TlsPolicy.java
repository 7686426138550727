package dev.yubin.routing.tls;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the way to one server must be like.
 *
 * @param found   what says so, as reports have it
 * @param ways    how a session may begin: the first, and where its TLS does not come about the next. None where mail must not go to this server
 * @param name    by which the server is spoken to (SNI), and which its certificate is to bear
 * @param failure what was wrong before any session began; with ways left, mail goes all the same
 */
public record TlsPolicy(FoundPolicy found, List<Way> ways, String name, Optional<TlsFailure> failure) {
    /** TLS where the server offers it, whoever answers; else in the clear. RFC 7435. */
    public static final List<Way> OPPORTUNISTIC = List.of(
            new Way(TlsMode.STARTTLS_OPTIONAL, TlsTrust.anyone()), new Way(TlsMode.PLAINTEXT, TlsTrust.anyone()));

    /**
     * One way for a session to begin.
     *
     * @param trust whose certificate is believed
     */
    public record Way(TlsMode mode, TlsTrust trust) {
        public Way {
            Objects.requireNonNull(mode, "mode");
            Objects.requireNonNull(trust, "trust");
        }
    }

    public TlsPolicy {
        Objects.requireNonNull(found, "found");
        ways = List.copyOf(ways);
        Objects.requireNonNull(name, "name");
        if (ways.isEmpty() && failure.isEmpty()) {
            throw new IllegalArgumentException("a policy that lets mail go nowhere has to say why");
        }
    }

    /** That nothing is demanded: {@link #OPPORTUNISTIC}. */
    public static TlsPolicy none(MailServer server) {
        return opportunistic(FoundPolicy.none(server.domain()), server.host(), Optional.empty());
    }

    static TlsPolicy opportunistic(FoundPolicy found, String name, Optional<TlsFailure> failure) {
        return new TlsPolicy(found, OPPORTUNISTIC, name, failure);
    }

    /** TLS, whoever answers, or nothing: for what is wrong with the policy no more can be proven. */
    static TlsPolicy encrypted(FoundPolicy found, String name, TlsFailure failure) {
        Way way = new Way(TlsMode.STARTTLS_REQUIRED, TlsTrust.anyone());
        return new TlsPolicy(found, List.of(way), name, Optional.of(failure));
    }

    /** TLS with a certificate that is so trusted, or nothing. */
    static TlsPolicy required(FoundPolicy found, String name, TlsTrust trust) {
        return new TlsPolicy(found, List.of(new Way(TlsMode.STARTTLS_REQUIRED, trust)), name, Optional.empty());
    }

    /** The same as a trial: mail goes as if nothing were demanded where it fails. */
    static TlsPolicy tried(FoundPolicy found, String name, TlsTrust trust) {
        List<Way> ways = new ArrayList<>(List.of(new Way(TlsMode.STARTTLS_REQUIRED, trust)));
        ways.addAll(OPPORTUNISTIC);
        return new TlsPolicy(found, ways, name, Optional.empty());
    }

    /** Not to this server. */
    static TlsPolicy forbidden(FoundPolicy found, String name, TlsFailure failure) {
        return new TlsPolicy(found, List.of(), name, Optional.of(failure));
    }

    /** Whether mail that goes by it goes to the right server and nowhere else. */
    public boolean isProof() {
        return ways.stream()
                .allMatch(way ->
                        way.mode() == TlsMode.STARTTLS_REQUIRED && way.trust().ground() != TlsTrust.Ground.NONE);
    }
}

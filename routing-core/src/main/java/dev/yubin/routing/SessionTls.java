package dev.yubin.routing;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.routing.tls.TlsPolicy;
import dev.yubin.routing.tls.TlsPolicy.Way;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How the session with one server is secured: what {@link Relay} dials by.
 *
 * @param ways   how it may begin, and where its TLS does not come about how else; at least one
 * @param name   which the server's certificate is to bear
 * @param proven whether it is certain that this server is the one to ask: a table here names it, or the DNS does and can be believed (RFC 8689 section 2)
 * @param policy of the recipient's domain, by which it is so; empty where no policy has a say
 */
record SessionTls(List<Way> ways, String name, boolean proven, Optional<TlsPolicy> policy) {
    SessionTls {
        ways = List.copyOf(ways);
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(policy, "policy");
    }

    /** As a table has it: where TLS is optional whoever answers is believed. */
    static SessionTls ofTable(NextHop hop, TlsTrust trust) {
        List<Way> ways =
                hop.tls() == TlsMode.STARTTLS_OPTIONAL ? TlsPolicy.OPPORTUNISTIC : List.of(new Way(hop.tls(), trust));
        return new SessionTls(ways, hop.host(), true, Optional.empty());
    }

    /** As the recipient's domain has it. */
    static SessionTls of(TlsPolicy policy, boolean proven) {
        return new SessionTls(policy.ways(), policy.name(), proven, Optional.of(policy));
    }

    /** Without a say of the recipient's domain. */
    static SessionTls waived(NextHop hop) {
        return new SessionTls(TlsPolicy.OPPORTUNISTIC, hop.host(), false, Optional.empty());
    }

    /** The same with TLS and a certificate that proves the server's name, or no session. */
    SessionTls required(TlsTrust trust) {
        return ways.stream().allMatch(SessionTls::isCertain)
                ? this
                : new SessionTls(List.of(new Way(TlsMode.STARTTLS_REQUIRED, trust)), name, proven, policy);
    }

    private static boolean isCertain(Way way) {
        boolean encrypted = way.mode() == TlsMode.IMPLICIT || way.mode() == TlsMode.STARTTLS_REQUIRED;
        return encrypted && way.trust().ground() != TlsTrust.Ground.NONE;
    }
}

package dev.yubin.routing.tls;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Optional;

/**
 * What became of the TLS of one session.
 *
 * @param policy  that had a say
 * @param mxHost  the server
 * @param address of the server; empty where nobody was connected to
 * @param failure why it was not as the policy, or any domain, would have it; mail may have gone all the same
 */
public record TlsSession(
        FoundPolicy policy, String mxHost, Optional<InetAddress> address, Optional<TlsFailure> failure) {
    public TlsSession {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(mxHost, "mxHost");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(failure, "failure");
    }
}

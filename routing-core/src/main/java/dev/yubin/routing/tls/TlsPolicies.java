package dev.yubin.routing.tls;

import dev.yubin.protocol.FaultException;
import java.util.Optional;

/** Knows what recipients' domains demand of TLS on the way to them. Any thread may ask; it may wait for the DNS or the web. */
public interface TlsPolicies {
    /**
     * What the way to this server must be like; empty where nothing is demanded.
     *
     * @throws FaultException {@code LOOKUP_FAILED} when there is no telling now. Mail must wait then: whoever can spoil a look-up would else have his way
     */
    Optional<TlsPolicy> of(MailServer server) throws FaultException;

    /** Knows of none. */
    TlsPolicies NONE = server -> Optional.empty();

    /** Whatever the first of these demands that has something to prove; where none has, what the first demands that demands anything. */
    static TlsPolicies inOrder(TlsPolicies first, TlsPolicies second) {
        return server -> {
            Optional<TlsPolicy> policy = first.of(server);
            if (policy.filter(TlsPolicy::isProof).isPresent()) {
                return policy;
            }
            Optional<TlsPolicy> other = second.of(server);
            return other.filter(TlsPolicy::isProof).or(() -> policy).or(() -> other);
        };
    }
}

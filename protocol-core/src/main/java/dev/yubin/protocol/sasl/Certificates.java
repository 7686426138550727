package dev.yubin.protocol.sasl;

import java.security.cert.X509Certificate;
import java.util.Optional;

/** Tells whose a client's certificate is, for EXTERNAL (RFC 4422 appendix A). Called by many threads at once, which may wait. */
@FunctionalInterface
public interface Certificates {
    /**
     * The account that this certificate opens; empty when it opens none.
     *
     * @param certificate one that the listener's trust vouches for, and whose key the client has
     * @throws UnavailableException when it cannot be told now
     */
    Optional<String> account(X509Certificate certificate) throws UnavailableException;
}

package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.routing.tls.FoundPolicy;
import dev.yubin.routing.tls.MailServer;
import dev.yubin.routing.tls.TlsFailure;
import dev.yubin.routing.tls.TlsPolicies;
import dev.yubin.routing.tls.TlsPolicy;
import dev.yubin.routing.tls.TlsResults;
import dev.yubin.routing.tls.TlsSession;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides how each session is secured, by the table here, the policies of recipients' domains and what the message demands; and tells how it went.
 *
 * @param trust who vouches for servers where no policy says it
 */
record Securing(TlsTrust trust, TlsPolicies policies, TlsResults results) {
    private static final Logger LOG = LoggerFactory.getLogger(Securing.class);
    private static final Set<Cause> TLS_DID_NOT_BEGIN = EnumSet.of(
            Cause.TLS_HANDSHAKE,
            Cause.TLS_ON_PLAIN_PORT,
            Cause.CERTIFICATE_NAME,
            Cause.CERTIFICATE_UNTRUSTED,
            Cause.STARTTLS_NOT_OFFERED);

    /** Goes one way. */
    @FunctionalInterface
    interface Attempt<T> {
        T in(TlsPolicy.Way way) throws FaultException;
    }

    /**
     * How the session with this server is secured for a message that says this of TLS: the one place where that is decided.
     *
     * @param named as what the DNS names the server; empty where a table or an address names it
     * @throws FaultException when it cannot be had for this message, or not now
     */
    SessionTls of(NextHop hop, Optional<MailServer> named, TlsDemand demand) throws FaultException {
        if (named.isPresent() && demand == TlsDemand.WAIVED) {
            // Of what its domain demands, and not of what the table here does.
            return hop.tls() == TlsMode.STARTTLS_OPTIONAL ? SessionTls.waived(hop) : SessionTls.ofTable(hop, trust);
        }
        SessionTls usual = named.isPresent() ? ofDomain(hop, named.get()) : SessionTls.ofTable(hop, trust);
        if (demand != TlsDemand.REQUIRED) {
            return usual;
        } else if (!usual.proven()) {
            throw NotProtectedException.withoutProof(hop);
        }
        return usual.required(trust);
    }

    private SessionTls ofDomain(NextHop hop, MailServer server) throws FaultException {
        TlsPolicy policy = policies.of(server).orElseGet(() -> TlsPolicy.none(server));
        if (policy.ways().isEmpty()) {
            tell(new TlsSession(policy.found(), hop.host(), Optional.empty(), policy.failure()));
            throw forbidden(hop, policy.failure().orElseThrow());
        }
        SessionTls demanded = SessionTls.of(policy, server.isSecure() || isNamedBy(policy));
        return hop.tls() == TlsMode.STARTTLS_OPTIONAL ? demanded : demanded.required(trust);
    }

    /** The same without anybody who is told of it. */
    Securing unheard() {
        return new Securing(trust, policies, TlsResults.NONE);
    }

    private static FaultException forbidden(NextHop hop, TlsFailure failure) {
        return new FaultException(new Fault(
                failure.type() == TlsFailure.Type.DNSSEC_INVALID ? Cause.LOOKUP_FAILED : Cause.NOT_IN_POLICY,
                hop.host(),
                hop.port(),
                "looking up what its domain demands of TLS",
                Optional.empty(),
                failure.detail()));
    }

    /** A policy of MTA-STS that has nothing against the server names it: RFC 8689 section 2. */
    private static boolean isNamedBy(TlsPolicy policy) {
        return policy.found().type() == FoundPolicy.Type.STS && policy.failure().isEmpty();
    }

    /**
     * Makes this attempt in the first of the ways to that place in which TLS comes about as it is to be.
     *
     * @throws FaultException what the last way failed with
     */
    <T> T inSomeWay(Place place, Attempt<T> attempt) throws FaultException {
        Iterator<TlsPolicy.Way> ways = place.tls().ways().iterator();
        while (true) {
            TlsPolicy.Way way = ways.next();
            try {
                return attempt.in(way);
            } catch (FaultException e) {
                if (!ways.hasNext() || !isOfTls(e)) {
                    throw e;
                }
            }
        }
    }

    /**
     * Tells that a session has begun. Of one in a further way it is told already, by what was wrong with the first.
     *
     * @param address the server's
     * @param tls     what its TLS is; empty where it is in the clear
     */
    void begun(Place place, TlsPolicy.Way way, Optional<InetAddress> address, Optional<String> tls) {
        if (isFirst(place, way)) {
            tell(place, address, TlsFailure.ofClear(tls));
        }
    }

    /** Tells that a session has not begun for its TLS: once, however many messages waited for it. */
    void notBegun(Place place, TlsPolicy.Way way, Optional<InetAddress> address, FaultException why) {
        Optional<TlsFailure> failure = TlsFailure.of(why);
        if (failure.isPresent()) {
            LOG.info("TLS did not come about with {}: {}", place.hop(), why.getMessage());
            if (isFirst(place, way)) {
                tell(place, address, failure);
            }
        }
    }

    private static boolean isFirst(Place place, TlsPolicy.Way way) {
        return way.equals(place.tls().ways().get(0));
    }

    /** Whether a session did not begin for its TLS, or for want of it. */
    static boolean isOfTls(FaultException failure) {
        return TLS_DID_NOT_BEGIN.contains(failure.fault().cause());
    }

    /** Only of what a policy could have a say in. */
    private void tell(Place place, Optional<InetAddress> address, Optional<TlsFailure> failure) {
        place.tls()
                .policy()
                .map(policy -> new TlsSession(
                        policy.found(),
                        place.hop().host(),
                        address,
                        policy.failure().or(() -> failure)))
                .ifPresent(this::tell);
    }

    /** A count that goes wrong is no reason not to send. */
    private void tell(TlsSession session) {
        try {
            results.session(session);
        } catch (RuntimeException e) {
            LOG.error("what became of TLS with {} cannot be told", session.mxHost(), e);
        }
    }
}

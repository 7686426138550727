package dev.yubin.pop3.server;

import dev.yubin.pop3.Capability;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Mechanism;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every capability of this server, a row each, and when it is offered: RFC 2449 section 6, RFC 2595 section 4, RFC 3206 section 6. */
enum Offer {
    TOP(Capability.TOP),
    UIDL(Capability.UIDL),
    /** With login over, it stays on the list where it was on it before: RFC 2449 section 5. */
    USER(Capability.USER) {
        @Override
        boolean stands(Security security, SessionState state) {
            return security.admitsLogin();
        }
    },
    /** Likewise: RFC 5034 section 3. */
    SASL(Capability.SASL) {
        @Override
        boolean stands(Security security, SessionState state) {
            return security.admitsLogin();
        }

        @Override
        List<String> parameters(Authenticator users) {
            return mechanisms(users);
        }
    },
    /** Where it may be said and at no other time: RFC 2595 section 4. */
    STLS(Capability.STLS) {
        @Override
        boolean stands(Security security, SessionState state) {
            return security.offersStls() && state != SessionState.TRANSACTION;
        }
    },
    PIPELINING(Capability.PIPELINING),
    RESP_CODES(Capability.RESP_CODES),
    AUTH_RESP_CODE(Capability.AUTH_RESP_CODE),
    EXPIRE(Capability.EXPIRE, "NEVER"),
    IMPLEMENTATION(Capability.IMPLEMENTATION, "Yubin");

    private final String tag;
    private final List<String> parameters;

    Offer(String tag, String... parameters) {
        this.tag = tag;
        this.parameters = List.of(parameters);
    }

    /** What is offered now. */
    static List<Capability> in(SessionState state, Security security, Authenticator users) {
        return Arrays.stream(values())
                .filter(offer -> offer.stands(security, state))
                .map(offer -> new Capability(offer.tag, offer.parameters(users)))
                .toList();
    }

    /** The names of the mechanisms that can succeed, strongest first. */
    static List<String> mechanisms(Authenticator users) {
        return Mechanism.offered(users, true).stream().map(Mechanism::text).toList();
    }

    /** The mechanism of this name, where it can succeed. */
    static Optional<Mechanism> mechanism(String name, Authenticator users) {
        return Mechanism.named(name).filter(mechanism -> mechanism.servedBy(users));
    }

    boolean stands(Security security, SessionState state) {
        return true;
    }

    List<String> parameters(Authenticator users) {
        return parameters;
    }
}

package dev.yubin.pop3.server;

import dev.yubin.pop3.Capability;
import dev.yubin.protocol.sasl.Authenticator;
import dev.yubin.protocol.sasl.Mechanism;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every capability of this server, a row each, and when it is offered: RFC 2449 section 6, RFC 2595 section 4, RFC 3206 section 6, RFC 6856. */
enum Offer {
    TOP(Capability.TOP),
    UIDL(Capability.UIDL),
    /** With login over, it stays on the list where it was on it before: RFC 2449 section 5. */
    USER(Capability.USER) {
        @Override
        boolean stands(To client) {
            return client.security().admitsUserAndPass();
        }
    },
    /** Likewise: RFC 5034 section 3. */
    SASL(Capability.SASL) {
        @Override
        boolean stands(To client) {
            return client.security().admitsLogin() && !mechanisms(client).isEmpty();
        }

        @Override
        List<String> parameters(To client) {
            return mechanisms(client);
        }
    },
    /** Where it may be said and at no other time: RFC 2595 section 4, RFC 6856 section 2.1. */
    STLS(Capability.STLS) {
        @Override
        boolean stands(To client) {
            return client.security().offersStls() && client.own().isEmpty() && !client.utf8();
        }
    },
    PIPELINING(Capability.PIPELINING),
    RESP_CODES(Capability.RESP_CODES),
    AUTH_RESP_CODE(Capability.AUTH_RESP_CODE),
    /** Before the login, the longest there is, and that it may be another's. */
    LOGIN_DELAY(Capability.LOGIN_DELAY) {
        @Override
        boolean stands(To client) {
            return !client.service().policies().strictest().loginDelay().isZero();
        }

        @Override
        List<String> parameters(To client) {
            return client.perUser(Long.toString(client.policy().loginDelay().toSeconds()));
        }
    },
    /** Before the login, the shortest there is, and that it may be another's. */
    EXPIRE(Capability.EXPIRE) {
        @Override
        List<String> parameters(To client) {
            return client.perUser(
                    client.policy().expireDays().isPresent()
                            ? Integer.toString(client.policy().expireDays().getAsInt())
                            : "NEVER");
        }
    },
    /** Names and passwords are prepared by SASLprep, where there is a command to say them with: RFC 6856 section 2.2. */
    UTF8(Capability.UTF8) {
        @Override
        List<String> parameters(To client) {
            boolean named = USER.stands(client)
                    || client.security().admitsLogin()
                            && client.service().users().sharedSecrets().isPresent(); // by APOP
            return named ? List.of("USER") : List.of();
        }
    },
    LANG(Capability.LANG),
    IMPLEMENTATION(Capability.IMPLEMENTATION, "Yubin");

    /**
     * To whom it is offered.
     *
     * @param own  the policy of who is logged in
     * @param utf8 whether the client has said UTF8
     */
    record To(Service service, Security security, Optional<MaildropPolicy> own, boolean utf8) {
        /** What holds for this client, as far as is known. */
        private MaildropPolicy policy() {
            return own.orElse(service.policies().strictest());
        }

        private List<String> perUser(String value) {
            boolean mayDiffer = own.isEmpty() && service.policies().ofEach().isPresent();
            return mayDiffer ? List.of(value, "USER") : List.of(value);
        }
    }

    private final String tag;
    private final List<String> parameters;

    Offer(String tag, String... parameters) {
        this.tag = tag;
        this.parameters = List.of(parameters);
    }

    /** What is offered now. */
    static List<Capability> to(To client) {
        return Arrays.stream(values())
                .filter(offer -> offer.stands(client))
                .map(offer -> new Capability(offer.tag, offer.parameters(client)))
                .toList();
    }

    static List<String> mechanisms(To client) {
        return mechanisms(client.security(), client.service().users());
    }

    /** The names of the mechanisms that can succeed, strongest first. */
    static List<String> mechanisms(Security security, Authenticator users) {
        return Mechanism.offered(users, security.over()).stream()
                .map(Mechanism::text)
                .toList();
    }

    boolean stands(To client) {
        return true;
    }

    List<String> parameters(To client) {
        return parameters;
    }
}

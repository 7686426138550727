package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.routing.tls.MailServer;
import dev.yubin.smtp.Domain;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/**
 * Where a message is to go: servers, to be tried in this order.
 *
 * @param domain whose servers the DNS says they are; empty where a table or an address names them
 * @param names  knows their addresses
 */
record Plan(Optional<Domain> domain, MailExchangers.Servers servers, HostNames names) {
    /** @throws IllegalArgumentException without a server */
    Plan {
        if (servers.hops().isEmpty()) {
            throw new IllegalArgumentException("a message cannot be handed to nobody");
        }
    }

    static Plan ofTable(List<NextHop> hops, HostNames names) {
        return new Plan(Optional.empty(), new MailExchangers.Servers(hops, false, false), names);
    }

    List<NextHop> hops() {
        return servers.hops();
    }

    /** As what the DNS names one of them. */
    Optional<MailServer> named(NextHop hop) {
        return domain.map(whose -> new MailServer(whose, hop.host(), hop.port(), servers.isSecure()));
    }

    /** Of one of them; never none. Fails as {@link Relay#addresses}. */
    List<InetAddress> addresses(NextHop hop) throws FaultException {
        return addresses(hop, names);
    }

    static List<InetAddress> addresses(NextHop hop, HostNames names) throws FaultException {
        try {
            return names.addresses(hop.host());
        } catch (UnknownHostException e) {
            boolean forNow = HostNames.isForNow(e);
            String detail =
                    forNow ? "the name cannot be looked up now (" + e.getMessage() + ")" : "the name does not resolve";
            Cause cause = forNow ? Cause.LOOKUP_FAILED : Cause.NAME_UNKNOWN;
            throw new FaultException(
                    new Fault(cause, hop.host(), hop.port(), "looking up the name", Optional.empty(), detail), e);
        }
    }

    /**
     * What it means that the servers failed so: that none of them has an address, where that is certain. The DNS's word for it is the domain's own, and for good (RFC
     * 5321 section 5.1); a table here can be set right.
     */
    Optional<FaultException> withoutAddress(List<FaultException> failures) {
        boolean nowhere = failures.stream().allMatch(failure -> failure.fault().cause() == Cause.NAME_UNKNOWN);
        return domain.filter(whose -> nowhere)
                .map(whose -> new FaultException(new Fault(
                        Cause.NAME_UNKNOWN,
                        whose.aLabels(),
                        0,
                        "looking up the domain's mail servers",
                        Optional.empty(),
                        "none of the domain's mail servers has an address")));
    }
}

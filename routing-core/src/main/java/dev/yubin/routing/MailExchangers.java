package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.DnsAnswer;
import dev.yubin.routing.dns.MailExchanger;
import dev.yubin.smtp.Domain;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds a domain's servers in the DNS: its mail exchangers by preference, equal ones in any order; the domain's own host where it has none; and that it
 * takes no mail where it says so. RFC 5321 section 5.1, RFC 7505. Also finds those servers' addresses, from the same DNS server.
 *
 * <p>Any thread may ask; a question blocks for at most {@link Dns#TIMEOUT} or so.
 */
public final class MailExchangers implements HostNames, AutoCloseable {
    /**
     * A domain's servers as the DNS names them.
     *
     * @param hops     in the order in which to try them; never none
     * @param isSecure whether DNSSEC proves that they are the domain's: {@link DnsAnswer#isSecure}
     * @param implicit whether the domain names none, and its own host stands for them
     */
    record Servers(List<NextHop> hops, boolean isSecure, boolean implicit) {
        /** The same in another mode. */
        Servers in(TlsMode tls) {
            List<NextHop> others = hops.stream()
                    .map(hop -> new NextHop(hop.host(), hop.port(), tls))
                    .collect(Collectors.toUnmodifiableList());
            return new Servers(others, isSecure, implicit);
        }

        /** The same at another port. */
        Servers at(int port) {
            return new Servers(
                    hops.stream()
                            .map(hop -> new NextHop(hop.host(), port, hop.tls()))
                            .collect(Collectors.toUnmodifiableList()),
                    isSecure,
                    implicit);
        }
    }

    private final Dns dns;

    private MailExchangers(Dns dns) {
        this.dns = Objects.requireNonNull(dns, "dns");
    }

    /** Asks this DNS server, which answers recursively. */
    public static MailExchangers at(InetSocketAddress dnsServer) {
        return by(Dns.at(dnsServer));
    }

    /** Asks the DNS servers that the system is set to ask. */
    public static MailExchangers system() {
        return by(Dns.system());
    }

    /** Asks so, and closes it when it is closed itself. */
    public static MailExchangers by(Dns dns) {
        return new MailExchangers(dns);
    }

    /**
     * The servers of a domain in the order in which to try them; never none.
     *
     * @param ourselves the name of the server that asks: where the domain has it among its exchangers, mail goes only to those that are preferred to it
     * @throws FaultException {@code NAME_UNKNOWN} when there is no such domain, when it has neither an exchanger nor an address, or no exchanger whose name a
     *     host can have; {@code TAKES_NO_MAIL} when its MX is null, {@code LEADS_BACK} when no exchanger is preferred to us, or the domain's own host stands for
     *     one and is us, {@code LOOKUP_FAILED} when that cannot be told now
     */
    public List<NextHop> of(Domain domain, Domain ourselves) throws FaultException {
        return servers(domain, Ourselves.named(ourselves)).hops();
    }

    /** The same, and whether they are proven. */
    Servers servers(Domain domain, Ourselves ourselves) throws FaultException {
        DnsAnswer<MailExchanger> answer = dns.mailExchangers(domain.aLabels());
        if (!answer.isThere()) {
            throw fault(Cause.NAME_UNKNOWN, domain, "there is no such domain");
        }
        boolean implicit = answer.records().isEmpty();
        return new Servers(
                implicit ? itself(domain, answer.name(), ourselves) : hops(domain, answer.records(), ourselves),
                answer.isSecure(),
                implicit);
    }

    /** The implicit MX, whose preference is 0: an error where it has no address, and where it is this server. @param alias where the domain's aliases lead */
    private List<NextHop> itself(Domain domain, String alias, Ourselves ourselves) throws FaultException {
        if (dns.anyAddresses(domain.aLabels()).records().isEmpty()) {
            throw unusable(domain, "the domain has neither a mail server nor an address");
        } else if (ourselves.isNamed(alias) || is(domain.aLabels(), ourselves)) {
            throw fault(Cause.LEADS_BACK, domain, "the domain names no mail server, and its own host is this server");
        }
        return List.of(NextHop.of(domain.aLabels()));
    }

    private List<NextHop> hops(Domain domain, List<MailExchanger> exchangers, Ourselves ourselves)
            throws FaultException {
        if (exchangers.stream().allMatch(exchanger -> exchanger.host().isEmpty())) {
            throw fault(Cause.TAKES_NO_MAIL, domain, "the domain has a null MX (RFC 7505)");
        }
        List<MailExchanger> hosts = exchangers.stream()
                .filter(exchanger -> NextHop.isHost(exchanger.host()))
                .collect(Collectors.toCollection(ArrayList::new));
        if (hosts.isEmpty()) {
            throw unusable(domain, "none of the domain's mail servers bears a name that a host can have");
        }
        int ours = hosts.stream()
                .filter(exchanger -> is(exchanger.host(), ourselves))
                .mapToInt(MailExchanger::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        Collections.shuffle(hosts); // spreads the load over those of equal preference
        List<NextHop> hops = hosts.stream()
                .filter(exchanger -> exchanger.preference() < ours)
                .sorted(Comparator.comparingInt(MailExchanger::preference))
                .map(exchanger -> NextHop.of(exchanger.host()))
                .collect(Collectors.toUnmodifiableList());
        if (hops.isEmpty()) {
            throw fault(Cause.LEADS_BACK, domain, "no mail server of the domain is preferred to " + ourselves.name());
        }
        return hops;
    }

    /** Whether a host is this server, by its name or by one of its addresses. Who has none now will be found to have none when he is to be spoken to. */
    private boolean is(String host, Ourselves ourselves) {
        if (ourselves.isNamed(host) || ourselves.addresses().isEmpty()) {
            return ourselves.isNamed(host);
        }
        try {
            return addresses(host).stream().anyMatch(ourselves.addresses()::contains);
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        return dns.addresses(host);
    }

    /** Finds the addresses of servers that a table here names, as this machine's file of hosts may too. */
    HostNames ofTable() {
        return dns.orHostsFile();
    }

    /** That the domain is there, and mail for it has nowhere to go. */
    private static FaultException unusable(Domain domain, String detail) {
        return fault(Cause.NAME_UNKNOWN, domain, detail, new UnknownHostException(domain.aLabels()));
    }

    private static FaultException fault(Cause cause, Domain domain, String detail) {
        return fault(cause, domain, detail, null);
    }

    /** @param below null where the DNS server has said it itself */
    private static FaultException fault(Cause cause, Domain domain, String detail, Throwable below) {
        return new FaultException(
                new Fault(cause, domain.aLabels(), 0, "looking up the domain's mail servers", Optional.empty(), detail),
                below);
    }

    @Override
    public void close() {
        dns.close();
    }
}

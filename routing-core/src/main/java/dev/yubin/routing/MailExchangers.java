package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
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
     * @throws FaultException {@code NAME_UNKNOWN} when there is no such domain or it has neither an exchanger nor an address, {@code TAKES_NO_MAIL} when its
     *     MX is null, {@code LEADS_BACK} when no exchanger is preferred to us, {@code LOOKUP_FAILED} when that cannot be told now
     */
    public List<NextHop> of(Domain domain, Domain ourselves) throws FaultException {
        return servers(domain, ourselves).hops();
    }

    /** The same, and whether they are proven. */
    Servers servers(Domain domain, Domain ourselves) throws FaultException {
        DnsAnswer<MailExchanger> answer = dns.mailExchangers(domain.aLabels());
        if (!answer.isThere()) {
            throw fault(Cause.NAME_UNKNOWN, domain, "there is no such domain");
        }
        boolean implicit = answer.records().isEmpty();
        return new Servers(
                implicit ? itself(domain) : hops(domain, answer.records(), ourselves), answer.isSecure(), implicit);
    }

    /** The implicit MX, which is an error where it has no address. */
    private List<NextHop> itself(Domain domain) throws FaultException {
        if (dns.anyAddresses(domain.aLabels()).records().isEmpty()) {
            throw fault(
                    Cause.NAME_UNKNOWN,
                    domain,
                    "the domain has neither a mail server nor an address",
                    new UnknownHostException(domain.aLabels()));
        }
        return List.of(NextHop.of(domain.aLabels()));
    }

    private static List<NextHop> hops(Domain domain, List<MailExchanger> exchangers, Domain ourselves)
            throws FaultException {
        if (exchangers.stream().allMatch(exchanger -> exchanger.host().isEmpty())) {
            throw fault(Cause.TAKES_NO_MAIL, domain, "the domain has a null MX (RFC 7505)");
        }
        int ours = exchangers.stream()
                .filter(exchanger -> exchanger.host().equalsIgnoreCase(ourselves.aLabels()))
                .mapToInt(MailExchanger::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        List<MailExchanger> shuffled = new ArrayList<>(exchangers);
        Collections.shuffle(shuffled); // spreads the load over those of equal preference
        List<NextHop> hops = shuffled.stream()
                .filter(exchanger -> exchanger.preference() < ours && NextHop.isHost(exchanger.host()))
                .sorted(Comparator.comparingInt(MailExchanger::preference))
                .map(exchanger -> NextHop.of(exchanger.host()))
                .collect(Collectors.toUnmodifiableList());
        if (hops.isEmpty()) {
            throw fault(Cause.LEADS_BACK, domain, "no mail server of the domain is preferred to " + ourselves);
        }
        return hops;
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        return dns.addresses(host);
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

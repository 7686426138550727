package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.codec.Transport;
import dev.yubin.smtp.Domain;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DnsErrorCauseException;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds a domain's servers in the DNS: its mail exchangers by preference, equal ones in any order; the domain's own host where it has none; and that it
 * takes no mail where it says so. RFC 5321 section 5.1, RFC 7505. Also finds those servers' addresses, from the same DNS server.
 *
 * <p>Any thread may ask; a question blocks for at most {@link #TIMEOUT} or so.
 */
public final class MailExchangers implements HostNames, AutoCloseable {
    /** How long one question may take before the DNS server counts as silent. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    private record Exchanger(int preference, String host) {}

    private final DnsNameResolver resolver;

    private MailExchangers(DnsNameResolverBuilder builder) {
        Transport transport = Transport.best();
        resolver = builder.eventLoop(transport.loops().next())
                .datagramChannelType(transport.datagramChannel())
                .socketChannelType(transport.socketChannel()) // for an answer that a datagram cannot hold
                .queryTimeoutMillis(TIMEOUT.toMillis())
                .searchDomains(List.of()) // a relay never guesses the rest of a name: RFC 5321 section 5.1
                .build();
    }

    /** Asks this DNS server, which answers recursively. */
    public static MailExchangers at(InetSocketAddress dnsServer) {
        return new MailExchangers(new DnsNameResolverBuilder()
                .nameServerProvider(new SequentialDnsServerAddressStreamProvider(dnsServer)));
    }

    /** Asks the DNS servers that the system is set to ask. */
    public static MailExchangers system() {
        return new MailExchangers(
                new DnsNameResolverBuilder().nameServerProvider(DnsServerAddressStreamProviders.platformDefault()));
    }

    /**
     * The servers of a domain in the order in which to try them; never none.
     *
     * @param ourselves the name of the server that asks: where the domain has it among its exchangers, mail goes only to those that are preferred to it
     * @throws FaultException {@code NAME_UNKNOWN} when there is no such domain or it has neither an exchanger nor an address, {@code TAKES_NO_MAIL} when its
     *     MX is null, {@code LEADS_BACK} when no exchanger is preferred to us, {@code LOOKUP_FAILED} when that cannot be told now
     */
    public List<NextHop> of(Domain domain, Domain ourselves) throws FaultException {
        DnsQuestion question = new DefaultDnsQuestion(domain.aLabels() + '.', DnsRecordType.MX);
        var asked = resolver.query(question).awaitUninterruptibly();
        if (!asked.isSuccess()) {
            throw fault(
                    Cause.LOOKUP_FAILED,
                    domain,
                    "the DNS server did not answer (" + asked.cause().getMessage() + ")");
        }
        DnsResponse response = asked.getNow().content();
        List<Exchanger> exchangers;
        try {
            exchangers = exchangers(domain, response);
        } finally {
            response.release();
        }
        return exchangers.isEmpty() ? itself(domain) : hops(domain, exchangers, ourselves);
    }

    /** The implicit MX, which is an error where it has no address. */
    private List<NextHop> itself(Domain domain) throws FaultException {
        var asked = resolver.resolveAll(domain.aLabels()).awaitUninterruptibly();
        if (asked.isSuccess()) {
            return List.of(NextHop.of(domain.aLabels()));
        }
        Throwable why = asked.cause().getCause();
        boolean certain = why == null
                || (why instanceof DnsErrorCauseException told && told.getCode().equals(DnsResponseCode.NXDOMAIN));
        throw certain
                ? fault(Cause.NAME_UNKNOWN, domain, "the domain has neither a mail server nor an address")
                : fault(Cause.LOOKUP_FAILED, domain, "the domain's address cannot be found now (" + why + ")");
    }

    private static List<NextHop> hops(Domain domain, List<Exchanger> exchangers, Domain ourselves)
            throws FaultException {
        if (exchangers.stream().allMatch(exchanger -> exchanger.host().isEmpty())) {
            throw fault(Cause.TAKES_NO_MAIL, domain, "the domain has a null MX (RFC 7505)");
        }
        int ours = exchangers.stream()
                .filter(exchanger -> exchanger.host().equalsIgnoreCase(ourselves.aLabels()))
                .mapToInt(Exchanger::preference)
                .min()
                .orElse(Integer.MAX_VALUE);
        Collections.shuffle(exchangers); // spreads the load over those of equal preference
        List<NextHop> hops = exchangers.stream()
                .filter(exchanger -> exchanger.preference() < ours && NextHop.isHost(exchanger.host()))
                .sorted(Comparator.comparingInt(Exchanger::preference))
                .map(exchanger -> NextHop.of(exchanger.host()))
                .collect(Collectors.toUnmodifiableList());
        if (hops.isEmpty()) {
            throw fault(Cause.LEADS_BACK, domain, "no mail server of the domain is preferred to " + ourselves);
        }
        return hops;
    }

    private static List<Exchanger> exchangers(Domain domain, DnsResponse response) throws FaultException {
        if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
            throw fault(Cause.NAME_UNKNOWN, domain, "there is no such domain");
        }
        if (!response.code().equals(DnsResponseCode.NOERROR)) {
            throw fault(Cause.LOOKUP_FAILED, domain, "the DNS server answered " + response.code());
        }
        List<Exchanger> exchangers = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            if (response.recordAt(DnsSection.ANSWER, i) instanceof DnsRawRecord record
                    && record.type().equals(DnsRecordType.MX)) {
                exchangers.add(exchanger(domain, record.content().duplicate()));
            }
        }
        return exchangers;
    }

    /** MX RDATA: RFC 1035 section 3.3.9. */
    private static Exchanger exchanger(Domain domain, ByteBuf rdata) throws FaultException {
        try {
            int preference = rdata.readUnsignedShort();
            String host = DefaultDnsRecordDecoder.decodeName(rdata);
            return new Exchanger(preference, host.substring(0, host.length() - 1)); // without the root's dot
        } catch (IndexOutOfBoundsException | DecoderException e) { // as Netty says that octets are missing or wrong
            throw fault(Cause.LOOKUP_FAILED, domain, "the DNS server answered with a broken MX record");
        }
    }

    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        var asked = resolver.resolveAll(host).awaitUninterruptibly();
        if (asked.isSuccess()) {
            return asked.getNow();
        }
        if (asked.cause() instanceof UnknownHostException unknown) {
            throw unknown;
        }
        throw new UnknownHostException(host + ": " + asked.cause().getMessage());
    }

    private static FaultException fault(Cause cause, Domain domain, String detail) {
        return new FaultException(new Fault(
                cause, domain.aLabels(), 0, "looking up the domain's mail servers", Optional.empty(), detail));
    }

    @Override
    public void close() {
        resolver.close();
    }
}

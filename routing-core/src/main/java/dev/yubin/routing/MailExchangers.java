package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.codec.Transport;
import dev.yubin.smtp.Domain;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
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
     * @throws FaultException {@code NAME_UNKNOWN} when there is no such domain, {@code TAKES_NO_MAIL} when its MX is null, {@code LOOKUP_FAILED}
     *     when that cannot be told now
     */
    public List<NextHop> of(Domain domain) throws FaultException {
        DnsQuestion question = new DefaultDnsQuestion(domain.aLabels() + '.', DnsRecordType.MX);
        var asked = resolver.query(question).awaitUninterruptibly();
        if (!asked.isSuccess()) {
            throw fault(
                    Cause.LOOKUP_FAILED,
                    domain,
                    "the DNS server did not answer (" + asked.cause().getMessage() + ")");
        }
        DnsResponse response = asked.getNow().content();
        try {
            return hops(domain, response);
        } finally {
            response.release();
        }
    }

    private static List<NextHop> hops(Domain domain, DnsResponse response) throws FaultException {
        if (response.code().equals(DnsResponseCode.NXDOMAIN)) {
            throw fault(Cause.NAME_UNKNOWN, domain, "there is no such domain");
        }
        if (!response.code().equals(DnsResponseCode.NOERROR)) {
            throw fault(Cause.LOOKUP_FAILED, domain, "the DNS server answered " + response.code());
        }
        List<Exchanger> exchangers = exchangers(response);
        if (exchangers.isEmpty()) {
            return List.of(NextHop.of(domain.aLabels())); // the implicit MX
        }
        if (exchangers.stream().allMatch(exchanger -> exchanger.host().isEmpty())) {
            throw fault(Cause.TAKES_NO_MAIL, domain, "the domain has a null MX (RFC 7505)");
        }
        Collections.shuffle(exchangers); // spreads the load over those of equal preference
        return exchangers.stream()
                .filter(exchanger -> !exchanger.host().isEmpty())
                .sorted(Comparator.comparingInt(Exchanger::preference))
                .map(exchanger -> NextHop.of(exchanger.host()))
                .collect(Collectors.toUnmodifiableList());
    }

    private static List<Exchanger> exchangers(DnsResponse response) {
        List<Exchanger> exchangers = new ArrayList<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            if (response.recordAt(DnsSection.ANSWER, i) instanceof DnsRawRecord record
                    && record.type().equals(DnsRecordType.MX)) {
                exchangers.add(exchanger(record.content().duplicate()));
            }
        }
        return exchangers;
    }

    /** MX RDATA: RFC 1035 section 3.3.9. */
    private static Exchanger exchanger(ByteBuf rdata) {
        int preference = rdata.readUnsignedShort();
        String host = DefaultDnsRecordDecoder.decodeName(rdata);
        return new Exchanger(preference, host.substring(0, host.length() - 1)); // without the root's dot
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

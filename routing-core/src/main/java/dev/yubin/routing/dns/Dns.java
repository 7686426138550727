package dev.yubin.routing.dns;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.HostNames;
import dev.yubin.protocol.LookupFailedException;
import dev.yubin.protocol.codec.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.dns.AbstractDnsOptPseudoRrRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsPtrRecord;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Asks a DNS server that answers recursively. Any thread may ask; a question blocks for at most {@link #TIMEOUT} or so.
 *
 * <p>Whether an answer was proven by DNSSEC the server alone knows, and says by a bit that whoever sits on the way can set. It is believed only of a server
 * that is declared to be {@link #validating}.
 *
 * <p>An answer is kept for the least TTL of its records, one that there is nothing for as long as the zone's SOA says (RFC 2308), and a failure never.
 */
public final class Dns implements HostNames, AutoCloseable {
    /** How long one question may take before the DNS server counts as silent. */
    public static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** What most networks carry in one piece; an answer that is larger comes by TCP. */
    private static final int DATAGRAM_OCTETS = 1232;
    /** DO, by which a server says in its answer whether it is proven: RFC 3225 section 3. */
    private static final int DNSSEC_OK = 0x8000;
    /** AD among the three bits that Netty calls z: RFC 4035 section 3.2.3. */
    private static final int AUTHENTIC_DATA = 2;
    /** So that aliases that lead in a circle end. */
    private static final int MOST_ALIASES = 16;

    private static final DefaultHostsFileEntriesResolver HOSTS_FILE = new DefaultHostsFileEntriesResolver();

    /** Why nobody on the way can have changed what a validating server answers: RFC 4035 section 4.9.3. */
    public enum SecurePath {
        /** There is no way: the server runs on this machine. */
        LOOPBACK,
        /** A network in which nobody else can send or read, or a tunnel that protects what goes through. */
        PROTECTED_NETWORK
    }

    /** From RDATA to a value. */
    @FunctionalInterface
    private interface Reader<T> {
        T read(ByteBuf rdata) throws UnknownHostException;
    }

    private static final class WithDnssec extends AbstractDnsOptPseudoRrRecord {
        WithDnssec() {
            super(DATAGRAM_OCTETS, 0, 0, DNSSEC_OK);
        }
    }

    private final DnsNameResolver resolver;
    private final boolean validating;
    private final KeptAnswers kept;

    private Dns(DnsNameResolverBuilder builder, Duration timeout, boolean validating, LongSupplier ticker) {
        Transport transport = Transport.best();
        this.resolver = builder.eventLoop(transport.loops().next())
                .datagramChannelType(transport.datagramChannel())
                .socketChannelType(transport.socketChannel()) // for an answer that a datagram cannot hold
                .queryTimeoutMillis(timeout.toMillis())
                .ttl(0, (int) KeptAnswers.LONGEST.toSeconds()) // of what Netty keeps: that of addresses
                .hostsFileEntriesResolver((host, types) -> null) // this machine's file of hosts is no DNS
                .searchDomains(List.of()) // a relay never guesses the rest of a name: RFC 5321 section 5.1
                .build();
        this.validating = validating;
        this.kept = new KeptAnswers(ticker);
    }

    /** Asks this server. */
    public static Dns at(InetSocketAddress server) {
        return at(server, TIMEOUT);
    }

    /**
     * Asks this server.
     *
     * @param timeout after which it counts as silent
     */
    public static Dns at(InetSocketAddress server, Duration timeout) {
        return new Dns(asking(server), timeout, false, System::nanoTime);
    }

    /** Asks the servers that the system is set to ask. */
    public static Dns system() {
        return new Dns(
                new DnsNameResolverBuilder().nameServerProvider(DnsServerAddressStreamProviders.platformDefault()),
                TIMEOUT,
                false,
                System::nanoTime);
    }

    /**
     * Asks this server, which validates by DNSSEC, and believes what it says of that.
     *
     * @throws IllegalArgumentException when it is not on {@link SecurePath#LOOPBACK} as said
     */
    public static Dns validating(InetSocketAddress server, SecurePath path) {
        if (path == SecurePath.LOOPBACK
                && (server.isUnresolved() || !server.getAddress().isLoopbackAddress())) {
            throw new IllegalArgumentException(
                    server + " is not on this machine; say why the way there is safe, or ask a server that is");
        }
        return validating(server, System::nanoTime);
    }

    /** The same by a clock of nanoseconds. */
    static Dns validating(InetSocketAddress server, LongSupplier ticker) {
        return new Dns(asking(server), TIMEOUT, true, ticker);
    }

    private static DnsNameResolverBuilder asking(InetSocketAddress server) {
        return new DnsNameResolverBuilder().nameServerProvider(new SequentialDnsServerAddressStreamProvider(server));
    }

    /** Whether any answer can be {@link DnsAnswer#isSecure}. */
    public boolean isValidating() {
        return validating;
    }

    /** A domain's mail exchangers. @throws FaultException {@code LOOKUP_FAILED} when there is no telling now */
    public DnsAnswer<MailExchanger> mailExchangers(String domain) throws FaultException {
        return ask(domain, DnsRecordType.MX, rdata -> new MailExchanger(rdata.readUnsignedShort(), name(rdata)));
    }

    /** Texts, the strings of each put together. @throws FaultException {@code LOOKUP_FAILED} when there is no telling now */
    public DnsAnswer<String> texts(String name) throws FaultException {
        return ask(name, DnsRecordType.TXT, rdata -> {
            StringBuilder text = new StringBuilder();
            while (rdata.isReadable()) {
                text.append(rdata.readCharSequence(rdata.readUnsignedByte(), StandardCharsets.UTF_8));
            }
            return text.toString();
        });
    }

    /** What certificates a server shows. @throws FaultException {@code LOOKUP_FAILED} when there is no telling now */
    public DnsAnswer<Tlsa> tlsa(String name) throws FaultException {
        return ask(
                name,
                DnsRecordType.TLSA,
                rdata -> new Tlsa(
                        rdata.readUnsignedByte(),
                        rdata.readUnsignedByte(),
                        rdata.readUnsignedByte(),
                        ByteBufUtil.hexDump(rdata)));
    }

    /** What a name is an alias of, itself and not where that leads. @throws FaultException {@code LOOKUP_FAILED} when there is no telling now */
    public DnsAnswer<String> alias(String name) throws FaultException {
        return ask(name, DnsRecordType.CNAME, Dns::name);
    }

    /**
     * A host's addresses of IPv4, or where it has none those of IPv6, and whether they are proven. To connect, ask {@link #addresses}.
     *
     * @throws FaultException {@code LOOKUP_FAILED} when there is no telling now
     */
    public DnsAnswer<InetAddress> anyAddresses(String host) throws FaultException {
        DnsAnswer<InetAddress> four = ipv4(host);
        return four.records().isEmpty() ? ipv6(host) : four;
    }

    /** A host's addresses of IPv4. @throws FaultException {@code LOOKUP_FAILED} when there is no telling now */
    public DnsAnswer<InetAddress> ipv4(String host) throws FaultException {
        return ask(host, DnsRecordType.A, Dns::address);
    }

    /** A host's addresses of IPv6. @throws FaultException {@code LOOKUP_FAILED} when there is no telling now */
    public DnsAnswer<InetAddress> ipv6(String host) throws FaultException {
        return ask(host, DnsRecordType.AAAA, Dns::address);
    }

    /**
     * What an address is called, which whoever has it says himself.
     *
     * @param name such as {@code 1.2.0.192.in-addr.arpa}
     * @throws FaultException {@code LOOKUP_FAILED} when there is no telling now
     */
    public DnsAnswer<String> pointers(String name) throws FaultException {
        return ask(name, DnsRecordType.PTR, Dns::name);
    }

    /** Those of both families, in the order in which to try them, as the DNS has them: this machine's file of hosts is not asked. */
    @Override
    public List<InetAddress> addresses(String host) throws UnknownHostException {
        var asked = resolver.resolveAll(host).awaitUninterruptibly();
        return asked.isSuccess() ? asked.getNow() : askedAgain(host, asked.cause());
    }

    /** The same where this machine's file of hosts has the first word, as it may for a server that is named here and not by the DNS. */
    public HostNames orHostsFile() {
        return host -> {
            List<InetAddress> known = HOSTS_FILE.addresses(host, ResolvedAddressTypes.IPV4_PREFERRED);
            return known == null ? addresses(host) : known;
        };
    }

    /** Of the questions for the two families Netty tells only how one has failed. The other may have an answer another time. */
    private List<InetAddress> askedAgain(String host, Throwable failure) throws UnknownHostException {
        if (isSilence(failure)) {
            throw new LookupFailedException("the DNS server did not answer (" + failure.getMessage() + ")", failure);
        }
        try {
            List<InetAddress> found = new ArrayList<>(ipv4(host).records());
            found.addAll(ipv6(host).records());
            if (!found.isEmpty()) {
                return found;
            }
        } catch (FaultException e) {
            if (!(e.getCause() instanceof IllegalArgumentException)) { // of a name that cannot be
                throw new LookupFailedException(e.fault().detail(), e);
            }
        }
        throw failure instanceof UnknownHostException unknown
                ? unknown
                : new UnknownHostException(host + ": " + failure.getMessage());
    }

    private static boolean isSilence(Throwable failure) {
        return failure instanceof DnsNameResolverTimeoutException
                || (failure.getCause() != null && isSilence(failure.getCause()));
    }

    @SuppressWarnings("unchecked") // there is one reader for each type of record
    private <T> DnsAnswer<T> ask(String name, DnsRecordType type, Reader<T> reader) throws FaultException {
        Optional<DnsAnswer<?>> known = kept.find(name, type);
        return known.isPresent() ? (DnsAnswer<T>) known.get() : askServer(name, type, reader);
    }

    private <T> DnsAnswer<T> askServer(String name, DnsRecordType type, Reader<T> reader) throws FaultException {
        DefaultDnsQuestion question;
        try {
            question = new DefaultDnsQuestion(name + '.', type);
        } catch (IllegalArgumentException e) {
            throw failed(name, type, "there can be no such name (" + e.getMessage() + ")", e);
        }
        List<DnsRecord> additional = validating ? List.of(new WithDnssec()) : List.of();
        var asked = resolver.query(question, additional).awaitUninterruptibly();
        if (!asked.isSuccess()) {
            throw failed(
                    name,
                    type,
                    "the DNS server did not answer (" + asked.cause().getMessage() + ")",
                    asked.cause());
        }
        DnsResponse response = asked.getNow().content();
        try {
            DnsAnswer<T> answer = answer(name, type, response, reader);
            kept.keep(name, type, answer, response);
            return answer;
        } catch (IndexOutOfBoundsException | DecoderException | UnknownHostException e) {
            // as Netty says that octets are missing or wrong
            throw failed(name, type, "the DNS server answered with a broken " + type.name() + " record", e);
        } finally {
            response.release();
        }
    }

    private <T> DnsAnswer<T> answer(String name, DnsRecordType type, DnsResponse response, Reader<T> reader)
            throws FaultException, UnknownHostException {
        boolean isThere = !response.code().equals(DnsResponseCode.NXDOMAIN);
        if (isThere && !response.code().equals(DnsResponseCode.NOERROR)) {
            throw failed(name, type, "the DNS server answered " + response.code(), null);
        }
        List<T> records = new ArrayList<>();
        Map<String, String> aliases = new HashMap<>();
        for (int i = 0; i < response.count(DnsSection.ANSWER); i++) {
            DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
            if (record.type().equals(type)) {
                records.add(reader.read(rdata(record)));
            } else if (record.type().equals(DnsRecordType.CNAME)) {
                aliases.put(lowerCase(withoutDot(record.name())), name(rdata(record)));
            }
        }
        boolean isSecure = validating && (response.z() & AUTHENTIC_DATA) != 0;
        return new DnsAnswer<>(records, isThere, isSecure, end(name, aliases));
    }

    /** As it came; of PTR, which Netty reads itself, as it must have been. */
    private static ByteBuf rdata(DnsRecord record) {
        if (record instanceof DnsRawRecord raw) {
            return raw.content().duplicate();
        }
        ByteBuf rdata = Unpooled.buffer();
        for (String label : withoutDot(((DnsPtrRecord) record).hostname()).split("\\.")) {
            byte[] octets = label.getBytes(StandardCharsets.UTF_8);
            rdata.writeByte(octets.length).writeBytes(octets);
        }
        return rdata.writeByte(0);
    }

    /** Where a name's aliases lead. */
    private static String end(String name, Map<String, String> aliases) {
        String end = name;
        for (int i = 0; i < MOST_ALIASES && aliases.containsKey(lowerCase(end)); i++) {
            end = aliases.get(lowerCase(end));
        }
        return end;
    }

    private static String lowerCase(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String name(ByteBuf rdata) {
        return withoutDot(DefaultDnsRecordDecoder.decodeName(rdata));
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    private static InetAddress address(ByteBuf rdata) throws UnknownHostException {
        return InetAddress.getByAddress(ByteBufUtil.getBytes(rdata));
    }

    /** @param below null where the DNS server has said it itself */
    private static FaultException failed(String name, DnsRecordType type, String detail, Throwable below) {
        return new FaultException(
                new Fault(Cause.LOOKUP_FAILED, name, 0, "asking the DNS for " + type.name(), Optional.empty(), detail),
                below);
    }

    @Override
    public void close() {
        resolver.close();
    }
}

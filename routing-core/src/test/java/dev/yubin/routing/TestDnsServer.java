package dev.yubin.routing;

import dev.yubin.protocol.codec.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A DNS server on loopback that answers from a table, where {@code "osaka.test MX"} has such values as {@code "10 mx.osaka.test"}, or {@code "10 mx.@"} for
 * the same with a pointer to the question's name in it (RFC 1035 section 4.1.4). A CNAME is followed, as a server does that answers recursively. What is
 * {@link #proven} has the AD bit, where the question asks for it. Nothing may be kept of what it says, unless it is {@link #lasting}.
 */
public final class TestDnsServer implements AutoCloseable {
    private static final int HEADER_OCTETS = 12;
    private static final int DNSSEC_OK = 0x8000;
    private static final int AUTHENTIC_DATA = 2;

    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Map<String, DnsResponseCode> failures = new ConcurrentHashMap<>();
    private final Set<String> proven = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> seconds = new ConcurrentHashMap<>();
    private final Map<String, Integer> minimums = new ConcurrentHashMap<>();
    private final AtomicInteger questions = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean silent;
    private final Channel channel;

    public TestDnsServer() {
        channel = new Bootstrap()
                .group(Transport.best().loops())
                .channel(Transport.best().datagramChannel())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new DatagramDnsQueryDecoder(), new DatagramDnsResponseEncoder(), new Answers());
                    }
                })
                .bind(new InetSocketAddress("127.0.0.1", 0))
                .syncUninterruptibly()
                .channel();
    }

    public TestDnsServer with(String nameAndType, String... values) {
        records.put(nameAndType, List.of(values));
        return this;
    }

    /** The same, proven by DNSSEC; without values it is proven that there are none. */
    public TestDnsServer proven(String nameAndType, String... values) {
        proven.add(nameAndType);
        return values.length == 0 ? this : with(nameAndType, values);
    }

    public TestDnsServer without(String nameAndType) {
        records.remove(nameAndType);
        return this;
    }

    public TestDnsServer failing(String nameAndType, DnsResponseCode code) {
        failures.put(nameAndType, code);
        return this;
    }

    /** May be kept for so long. */
    public TestDnsServer lasting(String nameAndType, int seconds) {
        this.seconds.put(nameAndType, seconds);
        return this;
    }

    /** Where there is none of these, a SOA is told that has this MINIMUM and lasts a minute. */
    public TestDnsServer minimum(String nameAndType, int seconds) {
        minimums.put(nameAndType, seconds);
        return this;
    }

    /** Answers nothing, until it is said that it does. */
    public TestDnsServer silent(boolean silent) {
        this.silent = silent;
        return this;
    }

    /** How many questions came while it was {@link #silent}. */
    public int unanswered() {
        return unanswered.get();
    }

    /** How many there have been. */
    public int questions() {
        return questions.get();
    }

    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) throws Exception {
            questions.incrementAndGet();
            if (silent) {
                unanswered.incrementAndGet();
                return;
            }
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            var response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, question);
            String name = question.name().substring(0, question.name().length() - 1);
            boolean secure = true;
            while (records.containsKey(name + " CNAME") && !question.type().equals(DnsRecordType.CNAME)) {
                secure &= proven.contains(name + " CNAME");
                String target = records.get(name + " CNAME").get(0);
                response.addRecord(DnsSection.ANSWER, record(name, DnsRecordType.CNAME, target));
                name = target;
            }
            String start = name + " ";
            boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(start));
            String key = start + question.type().name();
            response.setCode(failures.getOrDefault(key, known ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN));
            for (String value : records.getOrDefault(key, List.of())) {
                response.addRecord(DnsSection.ANSWER, record(name, question.type(), value));
            }
            if (minimums.containsKey(key)) {
                response.addRecord(DnsSection.AUTHORITY, soa(minimums.get(key)));
            }
            response.setZ(asksForProof(query) && secure && proven.contains(key) ? AUTHENTIC_DATA : 0);
            ctx.writeAndFlush(response);
        }

        private boolean asksForProof(DatagramDnsQuery query) {
            return query.count(DnsSection.ADDITIONAL) > 0
                    && (query.recordAt(DnsSection.ADDITIONAL).timeToLive() & DNSSEC_OK) != 0;
        }

        private DefaultDnsRawRecord record(String name, DnsRecordType type, String value) throws Exception {
            int lasts = seconds.getOrDefault(name + ' ' + type.name(), 0);
            return new DefaultDnsRawRecord(name + '.', type, lasts, rdata(type, value));
        }

        private DefaultDnsRawRecord soa(int minimum) {
            ByteBuf rdata = name("root.ns.test", name("ns.test", Unpooled.buffer()));
            rdata.writeInt(1).writeInt(7200).writeInt(3600).writeInt(86400).writeInt(minimum);
            return new DefaultDnsRawRecord("test.", DnsRecordType.SOA, 60, rdata);
        }

        private ByteBuf rdata(DnsRecordType type, String value) throws Exception {
            ByteBuf rdata = Unpooled.buffer();
            String[] parts = value.split(" ");
            if (type.equals(DnsRecordType.MX)) {
                return name(parts[1], rdata.writeShort(Integer.parseInt(parts[0])));
            } else if (type.equals(DnsRecordType.CNAME) || type.equals(DnsRecordType.PTR)) {
                return name(value, rdata);
            } else if (type.equals(DnsRecordType.TLSA)) {
                for (int i = 0; i < 3; i++) {
                    rdata.writeByte(Integer.parseInt(parts[i]));
                }
                return rdata.writeBytes(HexFormat.of().parseHex(parts[3]));
            } else if (type.equals(DnsRecordType.TXT)) {
                for (String string : strings(value)) {
                    rdata.writeByte(string.length()).writeBytes(string.getBytes(StandardCharsets.US_ASCII));
                }
                return rdata;
            }
            return rdata.writeBytes(java.net.InetAddress.getByName(value).getAddress());
        }

        private ByteBuf name(String name, ByteBuf rdata) {
            for (String label : name.equals(".") ? new String[0] : name.split("\\.")) {
                if (label.equals("@")) {
                    return rdata.writeShort(0xc000 | HEADER_OCTETS);
                }
                rdata.writeByte(label.length()).writeBytes(label.getBytes(StandardCharsets.UTF_8));
            }
            return rdata.writeByte(0);
        }

        /** In two strings, which are one text all the same. */
        private List<String> strings(String text) {
            return List.of(text.substring(0, text.length() / 2), text.substring(text.length() / 2));
        }
    }
}

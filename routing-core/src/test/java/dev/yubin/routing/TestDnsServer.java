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
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A DNS server on loopback that answers from a table, where {@code "osaka.test MX"} has such values as {@code "10 mx.osaka.test"}, or {@code "10 mx.@"} for
 * the same with a pointer to the question's name in it (RFC 1035 section 4.1.4).
 */
final class TestDnsServer implements AutoCloseable {
    private static final int HEADER_OCTETS = 12;

    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private final Map<String, DnsResponseCode> failures = new ConcurrentHashMap<>();
    private final Channel channel;

    TestDnsServer() {
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

    TestDnsServer with(String nameAndType, String... values) {
        records.put(nameAndType, List.of(values));
        return this;
    }

    TestDnsServer failing(String nameAndType, DnsResponseCode code) {
        failures.put(nameAndType, code);
        return this;
    }

    InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
    }

    private final class Answers extends SimpleChannelInboundHandler<DatagramDnsQuery> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramDnsQuery query) throws Exception {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            String name = question.name().substring(0, question.name().length() - 1);
            var response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, question);
            boolean known = records.keySet().stream().anyMatch(key -> key.startsWith(name + " "));
            String key = name + " " + question.type().name();
            response.setCode(failures.getOrDefault(key, known ? DnsResponseCode.NOERROR : DnsResponseCode.NXDOMAIN));
            for (String value : records.getOrDefault(key, List.of())) {
                response.addRecord(
                        DnsSection.ANSWER,
                        new DefaultDnsRawRecord(question.name(), question.type(), 60, rdata(question.type(), value)));
            }
            ctx.writeAndFlush(response);
        }

        private ByteBuf rdata(DnsRecordType type, String value) throws Exception {
            ByteBuf rdata = Unpooled.buffer();
            if (type.equals(DnsRecordType.MX)) {
                String[] parts = value.split(" ");
                rdata.writeShort(Integer.parseInt(parts[0]));
                for (String label : parts[1].equals(".") ? new String[0] : parts[1].split("\\.")) {
                    if (label.equals("@")) {
                        return rdata.writeShort(0xc000 | HEADER_OCTETS);
                    }
                    rdata.writeByte(label.length()).writeBytes(label.getBytes(StandardCharsets.UTF_8));
                }
                return rdata.writeByte(0);
            }
            return rdata.writeBytes(java.net.InetAddress.getByName(value).getAddress());
        }
    }
}

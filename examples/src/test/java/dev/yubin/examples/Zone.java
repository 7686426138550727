package dev.yubin.examples;

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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A DNS server on loopback with texts, addresses and mail servers: {@code "osaka.test TXT"} and what it says, {@code "osaka.test MX"} and one host. A name without either is not there, and one that is broken is SERVFAIL. */
final class Zone implements AutoCloseable {
    private static final int STRING = 255;

    private final Map<String, String> records = new ConcurrentHashMap<>();
    private final Set<String> broken = ConcurrentHashMap.newKeySet();
    private final Channel channel;

    Zone() {
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

    Zone with(String nameAndType, String value) {
        records.put(nameAndType, value);
        return this;
    }

    Zone without(String nameAndType) {
        records.remove(nameAndType);
        return this;
    }

    Zone broken(String name) {
        broken.add(name);
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
        protected void channelRead0(ChannelHandlerContext context, DatagramDnsQuery query) throws UnknownHostException {
            DnsQuestion question = query.recordAt(DnsSection.QUESTION);
            String name = question.name().replaceFirst("\\.$", "").toLowerCase(Locale.ROOT);
            DatagramDnsResponse response = new DatagramDnsResponse(query.recipient(), query.sender(), query.id());
            response.addRecord(DnsSection.QUESTION, question);
            String value = records.get(name + ' ' + question.type().name());
            if (value != null) {
                response.addRecord(
                        DnsSection.ANSWER,
                        new DefaultDnsRawRecord(question.name(), question.type(), 60, rdata(question.type(), value)));
            } else if (broken.contains(name)) {
                response.setCode(DnsResponseCode.SERVFAIL);
            } else if (records.keySet().stream().noneMatch(key -> (' ' + key).matches(".*[ .]\\Q" + name + "\\E .*"))) {
                response.setCode(DnsResponseCode.NXDOMAIN);
            }
            context.writeAndFlush(response);
        }

        private static ByteBuf rdata(DnsRecordType type, String value) throws UnknownHostException {
            if (type.equals(DnsRecordType.TXT)) {
                return text(value);
            } else if (type.equals(DnsRecordType.MX)) {
                return mailServer(value);
            }
            return Unpooled.wrappedBuffer(InetAddress.getByName(value).getAddress());
        }

        private static ByteBuf mailServer(String host) {
            ByteBuf rdata = Unpooled.buffer().writeShort(10);
            for (String label : host.split("\\.")) {
                rdata.writeByte(label.length()).writeBytes(label.getBytes(StandardCharsets.US_ASCII));
            }
            return rdata.writeByte(0);
        }

        private static ByteBuf text(String value) {
            ByteBuf rdata = Unpooled.buffer();
            byte[] octets = value.getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < octets.length; at += STRING) {
                int length = Math.min(STRING, octets.length - at);
                rdata.writeByte(length).writeBytes(octets, at, length);
            }
            return rdata;
        }
    }
}

package dev.yubin.protocol.codec;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.line.Escaped;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a proxy sends ahead of everything else, so that the server learns whom it speaks for: the PROXY protocol, versions 1 and 2. Sections are those of
 * HAProxy's {@code doc/proxy-protocol.txt}. What version 2 may add about TLS and the like is passed over.
 *
 * @param ends the client's; empty where the connection is the proxy's own, or where it could not say whose it is: then the connection's ends count
 */
record ProxyHeader(Optional<Ends> ends) {
    /** Addresses need 232 octets at most; the rest is room for what is passed over. */
    private static final int MAX_OCTETS = 4096;
    /** Section 2.1: with its CR LF. */
    private static final int MAX_LINE_OCTETS = 107;

    private static final ProxyHeader WITHOUT_ENDS = new ProxyHeader(Optional.empty());

    private static final byte[] SIGNATURE = {'\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n'};
    /** The signature, version and command, family and transport, length. */
    private static final int FIXED_OCTETS = SIGNATURE.length + 4;

    private static final byte[] WORD = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: [^\r\n]*)?\r\n");
    private static final Pattern LINE = line();

    private static final int LOCAL = 0;
    private static final int MAX_COMMAND = 1;
    private static final int MAX_FAMILY = 3;
    private static final int MAX_TRANSPORT = 2;
    private static final int TCP_OVER_IPV4 = 0x11;
    private static final int TCP_OVER_IPV6 = 0x21;

    /** No number has zeros before it, for they would be octal to some. An IPv6 address is looked at more closely later. */
    private static Pattern line() {
        String number = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
        String ipv4 = "(" + number + "(?:\\." + number + "){3})";
        String ipv6 = "((?!\\.)[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)"; // what begins with a dot Java would look up
        String port = "(0|[1-9][0-9]{0,4})";
        return Pattern.compile("PROXY (?:TCP4 " + ipv4 + " " + ipv4 + "|TCP6 " + ipv6 + " " + ipv6 + ") " + port + " "
                + port + "\r\n");
    }

    /**
     * Takes a header from the buffer; what stands behind it stays.
     *
     * @return empty while it is not all there
     * @throws ProtocolException when there is none, or it is against its grammar
     */
    static Optional<ProxyHeader> read(ByteBuf in) throws ProtocolException {
        if (beginsWith(SIGNATURE, in)) {
            return readBinary(in);
        } else if (beginsWith(WORD, in)) {
            return readLine(in);
        }
        throw new ProtocolException("no PROXY header came first");
    }

    /** As far as it has come. */
    private static boolean beginsWith(byte[] beginning, ByteBuf in) {
        int come = Math.min(in.readableBytes(), beginning.length);
        for (int i = 0; i < come; i++) {
            if (in.getByte(in.readerIndex() + i) != beginning[i]) {
                return false;
            }
        }
        return true;
    }

    /** Section 2.1. */
    private static Optional<ProxyHeader> readLine(ByteBuf in) throws ProtocolException {
        int start = in.readerIndex();
        int lf = in.indexOf(start, start + Math.min(in.readableBytes(), MAX_LINE_OCTETS), (byte) '\n');
        if (lf < 0 && in.readableBytes() < MAX_LINE_OCTETS) {
            return Optional.empty();
        } else if (lf < 0) {
            throw new ProtocolException("a PROXY header of more than " + MAX_LINE_OCTETS + " octets");
        }
        String line =
                in.readCharSequence(lf + 1 - start, StandardCharsets.ISO_8859_1).toString();
        if (UNKNOWN.matcher(line).matches()) {
            return Optional.of(WITHOUT_ENDS);
        }
        Matcher parts = LINE.matcher(line);
        if (!parts.matches()) {
            throw malformed(line);
        }
        int first = parts.group(1) != null ? 1 : 3;
        return Optional.of(
                of(end(line, parts.group(first), parts.group(5)), end(line, parts.group(first + 1), parts.group(6))));
    }

    private static InetSocketAddress end(String line, String address, String port) throws ProtocolException {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), Integer.parseInt(port)); // looks nothing up
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw malformed(line);
        }
    }

    private static ProtocolException malformed(String line) {
        return new ProtocolException("a malformed PROXY header: " + Escaped.whole(line));
    }

    /** Section 2.2. */
    private static Optional<ProxyHeader> readBinary(ByteBuf in) throws ProtocolException {
        if (in.readableBytes() < FIXED_OCTETS) {
            return Optional.empty();
        }
        int octets = FIXED_OCTETS + in.getUnsignedShort(in.readerIndex() + FIXED_OCTETS - 2);
        if (octets > MAX_OCTETS) {
            throw new ProtocolException("a PROXY header of " + octets + " octets; at most " + MAX_OCTETS + " are read");
        }
        return in.readableBytes() < octets
                ? Optional.empty()
                : Optional.of(binary(in.readSlice(octets).skipBytes(SIGNATURE.length)));
    }

    private static ProxyHeader binary(ByteBuf in) throws ProtocolException {
        int versionAndCommand = in.readUnsignedByte();
        int familyAndTransport = in.readUnsignedByte();
        in.skipBytes(2);
        int command = versionAndCommand & 0xf;
        if (versionAndCommand >> 4 != 2 || command > MAX_COMMAND) {
            throw new ProtocolException(String.format("a PROXY header of version and command %02x", versionAndCommand));
        } else if (command == LOCAL) {
            return WITHOUT_ENDS;
        }
        return switch (familyAndTransport) {
            case TCP_OVER_IPV4 -> ends(in, 4);
            case TCP_OVER_IPV6 -> ends(in, 16);
            default -> {
                if (familyAndTransport >> 4 > MAX_FAMILY || (familyAndTransport & 0xf) > MAX_TRANSPORT) {
                    throw new ProtocolException(
                            String.format("a PROXY header of family and transport %02x", familyAndTransport));
                }
                yield WITHOUT_ENDS; // no TCP, or not said: there is no address that we could use
            }
        };
    }

    private static ProxyHeader ends(ByteBuf in, int addressOctets) throws ProtocolException {
        if (in.readableBytes() < 2 * addressOctets + 4) {
            throw new ProtocolException("a PROXY header that ends within its addresses");
        }
        InetAddress remote = address(in, addressOctets);
        InetAddress local = address(in, addressOctets);
        return of(
                new InetSocketAddress(remote, in.readUnsignedShort()),
                new InetSocketAddress(local, in.readUnsignedShort()));
    }

    private static InetAddress address(ByteBuf in, int octets) {
        byte[] address = new byte[octets];
        in.readBytes(address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError("4 or 16 octets are an address", e);
        }
    }

    private static ProxyHeader of(InetSocketAddress remote, InetSocketAddress local) {
        return new ProxyHeader(Optional.of(new Ends(remote, local)));
    }
}

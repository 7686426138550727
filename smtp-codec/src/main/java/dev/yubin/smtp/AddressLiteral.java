package dev.yubin.smtp;

import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An address in a domain's place, such as {@code [192.0.2.1]} or {@code [IPv6:2001:db8::1]}. RFC 5321 section 4.1.3. No other kind has ever
 * been registered, so none is read.
 *
 * @param address an IPv4 or IPv6 address; its scope, where it has one, is left out
 */
public record AddressLiteral(InetAddress address) implements Host {
    public AddressLiteral {
        try {
            address = InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("not an IPv4 or IPv6 address: " + address, e);
        }
    }

    /** @throws IllegalArgumentException when it is no address literal, its brackets counted; says why */
    public static AddressLiteral of(String text) {
        return Whole.of(text, AddressLiteral::read);
    }

    /** address-literal = "[" ( IPv4-address-literal / IPv6-address-literal ) "]" */
    static AddressLiteral read(LineReader in) throws SyntaxException {
        in.expect("[");
        AddressLiteral literal = in.accept("IPv6:") ? ipv6(in) : ipv4(in);
        in.expect("]");
        return literal;
    }

    /** IPv4-address-literal = Snum 3("." Snum) */
    private static AddressLiteral ipv4(LineReader in) throws SyntaxException {
        byte[] octets = new byte[4];
        for (int i = 0; i < octets.length; i++) {
            if (i > 0) {
                in.expect(".");
            }
            octets[i] = (byte) in.expectNumber(255);
        }
        return of(octets);
    }

    private static AddressLiteral ipv6(LineReader in) throws SyntaxException {
        String text = in.expectWhile(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.', "an IPv6 address");
        if (text.indexOf(':') < 0 || text.startsWith(".")) { // Java would look such a name up
            throw new SyntaxException("expected an IPv6 address but found \"" + text + '"');
        }
        try {
            return new AddressLiteral(
                    InetAddress.getByName(text)); // with a colon in it, and beginning so, it is never looked up
        } catch (UnknownHostException e) {
            throw new SyntaxException("expected an IPv6 address but found \"" + text + '"');
        }
    }

    private static AddressLiteral of(byte[] octets) {
        try {
            return new AddressLiteral(InetAddress.getByAddress(octets));
        } catch (UnknownHostException e) {
            throw new AssertionError("four octets are an address", e);
        }
    }

    @Override
    public boolean ascii() {
        return true;
    }

    /** As it stands in a path. */
    @Override
    public String toString() {
        String text = address.getHostAddress();
        return address instanceof Inet4Address ? '[' + text + ']' : "[IPv6:" + text + ']';
    }
}

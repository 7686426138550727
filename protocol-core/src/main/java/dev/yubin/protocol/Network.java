package dev.yubin.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * A range of addresses: RFC 4632 section 3.1, RFC 4291 section 2.3.
 *
 * @param base   its first address
 * @param prefix how many leading bits all of its addresses share
 */
public record Network(InetAddress base, int prefix) {
    public Network {
        if (prefix < 0 || prefix > base.getAddress().length * 8) {
            throw new IllegalArgumentException(base.getHostAddress() + " has no prefix of " + prefix + " bits");
        }
        base = masked(base, prefix);
    }

    /**
     * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static Network of(String text) {
        String[] parts = text.split("/", 2);
        // Of four parts, for Java reads 10 as 0.0.0.10; and beginning so that Java looks nothing up.
        if (!parts[0].matches("[0-9]+([.][0-9]+){3}|(?![.])[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException("expected a network such as 192.0.2.0/24, not \"" + text + '"');
        }
        try {
            InetAddress base = InetAddress.getByName(parts[0]); // an address, so nothing is looked up
            return new Network(base, parts.length == 1 ? base.getAddress().length * 8 : Integer.parseInt(parts[1]));
        } catch (UnknownHostException | NumberFormatException e) {
            throw new IllegalArgumentException("expected a network such as 192.0.2.0/24, not \"" + text + '"', e);
        }
    }

    /** Whether the address lies within. */
    public boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length
                && masked(address, prefix).equals(base);
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] octets = address.getAddress();
        for (int i = 0; i < octets.length; i++) {
            int kept = Math.max(0, Math.min(8, prefix - 8 * i));
            octets[i] &= (byte) (0xff00 >> kept);
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError("as many octets as before are an address", e);
        }
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + prefix;
    }
}

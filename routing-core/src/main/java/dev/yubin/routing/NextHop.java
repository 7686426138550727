package dev.yubin.routing;

import dev.yubin.protocol.TlsMode;
import java.util.Objects;

/**
 * A server that mail is handed on to.
 *
 * @param host a name, or an address as text (an IPv6 address without brackets)
 * @param port mostly 25
 * @param tls  {@link TlsMode#STARTTLS_OPTIONAL} between servers that know nothing of each other (RFC 7435)
 */
public record NextHop(String host, int port, TlsMode tls) {
    /** The port of SMTP between servers: RFC 5321 section 4.5.4.2. */
    public static final int SMTP = 25;

    public NextHop {
        Objects.requireNonNull(tls, "tls");
        if (!isHost(host)) {
            throw new IllegalArgumentException("a next hop needs a host, in printable ASCII without spaces");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
    }

    /** Whether it could be one at all: what the DNS says can have any octets. */
    static boolean isHost(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** A server at port 25 with TLS where it offers it. */
    public static NextHop of(String host) {
        return new NextHop(host, SMTP, TlsMode.STARTTLS_OPTIONAL);
    }

    /**
     * Reads {@code host:port}, {@code [IPv6]:port} or a host alone, with TLS where it is offered.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static NextHop parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (bracketed ? text.endsWith("]") : colon < 0) {
            return of(bare(text));
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || (!bracketed && text.indexOf(':') != colon)) {
            throw new IllegalArgumentException("expected host:port or [IPv6]:port, not \"" + text + '"');
        }
        return new NextHop(bare(text.substring(0, colon)), Integer.parseInt(port), TlsMode.STARTTLS_OPTIONAL);
    }

    private static String bare(String host) {
        if (!host.startsWith("[")) {
            return host;
        }
        if (!host.endsWith("]")) {
            throw new IllegalArgumentException("the bracket of \"" + host + "\" is not closed");
        }
        return host.substring(1, host.length() - 1);
    }

    @Override
    public String toString() {
        return text(host, port);
    }

    static String text(String host, int port) {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}

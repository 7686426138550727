package dev.yubin.protocol;

import java.util.Objects;
import java.util.Optional;

/**
 * A server that connects on behalf of clients, and finds the address of the name that they want. Netty's {@code netty-handler-proxy} must be on the path.
 *
 * @param kind  what it speaks
 * @param host  its name or address
 * @param port  1 to 65535
 * @param login who the client is, where the proxy wants to know
 */
public record Proxy(Kind kind, String host, int port, Optional<Login> login) {
    /** What proxies speak. */
    public enum Kind {
        /** SOCKS version 4, with names as 4a has them. */
        SOCKS4,
        /** SOCKS version 5: RFC 1928, and RFC 1929 for its logins. */
        SOCKS5,
        /** HTTP's CONNECT: RFC 9110 section 9.3.6. */
        HTTP
    }

    /** A user and a password. */
    public record Login(String user, Secret password) {
        public Login {
            Objects.requireNonNull(user, "user");
            Objects.requireNonNull(password, "password");
        }
    }

    /** @throws IllegalArgumentException when the port is none, or SOCKS 4 is to carry a password */
    public Proxy {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (kind == Kind.SOCKS4 && login.isPresent()) {
            throw new IllegalArgumentException("SOCKS version 4 carries no password: use version 5");
        }
    }

    /** A proxy for SOCKS version 4. */
    public static Proxy socks4(String host, int port) {
        return new Proxy(Kind.SOCKS4, host, port, Optional.empty());
    }

    /** A proxy for SOCKS version 5. */
    public static Proxy socks5(String host, int port) {
        return new Proxy(Kind.SOCKS5, host, port, Optional.empty());
    }

    /** A proxy for HTTP's CONNECT. */
    public static Proxy http(String host, int port) {
        return new Proxy(Kind.HTTP, host, port, Optional.empty());
    }

    /** The same, with who the client is. The proxy is shown the password in the clear. */
    public Proxy login(String user, Secret password) {
        return new Proxy(kind, host, port, Optional.of(new Login(user, password)));
    }
}

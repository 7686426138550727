package dev.yubin.smtp.server;

import dev.yubin.protocol.Network;
import dev.yubin.protocol.TlsMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;

/**
 * A port that an {@link SmtpServer} listens on. Begin with one of the ready ones and change what is to be otherwise.
 *
 * @param address       port 0 takes any that is free
 * @param purpose       what for
 * @param tls           how it treats TLS
 * @param loginRequired whether MAIL is refused with 530 before a login (RFC 4954 section 6)
 * @param plaintextLogin whether a password may come without TLS; leave it off wherever others can listen
 * @param proxies       where proxies stand in front of it, which tell of each client in the PROXY protocol; nobody else is let in then
 * @param forwarders    whose word is taken for whom they speak for, by XCLIENT and XFORWARD
 */
public record SmtpPort(
        InetSocketAddress address,
        Purpose purpose,
        TlsMode tls,
        boolean loginRequired,
        boolean plaintextLogin,
        List<Network> proxies,
        List<Network> forwarders) {
    public SmtpPort {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(tls, "tls");
        proxies = List.copyOf(proxies);
        forwarders = List.copyOf(forwarders);
    }

    private SmtpPort(InetSocketAddress address, Purpose purpose, TlsMode tls, boolean loginRequired) {
        this(address, purpose, tls, loginRequired, false, List.of(), List.of());
    }

    /** For mail from other servers, on every address of this machine; TLS where the client wants it. Usually 25. */
    public static SmtpPort mta(int port) {
        return new SmtpPort(new InetSocketAddress(port), Purpose.MTA, TlsMode.STARTTLS_OPTIONAL, false);
    }

    /** For mail from those who write it: login and STARTTLS required. Usually 587. */
    public static SmtpPort submission(int port) {
        return new SmtpPort(new InetSocketAddress(port), Purpose.SUBMISSION, TlsMode.STARTTLS_REQUIRED, true);
    }

    /** The same in TLS from the first octet, as RFC 8314 prefers. Usually 465. */
    public static SmtpPort submissions(int port) {
        return submission(port).tls(TlsMode.IMPLICIT);
    }

    /** For a server on this machine, which alone can reach it. */
    public static SmtpPort lmtp(int port) {
        return new SmtpPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Purpose.LMTP, TlsMode.PLAINTEXT, false);
    }

    /** The same port on one address of this machine alone. */
    public SmtpPort on(InetAddress address) {
        return new SmtpPort(
                new InetSocketAddress(address, this.address.getPort()),
                purpose,
                tls,
                loginRequired,
                plaintextLogin,
                proxies,
                forwarders);
    }

    /** The same port with another {@link #tls()}. */
    public SmtpPort tls(TlsMode tls) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin, proxies, forwarders);
    }

    /** The same port with another {@link #loginRequired()}. */
    public SmtpPort loginRequired(boolean loginRequired) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin, proxies, forwarders);
    }

    /** The same port with another {@link #plaintextLogin()}. */
    public SmtpPort plaintextLogin(boolean plaintextLogin) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin, proxies, forwarders);
    }

    /**
     * The same port behind these proxies alone. Each connection begins with a header of the PROXY protocol, version 1 or 2, before TLS too; whoever is no
     * such proxy, or sends no such header within 5 seconds, is disconnected without a word. {@link SmtpPeer#remote()} and {@link SmtpPeer#local()} are
     * what the header says, and it is the client's address that limits count. A proxy that connects for itself is a client like any other.
     */
    public SmtpPort behind(Network... proxies) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin, List.of(proxies), forwarders);
    }

    /**
     * The same port, which takes these hosts' word for whom they speak for: XCLIENT makes the session another client's, with that one's address and login;
     * XFORWARD tells where a message came from. Both are offered to them alone, as they have connected (behind {@link #proxies()}: as their proxy says).
     * Their connections are not counted for {@link SmtpLimits#connectionsPerAddress()}.
     *
     * <p>Name hosts alone that never let a client say these themselves, for it could name any address and any login.
     */
    public SmtpPort believing(Network... forwarders) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin, proxies, List.of(forwarders));
    }

    boolean believes(InetAddress host) {
        return forwarders.stream().anyMatch(network -> network.contains(host));
    }
}

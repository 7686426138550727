package dev.yubin.smtp.server;

import dev.yubin.protocol.TlsMode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * A port that an {@link SmtpServer} listens on. Begin with one of the ready ones and change what is to be otherwise.
 *
 * @param address       port 0 takes any that is free
 * @param purpose       what for
 * @param tls           how it treats TLS
 * @param loginRequired whether MAIL is refused with 530 before a login (RFC 4954 section 6)
 * @param plaintextLogin whether a password may come without TLS; leave it off wherever others can listen
 */
public record SmtpPort(
        InetSocketAddress address, Purpose purpose, TlsMode tls, boolean loginRequired, boolean plaintextLogin) {
    public SmtpPort {
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(tls, "tls");
    }

    /** For mail from other servers, on every address of this machine; TLS where the client wants it. Usually 25. */
    public static SmtpPort mta(int port) {
        return new SmtpPort(new InetSocketAddress(port), Purpose.MTA, TlsMode.STARTTLS_OPTIONAL, false, false);
    }

    /** For mail from those who write it: login and STARTTLS required. Usually 587. */
    public static SmtpPort submission(int port) {
        return new SmtpPort(new InetSocketAddress(port), Purpose.SUBMISSION, TlsMode.STARTTLS_REQUIRED, true, false);
    }

    /** The same in TLS from the first octet, as RFC 8314 prefers. Usually 465. */
    public static SmtpPort submissions(int port) {
        return submission(port).tls(TlsMode.IMPLICIT);
    }

    /** For a server on this machine, which alone can reach it. */
    public static SmtpPort lmtp(int port) {
        return new SmtpPort(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Purpose.LMTP,
                TlsMode.PLAINTEXT,
                false,
                false);
    }

    /** The same port on one address of this machine alone. */
    public SmtpPort on(InetAddress address) {
        return new SmtpPort(
                new InetSocketAddress(address, this.address.getPort()), purpose, tls, loginRequired, plaintextLogin);
    }

    /** The same port with another {@link #tls()}. */
    public SmtpPort tls(TlsMode tls) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin);
    }

    /** The same port with another {@link #loginRequired()}. */
    public SmtpPort loginRequired(boolean loginRequired) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin);
    }

    /** The same port with another {@link #plaintextLogin()}. */
    public SmtpPort plaintextLogin(boolean plaintextLogin) {
        return new SmtpPort(address, purpose, tls, loginRequired, plaintextLogin);
    }
}

package dev.yubin.smtp.server;

import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.ClientAttributes;
import dev.yubin.smtp.ClientAttributes.Attribute;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Hello;
import dev.yubin.smtp.Received;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.XClient;
import dev.yubin.smtp.XForward;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a client at the moment the application is asked something.
 *
 * @param id      tells this connection from all others, for logs; letters and digits
 * @param remote  where it comes from. Behind proxies, and where a forwarder speaks for it, what they say; 0.0.0.0 where the forwarder does not know
 * @param local   where it came to
 * @param purpose what the port is for
 * @param tls     the version and cipher, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty in the clear
 * @param hello   how it introduced itself, since TLS began where it did; proves nothing
 * @param login   the account it logged in to
 * @param told      what a forwarder says of it with XCLIENT, its name and protocol among that
 * @param forwarded what a forwarder says of the message at hand with XFORWARD, which is for logs
 */
public record SmtpPeer(
        String id,
        InetSocketAddress remote,
        InetSocketAddress local,
        Purpose purpose,
        Optional<String> tls,
        Optional<Hello> hello,
        Optional<String> login,
        ClientAttributes told,
        ClientAttributes forwarded) {
    private static final InetAddress NOWHERE = AddressLiteral.of("[0.0.0.0]").address();

    public SmtpPeer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(hello, "hello");
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(told, "told");
        Objects.requireNonNull(forwarded, "forwarded");
    }

    /** Somebody who has connected, and nothing more. */
    static SmtpPeer of(String id, InetSocketAddress remote, InetSocketAddress local, Purpose purpose) {
        return anew(id, remote, local, purpose, Optional.empty(), Optional.empty(), ClientAttributes.NONE);
    }

    /** Before it has introduced itself. */
    private static SmtpPeer anew(
            String id,
            InetSocketAddress remote,
            InetSocketAddress local,
            Purpose purpose,
            Optional<String> tls,
            Optional<String> login,
            ClientAttributes told) {
        return new SmtpPeer(id, remote, local, purpose, tls, Optional.empty(), login, told, ClientAttributes.NONE);
    }

    SmtpPeer with(Hello hello) {
        return new SmtpPeer(id, remote, local, purpose, tls, Optional.of(hello), login, told, forwarded);
    }

    SmtpPeer withLogin(String account) {
        return new SmtpPeer(id, remote, local, purpose, tls, hello, Optional.of(account), told, forwarded);
    }

    /** What is left once TLS begins: RFC 3207 section 4.2. Whom a forwarder speaks for stays, for the client within TLS cannot say it again. */
    SmtpPeer withTls(String description) {
        return anew(id, remote, local, purpose, Optional.of(description), Optional.empty(), told);
    }

    /** Whom the forwarder speaks for now. A login was that of the client before, unless it is told. */
    SmtpPeer with(XClient said) {
        ClientAttributes all = told.and(said.attributes());
        InetSocketAddress from = end(all, Attribute.ADDR, Attribute.PORT, remote);
        InetSocketAddress to = end(all, Attribute.DESTADDR, Attribute.DESTPORT, local);
        return anew(id, from, to, purpose, tls, all.text(Attribute.LOGIN), all);
    }

    /** An address that is not known must not be the forwarder's, which may do more than strangers may. */
    private static InetSocketAddress end(
            ClientAttributes all, Attribute address, Attribute port, InetSocketAddress known) {
        return new InetSocketAddress(
                all.tells(address) ? all.address(address).orElse(NOWHERE) : known.getAddress(),
                all.tells(port) ? all.port(port).orElse(0) : known.getPort());
    }

    SmtpPeer with(XForward said) {
        return forwarding(forwarded.and(said.attributes()));
    }

    /** The transaction is over, and what was told of it. */
    SmtpPeer withoutForwarded() {
        return forwarded.all().isEmpty() ? this : forwarding(ClientAttributes.NONE);
    }

    private SmtpPeer forwarding(ClientAttributes attributes) {
        return new SmtpPeer(id, remote, local, purpose, tls, hello, login, told, attributes);
    }

    /**
     * The trace field to put before a message that came from this client. RFC 5321 section 4.4.
     *
     * @param by   this server's name
     * @param id   of the message, as {@link Received} wants it
     * @param to   the recipient, where there is one alone
     * @param utf8 whether the message came with SMTPUTF8
     */
    public Received received(Domain by, String id, Optional<ForwardPath> to, boolean utf8) {
        String with = Received.protocol(
                hello.map(SmtpCommand::verb).orElse(purpose.greeting()), tls.isPresent(), login.isPresent(), utf8);
        String client = hello.map(Hello::client).orElse("unknown");
        return new Received(new Received.From(client, remote.getAddress(), with, tls), by, id, to, Instant.now());
    }
}

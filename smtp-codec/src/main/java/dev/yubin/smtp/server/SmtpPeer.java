package dev.yubin.smtp.server;

import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Hello;
import dev.yubin.smtp.Received;
import dev.yubin.smtp.SmtpCommand;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a client at the moment the application is asked something.
 *
 * @param id      tells this connection from all others, for logs; letters and digits
 * @param remote  where it comes from
 * @param local   where it came to
 * @param purpose what the port is for
 * @param tls     the version and cipher, such as {@code TLSv1.3 TLS_AES_128_GCM_SHA256}; empty in the clear
 * @param hello   how it introduced itself, since TLS began where it did; proves nothing
 * @param login   the account it logged in to
 */
public record SmtpPeer(
        String id,
        InetSocketAddress remote,
        InetSocketAddress local,
        Purpose purpose,
        Optional<String> tls,
        Optional<Hello> hello,
        Optional<String> login) {
    public SmtpPeer {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(remote, "remote");
        Objects.requireNonNull(local, "local");
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(tls, "tls");
        Objects.requireNonNull(hello, "hello");
        Objects.requireNonNull(login, "login");
    }

    SmtpPeer with(Hello hello) {
        return new SmtpPeer(id, remote, local, purpose, tls, Optional.of(hello), login);
    }

    SmtpPeer withLogin(String account) {
        return new SmtpPeer(id, remote, local, purpose, tls, hello, Optional.of(account));
    }

    /** What is left once TLS begins: RFC 3207 section 4.2. */
    SmtpPeer withTls(String description) {
        return new SmtpPeer(id, remote, local, purpose, Optional.of(description), Optional.empty(), Optional.empty());
    }

    /**
     * The trace field to put before a message that came from this client. RFC 5321 section 4.4.
     *
     * @param by this server's name
     * @param id of the message, as {@link Received} wants it
     * @param to the recipient, where there is one alone
     */
    public Received received(Domain by, String id, Optional<ForwardPath> to) {
        String with = Received.protocol(
                hello.map(SmtpCommand::verb).orElse(purpose.greeting()), tls.isPresent(), login.isPresent());
        String client = hello.map(Hello::client).orElse("unknown");
        return new Received(new Received.From(client, remote.getAddress(), with, tls), by, id, to, Instant.now());
    }
}

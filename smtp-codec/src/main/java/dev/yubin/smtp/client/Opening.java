package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Ehlo;
import dev.yubin.smtp.Extension;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.Hello;
import dev.yubin.smtp.Helo;
import dev.yubin.smtp.Lhlo;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.StartTls;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The first exchange of a connection: the greeting, EHLO, and where the mode wants it STARTTLS and EHLO again. What fails here ends the connection. */
final class Opening extends Exchange<Void> {
    private static final String UPGRADING = "upgrading to TLS";

    private final Optional<String> name;
    private final boolean lmtp;
    private boolean upgraded;

    Opening(SmtpConnection connection, Optional<String> name, boolean lmtp) {
        super(connection);
        this.name = name;
        this.lmtp = lmtp;
    }

    @Override
    void begin() {
        connection.expect("waiting for the greeting", connection.timeouts().greeting(), reply -> {
            if (reply.isPositive()) {
                hello();
            } else {
                connection.end(connection.refusal(reply, "waiting for the greeting"));
            }
        });
    }

    @Override
    String step() {
        return UPGRADING;
    }

    private void hello() {
        say(greeting());
    }

    private Hello greeting() {
        return lmtp ? new Lhlo(name()) : new Ehlo(name());
    }

    /** Behind a login other limits may hold (RFC 9422), so a server that tells of any is asked again. No mechanism here brings a security layer: RFC 4954 section 4 needs no more. */
    void loggedIn(Runnable then) {
        if (!connection.extensions().offers(Extension.LIMITS)) {
            then.run();
            return;
        }
        connection.say(greeting(), connection.timeouts().command(), reply -> {
            if (reply.isPositive()) {
                connection.learned(Extensions.read(reply));
            }
            then.run(); // logged in all the same
        });
    }

    private void say(Hello hello) {
        connection.say(hello, connection.timeouts().command(), reply -> introduced(hello, reply));
    }

    private void introduced(Hello hello, Reply reply) {
        if (reply.isPositive()) {
            connection.learned(hello instanceof Helo ? Extensions.NONE : Extensions.read(reply));
            secure();
        } else if (reply.isPermanent() && hello instanceof Ehlo) {
            say(new Helo(name())); // a server from before RFC 1651: RFC 5321 section 3.2
        } else {
            connection.end(connection.refusal(reply, SmtpConnection.step(hello.verb())));
        }
    }

    private String name() {
        InetSocketAddress here = (InetSocketAddress) connection.channel().localAddress();
        return name.orElseGet(() -> new AddressLiteral(here.getAddress()).toString());
    }

    private void secure() {
        boolean offered = connection.extensions().offers(Extension.STARTTLS);
        TlsMode mode = connection.dialer().mode();
        if (upgraded || !mode.startTls() || (!offered && mode == TlsMode.STARTTLS_OPTIONAL)) {
            succeed(null);
            over();
        } else if (offered) {
            connection.say(new StartTls(), UPGRADING, connection.timeouts().command(), this::upgrade);
        } else {
            connection.end(
                    connection.failure(Cause.STARTTLS_NOT_OFFERED, UPGRADING, "the server does not offer STARTTLS"));
        }
    }

    /** RFC 3207 section 4. Octets that are there already came in the clear, from the server or from somebody between, and must not pass for TLS's. */
    private void upgrade(Reply reply) {
        if (!reply.isPositive()) {
            refused(reply);
        } else if (connection.holdsOctets()) {
            connection.end(connection.failure(
                    Cause.PROTOCOL_BROKEN,
                    UPGRADING,
                    "the server sent more in the clear behind its consent to STARTTLS"));
        } else {
            connection.learned(Extensions.NONE); // section 4.2
            upgraded = true;
            connection.dialer().startTls(connection.channel()).whenComplete((channel, failure) -> {
                if (failure == null) {
                    hello();
                    channel.flush();
                } else {
                    connection.end((FaultException) failure);
                }
            });
        }
    }

    private void refused(Reply reply) {
        if (connection.dialer().mode() == TlsMode.STARTTLS_OPTIONAL) {
            succeed(null);
            over();
        } else if (reply.isTransient()) {
            connection.end(connection.refusal(reply, UPGRADING));
        } else {
            connection.end(connection.failure(Cause.STARTTLS_NOT_OFFERED, UPGRADING, "the server refuses STARTTLS"));
        }
    }
}

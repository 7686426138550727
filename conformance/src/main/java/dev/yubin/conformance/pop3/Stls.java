package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Omission;
import java.util.List;
import java.util.Map;

/** STLS: RFC 2595 section 4. */
final class Stls {
    private static final int ENDED = -1;

    static final List<Check> CHECKS = List.of(
            new Check("RFC 2595 section 4", "behind STLS, TLS begins, and commands are taken", on -> {
                Connection connection = secured(on);
                connection.ok("QUIT");
                connection.expectEnd();
            }),
            new Check("RFC 2595 section 4", "CAPA is answered again under TLS, and lists STLS no more", on -> {
                Connection connection = secured(on);
                Map<String, List<String>> offered = Examination.capabilities(connection)
                        .orElseThrow(() -> connection.failure("CAPA is refused under TLS"));
                connection.require(!offered.containsKey("STLS"), "STLS is offered under TLS");
            }),
            new Check(
                    "RFC 2595 section 4",
                    "STLS is refused under TLS",
                    on -> secured(on).refused("STLS")),
            new Check("RFC 2595 section 4", "a login is taken under TLS", on -> {
                Connection connection = secured(on);
                Map<String, List<String>> offered =
                        Examination.capabilities(connection).orElseGet(Map::of);
                Reply reply;
                if (offered.containsKey("USER")) {
                    connection.ok("USER " + on.target().user());
                    reply = connection.say("PASS " + on.target().password());
                } else {
                    reply = connection.say("AUTH PLAIN " + on.plain(on.target().password()));
                }
                connection.require(reply.ok(), "the login is refused");
            }),
            new Check("RFC 2595 section 4", "STLS is refused after login", on -> {
                offered(on);
                Connection connection = on.loggedIn();
                connection.refused("STLS");
                connection.ok("NOOP");
            }),
            new Check(
                    "RFC 1939 section 7",
                    "PASS stands immediately behind USER, and not where STLS came between",
                    on -> {
                        Connection connection = offered(on);
                        if (!connection.say("USER " + on.target().user()).ok()) {
                            return; // nothing is taken in the clear
                        }
                        connection.ok("STLS");
                        connection.beginTls();
                        connection.refused("PASS " + on.target().password());
                    }),
            new Check(
                    "RFC 2595 section 4",
                    "a command in the clear behind STLS is not obeyed under TLS",
                    Stls::injection),
            new Check("RFC 2595 section 2.4", "a login that is not offered in the clear is refused there", on -> {
                Connection connection = offered(on);
                Map<String, List<String>> clear =
                        Examination.capabilities(connection).orElseGet(Map::of);
                if (clear.containsKey("USER") || clear.containsKey("SASL")) {
                    throw Omission.notOffered("logins in the clear are offered");
                }
                connection.send("USER " + on.target().user() + "\r\n");
                connection.replyOrEnd().ifPresent(reply -> connection.require(!reply.ok(), "USER is taken"));
            }),
            new Check("RFC 2595 section 4", "a command in the clear behind STLS is not obeyed in the clear", on -> {
                Connection connection = offered(on);
                connection.send("STLS\r\nCAPA\r\n");
                if (connection.reply().ok()) {
                    connection.endOurs();
                    connection.require(connection.octetOrEnd().orElse(ENDED) != '+', "it is obeyed");
                }
            }));

    private Stls() {}

    /** A connection in the clear on which STLS is offered. */
    private static Connection offered(Examination on) {
        if (on.target().tls() == Pop3Target.Tls.IMPLICIT) {
            throw Omission.notOffered("TLS is on before the greeting");
        }
        Connection connection = on.connect();
        boolean there = Examination.capabilities(connection)
                .filter(offered -> offered.containsKey("STLS"))
                .isPresent();
        if (!there) {
            throw Omission.notOffered("CAPA does not list STLS");
        }
        return connection;
    }

    private static Connection secured(Examination on) {
        Connection connection = offered(on);
        connection.ok("STLS");
        connection.beginTls();
        return connection;
    }

    /** CAPA would be answered by +OK, and what we ask under TLS is refused. */
    private static void injection(Examination on) {
        Connection connection = offered(on);
        connection.send("STLS\r\nCAPA\r\n");
        if (!connection.reply().ok()) {
            return;
        }
        try {
            connection.beginTls();
        } catch (AssertionError e) {
            return; // the server takes it for a handshake, or has gone
        }
        connection.send("XYZZY\r\n");
        connection.replyOrEnd().ifPresent(reply -> connection.require(!reply.ok(), "it is obeyed under TLS"));
    }
}

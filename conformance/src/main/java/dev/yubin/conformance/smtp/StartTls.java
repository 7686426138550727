package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** STARTTLS: RFC 3207. */
final class StartTls {
    /** TLS's first record, as it comes from whoever takes the port for one of TLS. */
    private static final String CLIENT_HELLO = "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003";

    /** Cut before its end alone: behind it, what follows may come too late to be in the clear. */
    private static final String STARTTLS = "STARTTLS\r\n";

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            check("4", "behind STARTTLS, TLS begins, and commands are taken", on -> {
                                Connection connection = secured(on);
                                connection.ok(on.hello());
                                connection.quit();
                            }),
                            check("4", "STARTTLS with an argument is refused, and the session goes on", on -> {
                                Connection connection = offered(on);
                                connection.refused("STARTTLS now");
                                connection.ok("NOOP");
                            }),
                            check("4.2", "EHLO under TLS does not list STARTTLS", on -> {
                                Connection connection = secured(on);
                                Map<String, List<String>> listed =
                                        Examination.extensions(connection, connection.ok(on.hello()));
                                connection.require(!listed.containsKey("STARTTLS"), "it is listed");
                            }),
                            check("4", "STARTTLS is refused under TLS", on -> {
                                Connection connection = secured(on);
                                connection.ok(on.hello());
                                connection.refused("STARTTLS");
                                connection.ok("NOOP");
                            }),
                            check(
                                    "4.2",
                                    "the name said in the clear is forgotten: MAIL before EHLO is refused under TLS",
                                    on -> {
                                        Connection connection = secured(on);
                                        connection.refused(on.mail());
                                    }),
                            check("4.2", "a transaction begun in the clear is forgotten under TLS", on -> {
                                Connection connection = offered(on);
                                if (!connection.say(on.mail()).ok()
                                        || !connection.say(on.rcpt()).ok()) {
                                    return; // nothing is begun in the clear
                                }
                                if (connection.say("STARTTLS").code() != 220) {
                                    return; // it is refused in a transaction
                                }
                                connection.beginTls();
                                connection.refused("DATA");
                                connection.ok(on.hello());
                                connection.refused("DATA");
                            }),
                            check("4.2", "a login in the clear is forgotten under TLS", on -> {
                                String plain = on.plain(on.login().password());
                                Connection connection = offered(on);
                                if (connection.say("AUTH PLAIN " + plain).code() != 235
                                        || connection.say("STARTTLS").code() != 220) {
                                    return; // one of them is refused
                                }
                                connection.beginTls();
                                connection.ok(on.hello());
                                connection.expect("AUTH PLAIN " + plain, 235);
                            }),
                            check("4.1", "a handshake that is none ends the connection", on -> {
                                Connection connection = offered(on);
                                connection.expect("STARTTLS", 220);
                                connection.send("EHLO conformance.test\r\nMAIL FROM:<>\r\nNOOP\r\n");
                                connection.endOurs();
                                notAnswered(connection);
                                on.othersAreServed();
                            }),
                            check("4", "a handshake that does not come keeps nobody waiting", on -> {
                                Connection connection = offered(on);
                                connection.expect("STARTTLS", 220);
                                connection.send("\u0016\u0003");
                                on.othersAreServed();
                            }),
                            new Check(
                                    "RFC 5321 section 4.2.4",
                                    "a handshake of TLS where commands are due is refused or ends the connection",
                                    on -> {
                                        if (on.target().tls() == SmtpTarget.Tls.IMPLICIT) {
                                            throw Omission.notOffered("TLS is on before the greeting");
                                        }
                                        Connection connection = on.connect();
                                        connection.send(CLIENT_HELLO + "\r\n");
                                        connection.refusedOrEnd();
                                        on.othersAreServed();
                                    })),
                    Stream.of(
                                    "NOOP",
                                    "RSET",
                                    "EHLO conformance.test",
                                    "MAIL FROM:<>",
                                    "QUIT",
                                    "XYZZY",
                                    "AUTH PLAIN AGEAYg==",
                                    "")
                            .map(StartTls::injected))
            .flatMap(checks -> checks)
            .toList();

    private StartTls() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 3207 section " + section, title, steps);
    }

    /** A connection in the clear on which STARTTLS is offered. */
    private static Connection offered(Examination on) {
        if (on.target().tls() == SmtpTarget.Tls.IMPLICIT) {
            throw Omission.notOffered("TLS is on before the greeting");
        }
        Connection connection = on.connect();
        if (!Examination.extensions(connection, connection.ok(on.hello())).containsKey("STARTTLS")) {
            throw Omission.notOffered("STARTTLS is not listed");
        }
        return connection;
    }

    private static Connection secured(Examination on) {
        Connection connection = offered(on);
        connection.expect("STARTTLS", 220);
        connection.beginTls();
        return connection;
    }

    /** It came in the clear, perhaps from somebody else: it is obeyed neither there nor under TLS. */
    private static Check injected(String command) {
        String title = (command.isEmpty() ? "an empty line" : command) + " in the clear behind STARTTLS is not obeyed";
        return check("6", title, on -> {
            String line = command.startsWith("EHLO") ? on.hello() : command;
            for (int cut = 0; cut < STARTTLS.length(); cut++) {
                Connection underTls = offered(on);
                underTls.sendCut(STARTTLS + line + "\r\n", cut);
                if (underTls.replyOrEnd().filter(reply -> reply.code() == 220).isPresent() && secures(underTls)) {
                    underTls.quit();
                }
                on.forget(underTls);
                Connection inTheClear = offered(on);
                inTheClear.sendCut(STARTTLS + line + "\r\n", cut);
                if (inTheClear.replyOrEnd().filter(reply -> reply.code() == 220).isPresent()) {
                    inTheClear.endOurs();
                    notAnswered(inTheClear);
                }
                on.forget(inTheClear);
            }
        });
    }

    /** Whether TLS begins; a server that takes the injected line for a handshake has none. */
    private static boolean secures(Connection connection) {
        try {
            connection.beginTls();
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    /** A reply in the clear would begin with a digit; an alert of TLS does not. */
    private static void notAnswered(Connection connection) {
        int octet = connection.octetOrEnd().orElse(-1);
        connection.require(octet < '2' || octet > '5', "it is answered in the clear");
    }
}

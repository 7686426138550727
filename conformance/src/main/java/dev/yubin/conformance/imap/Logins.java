package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import dev.yubin.conformance.internal.Omission;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** STARTTLS, LOGIN and AUTHENTICATE: RFC 9051 section 6.2, RFC 4959, RFC 4616. */
final class Logins {
    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            login("LOGIN takes quoted strings", on -> {
                                Connection connection = on.ready();
                                connection.ok(on.login());
                                connection.ok("LIST \"\" INBOX");
                            }),
                            login("LOGIN takes literals", on -> {
                                Connection connection = on.ready();
                                String user = on.target().user();
                                String password = on.target().password();
                                connection.ok(
                                        "LOGIN {" + user.length() + "}",
                                        user + " {" + password.length() + "}",
                                        password);
                            }),
                            login("a wrong password is refused by NO, and then the right one taken", on -> {
                                Connection connection = on.ready();
                                connection.no("LOGIN "
                                        + Examination.quoted(on.target().user()) + " wrong");
                                connection.ok(on.login());
                            }),
                            rfc(5530, "3", "a wrong password is refused with [AUTHENTICATIONFAILED]", on -> {
                                Connection connection = on.ready();
                                Answer answer = connection.no("LOGIN "
                                        + Examination.quoted(on.target().user()) + " wrong");
                                connection.require(answer.tagged().has("AUTHENTICATIONFAILED"), "the code is another");
                            }),
                            login("an unknown user is not told from a wrong password", on -> {
                                Connection connection = on.ready();
                                Answer wrong = connection.no("LOGIN "
                                        + Examination.quoted(on.target().user()) + " wrong");
                                Answer unknown = connection.no("LOGIN nobody-of-this-name wrong");
                                connection.require(
                                        wrong.tagged()
                                                .code()
                                                .equals(unknown.tagged().code()),
                                        "the codes differ");
                            }),
                            login("a wrong password leaves the client outside", on -> {
                                Connection connection = on.ready();
                                connection.no("LOGIN "
                                        + Examination.quoted(on.target().user()) + " wrong");
                                connection.refused("EXAMINE INBOX");
                            }),
                            login("LOGIN without a password is BAD", on -> {
                                Connection connection = on.ready();
                                connection.bad("LOGIN "
                                        + Examination.quoted(on.target().user()));
                                connection.ok(on.login());
                            }),
                            login("LOGIN with three arguments is BAD", on -> {
                                Connection connection = on.ready();
                                connection.bad(on.login() + " more");
                                connection.ok(on.login());
                            }),
                            rfc(9051, "6.2.2", "AUTHENTICATE PLAIN asks for the response, and logs in", on -> {
                                Connection connection = plain(on);
                                connection.ok(
                                        "AUTHENTICATE PLAIN",
                                        on.plain(on.target().password()));
                                connection.ok("EXAMINE INBOX");
                            }),
                            rfc(9051, "6.2.2", "a mechanism's name may be written in any case", on -> {
                                Connection connection = plain(on);
                                connection.ok(
                                        "authenticate plain",
                                        on.plain(on.target().password()));
                            }),
                            rfc(4959, "3", "AUTHENTICATE PLAIN takes an initial response", on -> {
                                        Connection connection = plain(on);
                                        connection.ok("AUTHENTICATE PLAIN "
                                                + on.plain(on.target().password()));
                                        connection.ok("EXAMINE INBOX");
                                    })
                                    .needing("SASL-IR"),
                            rfc(4959, "3", "= is an empty initial response, which PLAIN refuses", on -> {
                                        Connection connection = plain(on);
                                        connection.refused("AUTHENTICATE PLAIN =");
                                        connection.ok(on.login());
                                    })
                                    .needing("SASL-IR"),
                            rfc(4959, "3", "an initial response that is no base64 is refused", on -> {
                                        Connection connection = plain(on);
                                        connection.refused("AUTHENTICATE PLAIN %%%%");
                                        connection.ok(on.login());
                                    })
                                    .needing("SASL-IR"),
                            rfc(9051, "6.2.2", "* gives an exchange up, by BAD, and then a login is taken", on -> {
                                Connection connection = plain(on);
                                connection.bad("AUTHENTICATE PLAIN", "*");
                                connection.ok(on.login());
                            }),
                            rfc(
                                    9051,
                                    "6.2.2",
                                    "a response that is no base64 is refused, and then a login is taken",
                                    on -> {
                                        Connection connection = plain(on);
                                        connection.refused("AUTHENTICATE PLAIN", "%%%%");
                                        connection.ok(on.login());
                                    }),
                            rfc(9051, "6.2.2", "a wrong password is refused by NO, in an exchange too", on -> {
                                Connection connection = plain(on);
                                connection.no("AUTHENTICATE PLAIN", on.plain("wrong"));
                                connection.refused("EXAMINE INBOX");
                            }),
                            rfc(9051, "6.2.2", "a mechanism that is not offered is refused by NO", on -> {
                                Connection connection = on.ready();
                                connection.no("AUTHENTICATE X-NO-SUCH-MECHANISM");
                                connection.ok(on.login());
                            }),
                            rfc(9051, "6.2.2", "AUTHENTICATE without a mechanism is BAD", on -> {
                                Connection connection = on.ready();
                                connection.bad("AUTHENTICATE");
                                connection.ok(on.login());
                            }),
                            rfc(4616, "2", "PLAIN with a part missing is refused", on -> {
                                Connection connection = plain(on);
                                connection.refused("AUTHENTICATE PLAIN", Examination.base64("ann"));
                                connection.ok(on.login());
                            }),
                            rfc(9051, "6.2.3", "where logins in the clear are not offered, LOGIN is refused", on -> {
                                Connection connection = on.connect();
                                if (!Examination.capabilities(connection).contains("LOGINDISABLED")) {
                                    throw Omission.notOffered("LOGINDISABLED is not listed");
                                }
                                connection.refused(on.login());
                            }),
                            rfc(9051, "6.2.1", "behind STARTTLS, TLS begins, and commands are taken", on -> {
                                Connection connection = secured(on);
                                connection.ok("CAPABILITY");
                                connection.ok(on.login());
                            }),
                            rfc(9051, "6.2.1", "STARTTLS is not listed under TLS, and is refused there", on -> {
                                Connection connection = secured(on);
                                connection.require(
                                        !Examination.capabilities(connection).contains("STARTTLS"), "it is listed");
                                connection.refused("STARTTLS");
                                connection.ok("NOOP");
                            }),
                            rfc(9051, "6.2.1", "STARTTLS with an argument is BAD, and the session goes on", on -> {
                                Connection connection = offered(on);
                                connection.bad("STARTTLS now");
                                connection.ok("NOOP");
                            }),
                            rfc(9051, "11.1", "a handshake that is none ends the connection", on -> {
                                Connection connection = offered(on);
                                connection.ok("STARTTLS");
                                connection.send("x1 NOOP\r\nx2 LOGOUT\r\n");
                                connection.endOurs();
                                notAnswered(connection);
                                on.othersAreServed();
                            })),
                    Stream.of("NOOP", "CAPABILITY", "LOGIN eve mallory", "LOGOUT", "XYZZY")
                            .map(Logins::injected))
            .flatMap(checks -> checks)
            .toList();

    private Logins() {}

    private static Check login(String title, Check.Steps steps) {
        return rfc(9051, "6.2.3", title, steps);
    }

    /** A connection on which PLAIN is offered. */
    private static Connection plain(Examination on) {
        Connection connection = on.ready();
        if (!Examination.capabilities(connection).contains("AUTH=PLAIN")) {
            throw Omission.notOffered("CAPABILITY does not list AUTH=PLAIN");
        }
        return connection;
    }

    /** A connection in the clear on which STARTTLS is offered. */
    private static Connection offered(Examination on) {
        if (on.target().tls() == ImapTarget.Tls.IMPLICIT) {
            throw Omission.notOffered("TLS is on before the greeting");
        }
        Connection connection = on.connect();
        Set<String> listed = Examination.capabilities(connection);
        if (!listed.contains("STARTTLS")) {
            throw Omission.notOffered("CAPABILITY does not list STARTTLS");
        }
        return connection;
    }

    private static Connection secured(Examination on) {
        Connection connection = offered(on);
        connection.ok("STARTTLS");
        connection.beginTls();
        return connection;
    }

    /** It came in the clear, perhaps from somebody else: it is obeyed neither there nor under TLS. RFC 9051 section 6.2.1. */
    private static Check injected(String command) {
        return rfc(9051, "6.2.1", command + " in the clear behind STARTTLS is not obeyed", on -> {
            Connection underTls = offered(on);
            underTls.send("i1 STARTTLS\r\ni2 " + command + "\r\n");
            if (underTls.responseOrEnd().filter(Response::ok).isPresent() && secures(underTls)) {
                underTls.logout();
            }
            Connection inTheClear = offered(on);
            inTheClear.send("i1 STARTTLS\r\ni2 " + command + "\r\n");
            if (inTheClear.responseOrEnd().filter(Response::ok).isPresent()) {
                inTheClear.endOurs();
                notAnswered(inTheClear);
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

    /** An answer in the clear would begin with a tag or a star; an alert of TLS does not. */
    private static void notAnswered(Connection connection) {
        int octet = connection.octetOrEnd().orElse(-1);
        connection.require(octet != 'i' && octet != 'x' && octet != '*', "it is answered in the clear");
    }
}

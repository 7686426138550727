package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Omission;
import java.util.List;

/** AUTH with the mechanism PLAIN: RFC 5034 section 4, RFC 4616. */
final class Auth {
    static final List<Check> CHECKS = List.of(
            new Check("RFC 5034 section 4", "AUTH PLAIN logs in with an initial response", on -> {
                Connection connection = plain(on);
                connection.ok("AUTH PLAIN " + on.plain(on.target().password()));
                connection.ok("NOOP");
            }),
            new Check(
                    "RFC 5034 section 4",
                    "AUTH PLAIN without one is answered by an empty challenge, and logs in with the response",
                    on -> {
                        Connection connection = challenged(on);
                        connection.ok(on.plain(on.target().password()));
                        connection.ok("NOOP");
                    }),
            new Check("RFC 5034 section 4", "a mechanism's name may be written in any case", on -> {
                Connection connection = plain(on);
                connection.ok("auth plain " + on.plain(on.target().password()));
            }),
            new Check("RFC 5034 section 4", "* cancels the exchange, and then a login is taken", on -> {
                Connection connection = challenged(on);
                connection.refused("*");
                again(on, connection);
            }),
            new Check(
                    "RFC 5034 section 4", "a response that is no base64 is refused, and then a login is taken", on -> {
                        Connection connection = challenged(on);
                        connection.refused("%%%%");
                        again(on, connection);
                    }),
            new Check(
                    "RFC 5034 section 4",
                    "an initial response that is no base64 is refused, and then a login is taken",
                    on -> {
                        Connection connection = plain(on);
                        connection.refused("AUTH PLAIN %%%%");
                        again(on, connection);
                    }),
            new Check(
                    "RFC 5034 section 4",
                    "= is an initial response, an empty one: PLAIN refuses it and sends no challenge",
                    on -> {
                        Connection connection = plain(on);
                        connection.refused("AUTH PLAIN =");
                        again(on, connection);
                    }),
            new Check("RFC 5034 section 4", "a mechanism that is not offered is refused", on -> {
                on.need("SASL");
                Connection connection = on.readyForMaildrop();
                connection.refused("AUTH X-NO-SUCH-MECHANISM");
                again(on, connection);
            }),
            new Check("RFC 5034 section 4", "AUTH is refused after login", on -> {
                on.need("SASL");
                Connection connection = on.loggedIn();
                connection.refused("AUTH PLAIN " + on.plain(on.target().password()));
                connection.ok("NOOP");
            }),
            new Check("RFC 5034 section 4", "a wrong password is refused, and the client is not in", on -> {
                Connection connection = plain(on);
                connection.refused("AUTH PLAIN " + on.plain(on.target().password() + "x"));
                connection.send("STAT\r\n");
                connection.replyOrEnd().ifPresent(reply -> connection.require(!reply.ok(), "the client is in"));
            }),
            new Check("RFC 3206 section 6", "a wrong password is refused with [AUTH] by AUTH too", on -> {
                on.need("AUTH-RESP-CODE");
                Connection connection = plain(on);
                Reply refusal =
                        connection.refused("AUTH PLAIN " + on.plain(on.target().password() + "x"));
                connection.require(refusal.has("AUTH"), "the response code is not AUTH");
            }));

    private Auth() {}

    private static Connection plain(Examination on) {
        if (on.need("SASL").stream().noneMatch("PLAIN"::equalsIgnoreCase)) {
            throw Omission.notOffered("CAPA lists SASL without PLAIN");
        }
        return on.readyForMaildrop(); // a session that was cut off may have it for a moment yet
    }

    private static Connection challenged(Examination on) {
        Connection connection = plain(on);
        connection.send("AUTH PLAIN\r\n");
        connection.require(connection.line().equals("+ "), "an empty challenge is + and SP");
        return connection;
    }

    /** Behind a login that failed the server may close: RFC 1939 section 4. */
    private static void again(Examination on, Connection connection) {
        connection.send("AUTH PLAIN " + on.plain(on.target().password()) + "\r\n");
        connection.replyOrEnd().ifPresent(reply -> connection.require(reply.ok(), "the login is refused"));
    }
}

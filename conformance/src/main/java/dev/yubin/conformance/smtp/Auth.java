package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** AUTH: RFC 4954, with the mechanism PLAIN (RFC 4616). */
final class Auth {
    private static final int LONG_RESPONSE = 12_000;

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            check("4", "AUTH PLAIN logs in with an initial response", on -> {
                                Connection connection = plain(on);
                                connection.expect(
                                        "AUTH PLAIN " + on.plain(on.login().password()), 235);
                                connection.ok(on.mail());
                            }),
                            check(
                                    "4",
                                    "AUTH PLAIN without one is answered by an empty challenge, and logs in with the"
                                            + " response",
                                    on -> {
                                        Connection connection = challenged(on);
                                        connection.expect(on.plain(on.login().password()), 235);
                                    }),
                            check("4", "a mechanism's name may be written in any case", on -> {
                                Connection connection = plain(on);
                                connection.expect(
                                        "auth plain " + on.plain(on.login().password()), 235);
                            }),
                            check("4", "* cancels the exchange with 501, and then a login is taken", on -> {
                                Connection connection = challenged(on);
                                connection.expect("*", 501);
                                again(on, connection);
                            }),
                            check(
                                    "4",
                                    "a response that is no base64 is refused with 501, and then a login is taken",
                                    on -> {
                                        Connection connection = challenged(on);
                                        connection.expect("%%%%", 501);
                                        again(on, connection);
                                    }),
                            check("4", "an initial response that is no base64 is refused with 501", on -> {
                                Connection connection = plain(on);
                                connection.expect("AUTH PLAIN %%%%", 501);
                                again(on, connection);
                            }),
                            check(
                                    "4",
                                    "= is an initial response, an empty one: PLAIN refuses it and sends no challenge",
                                    on -> {
                                        Connection connection = plain(on);
                                        connection.refused("AUTH PLAIN =");
                                        again(on, connection);
                                    }),
                            check("4", "a mechanism that is not offered is refused with 504", on -> {
                                Connection connection = plain(on);
                                connection.expect("AUTH X-NO-SUCH", 504);
                                again(on, connection);
                            }),
                            check("4", "AUTH without a mechanism is refused", on -> {
                                Connection connection = plain(on);
                                connection.refused("AUTH");
                                again(on, connection);
                            }),
                            check("4", "AUTH is refused with 503 after a login", on -> {
                                Connection connection = loggedIn(on);
                                connection.expect(
                                        "AUTH PLAIN " + on.plain(on.login().password()), 503);
                                connection.ok("NOOP");
                            }),
                            check("4", "AUTH is refused with 503 in a transaction", on -> {
                                Connection connection = plain(on);
                                if (!connection.say(on.mail()).ok()) {
                                    throw Omission.notOffered("no transaction begins before a login");
                                }
                                connection.expect(
                                        "AUTH PLAIN " + on.plain(on.login().password()), 503);
                                connection.ok(on.rcpt());
                            }),
                            check("6", "a wrong password is refused with 535, and the client is not in", on -> {
                                Connection connection = plain(on);
                                connection.expect(
                                        "AUTH PLAIN "
                                                + on.plain("x" + on.login().password()),
                                        535);
                                again(on, connection);
                            }),
                            check("6", "an unknown user is not told from a wrong password", on -> {
                                Connection connection = plain(on);
                                Reply one = connection.say("AUTH PLAIN "
                                        + on.plain("x" + on.login().password()));
                                Connection other = plain(on);
                                Reply two =
                                        other.say("AUTH PLAIN " + Examination.base64("\0nobody-of-this-name\0wrong"));
                                other.require(one.equals(two), "the replies differ");
                            }),
                            check("4", "a response of 12,000 octets is answered, and then a login is taken", on -> {
                                Connection connection = challenged(on);
                                connection.send("A".repeat(LONG_RESPONSE) + "\r\n", LONG_RESPONSE + " times A, CR LF");
                                connection.require(connection.reply().permanent(), "it is taken");
                                again(on, connection);
                            }),
                            check("4", "the client stays logged in behind RSET and EHLO", on -> {
                                Connection connection = loggedIn(on);
                                connection.ok("RSET");
                                connection.ok(on.hello());
                                connection.refused(
                                        "AUTH PLAIN " + on.plain(on.login().password()));
                                connection.ok(on.mail());
                            })),
                    Stream.of("QUIT", "RSET", "NOOP", "MAIL FROM:<>", "").map(Auth::noCommand))
            .flatMap(checks -> checks)
            .toList();

    private Auth() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 4954 section " + section, title, steps);
    }

    /** A connection on which a login may come. */
    private static Connection plain(Examination on) {
        on.login();
        if (on.need("AUTH").stream().noneMatch("PLAIN"::equalsIgnoreCase)) {
            throw Omission.notOffered("AUTH is listed without PLAIN");
        }
        return on.greeted();
    }

    private static Connection challenged(Examination on) {
        Connection connection = plain(on);
        Reply reply = connection.expect("AUTH PLAIN", 334);
        connection.require(reply.texts().equals(List.of("")), "the challenge is not empty");
        return connection;
    }

    private static Connection loggedIn(Examination on) {
        Connection connection = plain(on);
        connection.expect("AUTH PLAIN " + on.plain(on.login().password()), 235);
        return connection;
    }

    /** Behind a login that failed the server may close. */
    private static void again(Examination on, Connection connection) {
        connection.send("AUTH PLAIN " + on.plain(on.login().password()) + "\r\n");
        Optional<Reply> reply = connection.replyOrEnd();
        reply.ifPresent(it -> connection.require(it.code() == 235, "the login is refused"));
    }

    /** The line that answers a challenge is a response, whatever it looks like. */
    private static Check noCommand(String line) {
        String what = line.isEmpty() ? "an empty line" : line;
        return check("4", what + " in a response's place is refused, and not obeyed", on -> {
            Connection connection = challenged(on);
            connection.refused(line);
            connection.refused(on.rcpt());
            again(on, connection);
        });
    }
}

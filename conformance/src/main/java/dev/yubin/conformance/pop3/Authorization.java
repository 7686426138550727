package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Omission;
import java.util.List;
import java.util.stream.Stream;

/** The AUTHORIZATION state, USER and PASS: RFC 1939 sections 4 and 7, RFC 2449 section 8.1.2, RFC 3206. */
final class Authorization {
    static final List<Check> CHECKS = Stream.of(
                    Stream.of("STAT", "LIST", "LIST 1", "UIDL", "RETR 1", "TOP 1 0", "DELE 1", "RSET", "NOOP")
                            .map(Authorization::beforeLogin),
                    Stream.of(
                            new Check(
                                    "RFC 1939 section 4",
                                    "QUIT before login is answered, and the connection ends",
                                    on -> {
                                        Connection connection = on.connect();
                                        connection.ok("QUIT");
                                        connection.expectEnd();
                                    }),
                            new Check("RFC 1939 section 7", "USER and PASS log in", on -> {
                                needUser(on);
                                on.loggedIn().ok("NOOP");
                            }),
                            new Check("RFC 1939 section 7", "PASS without USER is refused", on -> {
                                needUser(on);
                                on.ready().refused("PASS " + on.target().password());
                            }),
                            new Check("RFC 1939 section 7", "USER without a name is refused", on -> {
                                needUser(on);
                                on.ready().refused("USER");
                            }),
                            new Check(
                                    "RFC 1939 section 7",
                                    "what stands behind a space in PASS belongs to the password",
                                    on -> {
                                        needUser(on);
                                        Connection connection = on.ready();
                                        connection.ok("USER " + on.target().user());
                                        connection.refused("PASS " + on.target().password() + " more");
                                    }),
                            new Check(
                                    "RFC 1939 section 7",
                                    "a wrong password is refused, and then the right one taken",
                                    on -> {
                                        needUser(on);
                                        Connection connection = on.ready();
                                        connection.ok("USER " + on.target().user());
                                        connection.refused("PASS wrong");
                                        retry(on, connection);
                                    }),
                            new Check("RFC 3206 section 6", "a wrong password is refused with [AUTH]", on -> {
                                needUser(on);
                                on.need("AUTH-RESP-CODE");
                                Connection connection = on.ready();
                                connection.ok("USER " + on.target().user());
                                Reply refusal = connection.refused("PASS wrong");
                                connection.require(refusal.has("AUTH"), "the response code is not AUTH");
                            }),
                            new Check(
                                    "RFC 1939 section 13",
                                    "an unknown user is not told from a wrong password",
                                    Authorization::unknownUser),
                            new Check(
                                    "RFC 1939 section 7",
                                    "USER may come again with another name, and the last one counts",
                                    on -> {
                                        needUser(on);
                                        Connection connection = on.ready();
                                        connection.say("USER nobody-of-this-name");
                                        connection.ok("USER " + on.target().user());
                                        connection.ok("PASS " + on.target().password());
                                    }),
                            new Check("RFC 1939 section 7", "no login is taken after login", on -> {
                                Connection connection = on.loggedIn();
                                connection.refused("USER " + on.target().user());
                                connection.ok("NOOP");
                                connection.refused("PASS " + on.target().password());
                                connection.ok("NOOP");
                                connection.refused("APOP " + on.target().user() + " 00000000000000000000000000000000");
                                connection.ok("NOOP");
                                connection.refused("AUTH PLAIN");
                                connection.ok("NOOP");
                            }),
                            new Check(
                                    "RFC 1939 section 4",
                                    "two sessions do not disturb each other: the second is refused, or sees what it"
                                            + " saw at login",
                                    Authorization::second),
                            new Check(
                                    "RFC 2449 section 8.1.2",
                                    "a maildrop that another session has is refused with [IN-USE]",
                                    on -> {
                                        on.need("RESP-CODES");
                                        on.loggedIn();
                                        Connection second = on.ready();
                                        Reply reply = on.logIn(second);
                                        if (reply.ok()) {
                                            throw Omission.notOffered("two sessions may share the maildrop");
                                        }
                                        second.require(reply.has("IN-USE"), "the response code is not IN-USE");
                                    }),
                            new Check("RFC 1939 section 6", "the maildrop is free again behind QUIT", on -> {
                                Connection first = on.loggedIn();
                                first.ok("QUIT");
                                first.expectEnd();
                                Connection second = on.ready();
                                second.require(on.logIn(second).ok(), "the login is refused");
                            }),
                            new Check(
                                    "RFC 1939 section 6",
                                    "the maildrop is free again when a connection is lost",
                                    on -> {
                                        on.loggedIn().close();
                                        on.loggedIn().ok("NOOP");
                                    })))
            .flatMap(checks -> checks)
            .toList();

    private Authorization() {}

    private static Check beforeLogin(String command) {
        return new Check("RFC 1939 section 4", command + " is refused before login", on -> {
            Connection connection = on.ready();
            connection.refused(command);
            connection.ok("QUIT");
        });
    }

    static void needUser(Examination on) {
        if (!on.takesUser()) {
            throw Omission.notOffered("CAPA does not list USER");
        }
    }

    /** Behind a login that failed the server may close: RFC 1939 section 4. */
    private static void retry(Examination on, Connection connection) {
        connection.send("USER " + on.target().user() + "\r\n");
        connection.replyOrEnd().ifPresent(reply -> {
            connection.require(reply.ok(), "USER is refused");
            connection.ok("PASS " + on.target().password());
        });
    }

    private static void unknownUser(Examination on) {
        needUser(on);
        Connection connection = on.ready();
        connection.ok("USER " + on.target().user());
        Reply known = connection.refused("PASS wrong");
        Connection other = on.ready();
        other.ok("USER nobody-of-this-name");
        Reply unknown = other.refused("PASS wrong");
        other.require(unknown.equals(known), "for a user that is there the words are: " + known.text());
    }

    private static void second(Examination on) {
        Mail mail = on.standardMail();
        Connection first = on.loggedIn();
        Connection second = on.ready();
        boolean shared = on.logIn(second).ok();
        first.ok("DELE 1");
        if (shared) {
            second.require(Listing.stat(second).messages() == mail.size(), "the first session's DELE is seen");
            second.ok("RETR 1");
            second.lines();
        }
        first.ok("RSET");
        first.ok("QUIT");
    }
}

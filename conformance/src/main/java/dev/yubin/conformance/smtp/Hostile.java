package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Clients that mean no good or know no better: each is done with in time, and another client is served meanwhile. RFC 5321 section 7 leaves it at a word. */
final class Hostile {
    /** Debian's servers take so many from one address, and ours do. */
    private static final int MANY_CONNECTIONS = 30;

    private static final int CONNECTIONS_A_STATE = 5;

    /** Where a client stops, and how it goes on. */
    private record Stop(String where, Begin begin, String before, String after) {
        Connection stopped(Examination on) {
            Connection connection = begin.connect(on);
            connection.send(before.equals("EHLO") ? on.target().dialect().hello() : before);
            return connection;
        }
    }

    private static final List<Stop> STOPS = List.of(
            new Stop("before EHLO", Examination::ready, "EHLO", " conformance.test\r\n"),
            new Stop("in MAIL", Examination::session, "MAIL FROM:<ann", "@conformance.test>\r\n"),
            new Stop("behind CR", Examination::session, "NOOP\r", "\n"),
            new Stop("in RCPT", Hostile::withSender, "RCPT TO:", "<Postmaster>\r\n"),
            new Stop("in content", Examination::content, "X: y\r\n\r\nhel", "lo\r\n.\r\n"),
            new Stop("in the final dot", Examination::content, "X: y\r\n\r\nhello\r\n.\r", "\n"),
            new Stop("in a chunk", Hostile::withChunks, "BDAT 11 LAST\r\nX: ", "y\r\n\r\na\r\n"),
            new Stop("in BDAT", Hostile::withChunks, "BDAT 1", " LAST\r\nx"));

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            withoutEnd("before EHLO", "", Examination::ready),
                            withoutEnd("in EHLO", "EHLO ", Examination::ready),
                            withoutEnd("in NOOP", "NOOP ", Examination::session),
                            withoutEnd("in MAIL", "MAIL FROM:<", Examination::session),
                            withoutEnd("in RCPT", "RCPT TO:<", Hostile::withSender),
                            withoutEnd("in BDAT", "BDAT ", Examination::transaction),
                            withoutEnd("in AUTH", "AUTH PLAIN ", on -> {
                                on.need("AUTH");
                                return on.greeted();
                            }),
                            withoutEnd("in a response to AUTH", "", on -> {
                                String mechanism = on.need("AUTH").get(0);
                                Connection connection = on.greeted();
                                connection.expect("AUTH " + mechanism, 334);
                                return connection;
                            }),
                            check(
                                    "4.5.3.1.6",
                                    "content of one line without end is taken or refused, and others are served",
                                    on -> {
                                        Connection connection = on.content();
                                        int octets = on.target().octets();
                                        connection.send("x", octets);
                                        on.othersAreServed();
                                        connection.send("\r\n.\r\n");
                                        if (connection.replyOrEnd().isPresent()) {
                                            connection.quit();
                                        }
                                    }),
                            check(
                                    "4.5.3.1",
                                    "a chunk of one line without end is taken or refused, and others are served",
                                    on -> {
                                        on.need("CHUNKING");
                                        Connection connection = on.transaction();
                                        int octets = on.target().octets();
                                        connection.send("BDAT " + octets + " LAST\r\n");
                                        connection.send("x", octets);
                                        on.othersAreServed();
                                        if (connection.replyOrEnd().isPresent()) {
                                            connection.quit();
                                        }
                                    }),
                            check(
                                    "7.8",
                                    "NOOP without end is answered, or the session ended, and others are served",
                                    on -> flood(on, on.session(), "NOOP", true)),
                            check(
                                    "7.8",
                                    "RCPT without end is answered, or the session ended, and others are served",
                                    on -> flood(on, withSender(on), on.rcpt(), false)),
                            check(
                                    "7.8",
                                    "MAIL without end is answered, or the session ended, and others are served",
                                    on -> flood(on, on.session(), on.mail(), false)),
                            check(
                                    "7.8",
                                    "unknown commands without end are refused, or the session ended, and others are"
                                            + " served",
                                    on -> flood(on, on.session(), "XYZZY", false)),
                            check(
                                    "7.8",
                                    "EHLO without end is answered, or the session ended, and others are served",
                                    on -> flood(on, on.session(), on.hello(), true)),
                            check(
                                    "7.8",
                                    "small chunks without end are answered, or the session ended, and others are"
                                            + " served",
                                    on -> {
                                        on.need("CHUNKING");
                                        flood(on, on.transaction(), "BDAT 3\r\nx", true);
                                    }),
                            check("7.8", "who sends commands and reads no replies does not keep others waiting", on -> {
                                Connection connection = on.session();
                                int commands = on.target().commands();
                                connection.send("NOOP\r\n", commands);
                                on.othersAreServed();
                            }),
                            check(
                                    "7.8",
                                    MANY_CONNECTIONS + " connections that say nothing do not keep others waiting",
                                    on -> {
                                        List<Connection> silent = new ArrayList<>();
                                        for (int i = 0; i < MANY_CONNECTIONS; i++) {
                                            silent.add(on.connect());
                                        }
                                        on.othersAreServed();
                                        silent.forEach(Connection::quit);
                                    }),
                            check("7.8", "connections that are lost at once do no harm", on -> {
                                for (int i = 0; i < MANY_CONNECTIONS; i++) {
                                    Connection connection = on.opened();
                                    on.forget(connection);
                                }
                                on.othersAreServed();
                            }),
                            check("2.4", "octets of 8 bits in a command do no harm", on -> {
                                Connection connection = on.session();
                                connection.send("\u00ff\u00fe\u0080 \u00c0\r\n");
                                connection.refusedOrEnd();
                                Connection other = on.ready();
                                other.send("EHLO \u00ff\u00fe\r\n");
                                other.replyOrEnd();
                                on.othersAreServed();
                            }),
                            check("7.8", "a request of HTTP is refused, line by line, or ends the session", on -> {
                                Connection connection = on.ready();
                                connection.send("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n");
                                for (int line = 0; line < 3; line++) {
                                    connection.refusedOrEnd();
                                }
                            })),
                    STOPS.stream().map(Hostile::mayGoOn),
                    Stream.of(check("4.5.3.2", "who stops in any state is sent away", Hostile::areSentAway)))
            .flatMap(checks -> checks)
            .toList();

    private interface Begin {
        Connection connect(Examination on);
    }

    private Hostile() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 5321 section " + section, title, steps);
    }

    private static Connection withSender(Examination on) {
        Connection connection = on.session();
        connection.ok(on.mail());
        return connection;
    }

    private static Connection withChunks(Examination on) {
        on.need("CHUNKING");
        return on.transaction();
    }

    private static Check withoutEnd(String where, String beginning, Begin begin) {
        return check(
                "4.5.3.1.4",
                "a line without end " + where + " is refused or ends the session, and others are served",
                on -> {
                    Connection connection = begin.connect(on);
                    connection.send(beginning);
                    connection.send("1", on.target().octets());
                    on.othersAreServed();
                    connection.send("\r\n", "CR LF");
                    connection.refusedOrEnd();
                });
    }

    /** The server may hang up when it has heard enough; until then each command has its reply. */
    private static void flood(Examination on, Connection connection, String command, boolean taken) {
        int commands = on.target().commands();
        connection.send(command + "\r\n", commands);
        boolean open = true;
        for (int i = 0; i < commands && open; i++) {
            if (i == 10) {
                on.othersAreServed();
            }
            Optional<Reply> reply = connection.replyOrEnd();
            open = reply.isPresent() && reply.get().code() != 421;
            connection.require(!open || !taken || reply.get().ok() || i > 50, "it is refused");
        }
        if (open) {
            connection.quit();
        }
    }

    /** Several stop there; others are served; then each goes on, and is answered. */
    private static Check mayGoOn(Stop stop) {
        return check("4.5.3.2", "who stops " + stop.where() + " keeps nobody waiting, and may go on", on -> {
            List<Connection> stopped = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS_A_STATE; i++) {
                stopped.add(stop.stopped(on));
            }
            on.othersAreServed();
            for (Connection connection : stopped) {
                connection.send(stop.after());
                connection.require(connection.reply().ok(), "it is refused");
                connection.quit();
            }
        });
    }

    /** All at once, for each costs the server's whole patience. */
    private static void areSentAway(Examination on) {
        if (!on.target().sendsAway()) {
            throw Omission.skipped("the server is not said to send silent clients away in time");
        }
        List<Connection> stopped = new ArrayList<>(List.of(on.connect(), on.session()));
        STOPS.stream()
                .filter(stop -> on.offers("CHUNKING") || !stop.where().matches("in (a chunk|BDAT)"))
                .forEach(stop -> stopped.add(stop.stopped(on)));
        stopped.forEach(Connection::sentAway);
    }
}

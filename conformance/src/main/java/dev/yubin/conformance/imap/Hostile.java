package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import dev.yubin.conformance.internal.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Clients that mean no good or know no better: each is answered by BAD, NO or BYE in time, and another client is served meanwhile. RFC 9051 section 11.7
 * leaves it at a word.
 */
final class Hostile {
    /** Debian's servers take so many from one address and for one user. */
    private static final int MANY_CONNECTIONS = 8;

    /** TLS's first record, as it comes from whoever takes the port for one of TLS. */
    private static final String CLIENT_HELLO = "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003";

    /**
     * A command that has too much of something.
     *
     * @param beginning what stands before that
     * @param again     what comes again and again
     * @param end       what stands behind it
     */
    private record TooMuch(String what, String beginning, String again, String end) {}

    private static final List<TooMuch> DEEP = List.of(
            new TooMuch("parentheses in SEARCH", "SEARCH ", "(", "1"),
            new TooMuch("parentheses that close in SEARCH", "SEARCH 1", ")", ""),
            new TooMuch("NOT in SEARCH", "SEARCH ", "NOT ", "NOTHING"),
            new TooMuch("OR in SEARCH", "SEARCH ", "OR 1 ", "NOTHING"),
            new TooMuch("parentheses in FETCH", "FETCH 1 ", "(", "FLAGS"),
            new TooMuch("parentheses in STORE", "STORE 1 FLAGS ", "(", "\\Seen"),
            new TooMuch("parentheses in LIST", "LIST ", "(", ""),
            new TooMuch("parentheses in ID", "ID ", "(", ""),
            new TooMuch("parts of a section", "FETCH 1 BODY[1", ".1", ".x]"));

    private static final List<TooMuch> LONG = List.of(
            new TooMuch("words", "STORE 1 FLAGS (", "a-flag ", "*"),
            new TooMuch("items", "FETCH 1 (", "FLAGS ", "NOTHING)"),
            new TooMuch("keys", "SEARCH ", "SEEN ", "NOTHING"),
            new TooMuch("ranges", "FETCH 1", ",1:2", " NOTHING"),
            new TooMuch("fields", "FETCH 1 BODY.PEEK[HEADER.FIELDS (Subject", " X-Field", ""),
            new TooMuch("patterns", "LIST \"\" (", "pattern ", ""),
            new TooMuch("status items", "STATUS INBOX (", "MESSAGES ", ""));

    static final List<Check> CHECKS = Stream.of(
                    DEEP.stream().map(much -> tooMuch(much, true)),
                    LONG.stream().map(much -> tooMuch(much, false)),
                    Stream.of("4294967295", "4294967296", "18446744073709551616", "9".repeat(1000))
                            .flatMap(size -> Stream.of(literal(size), literalNotWaitedFor(size))),
                    Stream.of(
                            hostile("a line without end before login is refused, or ends the session", on -> {
                                Connection connection = on.ready();
                                connection.send("l1 LOGIN ");
                                connection.send("x", on.target().octets());
                                on.othersAreServed();
                                connection.send("\r\n", "CR LF");
                                connection.refusedOrEnd("l1");
                            }),
                            hostile("a line without end after login is refused, or ends the session", on -> {
                                Connection connection = on.loggedIn();
                                connection.send("l1 CREATE ");
                                connection.send("x", on.target().octets());
                                on.othersAreServed();
                                connection.send("\r\n", "CR LF");
                                connection.refusedOrEnd("l1");
                            }),
                            hostile("a tag without end is refused, or ends the session", on -> {
                                Connection connection = on.loggedIn();
                                connection.send("x", on.target().octets());
                                on.othersAreServed();
                                connection.send(" NOOP\r\n", "NOOP CR LF");
                                connection
                                        .responseOrEnd()
                                        .ifPresent(response -> connection.require(!response.ok(), "it is not refused"));
                            }),
                            hostile("a quoted string without end is refused, or ends the session", on -> {
                                Connection connection = on.loggedIn();
                                connection.send("l1 LIST \"\" \"");
                                connection.send("\\\"", on.target().octets() / 2);
                                on.othersAreServed();
                                connection.send("\r\n", "CR LF");
                                connection.refusedOrEnd("l1");
                            }),
                            hostile("a response to AUTHENTICATE without end is refused, or ends the session", on -> {
                                Connection connection = on.ready();
                                String tag = connection.begin("AUTHENTICATE PLAIN");
                                connection.awaitContinuation();
                                connection.send("QUFB", on.target().octets() / 4);
                                on.othersAreServed();
                                connection.send("\r\n", "CR LF");
                                connection.refusedOrEnd(tag);
                            }),
                            hostile("literals one after the other are refused at some point, or all read", on -> {
                                        Connection connection = on.loggedIn();
                                        int count = Math.min(on.target().commands(), 5000);
                                        connection.send("l1 LIST (");
                                        connection.send("{1+}\r\nx ", count);
                                        connection.send(") x\r\n");
                                        on.othersAreServed();
                                        connection.refusedOrEnd("l1");
                                    })
                                    .needing("LITERAL-"),
                            hostile("many commands in one write are all answered, and others served meanwhile", on -> {
                                Connection connection = on.loggedIn();
                                flood(on, connection, "f NOOP", "OK");
                            }),
                            hostile(
                                    "many unknown commands are BAD until the server hangs up, and others are served",
                                    on -> {
                                        Connection connection = on.loggedIn();
                                        flood(on, connection, "f XYZZY", "BAD");
                                    }),
                            hostile("who asks and does not read does not keep others waiting", on -> {
                                String box = on.box(Letters.small("large", "0123456789\n".repeat(10_000)));
                                Connection connection = on.alone(box);
                                connection.send("r FETCH 1 BODY.PEEK[]\r\n", 200);
                                on.othersAreServed();
                                connection.require(connection.tagged().ok(), "FETCH is OK");
                            }),
                            hostile("connections that say nothing do not keep others waiting", on -> {
                                List<Connection> silent = new ArrayList<>();
                                for (int i = 0; i < MANY_CONNECTIONS; i++) {
                                    silent.add(on.connect());
                                }
                                on.othersAreServed();
                                silent.forEach(connection -> connection.ok("NOOP"));
                            }),
                            hostile("connections that are lost at once do no harm", on -> {
                                for (int i = 0; i < 30; i++) {
                                    on.opened().close();
                                }
                                on.othersAreServed();
                            }),
                            hostile("who stops within a command keeps nobody waiting, and may go on", on -> {
                                Connection stopped = on.loggedIn();
                                stopped.send("s1 STATUS INB");
                                Connection inLiteral = on.loggedIn();
                                inLiteral.begin("STATUS {5}");
                                inLiteral.awaitContinuation();
                                inLiteral.send("INB");
                                on.othersAreServed();
                                stopped.send("OX (MESSAGES)\r\n");
                                stopped.require(stopped.tagged().ok(), "STATUS is OK");
                                inLiteral.send("OX (MESSAGES)\r\n");
                                inLiteral.require(inLiteral.tagged().ok(), "STATUS is OK");
                            }),
                            hostile(
                                    "a handshake of TLS where commands are due is refused, or ends the connection",
                                    on -> {
                                        if (on.target().tls() == ImapTarget.Tls.IMPLICIT) {
                                            throw Omission.notOffered("TLS is on before the greeting");
                                        }
                                        Connection connection = on.connect();
                                        connection.send(CLIENT_HELLO + "\r\n");
                                        connection
                                                .responseOrEnd()
                                                .ifPresent(response ->
                                                        connection.require(!response.ok(), "it is not refused"));
                                        on.othersAreServed();
                                    }),
                            hostile("NUL in a command is refused, or ends the session", on -> {
                                Connection connection = on.loggedIn();
                                connection.send("n1 LIST \"\" \"a\u0000b\"\r\n");
                                connection.refusedOrEnd("n1");
                                on.othersAreServed();
                            }),
                            hostile("NUL in a literal is refused, or finds nothing", on -> {
                                Connection connection = on.loggedIn();
                                Answer answer = connection.say("LIST \"\" {3}", "a\u0000b");
                                connection.require(!answer.has("LIST"), "it finds one");
                                connection.ok("NOOP");
                            }),
                            hostile("CR and LF alone within a command do not end it as two", on -> {
                                Connection connection = on.loggedIn();
                                connection.send("n1 LIST \"\" \"a\rn8 NOOP\"\r\n");
                                connection.refusedOrEnd("n1");
                                connection.send("n2 NOOP\r\n");
                                connection
                                        .responseOrEnd()
                                        .ifPresent(response -> connection.require(
                                                !response.tag().equals("n8"), "what stands behind CR is obeyed"));
                                on.othersAreServed();
                            }),
                            hostile("octets of 8 bits in a command do no harm", on -> {
                                Connection connection = on.loggedIn();
                                connection.send("\u00ff\u00fe NOOP\r\n");
                                connection.responseOrEnd();
                                Connection other = on.loggedIn();
                                other.refused("EXAMINE \"" + on.names() + "\u00ff\u0080\"");
                                other.refused("\u00e9\u00e8 INBOX");
                                other.ok("NOOP");
                            }),
                            hostile("messages within messages without end have a structure, or one that ends", on -> {
                                int depth = on.target().depth();
                                String nested = "Content-Type: message/rfc822\r\n\r\n".repeat(depth) + "body\r\n";
                                structure(on, nested);
                            }),
                            hostile(
                                    "multiparts within multiparts without end have a structure, or one that ends",
                                    on -> {
                                        StringBuilder nested = new StringBuilder();
                                        for (int i = 0; i < on.target().depth(); i++) {
                                            nested.append("Content-Type: multipart/mixed; boundary=b")
                                                    .append(i)
                                                    .append("\r\n\r\n--b")
                                                    .append(i)
                                                    .append("\r\n");
                                        }
                                        structure(on, nested + "\r\nbody\r\n");
                                    }),
                            hostile(
                                    "a header of many fields does no harm",
                                    on -> structure(
                                            on,
                                            "X-Field: value\r\n"
                                                            .repeat(on.target().commands()) + "\r\nbody\r\n")),
                            hostile(
                                    "a field of many addresses does no harm",
                                    on -> structure(
                                            on,
                                            "To: "
                                                    + "a@b.test,\r\n "
                                                            .repeat(on.target().commands())
                                                    + "c@d.test\r\n\r\nbody\r\n")),
                            hostile(
                                    "parentheses without end in an address do no harm",
                                    on -> structure(
                                            on, "To: " + "(".repeat(on.target().depth()) + "x@b.test\r\n\r\nbody\r\n")),
                            hostile(
                                    "many parts do no harm",
                                    on -> structure(
                                            on,
                                            "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
                                                    + "--b\r\n\r\nx\r\n"
                                                            .repeat(on.target().commands()) + "--b--\r\n"))))
            .flatMap(checks -> checks)
            .toList();

    private Hostile() {}

    private static Check hostile(String title, Check.Steps steps) {
        return rfc(9051, "11.7", title, steps);
    }

    private static Check tooMuch(TooMuch much, boolean deep) {
        return hostile("too many " + much.what() + " are BAD, or end the session, and others are served", on -> {
            Connection connection = on.alone(on.standard());
            connection.send("m1 " + much.beginning());
            connection.send(
                    much.again(), deep ? on.target().depth() : on.target().commands());
            connection.send(much.end() + "\r\n");
            on.othersAreServed();
            connection.refusedOrEnd("m1");
        });
    }

    private static Check literal(String size) {
        return hostile("a literal of " + shown(size) + " octets is refused before it is sent", on -> {
            for (String command : List.of("CREATE", "APPEND INBOX", "LIST \"\"")) {
                Connection connection = on.loggedIn();
                connection.refusedOrEnd(connection.begin(command + " {" + size + "}"));
            }
        });
    }

    private static Check literalNotWaitedFor(String size) {
        return hostile(
                        "a literal of " + shown(size)
                                + " octets that is not waited for is refused, or ends the session",
                        on -> {
                            Connection connection = on.loggedIn();
                            connection.send("n1 CREATE {" + size + "+}\r\nsome octets");
                            on.othersAreServed();
                            connection.refusedOrEnd("n1");
                        })
                .needing("LITERAL-");
    }

    private static String shown(String size) {
        return size.length() < 100 ? size : "10^" + size.length();
    }

    /** The server may hang up when it has heard enough; until then each command has its answer. */
    private static void flood(Examination on, Connection connection, String command, String answer) {
        int commands = on.target().commands();
        connection.send(command + "\r\n", commands);
        for (int i = 0; i < commands; i++) {
            if (i == 10) {
                on.othersAreServed();
            }
            Optional<Response> response = connection.responseOrEnd();
            while (response.filter(each -> each.isUntagged() && !each.name().equals("BYE"))
                    .isPresent()) {
                response = connection.responseOrEnd();
            }
            if (response.isEmpty() || response.get().name().equals("BYE")) {
                return;
            }
            connection.require(response.get().name().equals(answer), "it is answered by " + answer);
        }
    }

    /** The message may be refused; one that is taken can be asked for all there is, and the session goes on. */
    private static void structure(Examination on, String letter) {
        String box = on.box();
        Connection connection = on.loggedIn();
        if (!connection
                .say("APPEND " + box + " {" + letter.length() + "}", letter)
                .ok()) {
            return;
        }
        connection.ok("SELECT " + box);
        String tag = connection.begin("FETCH 1 (ENVELOPE RFC822.SIZE)");
        on.othersAreServed();
        connection.require(connection.answer(tag).ok(), "ENVELOPE is refused");
        connection.send("b1 FETCH 1 BODYSTRUCTURE\r\n");
        connection.passOver("b1");
        connection.ok("FETCH 1 BODY.PEEK[1.1.1.1.1.1.1.1]<0.10>");
        connection.ok("NOOP");
    }
}

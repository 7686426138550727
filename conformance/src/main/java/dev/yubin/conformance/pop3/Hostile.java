package dev.yubin.conformance.pop3;

import dev.yubin.conformance.internal.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Clients that mean no good or know no better: each is done with in time, and another client is served meanwhile. RFC 1939 section 13 leaves it at a word. */
final class Hostile {
    private static final int ENDLESS = 32 * 1024 * 1024;
    private static final int MANY_COMMANDS = 100_000;
    /** Debian's servers take so many from one address, and ours do. */
    private static final int MANY_CONNECTIONS = 30;

    private static final int LARGE = 4 * 1024 * 1024;
    /** TLS's first record, as it comes from whoever takes the port for one of TLS. */
    private static final String CLIENT_HELLO = "\u0016\u0003\u0001\u0001\u0000\u0001\u0000\u0000\u00fc\u0003\u0003";

    static final List<Check> CHECKS = List.of(
            new Check(
                    "RFC 2449 section 4",
                    "a line without end is refused or ends the session before " + ENDLESS + " octets are in",
                    on -> {
                        Connection connection = on.ready();
                        connection.send("x".repeat(ENDLESS), ENDLESS + " times x");
                        othersAreServed(on);
                        Optional<Reply> reply = connection.replyOrEnd();
                        reply.ifPresent(refusal -> connection.require(!refusal.ok(), "it is not refused"));
                    }),
            new Check(
                    "RFC 2449 section 4",
                    "a line without end after login is refused or ends the session before " + ENDLESS
                            + " octets are in",
                    on -> {
                        Connection connection = on.loggedIn();
                        connection.send("RETR " + "1".repeat(ENDLESS), "RETR and " + ENDLESS + " times 1");
                        othersAreServed(on);
                        Optional<Reply> reply = connection.replyOrEnd();
                        reply.ifPresent(refusal -> connection.require(!refusal.ok(), "it is not refused"));
                    }),
            new Check(
                    "RFC 2449 section 6.6",
                    MANY_COMMANDS + " pipelined NOOP are answered, and others served meanwhile",
                    on -> {
                        on.need("PIPELINING");
                        Connection connection = on.loggedIn();
                        connection.send("NOOP\r\n".repeat(MANY_COMMANDS), MANY_COMMANDS + " times NOOP");
                        for (int i = 0; i < MANY_COMMANDS; i++) {
                            if (i == MANY_COMMANDS / 2) {
                                othersAreServed(on);
                            }
                            connection.require(connection.reply().ok(), "NOOP is refused");
                        }
                    }),
            new Check(
                    "RFC 2449 section 6.6",
                    "who sends commands and reads no replies does not keep others waiting",
                    on -> {
                        on.need("PIPELINING");
                        Connection connection = on.loggedIn();
                        connection.send("LIST\r\n".repeat(MANY_COMMANDS), MANY_COMMANDS + " times LIST");
                        othersAreServed(on);
                    }),
            new Check(
                    "RFC 1939 section 5",
                    "who asks for a large message and does not read does not keep others waiting",
                    on -> {
                        Letter letter = Letter.of("large", ("0123456789".repeat(7) + "\r\n").repeat(LARGE / 72));
                        Mail mail = on.mail(letter);
                        Connection connection = on.loggedIn();
                        connection.send("RETR " + mail.number(letter) + "\r\n");
                        othersAreServed(on);
                        connection.require(connection.reply().ok(), "RETR is refused");
                        String content = String.join("\r\n", connection.lines()) + "\r\n";
                        connection.require(content.endsWith(letter.octets()), "it came otherwise");
                    }),
            new Check(
                    "RFC 1939 section 3",
                    MANY_CONNECTIONS + " connections that say nothing do not keep others waiting",
                    on -> {
                        List<Connection> silent = new ArrayList<>();
                        for (int i = 0; i < MANY_CONNECTIONS; i++) {
                            silent.add(on.connect());
                        }
                        on.loggedIn().ok("NOOP");
                        silent.forEach(connection -> connection.ok("QUIT"));
                    }),
            new Check("RFC 1939 section 3", "connections that are lost at once do no harm", on -> {
                for (int i = 0; i < MANY_CONNECTIONS; i++) {
                    on.opened().close();
                }
                othersAreServed(on);
            }),
            new Check(
                    "RFC 1939 section 3",
                    "a handshake of TLS where commands are due is refused or ends the connection",
                    on -> {
                        if (on.target().tls() == Pop3Target.Tls.IMPLICIT) {
                            throw Omission.notOffered("TLS is on before the greeting");
                        }
                        Connection connection = on.connect();
                        connection.send(CLIENT_HELLO + "\r\n");
                        connection
                                .replyOrEnd()
                                .ifPresent(reply -> connection.require(!reply.ok(), "it is not refused"));
                        othersAreServed(on);
                    }),
            new Check("RFC 1939 section 3", "octets of 8 bits in a command do no harm", on -> {
                Connection connection = on.ready();
                connection.send("USER \u00ff\u00fe\u0080\r\n");
                connection.replyOrEnd();
                othersAreServed(on);
            }),
            new Check(
                    "RFC 1939 section 3",
                    "unknown commands one after the other are refused until the server hangs up, and others are served",
                    on -> {
                        Connection connection = on.ready();
                        boolean open = true;
                        for (int i = 0; i < MANY_CONNECTIONS && open; i++) {
                            connection.send("XYZZY\r\n");
                            Optional<Reply> reply = connection.replyOrEnd();
                            reply.ifPresent(refusal -> connection.require(!refusal.ok(), "it is not refused"));
                            open = reply.isPresent();
                        }
                        othersAreServed(on);
                    }));

    private Hostile() {}

    /** Who comes now is greeted, and heard. */
    private static void othersAreServed(Examination on) {
        Connection other = on.ready();
        other.ok("QUIT");
        other.expectEnd();
    }
}

package dev.yubin.conformance.pop3;

import java.util.List;
import java.util.Optional;

/** Commands and replies as lines: RFC 1939 section 3, RFC 2449 sections 3 and 4. */
final class Framing {
    private static final int LONGEST_COMMAND = 255;
    private static final int FAR_TOO_LONG = 70_000;

    static final List<Check> CHECKS = List.of(
            new Check("RFC 1939 section 4", "the server greets with +OK", Examination::connect),
            new Check("RFC 1939 section 3", "a verb may be written in any case", on -> {
                Connection connection = on.loggedIn();
                List.of("noop", "Noop", "nOoP", "sTaT").forEach(connection::ok);
            }),
            new Check("RFC 1939 section 3", "an unknown verb is refused before login", on -> {
                Connection connection = on.ready();
                connection.refused("XYZZY");
                connection.ok("QUIT");
            }),
            new Check("RFC 1939 section 3", "an unknown verb is refused after login, and the session goes on", on -> {
                Connection connection = on.loggedIn();
                connection.refused("XYZZY");
                connection.refused("XYZZY 1 2 3");
                connection.ok("NOOP");
            }),
            new Check("RFC 1939 section 3", "a longer word that begins with a verb is not that verb", on -> {
                Connection connection = on.loggedIn();
                connection.refused("NOOPS");
                connection.ok("NOOP");
                connection.refused("STATS");
                connection.ok("NOOP");
            }),
            new Check("RFC 1939 section 3", "an empty line is refused, and the session goes on", on -> {
                Connection connection = on.loggedIn();
                connection.refused("");
                connection.ok("NOOP");
            }),
            new Check("RFC 1939 section 3", "a command comes whole in one write or octet by octet", on -> {
                Connection connection = on.loggedIn();
                for (char octet : "NOOP\r\n".toCharArray()) {
                    connection.send(String.valueOf(octet));
                }
                connection.require(connection.reply().ok(), "NOOP is refused");
            }),
            notBothObeyed("LF", "\n"),
            notBothObeyed("CR", "\r"),
            new Check("RFC 2449 section 4", "a command of 255 octets is taken whole", on -> {
                Connection connection = on.ready();
                String verb = "USER ";
                connection.say(verb + "x".repeat(LONGEST_COMMAND - verb.length() - 2));
                connection.ok("QUIT");
            }),
            new Check(
                    "RFC 2449 section 4",
                    "a line that is far too long is refused once or ends the session, and no part of it is a command",
                    on -> {
                        Connection connection = on.loggedIn();
                        connection.send("x".repeat(FAR_TOO_LONG) + "\r\n", FAR_TOO_LONG + " times x, CR LF");
                        Optional<Reply> reply = connection.replyOrEnd();
                        reply.ifPresent(refusal -> {
                            connection.require(!refusal.ok(), "it is not refused");
                            connection.send("NOOP\r\n");
                            connection
                                    .replyOrEnd()
                                    .ifPresent(next -> connection.require(next.ok(), "it is refused twice"));
                        });
                    }),
            new Check("RFC 1939 section 3", "a command with NUL is not obeyed", on -> {
                Connection connection = on.loggedIn();
                connection.send("NOOP\0\r\n");
                connection.replyOrEnd().ifPresent(reply -> connection.require(!reply.ok(), "it is not refused"));
            }),
            new Check("RFC 2449 section 8", "a text that begins with [ is a response code", Framing::codes));

    private Framing() {}

    /** Whoever watches the connection and goes by CR LF sees one command. */
    private static Check notBothObeyed(String name, String between) {
        String title = "two commands with " + name + " alone between them are not both obeyed";
        return new Check("RFC 1939 section 3", title, on -> {
            Connection connection = on.loggedIn();
            connection.send("NOOP" + between + "NOOP\r\n");
            if (connection.replyOrEnd().filter(Reply::ok).isPresent()) {
                connection.send("XYZZY\r\n");
                connection.replyOrEnd().ifPresent(reply -> connection.require(!reply.ok(), "both are obeyed"));
            }
        });
    }

    private static void codes(Examination on) {
        on.need("RESP-CODES");
        Connection connection = on.ready();
        List<String> commands = List.of("XYZZY", "USER", "STAT", "QUIT");
        for (String command : commands) {
            Reply reply = connection.say(command);
            connection.require(!reply.hasBrokenCode(), "a response code is broken: RFC 2449 section 3 has resp-code");
        }
    }
}

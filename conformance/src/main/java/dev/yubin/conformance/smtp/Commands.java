package dev.yubin.conformance.smtp;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Commands and replies as lines: RFC 5321 sections 2.3.8, 4.1.1, 4.2 and 4.5.3.1. */
final class Commands {
    private static final int LONGEST_COMMAND = 512;
    private static final int FAR_TOO_LONG = 70_000;

    /** ehlo-keyword and its parameters: section 4.1.1.1; SP stands between them, and "=" stands there too in the wild. */
    private static final Pattern KEYWORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]*(=.*)?");

    private static final Pattern PARAMETER = Pattern.compile("[\\x21-\\x7e]+");

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            check("3.1", "the server greets with 220", Examination::connect),
                            check("4.1.1.1", "the answer to EHLO has a keyword a line, and none twice", on -> {
                                Connection connection = on.ready();
                                Map<String, List<String>> offered =
                                        Examination.extensions(connection, connection.ok(on.hello()));
                                offered.forEach((keyword, parameters) -> connection.require(
                                        KEYWORD.matcher(keyword).matches()
                                                && parameters.stream()
                                                        .allMatch(word -> PARAMETER
                                                                .matcher(word)
                                                                .matches()),
                                        keyword + ' ' + parameters + " is no ehlo-line"));
                            }),
                            check("4.1.1.1", "EHLO without a name is refused, and the session goes on", on -> {
                                Connection connection = on.ready();
                                connection.refused(on.target().dialect().hello());
                                connection.ok(on.hello());
                            }),
                            check("4.1.3", "EHLO takes address literals", on -> {
                                for (String name : List.of("[127.0.0.1]", "[IPv6:::1]", "[IPv6:2001:db8::7]")) {
                                    on.ready().ok(on.target().dialect().hello() + ' ' + name);
                                }
                            }),
                            check("4.1.4", "EHLO may come again", on -> {
                                Connection connection = on.greeted();
                                connection.ok(on.hello());
                                connection.quit();
                            }),
                            check("2.4", "verbs and keywords may be written in any case", on -> {
                                Connection connection = on.session();
                                connection.ok("noop");
                                connection.ok("nOoP");
                                connection.ok(on.mail().replace("MAIL FROM", "mail from"));
                                connection.ok(on.rcpt().replace("RCPT TO", "Rcpt tO"));
                                connection.ok("rset");
                            }),
                            check(
                                    "4.2.4",
                                    "an unknown verb is refused with 500 or 502, and the session goes on",
                                    on -> {
                                        Connection connection = on.session();
                                        for (String line :
                                                List.of("XYZZY", "XYZZY plugh", "NOOPS", "MAILX FROM:<>", "RSETX")) {
                                            Reply reply = connection.refused(line);
                                            connection.require(
                                                    reply.code() == 500 || reply.code() == 502,
                                                    line + " is answered otherwise");
                                            connection.ok("NOOP");
                                        }
                                    }),
                            check("4.2.4", "an empty line is refused, and the session goes on", on -> {
                                Connection connection = on.session();
                                connection.refused("");
                                connection.ok("NOOP");
                            }),
                            check("4.1.1", "white space before the end of a command's line is tolerated", on -> {
                                Connection connection = on.session();
                                connection.ok("NOOP ");
                                connection.ok(on.mail() + "  ");
                                connection.ok(on.rcpt() + "\t");
                                connection.ok("RSET \t ");
                            }),
                            check(
                                    "4.1.1.9",
                                    "NOOP may have an argument",
                                    on -> on.session().ok("NOOP are you there")),
                            check("4.1.1.10", "QUIT is answered by 221, and the connection ends", on -> {
                                Connection connection = on.connect();
                                connection.expect("QUIT", 221);
                                connection.expectEnd();
                            }),
                            check("4.1.1.5", "NOOP and RSET are answered before EHLO", on -> {
                                Connection connection = on.ready();
                                connection.ok("NOOP");
                                connection.ok("RSET");
                                connection.ok(on.hello());
                            }),
                            check("4.1.1", "a command comes whole in one write or octet by octet", on -> {
                                Connection connection = on.session();
                                for (char octet : "NOOP\r\n".toCharArray()) {
                                    connection.send(String.valueOf(octet));
                                }
                                connection.require(connection.reply().ok(), "NOOP is refused");
                            }),
                            check("4.5.3.1.4", "a command of 512 octets is taken whole", on -> {
                                Connection connection = on.session();
                                connection.ok("NOOP " + "x".repeat(LONGEST_COMMAND - 7));
                                connection.quit();
                            }),
                            check(
                                    "4.5.3.1.4",
                                    "a line that is far too long is refused once or ends the session, and no part of"
                                            + " it is a command",
                                    Commands::farTooLong),
                            check("4.2", "VRFY, EXPN and HELP are answered, and VRFY wants an argument", on -> {
                                Connection connection = on.session();
                                connection.refused("VRFY");
                                Reply vrfy = connection.say("VRFY " + on.localPart());
                                connection.require(
                                        List.of(250, 251, 252, 502, 550, 551, 553, 554)
                                                .contains(vrfy.code()),
                                        "the reply to VRFY is none of section 4.3.2's");
                                Reply expn = connection.say("EXPN staff");
                                connection.require(expn.ok() || expn.permanent(), "the reply to EXPN is 2xx or 5xx");
                                Reply help = connection.say("HELP");
                                connection.require(
                                        help.code() == 211 || help.code() == 214 || help.permanent(),
                                        "the reply to HELP is 211, 214 or 5xx");
                                connection.quit();
                            })),
                    Stream.of("RSET", "DATA", "QUIT").map(Commands::noArgument),
                    Stream.of(
                            notObeyed("two commands with LF alone between them", "NOOP\nNOOP\r\n"),
                            notObeyed("two commands with CR alone between them", "NOOP\rNOOP\r\n"),
                            notObeyed("two commands with LF CR between them", "NOOP\n\rNOOP\r\n"),
                            notObeyed("two commands with NUL CR LF between them", "NOOP\0\r\nNOOP\r\n")),
                    Stream.of(
                                    "NOOP \0",
                                    "NO\0OP",
                                    "NOOP x\ry",
                                    "MAIL FROM:<a\0b@conformance.test>",
                                    "MAIL FROM:<a@conformance.test\0>",
                                    "MAIL FROM:<a\rb@conformance.test>",
                                    "MAIL FROM:<\"a\rb\"@conformance.test>",
                                    "MAIL FROM:<a@conformance.test> SIZE=1\0",
                                    "EHLO conformance\0.test",
                                    "EHLO conformance\r.test",
                                    "VRFY a\0b",
                                    "AUTH PLAIN AGEA\0YgA=")
                            .map(Commands::brokenLine))
            .flatMap(checks -> checks)
            .toList();

    private Commands() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 5321 section " + section, title, steps);
    }

    /** Section 4.3.2: 501, or 555 as some have it. */
    private static Check noArgument(String verb) {
        return check("4.1.1", verb + " with an argument is refused, and the session goes on", on -> {
            Connection connection = on.transaction();
            connection.refused(verb + " now");
            connection.ok("NOOP");
        });
    }

    /** Whoever watches the connection and goes by CR LF sees one command, or none. */
    private static Check notObeyed(String what, String octets) {
        return check("2.3.8", what + " are not both obeyed", on -> {
            Connection connection = on.session();
            connection.send(octets);
            Optional<Reply> first = connection.replyOrEnd();
            if (first.filter(Reply::ok).isPresent()) {
                connection.send("XYZZY\r\n");
                connection.replyOrEnd().ifPresent(reply -> connection.require(reply.refused(), "both are obeyed"));
            }
        });
    }

    private static Check brokenLine(String line) {
        String title = line.replace("\0", "(NUL)").replace("\r", "(CR)") + " is not obeyed";
        return check("2.3.8", title, on -> {
            Connection connection = on.session();
            String said = line.startsWith("EHLO") ? on.target().dialect().hello() + line.substring(4) : line;
            connection.send(said + "\r\n");
            Optional<Reply> reply = connection.replyOrEnd();
            if (reply.isPresent()) {
                connection.require(reply.get().refused(), "it is not refused");
                connection.quit();
            }
        });
    }

    private static void farTooLong(Examination on) {
        Connection connection = on.session();
        String begun = "NOOP ";
        connection.send(
                begun + "x".repeat(FAR_TOO_LONG) + " RSET\r\n",
                String.format(Locale.ROOT, "NOOP and %,d times x, CR LF", FAR_TOO_LONG));
        Optional<Reply> reply = connection.replyOrEnd();
        if (reply.isPresent()) {
            connection.require(reply.get().refused(), "it is not refused");
            connection.quit();
        }
    }
}

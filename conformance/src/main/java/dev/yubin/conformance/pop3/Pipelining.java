package dev.yubin.conformance.pop3;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Commands sent without waiting: RFC 2449 section 6.6. The replies are those that a patient client hears, words aside. */
final class Pipelining {
    private static final Set<String> MULTI_LINE = Set.of("LIST", "UIDL", "RETR", "TOP", "CAPA");
    private static final int MANY = 1000;

    static final List<Check> CHECKS = List.of(
            new Check(
                    "RFC 2449 section 6.6",
                    "a whole session in one write is answered as one command after the other",
                    on -> {
                        List<String> session = session(on);
                        List<String> patient = replies(on, session, Pipelining::patiently);
                        requireSame(patient, replies(on, session, Pipelining::atOnce));
                    }),
            new Check("RFC 1939 section 3", "a session octet by octet is answered as one in whole lines", on -> {
                List<String> session = patientSession(on);
                List<String> patient = replies(on, session, Pipelining::patiently);
                requireSame(patient, replies(on, session, (connection, commands) -> {
                    List<String> replies = new ArrayList<>();
                    for (String command : commands) {
                        for (char octet : (command + "\r\n").toCharArray()) {
                            connection.send(String.valueOf(octet));
                        }
                        replies.add(reply(connection, command));
                    }
                    return replies;
                }));
            }),
            new Check(
                    "RFC 2449 section 6.6", "a session cut in two at any octet is answered as one in one write", on -> {
                        List<String> session = session(on);
                        List<String> patient = replies(on, session, Pipelining::patiently);
                        int octets = written(session).length();
                        for (int cut = 1; cut < octets; cut++) {
                            int at = cut;
                            requireSame(patient, replies(on, session, (connection, commands) -> {
                                connection.send(written(commands).substring(0, at));
                                connection.send(written(commands).substring(at));
                                return replies(connection, commands);
                            }));
                        }
                    }),
            new Check("RFC 2449 section 6.6", "a refusal keeps its place among pipelined replies", on -> {
                on.need("PIPELINING");
                on.standardMail();
                Connection connection = on.loggedIn();
                connection.send("NOOP\r\nXYZZY\r\nNOOP\r\nRETR 999\r\nNOOP\r\n\r\nNOOP\r\n");
                for (int i = 0; i < 7; i++) {
                    connection.require(connection.reply().ok() == (i % 2 == 0), "reply " + (i + 1) + " is another's");
                }
            }),
            new Check("RFC 2449 section 6.6", "a thousand pipelined RETR are answered in order", on -> {
                on.need("PIPELINING");
                Mail mail = on.standardMail();
                Connection connection = on.loggedIn();
                StringBuilder commands = new StringBuilder();
                for (int i = 0; i < MANY; i++) {
                    commands.append("RETR ").append(1 + i % mail.size()).append("\r\n");
                }
                connection.send(commands.toString(), MANY + " times RETR, of each message in turn");
                for (int i = 0; i < MANY; i++) {
                    connection.require(connection.reply().ok(), "RETR is refused");
                    String content = String.join("\r\n", connection.lines()) + "\r\n";
                    connection.require(
                            content.equals(mail.content(1 + i % mail.size())), "message " + (i + 1) + " is another");
                }
            }));

    /** Sends commands in its way, and gives what was answered to each. */
    private interface Way {
        List<String> play(Connection connection, List<String> commands);
    }

    private Pipelining() {}

    /** With the login, where the password may go ahead; else that is over. */
    private static List<String> session(Examination on) {
        on.need("PIPELINING");
        return patientSession(on);
    }

    private static List<String> patientSession(Examination on) {
        Mail mail = on.standardMail();
        List<String> commands = new ArrayList<>();
        if (on.takesUser()) {
            commands.add("USER " + on.target().user());
            commands.add("PASS " + on.target().password());
        }
        commands.addAll(List.of("STAT", "LIST", "RETR " + mail.number(2), "DELE 1", "XYZZY", "RSET", "QUIT"));
        return commands;
    }

    private static List<String> replies(Examination on, List<String> commands, Way way) {
        Connection connection = on.takesUser() ? on.readyForMaildrop() : on.loggedIn();
        List<String> replies = way.play(connection, commands);
        connection.expectEnd();
        on.forget(connection);
        return replies;
    }

    private static List<String> patiently(Connection connection, List<String> commands) {
        List<String> replies = new ArrayList<>();
        for (String command : commands) {
            connection.send(command + "\r\n");
            replies.add(reply(connection, command));
        }
        return replies;
    }

    private static List<String> atOnce(Connection connection, List<String> commands) {
        connection.send(written(commands));
        return replies(connection, commands);
    }

    private static String written(List<String> commands) {
        return commands.stream().map(command -> command + "\r\n").collect(Collectors.joining());
    }

    private static List<String> replies(Connection connection, List<String> commands) {
        return commands.stream().map(command -> reply(connection, command)).toList();
    }

    /** What a command is answered: its status, and the lines behind it. */
    private static String reply(Connection connection, String command) {
        Reply reply = connection.reply();
        boolean more = reply.ok() && MULTI_LINE.contains(command.split(" ")[0]);
        return command.split(" ")[0]
                + (reply.ok() ? ": +OK" : ": -ERR")
                + (more ? ' ' + connection.lines().toString() : "");
    }

    private static void requireSame(List<String> patient, List<String> others) {
        if (!patient.equals(others)) {
            throw new AssertionError("a patient client hears " + patient + ", and this one " + others);
        }
    }
}

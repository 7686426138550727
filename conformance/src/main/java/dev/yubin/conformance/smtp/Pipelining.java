package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Commands sent without waiting (RFC 2920), and dialogues cut anywhere, for TCP knows no lines: the replies are those that a patient client hears, words
 * aside.
 */
final class Pipelining {
    /** RSET as often as that is no reason to hang up yet. */
    private static final int MANY = 50;
    /** Three refusals are in each, and servers begin to slow down behind ten. */
    private static final int CUTS_A_CONNECTION = 3;
    /** Refused wherever RCPT may come. */
    private static final String NOBODY = "RCPT TO:<>";

    static final List<Check> CHECKS = List.of(
            check("3.1", "a group in one write is answered as one command after the other", on -> {
                Connection connection = pipelining(on);
                List<Integer> patient = patiently(connection, group(on));
                connection.ok("RSET");
                requireSame(patient, atOnce(connection, written(group(on)), patient.size()));
                connection.ok("RSET");
                connection.quit();
            }),
            check("3.1", "a group cut in two at any octet is answered as one in one write", on -> {
                List<Integer> patient = patiently(pipelining(on), group(on));
                everyCut(on, written(group(on)), patient);
            }),
            check("3.1", "a message and the next group in one write are answered in order", on -> {
                Connection connection = pipelining(on);
                on.begin(connection, "");
                connection.expect("DATA", 354);
                Letter one = Letter.any();
                Letter two = Letter.any();
                connection.send(one.stuffed() + on.mail() + "\r\n" + on.rcpt() + "\r\nDATA\r\n");
                connection.require(connection.reply().ok(), "the message is refused");
                connection.require(connection.reply().ok(), "MAIL is refused");
                connection.require(connection.reply().ok(), "RCPT is refused");
                connection.require(connection.reply().goOn(), "DATA is refused");
                Examination.send(connection, two);
                connection.quit();
                on.requireArrived(one);
                on.requireArrived(two);
            }),
            check("3.1", "where no recipient of a group is taken, DATA is refused or its content is", on -> {
                Connection connection = pipelining(on);
                connection.send(on.mail() + "\r\n" + NOBODY + "\r\n" + NOBODY + "\r\nDATA\r\n");
                connection.require(connection.reply().ok(), "MAIL is refused");
                connection.require(
                        connection.reply().refused() && connection.reply().refused(), "nobody is taken");
                Reply data = connection.reply();
                if (data.goOn()) {
                    data = connection.say(".");
                }
                connection.require(data.refused(), "the message is taken");
                connection.quit();
            }),
            check("3.1", "fifty groups in one write are answered in order", on -> {
                Connection connection = pipelining(on);
                connection.send(
                        (on.mail() + "\r\n" + on.rcpt() + "\r\nRSET\r\n").repeat(MANY),
                        MANY + " times MAIL, RCPT, RSET");
                for (int i = 0; i < 3 * MANY; i++) {
                    connection.require(connection.reply().ok(), "reply " + (i + 1) + " is no 2xx");
                }
                connection.quit();
            }),
            new Check(
                    "RFC 5321 section 2.3.8",
                    "a command cut in two at any octet is answered as one in one write",
                    on -> {
                        for (String command : List.of(
                                "NOOP", "NOOP x", on.hello(), "VRFY ann", "HELP", "RSET", on.mail(), on.rcpt())) {
                            commandCut(on, command);
                        }
                    }),
            new Check(
                    "RFC 5321 section 4.1.1.4",
                    "content cut in two at any octet is answered as one in one write",
                    on -> {
                        Letter shape = Letter.of(".\r\n..\r\n");
                        List<Letter> letters = new ArrayList<>();
                        Connection connection = on.session();
                        for (int cut = 1; cut < shape.stuffed().length(); cut++) {
                            on.begin(connection, "");
                            connection.expect("DATA", 354);
                            Letter letter = Letter.of(".\r\n..\r\n");
                            connection.send(letter.stuffed().substring(0, cut));
                            connection.send(letter.stuffed().substring(cut));
                            connection.require(connection.reply().ok(), "the message is refused");
                            letters.add(letter);
                        }
                        connection.quit();
                        on.requireArrived(letters);
                    }),
            new Check("RFC 3030 section 2", "chunks cut in two at any octet are answered as in one write", on -> {
                on.need("CHUNKING");
                String octets =
                        on.mail() + "\r\n" + on.rcpt() + "\r\nBDAT 7\r\nRSET\r\n.BDAT 1\r\nxBDAT 3\r\n\r\n.RSET\r\n";
                List<Integer> whole = atOnce(pipelining(on), octets, 6);
                requireSame(List.of(250, 250, 250, 250, 250, 250), whole);
                everyCut(on, octets, whole);
            }),
            new Check("RFC 4954 section 4", "a login cut in two at any octet is taken", on -> {
                String plain = on.plain(on.login().password());
                if (on.need("AUTH").stream().noneMatch("PLAIN"::equalsIgnoreCase)) {
                    throw Omission.notOffered("AUTH is listed without PLAIN");
                }
                String octets = plain + "\r\n";
                for (int cut = 1; cut < octets.length(); cut++) {
                    Connection connection = on.greeted();
                    connection.send("AUTH PLAIN\r\n".substring(0, Math.min(cut, 11)));
                    connection.send("AUTH PLAIN\r\n".substring(Math.min(cut, 11)));
                    connection.require(connection.reply().code() == 334, "no challenge came");
                    connection.send(octets.substring(0, cut));
                    connection.send(octets.substring(cut));
                    connection.require(connection.reply().code() == 235, "the login is refused");
                    on.forget(connection);
                }
            }),
            new Check(
                    "RFC 5321 section 3.1",
                    "a session from its first octet, cut in two at any, is answered as one in one write",
                    on -> {
                        List<String> commands = List.of(on.hello(), "NOOP", "QUIT");
                        for (String command : commands) {
                            for (int cut = 1; cut < command.length() + 2; cut++) {
                                Connection connection = on.ready();
                                String octets = command + "\r\n";
                                connection.send(octets.substring(0, cut));
                                connection.send(octets.substring(cut));
                                connection.require(connection.reply().ok(), command + " is refused");
                                on.forget(connection);
                            }
                        }
                    }));

    private Pipelining() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 2920 section " + section, title, steps);
    }

    private static Connection pipelining(Examination on) {
        on.need("PIPELINING");
        return on.session();
    }

    /** Of such commands as may stand anywhere in a group. */
    private static List<String> group(Examination on) {
        return List.of(on.mail(), on.rcpt(), NOBODY, on.rcpt(), "RSET", on.rcpt(), on.mail(), on.mail(), on.rcpt());
    }

    private static String written(List<String> commands) {
        return commands.stream().map(command -> command + "\r\n").collect(Collectors.joining());
    }

    private static List<Integer> patiently(Connection connection, List<String> commands) {
        return commands.stream().map(command -> connection.say(command).code()).toList();
    }

    private static List<Integer> atOnce(Connection connection, String octets, int replies) {
        connection.send(octets);
        return connection.replies(replies).stream().map(Reply::code).toList();
    }

    private static void commandCut(Examination on, String command) {
        String octets = command + "\r\n";
        Connection connection = on.session();
        List<Integer> whole = List.of();
        for (int cut = 0; cut < octets.length(); cut++) {
            connection.ok("RSET");
            if (command.equals(on.rcpt())) {
                connection.ok(on.mail());
            }
            connection.send(octets.substring(0, cut));
            connection.send(octets.substring(cut));
            List<Integer> heard = List.of(connection.reply().code());
            requireSame(cut == 0 ? heard : whole, heard);
            whole = heard;
        }
        connection.quit();
    }

    private static void everyCut(Examination on, String octets, List<Integer> expected) {
        Connection connection = on.session();
        for (int cut = 1; cut < octets.length(); cut++) {
            if (cut % CUTS_A_CONNECTION == 0) {
                connection.quit();
                on.forget(connection);
                connection = on.session();
            }
            connection.ok("RSET");
            connection.send(octets.substring(0, cut));
            connection.send(octets.substring(cut));
            requireSame(
                    expected,
                    connection.replies(expected.size()).stream()
                            .map(Reply::code)
                            .toList());
        }
    }

    private static void requireSame(List<Integer> patient, List<Integer> others) {
        if (!patient.equals(others)) {
            throw new AssertionError("a patient client hears " + patient + ", and this one " + others);
        }
    }
}

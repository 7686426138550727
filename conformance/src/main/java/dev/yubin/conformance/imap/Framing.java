package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lines, literals and tags: RFC 9051 sections 2.2 and 4, RFC 7888. */
final class Framing {
    private static final String UNKNOWN = "XYZZY";
    private static final String WITH_LITERAL = "cut LIST \"\" {5}\r\nINBOX\r\n";

    static final List<Check> CHECKS = List.of(
            rfc(9051, "2.2.1", "a command's name may be written in any case", on -> {
                Connection connection = on.session();
                for (String noop : List.of("NOOP", "noop", "nOoP")) {
                    connection.ok(noop);
                }
            }),
            rfc(9051, "2.2.1", "an answer bears the tag of its command, whatever it is made of", on -> {
                Connection connection = on.session();
                for (String tag : List.of("1", "a.b-c", "A0001", "}", "x:y/z", "~", "0".repeat(30))) {
                    connection.send(tag + " NOOP\r\n");
                    connection.require(connection.tagged().tag().equals(tag), "the tag is " + tag);
                }
            }),
            rfc(9051, "9", "a tag may have [ and ] in it", on -> {
                Connection connection = on.session();
                connection.send("[a] NOOP\r\n");
                connection.require(connection.tagged().tag().equals("[a]"), "the tag is [a]");
            }),
            rfc(9051, "2.2.1", "a tag may come again", on -> {
                Connection connection = on.session();
                connection.send("t NOOP\r\n");
                connection.tagged();
                connection.send("t NOOP\r\n");
                connection.require(connection.tagged().tag().equals("t"), "the tag is t");
            }),
            rfc(9051, "2.2.1", "an unknown command is BAD, with its tag, and the session goes on", on -> {
                Connection connection = on.session();
                connection.bad(UNKNOWN);
                connection.bad(UNKNOWN + " \"with\" (arguments)");
                connection.ok("NOOP");
            }),
            rfc(9051, "2.2.1", "a tag alone is BAD", on -> {
                Connection connection = on.session();
                connection.send("alone\r\n");
                connection.require(connection.next("BAD"), "it is BAD");
                connection.ok("NOOP");
            }),
            rfc(9051, "2.2.1", "an empty line is BAD or nothing, and the session goes on", on -> {
                Connection connection = on.loggedIn();
                connection.send("\r\n");
                connection.send("after NOOP\r\n");
                Response response = connection.response();
                while (response.isUntagged()) {
                    response = connection.response();
                }
                if (response.name().equals("BAD")) {
                    response = connection.tagged();
                }
                connection.require(response.tag().equals("after") && response.ok(), "NOOP is answered by OK");
            }),
            rfc(9051, "2.2.1", "a command without its space and arguments is BAD", on -> {
                Connection connection = on.session();
                connection.bad("SELECT");
                connection.bad("LIST");
                connection.ok("NOOP");
            }),
            rfc(9051, "9", "arguments where a command has none are BAD", on -> {
                Connection connection = on.session();
                connection.bad("NOOP x");
                connection.bad("CAPABILITY x");
                connection.bad("LOGOUT x");
                connection.ok("NOOP");
            }),
            rfc(9051, "4.3", "a name may be an atom, quoted or a literal", on -> {
                String box = on.box();
                Connection connection = on.session();
                for (String[] status : new String[][] {
                    {"STATUS " + box + " (MESSAGES)"},
                    {"STATUS \"" + box + "\" (MESSAGES)"},
                    {"STATUS {" + box.length() + "}", box + " (MESSAGES)"}
                }) {
                    connection.require(
                            connection.ok(status).one("STATUS").value(0).text().equals(box), "it is of " + box);
                }
            }),
            rfc(9051, "4.3", "quotes and backslashes come in a quoted string behind backslashes", on -> {
                String name = on.names() + "a\\\"b";
                Connection connection = on.session();
                Answer made = connection.say("CREATE " + Examination.quoted(name));
                if (made.ok()) {
                    Answer listed = connection.ok("LIST \"\" " + Examination.quoted(name));
                    connection.ok("DELETE " + Examination.quoted(name));
                    connection.require(listed.one("LIST").value(2).text().equals(name), "it is listed so");
                }
            }),
            rfc(9051, "4.3", "a literal of 0 octets is an empty string", on -> {
                Connection connection = on.session();
                connection.ok("LIST {0}", " \"\"");
                connection.ok("LIST {0}", " {0}", "");
            }),
            rfc(9051, "4.3", "a command may have several literals, each after a continuation", on -> {
                String box = on.box();
                Connection connection = on.session();
                Answer answer = connection.ok("LIST {0}", " {" + box.length() + "}", box);
                connection.require(answer.one("LIST").value(2).text().equals(box), "it is listed");
            }),
            rfc(9051, "4.3", "a literal may have CR LF and what looks like a command", on -> {
                Connection connection = on.session();
                String text = "x\r\nt2 LOGOUT\r\n";
                connection.refused("STATUS {" + text.length() + "}", text + " (MESSAGES)");
                connection.ok("NOOP");
            }),
            rfc(9051, "4.3", "a literal in a command that is BAD is not asked for, or is passed over", on -> {
                Connection connection = on.loggedIn();
                connection.bad(UNKNOWN + " {5}", "inner");
                connection.ok("NOOP");
            }),
            rfc(9051, "4.3", "a quoted string is not closed: BAD", on -> {
                Connection connection = on.session();
                connection.bad("LIST \"\" \"x");
                connection.ok("NOOP");
            }),
            rfc(9051, "4.3", "a literal's length that is no number is BAD", on -> {
                Connection connection = on.loggedIn();
                connection.bad("STATUS {x} (MESSAGES)");
                connection.bad("STATUS {-1} (MESSAGES)");
                connection.ok("NOOP");
            }),
            rfc(9051, "5.5", "commands in one write are all answered, each once", on -> {
                Connection connection = on.session();
                connection.send("p1 NOOP\r\np2 CAPABILITY\r\np3 NOOP\r\np4 LIST \"\" \"\"\r\n");
                answeredAll(connection, Set.of("p1 OK", "p2 OK", "p3 OK", "p4 OK"));
            }),
            rfc(9051, "5.5", "commands behind one that is BAD are answered, in one write", on -> {
                Connection connection = on.session();
                connection.send("p1 XYZZY\r\np2 NOOP\r\np3 LIST (\r\np4 NOOP\r\n");
                answeredAll(connection, Set.of("p1 BAD", "p2 OK", "p3 BAD", "p4 OK"));
            }),
            rfc(9051, "4.3", "a command with a literal is the same wherever it is cut", on -> {
                Connection connection = on.session();
                for (int cut = 1; cut < WITH_LITERAL.length(); cut++) {
                    connection.send(WITH_LITERAL.substring(0, cut));
                    connection.send(WITH_LITERAL.substring(cut));
                    Response response = connection.tagged();
                    connection.require(response.ok(), "cut behind octet " + cut + " it is OK");
                }
            }),
            rfc(9051, "2.2.1", "a command may come octet by octet", on -> {
                Connection connection = on.session();
                for (char octet : "slow STATUS INBOX (MESSAGES)\r\n".toCharArray()) {
                    connection.send(String.valueOf(octet));
                }
                connection.require(connection.tagged().ok(), "it is answered by OK");
            }),
            literal("LITERAL+", "4.3", "a literal with + is not waited for", on -> {
                Connection connection = on.session();
                connection.send("n1 STATUS {5+}\r\nINBOX (MESSAGES)\r\nn2 NOOP\r\n");
                connection.require(connection.tagged().ok(), "STATUS is answered by OK");
                connection.require(connection.tagged().tag().equals("n2"), "NOOP is answered");
            }),
            literal("LITERAL-", "4.3", "a small literal with + is not waited for", on -> {
                Connection connection = on.session();
                connection.send("n1 STATUS {5+}\r\nINBOX (MESSAGES)\r\n");
                connection.require(connection.tagged().ok(), "STATUS is answered by OK");
            }),
            literal("LITERAL-", "4", "a literal of 4096 octets with + is read", on -> {
                Connection connection = on.loggedIn();
                connection.send("n1 STATUS {4096+}\r\n" + "x".repeat(4096) + " (MESSAGES)\r\nn2 NOOP\r\n");
                Response response = connection.tagged();
                connection.require(response.tag().equals("n1") && !response.ok(), "there is no such mailbox");
                connection.require(connection.tagged().ok(), "NOOP is answered by OK");
            }),
            literal("LITERAL-", "4.3", "a literal with + in a command that is BAD is passed over", on -> {
                Connection connection = on.loggedIn();
                connection.send("n1 XYZZY {9+}\r\nn9 NOOP\r\n more\r\nn2 NOOP\r\n");
                Response bad = connection.tagged();
                connection.require(bad.tag().equals("n1") && bad.name().equals("BAD"), "n1 is BAD");
                Response noop = connection.tagged();
                connection.require(noop.tag().equals("n2") && noop.ok(), "n2 is OK");
            }),
            literal("LITERAL-", "3", "literals of both kinds may stand in one command", on -> {
                Connection connection = on.session();
                connection.send("n1 LIST {0+}\r\n {5}\r\n");
                connection.awaitContinuation();
                connection.send("INBOX\r\n");
                connection.require(connection.tagged().ok(), "it is answered by OK");
            }));

    private Framing() {}

    /** In whichever order: a server may begin one before another has ended. */
    private static void answeredAll(Connection connection, Set<String> answers) {
        Set<String> came = new TreeSet<>();
        for (int i = 0; i < answers.size(); i++) {
            Response response = connection.tagged();
            came.add(response.tag() + ' ' + response.name());
        }
        connection.require(came.equals(answers), "the answers are " + came);
    }

    private static Check literal(String capability, String section, String title, Check.Steps steps) {
        return rfc(7888, section, title, steps).needing(capability);
    }
}

package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;

/** What becomes a message in the server, of texts and of others: CATENATE (RFC 4469) and REPLACE (RFC 8508). */
final class Composing {
    private static final String LETTER = Letters.small("replaced");
    private static final String LITERAL = "{" + LETTER.length() + "}";

    static final List<Check> CHECKS = List.of(
            catenate("3", "APPEND CATENATE joins texts", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.ok("APPEND " + box + " CATENATE (TEXT {14}", "Subject: one\r\n TEXT {8}", "\r\nbody\r\n)");
                connection.ok("EXAMINE " + box);
                connection.require(body(connection, 1).equals("Subject: one\r\n\r\nbody\r\n"), "it is another");
            }),
            catenate("3", "it joins messages and their parts, which stay unseen", on -> {
                String box = on.box(Letters.MIXED);
                Connection connection = on.selected(box);
                String url = "URL \"/" + box + "/;UID=" + uid(connection, 1);
                connection.ok(
                        "APPEND " + box + " CATENATE (" + url + "/;SECTION=HEADER\" " + url + "/;SECTION=1\" TEXT {3}",
                        "--- " + url + "\")");
                connection.ok("NOOP");
                String part =
                        connection.ok("FETCH 1 BODY.PEEK[1]").item(1, "BODY[1]").text();
                connection.require(
                        body(connection, 2).equals(Letters.header(Letters.MIXED) + part + "---" + Letters.MIXED),
                        "it is another");
                connection.require(
                        !connection.ok("FETCH 1 FLAGS").flags(1).contains("\\seen"), "what it is made of is seen");
            }),
            catenate("3", "a URL with UIDVALIDITY names the same message", on -> {
                String box = on.small(1);
                Connection connection = on.session();
                long validity = connection.ok("SELECT " + box).codeNumber("UIDVALIDITY");
                connection.ok("APPEND " + box + " CATENATE (URL \"/" + box + ";UIDVALIDITY=" + validity + "/;UID="
                        + uid(connection, 1) + "\")");
                connection.ok("NOOP");
                connection.require(body(connection, 2).equals(body(connection, 1)), "it is another");
            }),
            catenate("3", "flags and the date are as APPEND has them", on -> {
                String box = on.box();
                Connection connection = on.session();
                connection.ok(
                        "APPEND " + box + " (\\Draft \\Seen) \"01-Apr-2025 10:00:00 +0000\" CATENATE (TEXT {1}", "x)");
                connection.ok("EXAMINE " + box);
                Answer answer = connection.ok("FETCH 1 (FLAGS INTERNALDATE)");
                connection.require(answer.flags(1).equals(List.of("\\draft", "\\seen")), "the flags are others");
                connection.require(answer.item(1, "INTERNALDATE").text().contains("2025"), "the date is another");
            }),
            catenate("4.1", "a URL of no message or no part is NO, with BADURL, and adds nothing", on -> {
                String box = on.small(1);
                Connection connection = on.selected(box);
                long uid = uid(connection, 1);
                for (String url : List.of(
                        '/' + box + "/;UID=" + (uid + 1000),
                        '/' + box + "/;UID=" + uid + "/;SECTION=7.7",
                        '/' + on.name() + "/;UID=1",
                        "http://conformance.test/1",
                        '/' + box)) {
                    Answer answer = connection.no("APPEND " + box + " CATENATE (URL \"" + url + "\")");
                    connection.require(answer.tagged().has("BADURL"), "BADURL is missing");
                }
                connection.ok("NOOP");
                connection.require(connection.exists() == 1, "it adds one");
            }),
            catenate("5", "CATENATE of nothing is BAD, and adds nothing", on -> {
                String box = on.small(1);
                Connection connection = on.selected(box);
                connection.bad("APPEND " + box + " CATENATE ()");
                connection.bad("APPEND " + box + " CATENATE");
                connection.bad("APPEND " + box + " CATENATE (URL)");
                connection.bad("APPEND " + box + " CATENATE (NOTHING \"x\")");
                connection.ok("NOOP");
                connection.require(connection.exists() == 1, "it adds one");
            }),
            rfc(4469, "3", "CATENATE may make each of several messages", on -> {
                        String box = on.box();
                        Connection connection = on.session();
                        connection.ok(
                                "APPEND " + box + " CATENATE (TEXT {1}",
                                "x TEXT {1}",
                                "y) (\\Seen) CATENATE (TEXT {1}",
                                "z)");
                        connection.ok("EXAMINE " + box);
                        connection.require(
                                body(connection, 1).equals("xy")
                                        && body(connection, 2).equals("z"),
                                "one is another");
                    })
                    .needing("CATENATE", "MULTIAPPEND"),
            replace("3.2", "REPLACE adds one message and takes the other", on -> {
                String box = on.small(2);
                Connection connection = on.selected(box);
                Answer answer = connection.ok("REPLACE 1 " + box + " (\\Draft) " + LITERAL, LETTER);
                connection.require(answer.one("EXPUNGE").number() == 1, "EXPUNGE is of another");
                connection.ok("NOOP");
                connection.require(connection.exists() == 2, "there are 2");
                connection.require(body(connection, 2).equals(LETTER), "it is another");
                connection.require(
                        connection.ok("FETCH 2 FLAGS").flags(2).equals(List.of("\\draft")), "the flags are others");
            }),
            replace("3.3", "UID REPLACE names it by UID", on -> {
                String box = on.small(3);
                Connection connection = on.selected(box);
                long uid = uid(connection, 2);
                connection.ok("UID REPLACE " + uid + ' ' + box + ' ' + LITERAL, LETTER);
                connection.require(
                        connection.ok("UID SEARCH UID " + uid).found().isEmpty(), "it is still there");
                connection.ok("NOOP");
                connection.require(connection.exists() == 3, "there are 3");
            }),
            replace("3.4", "the new message may come into another mailbox", on -> {
                String box = on.small(2);
                String to = on.box();
                Connection connection = on.selected(box);
                connection.ok("REPLACE 2 " + to + ' ' + LITERAL, LETTER);
                connection.require(connection.exists() == 1, "one is left");
                connection.ok("EXAMINE " + to);
                connection.require(
                        connection.exists() == 1 && body(connection, 1).equals(LETTER), "it is another");
            }),
            replace("3.4", "only that one is removed, whatever else is deleted, and it leaves no flags behind", on -> {
                String box = on.small(3);
                Connection connection = on.selected(box);
                connection.ok("STORE 1 +FLAGS.SILENT (\\Deleted)");
                connection.ok("STORE 2 +FLAGS.SILENT (\\Flagged)");
                connection.ok("REPLACE 2 " + box + ' ' + LITERAL, LETTER);
                connection.ok("NOOP");
                connection.require(connection.exists() == 3, "there are 3");
                connection.require(connection.ok("SEARCH FLAGGED").found().isEmpty(), "the flags are inherited");
            }),
            replace("3.4", "a mailbox that is not there is NO, with TRYCREATE, and nothing is removed", on -> {
                String box = on.small(2);
                Connection connection = on.selected(box);
                Answer answer = connection.no("REPLACE 1 " + on.name() + ' ' + LITERAL, LETTER);
                connection.require(answer.tagged().has("TRYCREATE"), "TRYCREATE is missing");
                connection.ok("NOOP");
                connection.require(connection.exists() == 2, "one is removed");
            }),
            replace("3.2", "a message that is not there is refused, and none is added", on -> {
                String box = on.small(2);
                Connection connection = on.selected(box);
                connection.refused("REPLACE 3 " + box + ' ' + LITERAL, LETTER);
                connection.refused("REPLACE 1:2 " + box + ' ' + LITERAL, LETTER);
                connection.refused("UID REPLACE 4000000000 " + box + ' ' + LITERAL, LETTER);
                connection.ok("NOOP");
                connection.require(connection.exists() == 2, "there are 2");
            }),
            replace("3.5", "REPLACE is for a selected mailbox, and for one that may be changed", on -> {
                String box = on.small(2);
                Connection connection = on.loggedIn();
                connection.refused("REPLACE 1 " + box + ' ' + LITERAL, LETTER);
                connection.ok("EXAMINE " + box);
                connection.refused("REPLACE 1 " + box + ' ' + LITERAL, LETTER);
                connection.ok("NOOP");
                connection.require(connection.exists() == 2, "there are 2");
            }),
            rfc(8508, "4.2", "REPLACE takes CATENATE, and what it replaces may be a piece of it", on -> {
                        String box = on.small(2);
                        Connection connection = on.selected(box);
                        String before = body(connection, 2);
                        long uid = uid(connection, 2);
                        connection.ok(
                                "UID REPLACE " + uid + ' ' + box + " CATENATE (TEXT {7}",
                                "X: y\r\n\t URL \"/" + box + "/;UID=" + uid + "\")");
                        connection.ok("NOOP");
                        connection.require(body(connection, 2).equals("X: y\r\n\t" + before), "it is another");
                    })
                    .needing("REPLACE", "CATENATE"),
            rfc(8508, "4.3", "REPLACE tells the UID of what has come", on -> {
                        String box = on.small(1);
                        Connection connection = on.selected(box);
                        Answer answer =
                                connection.ok("UID REPLACE " + uid(connection, 1) + ' ' + box + ' ' + LITERAL, LETTER);
                        long told = answer.code("APPENDUID").get(1).number();
                        connection.ok("NOOP");
                        connection.require(told == uid(connection, 1), "it is another");
                    })
                    .needing("REPLACE", "UIDPLUS"));

    private Composing() {}

    private static Check catenate(String section, String title, Check.Steps steps) {
        return rfc(4469, section, title, steps).needing("CATENATE");
    }

    private static Check replace(String section, String title, Check.Steps steps) {
        return rfc(8508, section, title, steps).needing("REPLACE");
    }

    private static String body(Connection connection, long number) {
        return connection
                .ok("FETCH " + number + " BODY.PEEK[]")
                .item(number, "BODY[]")
                .text();
    }

    private static long uid(Connection connection, long number) {
        return connection.ok("FETCH " + number + " UID").item(number, "UID").number();
    }
}

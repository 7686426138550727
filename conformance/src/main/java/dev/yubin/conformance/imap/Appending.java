package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** APPEND, alone and of many: RFC 9051 section 6.3.12, RFC 3502, 3516, 4315 and 7889. */
final class Appending {
    private static final String LETTER = Letters.small("appended");
    private static final String SIZE = "{" + LETTER.length() + "}";

    private static final long LARGEST_LITERAL = (1L << 32) - 1;

    private static final List<String> BROKEN = List.of(
            "APPEND",
            "APPEND %s",
            "APPEND %s (\\Seen)",
            "APPEND %s (\\Seen " + SIZE,
            "APPEND %s \"no date\" " + SIZE,
            "APPEND %s \" 1-Abc-2025 10:00:00 +0000\" " + SIZE,
            "APPEND %s \"32-Jan-2025 10:00:00 +0000\" " + SIZE,
            "APPEND %s () () " + SIZE,
            "APPEND %s {x}");

    static final List<Check> CHECKS = Stream.concat(
                    Stream.of(
                            append("APPEND adds a message at the end, with every octet", on -> {
                                String box = on.small(1);
                                Connection connection = on.session();
                                Examination.append(connection, box, "", Letters.MIXED);
                                connection.ok("EXAMINE " + box);
                                Answer answer = connection.ok("FETCH 2 BODY.PEEK[]");
                                connection.require(
                                        answer.item(2, "BODY[]").text().equals(Letters.MIXED), "the octets are others");
                            }),
                            append("APPEND tells EXISTS where the mailbox is selected", on -> {
                                String box = on.small(1);
                                Connection connection = on.selected(box);
                                Answer answer = Examination.append(connection, box, "", LETTER);
                                connection.require(
                                        answer.has("EXISTS")
                                                || connection.ok("NOOP").has("EXISTS"),
                                        "it is not told");
                                connection.require(connection.exists() == 2, "there are 2");
                            }),
                            append("APPEND takes flags", on -> {
                                String box = on.box();
                                Connection connection = on.session();
                                Examination.append(connection, box, "(\\Seen \\Flagged) ", LETTER);
                                connection.ok("EXAMINE " + box);
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).equals(List.of("\\flagged", "\\seen")),
                                        "they are others");
                            }),
                            append("APPEND takes an empty list of flags, and keywords", on -> {
                                String box = on.box();
                                Connection connection = on.session();
                                Examination.append(connection, box, "() ", LETTER);
                                Examination.append(connection, box, "($Forwarded) ", LETTER);
                                connection.ok("EXAMINE " + box);
                                Answer answer = connection.ok("FETCH 1:2 FLAGS");
                                connection.require(
                                        answer.flags(1).isEmpty()
                                                && answer.flags(2).equals(List.of("$forwarded")),
                                        "they are others");
                            }),
                            append("APPEND takes a date, which INTERNALDATE tells", on -> {
                                String box = on.box();
                                Connection connection = on.session();
                                Examination.append(connection, box, "\" 7-Feb-1994 22:43:04 -0800\" ", LETTER);
                                connection.ok("EXAMINE " + box);
                                String date = connection
                                        .ok("FETCH 1 INTERNALDATE")
                                        .item(1, "INTERNALDATE")
                                        .text();
                                connection.require(
                                        Fetching.instant(connection, date)
                                                .equals(Instant.parse("1994-02-08T06:43:04Z")),
                                        "it is another moment");
                            }),
                            append("APPEND takes flags and a date together", on -> {
                                String box = on.box();
                                Connection connection = on.session();
                                Examination.append(
                                        connection, box, "(\\Draft) \"17-Jul-1996 02:44:25 +0000\" ", LETTER);
                                connection.ok("EXAMINE " + box);
                                Answer answer = connection.ok("FETCH 1 (FLAGS INTERNALDATE)");
                                connection.require(answer.flags(1).equals(List.of("\\draft")), "the flags are others");
                                connection.require(
                                        answer.item(1, "INTERNALDATE").text().equals("17-Jul-1996 02:44:25 +0000"),
                                        "the date is another");
                            }),
                            append("APPEND to no mailbox is refused by NO with [TRYCREATE]", on -> {
                                Answer answer = on.loggedIn().no("APPEND " + on.name() + ' ' + SIZE, LETTER);
                                answer.connection().require(answer.tagged().has("TRYCREATE"), "the code is another");
                                answer.connection().ok("NOOP");
                            }),
                            append("a name may be a literal in APPEND too", on -> {
                                String box = on.box();
                                Connection connection = on.session();
                                connection.ok("APPEND {" + box.length() + "}", box + ' ' + SIZE, LETTER);
                                connection.ok("EXAMINE " + box);
                                connection.require(connection.exists() == 1, "there is one message");
                            }),
                            append("a message of 1 MiB is kept with every octet", on -> {
                                String box = on.box();
                                String large = Letters.small("large", ("0123456789".repeat(7) + "\n").repeat(1 << 14));
                                Connection connection = on.session();
                                Examination.append(connection, box, "", large);
                                connection.ok("EXAMINE " + box);
                                connection.require(
                                        connection
                                                .ok("FETCH 1 BODY[]")
                                                .item(1, "BODY[]")
                                                .text()
                                                .equals(large),
                                        "the octets are others");
                            }),
                            append("octets of 8 bits are kept", on -> {
                                String box = on.box();
                                String letter = Letters.small("8 bits", "caf\u00c3\u00a9 \u0080\u00ff\u00fe\n");
                                Connection connection = on.session();
                                Examination.append(connection, box, "", letter);
                                connection.ok("EXAMINE " + box);
                                connection.require(
                                        connection
                                                .ok("FETCH 1 BODY[]")
                                                .item(1, "BODY[]")
                                                .text()
                                                .equals(letter),
                                        "the octets are others");
                            }),
                            append("a connection that is lost within a message adds nothing", on -> {
                                String box = on.box();
                                Connection connection = on.loggedIn();
                                connection.begin("APPEND " + box + " {1000}");
                                connection.awaitContinuation();
                                connection.send("Subject: half\r\n");
                                connection.close();
                                Answer status = on.session().ok("STATUS " + box + " (MESSAGES)");
                                status.connection().require(States.messages(status) == 0, "there is one");
                            }),
                            append("a message may come octet by octet", on -> {
                                String box = on.box();
                                Connection connection = on.session();
                                String tag = connection.begin("APPEND " + box + ' ' + SIZE);
                                connection.awaitContinuation();
                                for (char octet : (LETTER + "\r\n").toCharArray()) {
                                    connection.send(String.valueOf(octet));
                                }
                                connection.require(connection.answer(tag).ok(), "APPEND is OK");
                            }),
                            rfc(7888, "4", "APPEND with a literal that is not waited for is taken", on -> {
                                        String box = on.box();
                                        Connection connection = on.session();
                                        connection.send("a1 APPEND " + box + " {" + LETTER.length() + "+}\r\n" + LETTER
                                                + "\r\na2 NOOP\r\n");
                                        connection.require(connection.tagged().ok(), "APPEND is OK");
                                        connection.require(
                                                connection.tagged().tag().equals("a2"), "NOOP is answered");
                                    })
                                    .needing("LITERAL-"),
                            rfc(7888, "4", "a message that is refused and was not waited for is no command", on -> {
                                        Connection connection = on.loggedIn();
                                        String letter = "a2 LOGOUT\r\na3 NOOP\r\n";
                                        connection.send("a1 APPEND " + on.name() + " {" + letter.length() + "+}\r\n"
                                                + letter + "\r\na4 NOOP\r\n");
                                        Response refusal = connection.tagged();
                                        connection.require(
                                                refusal.tag().equals("a1") && !refusal.ok(), "APPEND is refused");
                                        connection.require(
                                                connection.tagged().tag().equals("a4"), "NOOP is answered");
                                    })
                                    .needing("LITERAL-"),
                            rfc(4315, "3", "APPENDUID tells the UIDVALIDITY and the UID", on -> {
                                        String box = on.box();
                                        Connection connection = on.session();
                                        Answer answer = Examination.append(connection, box, "", LETTER);
                                        long uid =
                                                answer.code("APPENDUID").get(1).number();
                                        long validity =
                                                answer.code("APPENDUID").get(0).number();
                                        Answer examined = connection.ok("EXAMINE " + box);
                                        connection.require(
                                                examined.codeNumber("UIDVALIDITY") == validity,
                                                "UIDVALIDITY is another");
                                        connection.require(
                                                connection
                                                                .ok("FETCH 1 UID")
                                                                .item(1, "UID")
                                                                .number()
                                                        == uid,
                                                "UID is another");
                                    })
                                    .needing("UIDPLUS"),
                            rfc(3502, "6.3.11", "MULTIAPPEND adds all messages, in their order", on -> {
                                        String box = on.box();
                                        Connection connection = on.session();
                                        String other = Letters.small("another");
                                        connection.ok(
                                                "APPEND " + box + " (\\Seen) " + SIZE,
                                                LETTER + " (\\Draft) {" + other.length() + "}",
                                                other);
                                        connection.ok("EXAMINE " + box);
                                        Answer answer = connection.ok("FETCH 1:2 (FLAGS BODY.PEEK[])");
                                        connection.require(
                                                answer.flags(1).equals(List.of("\\seen"))
                                                        && answer.flags(2).equals(List.of("\\draft")),
                                                "the flags are others");
                                        connection.require(
                                                answer.item(1, "BODY[]").text().equals(LETTER)
                                                        && answer.item(2, "BODY[]")
                                                                .text()
                                                                .equals(other),
                                                "the octets are others");
                                    })
                                    .needing("MULTIAPPEND"),
                            rfc(4315, "3", "APPENDUID tells the UIDs of all messages", on -> {
                                        String box = on.box();
                                        Connection connection = on.session();
                                        Answer answer = connection.ok(
                                                "APPEND " + box + ' ' + SIZE,
                                                LETTER + ' ' + SIZE,
                                                LETTER + ' ' + SIZE,
                                                LETTER);
                                        connection.require(
                                                Answer.numbers(answer.code("APPENDUID")
                                                                        .get(1)
                                                                        .text())
                                                                .size()
                                                        == 3,
                                                "there are 3");
                                    })
                                    .needing("MULTIAPPEND", "UIDPLUS"),
                            rfc(3502, "6.3.11", "MULTIAPPEND of which one breaks the grammar adds nothing", on -> {
                                        String box = on.box();
                                        Connection connection = on.loggedIn();
                                        connection.bad("APPEND " + box + ' ' + SIZE, LETTER + " (\\Seen {x}");
                                        Answer status = connection.ok("STATUS " + box + " (MESSAGES)");
                                        connection.require(States.messages(status) == 0, "there is one");
                                    })
                                    .needing("MULTIAPPEND"),
                            rfc(3516, "4.4", "APPEND takes a literal8 with NUL, and BINARY gives it back", on -> {
                                        String box = on.box();
                                        String letter =
                                                "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding:"
                                                        + " binary\r\n\r\na\u0000b\r\n";
                                        Connection connection = on.loggedIn();
                                        connection.ok("APPEND " + box + " ~{" + letter.length() + "}", letter);
                                        connection.ok("EXAMINE " + box);
                                        connection.require(
                                                connection
                                                        .ok("FETCH 1 BINARY.PEEK[1]")
                                                        .item(1, "BINARY[1]")
                                                        .text()
                                                        .equals("a\u0000b\r\n"),
                                                "the octets are others");
                                    })
                                    .needing("BINARY"),
                            rfc(7889, "4", "APPEND of more than APPENDLIMIT is refused before it is sent", on -> {
                                String box = on.box();
                                long more = Math.min(limit(on, box), LARGEST_LITERAL - 1) + 1;
                                Connection connection = on.loggedIn();
                                Answer answer = connection.no("APPEND " + box + " {" + more + "}");
                                connection.require(answer.tagged().has("TOOBIG"), "the code is another");
                                connection.ok("NOOP");
                            })),
                    BROKEN.stream().map(Appending::broken))
            .toList();

    private Appending() {}

    private static Check append(String title, Check.Steps steps) {
        return rfc(9051, "6.3.12", title, steps);
    }

    /** Of all mailboxes, or of this one, where each has its own: RFC 7889 section 3. */
    private static long limit(Examination on, String box) {
        if (on.offers("APPENDLIMIT")) {
            Value told = on.session()
                    .ok("STATUS " + box + " (APPENDLIMIT)")
                    .one("STATUS")
                    .value(1)
                    .item(1);
            return told.isNil() ? LARGEST_LITERAL : told.number();
        }
        return Long.parseLong(on.needSome("APPENDLIMIT=").get(0));
    }

    private static Check broken(String command) {
        String title = command.replace(SIZE, "{n}").replace("%s", "name");
        return rfc(9051, "9", title + " is BAD, and adds nothing", on -> {
            String box = on.box();
            Connection connection = on.loggedIn();
            String line = command.formatted(box);
            connection.refused(line.endsWith(SIZE) ? new String[] {line, LETTER} : new String[] {line});
            connection.ok("NOOP");
            Answer status = on.session().ok("STATUS " + box + " (MESSAGES)");
            connection.require(States.messages(status) == 0, "there is one");
        });
    }
}

package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.stream.Stream;

/** CONDSTORE and QRESYNC: RFC 7162. */
final class Changes {
    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            condstore("3.1.2.1", "SELECT tells HIGHESTMODSEQ", on -> {
                                Connection connection = on.loggedIn();
                                connection.require(
                                        connection.ok("SELECT " + on.small(1)).codeNumber("HIGHESTMODSEQ") > 0,
                                        "it is above 0");
                            }),
                            condstore("3.1.8", "SELECT and EXAMINE take (CONDSTORE)", on -> {
                                Connection connection = on.loggedIn();
                                String box = on.small(1);
                                connection.ok("SELECT " + box + " (CONDSTORE)");
                                connection.ok("EXAMINE " + box + " (CONDSTORE)");
                            }),
                            condstore("3.1.7", "STATUS tells HIGHESTMODSEQ, as SELECT does", on -> {
                                String box = on.small(1);
                                Connection connection = on.loggedIn();
                                long selected = connection.ok("SELECT " + box).codeNumber("HIGHESTMODSEQ");
                                connection.ok("EXAMINE INBOX");
                                Value status = connection
                                        .ok("STATUS " + box + " (HIGHESTMODSEQ)")
                                        .one("STATUS")
                                        .value(1)
                                        .pairs()
                                        .get("HIGHESTMODSEQ");
                                connection.require(status.number() == selected, "it is another");
                            }),
                            condstore("3.1.4", "FETCH tells MODSEQ in parentheses, up to HIGHESTMODSEQ", on -> {
                                Connection connection = on.loggedIn();
                                long highest =
                                        connection.ok("SELECT " + on.small(2)).codeNumber("HIGHESTMODSEQ");
                                Answer answer = connection.ok("FETCH 1:2 (MODSEQ)");
                                for (int number = 1; number <= 2; number++) {
                                    long modSeq = modSeq(answer, number);
                                    connection.require(modSeq > 0 && modSeq <= highest, "it is above that");
                                }
                            }),
                            condstore("3.1", "STORE raises MODSEQ of what it changes, and of nothing else", on -> {
                                Connection connection = counting(on, 2);
                                Answer before = connection.ok("FETCH 1:2 (MODSEQ)");
                                connection.ok("STORE 1 +FLAGS (\\Flagged)");
                                Answer after = connection.ok("FETCH 1:2 (MODSEQ)");
                                connection.require(modSeq(after, 1) > modSeq(before, 1), "of 1 it is not raised");
                                connection.require(modSeq(after, 2) == modSeq(before, 2), "of 2 it is raised");
                            }),
                            condstore("3.1.3", "a STORE that was silent tells MODSEQ, where that is spoken", on -> {
                                Connection connection = counting(on, 1);
                                Answer answer = connection.ok("STORE 1 +FLAGS.SILENT (\\Flagged)");
                                connection.require(modSeq(answer, 1) > 0, "it does not");
                                connection.require(!answer.fetched().get(1L).containsKey("FLAGS"), "it tells FLAGS");
                            }),
                            condstore("3.1", "a message that comes has a MODSEQ above all before", on -> {
                                String box = on.small(1);
                                Connection connection = on.loggedIn();
                                connection.ok("SELECT " + box + " (CONDSTORE)");
                                long before = modSeq(connection.ok("FETCH 1 (MODSEQ)"), 1);
                                Examination.append(connection, box, "", Letters.small("new"));
                                connection.ok("NOOP");
                                connection.require(modSeq(connection.ok("FETCH 2 (MODSEQ)"), 2) > before, "it has not");
                            }),
                            condstore("3.1.4.1", "CHANGEDSINCE gives what has changed since, with MODSEQ", on -> {
                                Connection connection = counting(on, 3);
                                long then = modSeq(connection.ok("FETCH 3 (MODSEQ)"), 3);
                                connection.ok("STORE 2 +FLAGS (\\Seen)");
                                Answer answer = connection.ok("FETCH 1:* (FLAGS) (CHANGEDSINCE " + then + ")");
                                connection.require(
                                        List.copyOf(answer.fetched().keySet()).equals(List.of(2L)), "others come");
                                connection.require(modSeq(answer, 2) > then, "MODSEQ is missing");
                                connection.require(
                                        connection
                                                        .ok("UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + then + ")")
                                                        .fetched()
                                                        .size()
                                                == 1,
                                        "others come by UID");
                            }),
                            condstore("3.1.3", "UNCHANGEDSINCE stores where nothing has changed since", on -> {
                                Connection connection = counting(on, 1);
                                long then = modSeq(connection.ok("FETCH 1 (MODSEQ)"), 1);
                                Answer answer = connection.ok("STORE 1 (UNCHANGEDSINCE " + then + ") +FLAGS (\\Seen)");
                                connection.require(answer.findCode("MODIFIED").isEmpty(), "it says MODIFIED");
                                connection.require(modSeq(answer, 1) > then, "MODSEQ is missing");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).contains("\\seen"), "it is not stored");
                            }),
                            condstore(
                                    "3.1.3",
                                    "UNCHANGEDSINCE leaves what has changed since, and names it in MODIFIED",
                                    on -> {
                                        Connection connection = counting(on, 3);
                                        long then = modSeq(connection.ok("FETCH 3 (MODSEQ)"), 3);
                                        connection.ok("STORE 2 +FLAGS (\\Flagged)");
                                        Answer answer = connection.say(
                                                "STORE 1:3 (UNCHANGEDSINCE " + then + ") +FLAGS.SILENT (\\Seen)");
                                        connection.require(
                                                answer.code("MODIFIED")
                                                        .get(0)
                                                        .text()
                                                        .equals("2"),
                                                "MODIFIED is another");
                                        Answer flags = connection.ok("FETCH 1:3 FLAGS");
                                        connection.require(
                                                flags.flags(1).contains("\\seen")
                                                        && !flags.flags(2).contains("\\seen")
                                                        && flags.flags(3).contains("\\seen"),
                                                "others are stored");
                                    }),
                            condstore("3.1.3", "MODIFIED names UIDs for UID STORE", on -> {
                                Connection connection = counting(on, 2);
                                long uid = connection
                                        .ok("FETCH 2 UID")
                                        .item(2, "UID")
                                        .number();
                                long then = modSeq(connection.ok("FETCH 2 (MODSEQ)"), 2);
                                connection.ok("STORE 2 +FLAGS (\\Flagged)");
                                Answer answer =
                                        connection.say("UID STORE 1:* (UNCHANGEDSINCE " + then + ") +FLAGS (\\Seen)");
                                connection.require(
                                        answer.code("MODIFIED").get(0).text().equals(String.valueOf(uid)),
                                        "MODIFIED is another");
                            }),
                            condstore("3.1.5", "SEARCH MODSEQ finds what is as new, and tells the highest", on -> {
                                Connection connection = counting(on, 3);
                                connection.ok("STORE 2 +FLAGS (\\Flagged)");
                                long highest = modSeq(connection.ok("FETCH 2 (MODSEQ)"), 2);
                                Answer answer = connection.ok("SEARCH MODSEQ " + highest);
                                connection.require(answer.found().equals(List.of(2L)), "it finds others");
                                if (answer.has("SEARCH")) {
                                    List<Value> values = answer.one("SEARCH").values();
                                    Value last = values.get(values.size() - 1);
                                    connection.require(
                                            last.isList() && last.item(1).number() == highest, "MODSEQ is missing");
                                }
                            }),
                            condstore("3.1.5", "SEARCH MODSEQ takes the name and type of an entry", on -> {
                                Connection connection = counting(on, 1);
                                connection.require(
                                        connection
                                                        .ok("SEARCH MODSEQ \"/flags/\\\\draft\" all 1")
                                                        .found()
                                                        .size()
                                                == 1,
                                        "it finds others");
                            }),
                            condstore("7", "a MODSEQ that is none is BAD", on -> {
                                Connection connection = counting(on, 1);
                                connection.bad("FETCH 1 FLAGS (CHANGEDSINCE x)");
                                connection.bad("STORE 1 (UNCHANGEDSINCE -1) FLAGS ()");
                                connection.bad("SEARCH MODSEQ");
                                connection.ok("NOOP");
                            }),
                            condstore("3.1", "flags that another changes are told with MODSEQ", on -> {
                                String box = on.small(1);
                                Connection connection = on.loggedIn();
                                connection.ok("SELECT " + box + " (CONDSTORE)");
                                on.selected(box).ok("STORE 1 +FLAGS (\\Flagged)");
                                connection.require(modSeq(connection.ok("NOOP"), 1) > 0, "MODSEQ is missing");
                            })),
                    Stream.of(
                            qresync("3.2.3", "ENABLE QRESYNC is answered by ENABLED", on -> {
                                Connection connection = on.loggedIn();
                                connection.require(
                                        Examination.upper(connection
                                                        .ok("ENABLE QRESYNC")
                                                        .one("ENABLED")
                                                        .texts()
                                                        .toString())
                                                .contains("QRESYNC"),
                                        "it is not");
                            }),
                            qresync("3.2.5", "SELECT with QRESYNC before ENABLE is BAD", on -> {
                                Connection connection = on.loggedIn();
                                connection.bad("SELECT INBOX (QRESYNC (1 1))");
                                connection.ok("NOOP");
                            }),
                            qresync("3.2.5.1", "SELECT with QRESYNC tells what has gone and what has changed", on -> {
                                String box = on.small(5);
                                Resync then = Resync.of(box, on);
                                Connection other = on.selected(box);
                                other.ok("STORE 4 +FLAGS (\\Flagged)");
                                other.ok("STORE 2 +FLAGS (\\Deleted)");
                                other.ok("EXPUNGE");
                                other.ok("EXAMINE INBOX");
                                Connection connection = enabled(on);
                                Answer answer = connection.ok("SELECT " + box + then.parameter(""));
                                Response vanished = answer.one("VANISHED");
                                connection.require(
                                        vanished.value(0).isList()
                                                && Answer.numbers(vanished.value(1)
                                                                .text())
                                                        .contains(then.uids().get(1)),
                                        "what has gone is not told");
                                connection.require(
                                        answer.fetched().values().stream()
                                                .anyMatch(items -> items.get("UID")
                                                                        .number()
                                                                == then.uids().get(3)
                                                        && items.get("FLAGS")
                                                                .words()
                                                                .contains("\\flagged")
                                                        && items.containsKey("MODSEQ")),
                                        "what has changed is not told");
                                connection.require(answer.fetched().size() == 1, "others are told");
                            }),
                            qresync("3.2.5.1", "known UIDs bound what is told", on -> {
                                String box = on.small(4);
                                Resync then = Resync.of(box, on);
                                Connection other = on.selected(box);
                                other.ok("STORE 1:* +FLAGS (\\Flagged)");
                                other.ok("EXAMINE INBOX");
                                Connection connection = enabled(on);
                                Answer answer = connection.ok("SELECT " + box
                                        + then.parameter(" " + then.uids().get(0) + ':'
                                                + then.uids().get(1)));
                                connection.require(answer.fetched().size() == 2, "there are 2");
                            }),
                            qresync("3.2.5.2", "known sequence numbers are taken", on -> {
                                String box = on.small(3);
                                Resync then = Resync.of(box, on);
                                Connection connection = enabled(on);
                                connection.ok("SELECT " + box
                                        + then.parameter(" 1:" + then.uids().get(2) + " (1,3 "
                                                + then.uids().get(0) + ','
                                                + then.uids().get(2) + ")"));
                            }),
                            qresync("3.2.5", "with another UIDVALIDITY nothing is told but the mailbox", on -> {
                                String box = on.small(2);
                                Connection connection = enabled(on);
                                Answer answer = connection.ok("SELECT " + box + " (QRESYNC (1 1))");
                                connection.require(!answer.has("VANISHED") && !answer.has("FETCH"), "there is more");
                            }),
                            qresync("3.2.6", "UID FETCH with VANISHED tells what has gone since", on -> {
                                String box = on.small(3);
                                Resync then = Resync.of(box, on);
                                Connection other = on.selected(box);
                                other.ok("STORE 1 +FLAGS (\\Deleted)");
                                other.ok("EXPUNGE");
                                other.ok("EXAMINE INBOX");
                                Connection connection = enabled(on);
                                connection.ok("SELECT " + box);
                                Answer answer = connection.ok(
                                        "UID FETCH 1:* (FLAGS) (CHANGEDSINCE " + then.modSeq() + " VANISHED)");
                                connection.require(
                                        Answer.numbers(answer.one("VANISHED")
                                                        .value(1)
                                                        .text())
                                                .contains(then.uids().get(0)),
                                        "it does not");
                            }),
                            qresync("3.2.6", "VANISHED without CHANGEDSINCE, or in FETCH, is BAD", on -> {
                                Connection connection = enabled(on);
                                connection.ok("SELECT " + on.small(1));
                                connection.bad("UID FETCH 1 (FLAGS) (VANISHED)");
                                connection.bad("FETCH 1 (FLAGS) (CHANGEDSINCE 1 VANISHED)");
                                connection.ok("NOOP");
                            }),
                            qresync("3.2.7", "EXPUNGE is told by VANISHED", on -> {
                                Connection connection = enabled(on);
                                connection.ok("SELECT " + on.small(3));
                                long uid = connection
                                        .ok("FETCH 2 UID")
                                        .item(2, "UID")
                                        .number();
                                connection.ok("STORE 2 +FLAGS (\\Deleted)");
                                Answer answer = connection.ok("EXPUNGE");
                                connection.require(!answer.has("EXPUNGE"), "it is told by EXPUNGE");
                                connection.require(
                                        Answer.numbers(answer.one("VANISHED")
                                                        .value(0)
                                                        .text())
                                                .equals(List.of(uid)),
                                        "UIDs are told");
                                connection.require(answer.tagged().has("HIGHESTMODSEQ"), "HIGHESTMODSEQ is missing");
                            }),
                            qresync("3.2.10", "what another removes is told by VANISHED", on -> {
                                String box = on.small(2);
                                Connection connection = enabled(on);
                                connection.ok("SELECT " + box);
                                Connection other = on.selected(box);
                                other.ok("STORE 1 +FLAGS (\\Deleted)");
                                other.ok("EXPUNGE");
                                Answer answer = connection.ok("NOOP");
                                connection.require(answer.has("VANISHED") && !answer.has("EXPUNGE"), "it is not");
                            }),
                            qresync(
                                    "3.2.8",
                                    "CLOSE tells no HIGHESTMODSEQ, for a client knows not what it removes",
                                    on -> {
                                        Connection connection = enabled(on);
                                        connection.ok("SELECT " + on.small(1));
                                        connection.ok("STORE 1 +FLAGS (\\Deleted)");
                                        connection.require(
                                                connection
                                                        .ok("CLOSE")
                                                        .findCode("HIGHESTMODSEQ")
                                                        .isEmpty(),
                                                "it does");
                                    })))
            .flatMap(checks -> checks)
            .toList();

    /** What a client knew when it left. */
    private record Resync(long validity, long modSeq, List<Long> uids) {
        static Resync of(String box, Examination on) {
            Connection connection = on.loggedIn();
            Answer answer = connection.ok("EXAMINE " + box + " (CONDSTORE)");
            Resync now = new Resync(
                    answer.codeNumber("UIDVALIDITY"),
                    answer.codeNumber("HIGHESTMODSEQ"),
                    connection.ok("UID SEARCH ALL").found());
            connection.logout();
            return now;
        }

        String parameter(String more) {
            return " (QRESYNC (" + validity + ' ' + modSeq + more + "))";
        }
    }

    private Changes() {}

    private static Check condstore(String section, String title, Check.Steps steps) {
        return rfc(7162, section, title, steps).needing("CONDSTORE");
    }

    private static Check qresync(String section, String title, Check.Steps steps) {
        return rfc(7162, section, title, steps).needing("QRESYNC");
    }

    private static long modSeq(Answer answer, long number) {
        Value modSeq = answer.item(number, "MODSEQ");
        answer.connection().require(modSeq.size() == 1, "MODSEQ is a number in parentheses");
        return modSeq.item(0).number();
    }

    /** A connection of its own that speaks of MODSEQ, with so many messages. */
    private static Connection counting(Examination on, int messages) {
        Connection connection = on.loggedIn();
        connection.ok("SELECT " + on.small(messages) + " (CONDSTORE)");
        return connection;
    }

    private static Connection enabled(Examination on) {
        Connection connection = on.loggedIn();
        connection.ok("ENABLE QRESYNC");
        return connection;
    }
}

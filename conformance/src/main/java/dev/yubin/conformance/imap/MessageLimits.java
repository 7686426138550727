package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import dev.yubin.conformance.internal.Omission;
import java.util.List;
import java.util.Optional;

/** MESSAGELIMIT: RFC 9738. A server may keep to another limit than it tells, or to none as yet (section 4.2); then it has to do the whole. */
final class MessageLimits {
    private static final String CODE = "MESSAGELIMIT";
    /** So many messages are made for a check, and no more. */
    private static final long MOST = 5000;

    static final List<Check> CHECKS = List.of(
            check("3", "the limit is a number, and MESSAGELIMIT and SAVELIMIT do not go together", on -> {
                on.session().require(limit(on) > 0, "it is a positive number");
                on.session()
                        .require(
                                on.capabilities().stream().noneMatch(each -> each.startsWith("SAVELIMIT=")),
                                "SAVELIMIT is told too");
            }),
            check("3.2", "UIDAFTER and UIDBEFORE find what has greater and lesser UIDs", on -> {
                Connection connection = on.selected(4);
                List<Long> uids = connection.ok("UID SEARCH ALL").found();
                connection.require(found(connection, "UIDAFTER " + uids.get(1)).equals(uids.subList(2, 4)), "after");
                connection.require(found(connection, "UIDBEFORE " + uids.get(1)).equals(uids.subList(0, 1)), "before");
                connection.require(found(connection, "UIDAFTER " + uids.get(3)).isEmpty(), "nothing is after the last");
                connection.require(found(connection, "UIDBEFORE 1").isEmpty(), "nothing is before 1");
                connection.bad("UID SEARCH UIDAFTER 0");
            }),
            check("3.1", "a FETCH of too many messages tells of the last ones, from the highest UID down", on -> {
                Connection connection = crowded(on);
                Answer answer = connection.ok("FETCH 1:* (UID)");
                List<Long> uids = answer.all("FETCH").stream()
                        .map(fetch -> fetch.items().get("UID").number())
                        .toList();
                List<Long> left = left(answer);
                connection.require(uids.size() + left.size() == limit(on) + 1, "some are neither told nor left");
                connection.require(left.isEmpty() || descends(uids), "they are told in another order");
            }),
            check("3.1", "a SEARCH of too many messages finds among the last ones", on -> {
                Connection connection = crowded(on);
                Answer answer = connection.ok("UID SEARCH UNDELETED");
                connection.require(
                        answer.found().size() + left(answer).size() == limit(on) + 1,
                        "some are neither found nor left");
            }),
            check("3.4", "what SAVE keeps of such a SEARCH is what it found", on -> {
                        Connection connection = crowded(on);
                        Answer answer = connection.ok("UID SEARCH RETURN (SAVE) ALL");
                        long saved =
                                connection.ok("UID FETCH $ UID").all("FETCH").size();
                        connection.require(saved + left(answer).size() == limit(on) + 1, "it keeps others");
                    })
                    .needing("SEARCHRES"),
            check("3.1", "a COPY of too many messages is refused with the code and copies none, or copies all", on -> {
                Connection connection = crowded(on);
                String to = on.box();
                Answer answer = connection.say("COPY 1:* " + to);
                connection.require(answer.ok() || answer.tagged().has(CODE), "the code is another");
                long copied = connection
                        .ok("STATUS " + to + " (MESSAGES)")
                        .one("STATUS")
                        .value(1)
                        .pairs()
                        .get("MESSAGES")
                        .number();
                connection.require(copied == (answer.ok() ? limit(on) + 1 : 0), "it copies some");
            }),
            check("3.1", "an APPEND of too many messages brings none, or all", on -> {
                        String box = on.box();
                        Connection connection = on.session();
                        long count = few(on) + 1;
                        Answer answer = connection.say(
                                "APPEND " + box + " {1+}\r\n" + "x {1+}\r\n".repeat((int) few(on)) + 'x');
                        connection.require(answer.ok() || answer.tagged().has(CODE), "the code is another");
                        connection.ok("EXAMINE " + box);
                        connection.require(connection.exists() == (answer.ok() ? count : 0), "it brings some");
                    })
                    .needing("MULTIAPPEND", "LITERAL+"),
            check("3.1", "EXPUNGE has no limit", on -> {
                Connection connection = crowded(on);
                Answer answer = connection.ok("STORE 1:* +FLAGS.SILENT (\\Deleted)");
                for (Optional<Long> lowest = lowest(answer); lowest.isPresent(); lowest = lowest(answer)) {
                    answer = connection.ok("UID STORE 1:" + (lowest.get() - 1) + " +FLAGS.SILENT (\\Deleted)");
                }
                connection.require(connection.ok("EXPUNGE").findCode(CODE).isEmpty(), "it has one");
                connection.require(connection.exists() == 0, "some are left");
            }));

    private MessageLimits() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return rfc(9738, section, title, on -> {
            on.needSome(CODE + '=');
            steps.take(on);
        });
    }

    private static long limit(Examination on) {
        return Long.parseLong(on.needSome(CODE + '=').get(0));
    }

    /** The limit, where it can be passed in a while. */
    private static long few(Examination on) {
        if (limit(on) > MOST) {
            throw Omission.skipped("the limit is beyond " + MOST + " messages");
        }
        return limit(on);
    }

    /** A mailbox that has one message more than the limit. */
    private static Connection crowded(Examination on) {
        long most = few(on) + 1;
        String box = on.small(1);
        Connection connection = on.selected(box);
        while (connection.exists() < most) {
            connection.ok("COPY 1:" + Math.min(connection.exists(), most - connection.exists()) + ' ' + box);
            connection.ok("NOOP");
        }
        return connection;
    }

    /** The lowest UID that was dealt with, where the limit is told. */
    private static Optional<Long> lowest(Answer answer) {
        return answer.findCode(CODE).map(code -> code.codeValues().get(1).number());
    }

    /** The UIDs of what was left. */
    private static List<Long> left(Answer answer) {
        return lowest(answer)
                .map(lowest -> found(answer.connection(), "UIDBEFORE " + lowest))
                .orElse(List.of());
    }

    private static List<Long> found(Connection connection, String key) {
        return connection.ok("UID SEARCH " + key).found();
    }

    private static boolean descends(List<Long> uids) {
        for (int i = 1; i < uids.size(); i++) {
            if (uids.get(i) >= uids.get(i - 1)) {
                return false;
            }
        }
        return true;
    }
}

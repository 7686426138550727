package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** COPY, MOVE and EXPUNGE, and when numbers change: RFC 9051 sections 6.4.3, 6.4.7, 6.4.8, 7.5.1, RFC 4315 and 6851. */
final class Moving {
    private static final List<String> BROKEN = List.of(
            "COPY",
            "COPY 1",
            "COPY x INBOX",
            "COPY 0 INBOX",
            "COPY 1 INBOX x",
            "EXPUNGE 1",
            "UID COPY 1",
            "UID COPY 0 INBOX",
            "CLOSE x");

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            copy("COPY adds messages at the end, with octets, flags and date", on -> {
                                String to = on.small(1);
                                Connection connection = on.selected(on.box(Letters.PLAIN, Letters.MIXED));
                                connection.ok("STORE 2 +FLAGS (\\Flagged)");
                                Answer from = connection.ok("FETCH 2 INTERNALDATE");
                                connection.ok("COPY 2 " + to);
                                connection.ok("SELECT " + to);
                                Answer copied = connection.ok("FETCH 2 (FLAGS INTERNALDATE BODY.PEEK[])");
                                connection.require(
                                        copied.item(2, "BODY[]").text().equals(Letters.MIXED), "the octets are others");
                                connection.require(
                                        copied.flags(2).equals(List.of("\\flagged")), "the flags are others");
                                connection.require(
                                        copied.item(2, "INTERNALDATE").equals(from.item(2, "INTERNALDATE")),
                                        "the date is another");
                            }),
                            copy("COPY leaves what it copies", on -> {
                                String to = on.box();
                                Connection connection = on.selected(2);
                                connection.ok("COPY 1:* " + to);
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 2, "there are 2");
                            }),
                            copy("COPY into the selected mailbox tells EXISTS", on -> {
                                String box = on.small(1);
                                Connection connection = on.selected(box);
                                connection.ok("COPY 1 " + box);
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 2, "there are 2");
                            }),
                            copy("COPY to no mailbox is refused by NO with [TRYCREATE], and makes none", on -> {
                                String to = on.name();
                                Connection connection = on.selected(1);
                                Answer answer = connection.no("COPY 1 " + to);
                                connection.require(answer.tagged().has("TRYCREATE"), "the code is another");
                                connection.require(!Mailboxes.listed(connection, to), "it is there");
                            }),
                            copy("UID COPY takes UIDs", on -> {
                                String to = on.box();
                                Connection connection = on.selected(3);
                                long uid = connection
                                        .ok("FETCH 2 UID")
                                        .item(2, "UID")
                                        .number();
                                connection.ok("UID COPY " + uid + ' ' + to);
                                connection.require(
                                        States.messages(connection.ok("STATUS " + to + " (MESSAGES)")) == 1, "it is 1");
                            }),
                            copy("UID COPY of UIDs that no message has is OK, and copies nothing", on -> {
                                String to = on.box();
                                Connection connection = on.selected(1);
                                Answer answer = connection.ok("UID COPY 4000000000 " + to);
                                connection.require(answer.findCode("COPYUID").isEmpty(), "there is COPYUID");
                                connection.require(
                                        States.messages(connection.ok("STATUS " + to + " (MESSAGES)")) == 0, "it is 0");
                            }),
                            copy("a number above the last is refused, or copies nothing", on -> {
                                String to = on.box();
                                Connection connection = on.selected(1);
                                connection.say("COPY 2 " + to);
                                connection.require(
                                        States.messages(connection.ok("STATUS " + to + " (MESSAGES)")) == 0, "it is 0");
                            }),
                            rfc(4315, "3", "COPYUID tells both sets of UIDs, and the UIDVALIDITY", on -> {
                                        String to = on.small(1);
                                        Connection connection = on.selected(3);
                                        List<Long> from =
                                                connection.ok("UID SEARCH 1,3").found();
                                        List<Value> code =
                                                connection.ok("COPY 1,3 " + to).code("COPYUID");
                                        requireUids(connection, code, from, to, 2);
                                    })
                                    .needing("UIDPLUS"),
                            move("MOVE takes messages away, and tells of it", on -> {
                                String to = on.box();
                                Connection connection = on.selected(3);
                                Answer answer = connection.ok("MOVE 1,3 " + to);
                                connection.require(
                                        answer.all("EXPUNGE").size() == 2 || answer.has("VANISHED"),
                                        "it tells nothing");
                                connection.require(connection.exists() == 1, "one is left");
                                connection.require(
                                        States.messages(connection.ok("STATUS " + to + " (MESSAGES)")) == 2,
                                        "2 have arrived");
                            }),
                            move("MOVE takes messages that are not deleted alone", on -> {
                                String to = on.box();
                                Connection connection = on.selected(3);
                                connection.ok("STORE 2 +FLAGS (\\Deleted)");
                                connection.ok("MOVE 1 " + to);
                                connection.require(connection.exists() == 2, "the deleted one stays");
                            }),
                            move("UID MOVE takes UIDs, and COPYUID comes before EXPUNGE", on -> {
                                String to = on.box();
                                Connection connection = on.selected(3);
                                List<Long> from = connection.ok("UID SEARCH 2").found();
                                Answer answer = connection.ok("UID MOVE " + from.get(0) + ' ' + to);
                                requireUids(connection, answer.code("COPYUID"), from, to, 1);
                                connection.require(answer.untagged().get(0).has("COPYUID"), "COPYUID is not the first");
                            }),
                            move("MOVE to no mailbox is refused by NO with [TRYCREATE], and takes nothing", on -> {
                                Connection connection = on.selected(1);
                                Answer answer = connection.no("MOVE 1 " + on.name());
                                connection.require(answer.tagged().has("TRYCREATE"), "the code is another");
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 1, "it is gone");
                            }),
                            move(
                                    "UID MOVE of UIDs that no message has is OK",
                                    on -> on.selected(1).ok("UID MOVE 4000000000 " + on.box())),
                            move(
                                    "MOVE without a mailbox is BAD",
                                    on -> on.selected(1).bad("MOVE 1")),
                            expunge("EXPUNGE removes what is deleted, and tells each", on -> {
                                Connection connection = on.selected(5);
                                connection.ok("STORE 1,3,5 +FLAGS.SILENT (\\Deleted)");
                                Answer answer = connection.ok("EXPUNGE");
                                connection.require(answer.all("EXPUNGE").size() == 3, "there are 3");
                                connection.require(connection.exists() == 2, "2 are left");
                                connection.require(
                                        connection
                                                        .ok("FETCH 1:* FLAGS")
                                                        .fetched()
                                                        .size()
                                                == 2,
                                        "2 are left");
                            }),
                            expunge("EXPUNGE with nothing deleted is OK, and tells nothing", on -> {
                                Answer answer = on.selected(1).ok("EXPUNGE");
                                answer.connection().require(!answer.has("EXPUNGE"), "it tells one");
                            }),
                            expunge("the others keep their UIDs", on -> {
                                Connection connection = on.selected(4);
                                List<Long> uids =
                                        connection.ok("UID SEARCH ALL").found();
                                connection.ok("STORE 2 +FLAGS (\\Deleted)");
                                connection.ok("EXPUNGE");
                                connection.require(
                                        connection
                                                .ok("UID SEARCH ALL")
                                                .found()
                                                .equals(List.of(uids.get(0), uids.get(2), uids.get(3))),
                                        "they do not");
                            }),
                            expunge("a UID does not come again", on -> {
                                String box = on.small(2);
                                Connection connection = on.selected(box);
                                long last = connection
                                        .ok("FETCH 2 UID")
                                        .item(2, "UID")
                                        .number();
                                connection.ok("STORE 2 +FLAGS (\\Deleted)");
                                connection.ok("EXPUNGE");
                                Examination.append(connection, box, "", Letters.small("new"));
                                connection.ok("NOOP");
                                connection.require(
                                        connection
                                                        .ok("FETCH 2 UID")
                                                        .item(2, "UID")
                                                        .number()
                                                > last,
                                        "it does");
                            }),
                            rfc(4315, "2.1", "UID EXPUNGE removes what is deleted and among these", on -> {
                                        Connection connection = on.selected(4);
                                        List<Long> uids =
                                                connection.ok("UID SEARCH ALL").found();
                                        connection.ok("STORE 1:3 +FLAGS (\\Deleted)");
                                        connection.ok("UID EXPUNGE " + uids.get(1) + ':' + uids.get(3));
                                        connection.require(
                                                connection
                                                        .ok("UID SEARCH ALL")
                                                        .found()
                                                        .equals(List.of(uids.get(0), uids.get(3))),
                                                "others are left");
                                    })
                                    .needing("UIDPLUS"),
                            rfc(
                                            4315,
                                            "2.1",
                                            "UID EXPUNGE without UIDs is BAD",
                                            on -> on.selected(1).bad("UID EXPUNGE"))
                                    .needing("UIDPLUS"),
                            numbers("what another removes is told by NOOP", on -> {
                                String box = on.small(3);
                                Connection connection = on.alone(box);
                                remove(on, box, 2);
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 2, "2 are left");
                            }),
                            numbers("what another adds is told by NOOP", on -> {
                                String box = on.small(1);
                                Connection connection = on.alone(box);
                                on.deliver(box, Letters.small("new"));
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 2, "there are 2");
                            }),
                            numbersHold("FETCH", "FETCH 1:3 FLAGS"),
                            numbersHold("STORE", "STORE 1:3 +FLAGS (\\Seen)"),
                            numbersHold("SEARCH", "SEARCH ALL"),
                            numbers("numbers hold over many commands with numbers, and go on then", on -> {
                                String box = on.small(5);
                                Connection connection = on.alone(box);
                                List<Long> uids =
                                        connection.ok("UID SEARCH ALL").found();
                                remove(on, box, 2);
                                connection.send("m1 SEARCH ALL\r\nm2 FETCH 5 UID\r\nm3 STORE 5 +FLAGS (\\Flagged)\r\n");
                                for (int i = 0; i < 3; i++) {
                                    Response response = connection.response();
                                    while (response.isUntagged()) {
                                        connection.require(
                                                !response.name().equals("EXPUNGE"),
                                                "EXPUNGE comes while message numbers must hold");
                                        response = connection.response();
                                    }
                                    connection.require(response.ok(), "it is refused");
                                }
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 4, "4 are left");
                                connection.require(
                                        connection
                                                        .ok("FETCH 4 (UID FLAGS)")
                                                        .item(4, "UID")
                                                        .number()
                                                == uids.get(4),
                                        "the number is of another");
                            }),
                            numbers("a message that another has removed does no harm to who fetches it", on -> {
                                String box = on.small(3);
                                Connection connection = on.alone(box);
                                remove(on, box, 1);
                                connection.say("FETCH 1:3 (UID BODY.PEEK[])");
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 2, "2 are left");
                            }),
                            numbers("two that remove at once agree at the end", on -> {
                                String box = on.small(10);
                                Connection one = on.alone(box);
                                Connection other = on.alone(box);
                                for (int i = 0; i < 4; i++) {
                                    one.ok("STORE 1 +FLAGS (\\Deleted)");
                                    other.ok("STORE * +FLAGS (\\Deleted)");
                                    one.ok("EXPUNGE");
                                    other.ok("EXPUNGE");
                                    one.ok("NOOP");
                                }
                                List<Long> seen = one.ok("UID SEARCH ALL").found();
                                other.require(other.ok("UID SEARCH ALL").found().equals(seen), "they do not");
                                one.require(one.exists() == seen.size(), "there are " + seen.size());
                            }),
                            numbers("a set may have every second of a thousand", on -> {
                                Connection connection = on.selected(2);
                                String set = String.join(
                                        ",",
                                        LongStream.rangeClosed(1, 1000)
                                                .mapToObj(i -> String.valueOf(2 * i))
                                                .toList());
                                connection.ok("UID FETCH 1," + set + " FLAGS");
                            })),
                    BROKEN.stream()
                            .map(command -> rfc(9051, "9", command + " is BAD, and moves nothing", on -> {
                                Connection connection = on.selected(1);
                                connection.bad(command);
                                connection.ok("NOOP");
                                connection.require(connection.exists() == 1, "it is gone");
                            })))
            .flatMap(checks -> checks)
            .toList();

    private Moving() {}

    private static Check copy(String title, Check.Steps steps) {
        return rfc(9051, "6.4.7", title, steps);
    }

    private static Check move(String title, Check.Steps steps) {
        return rfc(6851, "3", title, steps).needing("MOVE");
    }

    private static Check expunge(String title, Check.Steps steps) {
        return rfc(9051, "6.4.3", title, steps);
    }

    private static Check numbers(String title, Check.Steps steps) {
        return rfc(9051, "7.5.1", title, steps);
    }

    /** What comes is held to that by {@link Connection}. */
    private static Check numbersHold(String verb, String command) {
        return numbers("no EXPUNGE comes while " + verb + " runs, though another removes messages", on -> {
            String box = on.small(3);
            Connection connection = on.alone(box);
            remove(on, box, 1);
            connection.say(command);
            connection.ok("NOOP");
            connection.require(connection.exists() == 2, "2 are left");
        });
    }

    private static void remove(Examination on, String box, int number) {
        Connection other = on.selected(box);
        other.ok("STORE " + number + " +FLAGS (\\Deleted)");
        other.ok("EXPUNGE");
        other.ok("EXAMINE INBOX");
    }

    private static void requireUids(Connection connection, List<Value> code, List<Long> from, String to, int first) {
        connection.require(code.size() == 3, "COPYUID has three parts");
        connection.require(Answer.numbers(code.get(1).text()).equals(from), "the UIDs there were are others");
        Answer selected = connection.ok("SELECT " + to);
        connection.require(selected.codeNumber("UIDVALIDITY") == code.get(0).number(), "UIDVALIDITY is another");
        connection.require(
                connection
                        .ok("UID SEARCH " + first + ":*")
                        .found()
                        .equals(Answer.numbers(code.get(2).text())),
                "the UIDs that are new are others");
    }
}

package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.stream.Stream;

/** STORE: RFC 9051 section 6.4.6. */
final class Storing {
    /**
     * What STORE makes of a message that has \Flagged and \Answered.
     *
     * @param left its flags behind that
     */
    private record Change(String what, List<String> left) {}

    private static final List<Change> CHANGES = List.of(
            new Change("FLAGS (\\Seen)", List.of("\\seen")),
            new Change("FLAGS \\Seen", List.of("\\seen")),
            new Change("FLAGS \\Seen \\Draft", List.of("\\draft", "\\seen")),
            new Change("FLAGS ()", List.of()),
            new Change("+FLAGS (\\Seen)", List.of("\\answered", "\\flagged", "\\seen")),
            new Change("+FLAGS (\\Flagged)", List.of("\\answered", "\\flagged")),
            new Change("+FLAGS ()", List.of("\\answered", "\\flagged")),
            new Change("-FLAGS (\\Flagged)", List.of("\\answered")),
            new Change("-FLAGS (\\Seen)", List.of("\\answered", "\\flagged")),
            new Change("-FLAGS (\\Flagged \\Answered)", List.of()),
            new Change("flags (\\seen \\SEEN)", List.of("\\seen")),
            new Change("+flags (\\DELETED)", List.of("\\answered", "\\deleted", "\\flagged")),
            new Change("+FLAGS ($Forwarded)", List.of("$forwarded", "\\answered", "\\flagged")),
            new Change("FLAGS (keyword $MDNSent)", List.of("$mdnsent", "keyword")));

    private static final List<String> BROKEN = List.of(
            "STORE",
            "STORE 1",
            "STORE 1 FLAGS",
            "STORE 1 FLAGS (\\Seen",
            "STORE 1 FLAGS \\Seen)",
            "STORE 1 *FLAGS (\\Seen)",
            "STORE 1 NOTHING (\\Seen)",
            "STORE 0 FLAGS (\\Seen)",
            "STORE x FLAGS (\\Seen)",
            "STORE 1 FLAGS.LOUD (\\Seen)",
            "STORE 1 FLAGS (\"quoted\")",
            "UID STORE 1",
            "UID STORE 0 FLAGS (\\Seen)");

    static final List<Check> CHECKS = Stream.of(
                    CHANGES.stream().flatMap(change -> Stream.of(told(change), silent(change))),
                    Stream.of(
                            store("STORE changes every message of a set", on -> {
                                Connection connection = on.selected(4);
                                Answer answer = connection.ok("STORE 1,3:* +FLAGS (\\Flagged)");
                                for (long number : List.of(1L, 3L, 4L)) {
                                    connection.require(
                                            answer.flags(number).equals(List.of("\\flagged")), number + " is not told");
                                }
                                connection.require(
                                        connection.ok("FETCH 2 FLAGS").flags(2).isEmpty(), "2 has a flag");
                            }),
                            store("UID STORE takes UIDs, and tells UID", on -> {
                                Connection connection = on.selected(2);
                                long uid = connection
                                        .ok("FETCH 2 UID")
                                        .item(2, "UID")
                                        .number();
                                Answer answer = connection.ok("UID STORE " + uid + " +FLAGS (\\Seen)");
                                connection.require(answer.item(2, "UID").number() == uid, "UID is missing");
                                connection.require(answer.flags(2).equals(List.of("\\seen")), "the flag is missing");
                            }),
                            store(
                                    "UID STORE of UIDs that no message has is OK",
                                    on -> on.selected(1).ok("UID STORE 4000000000 +FLAGS (\\Seen)")),
                            store("a number above the last is refused, or changes nothing", on -> {
                                Connection connection = on.selected(1);
                                connection.require(
                                        !connection
                                                .say("STORE 2 +FLAGS (\\Seen)")
                                                .has("FETCH"),
                                        "it is told");
                                connection.ok("NOOP");
                            }),
                            store("\\Recent cannot be set", on -> {
                                Connection connection = on.selected(1);
                                connection.say("STORE 1 FLAGS (\\Recent)");
                                connection.ok("NOOP");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).isEmpty(), "there are flags");
                            }),
                            store("what one stores, another is told by NOOP", on -> {
                                String box = on.small(2);
                                Connection other = on.alone(box);
                                on.selected(box).ok("STORE 2 +FLAGS (\\Flagged)");
                                requireTold(other, "\\flagged");
                            }),
                            store("what one stores silently, another is told by NOOP", on -> {
                                String box = on.small(2);
                                Connection other = on.alone(box);
                                on.selected(box).ok("STORE 2 +FLAGS.SILENT (\\Flagged)");
                                requireTold(other, "\\flagged");
                            }),
                            store("flags outlive the connection", on -> {
                                String box = on.small(1);
                                Connection connection = on.alone(box);
                                connection.ok("STORE 1 +FLAGS (\\Flagged $Forwarded)");
                                connection.close();
                                connection = on.selected(box);
                                connection.require(
                                        connection
                                                .ok("FETCH 1 FLAGS")
                                                .flags(1)
                                                .equals(List.of("$forwarded", "\\flagged")),
                                        "they are others");
                            }),
                            store("a keyword that was made is among FLAGS of the next SELECT", on -> {
                                String box = on.small(1);
                                on.selected(box).ok("STORE 1 +FLAGS (a-keyword)");
                                Answer answer = on.session().ok("SELECT " + box);
                                answer.connection()
                                        .require(
                                                answer.one("FLAGS")
                                                        .value(0)
                                                        .words()
                                                        .contains("a-keyword"),
                                                "it is not");
                            })),
                    BROKEN.stream()
                            .map(command -> rfc(9051, "9", command + " is BAD, and changes nothing", on -> {
                                Connection connection = on.selected(1);
                                connection.bad(command);
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).isEmpty(), "there are flags");
                            })))
            .flatMap(checks -> checks)
            .toList();

    private Storing() {}

    private static Check store(String title, Check.Steps steps) {
        return rfc(9051, "6.4.6", title, steps);
    }

    private static Connection flagged(Examination on) {
        Connection connection = on.selected(1);
        connection.ok("STORE 1 FLAGS (\\Flagged \\Answered)");
        return connection;
    }

    private static Check told(Change change) {
        return store("STORE " + change.what() + " does so, and tells", on -> {
            Connection connection = flagged(on);
            Answer answer = connection.ok("STORE 1 " + change.what());
            if (answer.has("FETCH")) { // nothing need be told where nothing has changed
                connection.require(answer.flags(1).equals(change.left()), "it tells others");
            }
            connection.require(connection.ok("FETCH 1 FLAGS").flags(1).equals(change.left()), "they are others");
        });
    }

    private static Check silent(Change change) {
        String what = change.what().replaceFirst("(?i)FLAGS", "FLAGS.SILENT");
        return store("STORE " + what + " does so, and is silent", on -> {
            Connection connection = flagged(on);
            Answer answer = connection.ok("STORE 1 " + what);
            connection.require(!answer.has("FETCH"), "it tells");
            connection.require(connection.ok("FETCH 1 FLAGS").flags(1).equals(change.left()), "they are others");
        });
    }

    private static void requireTold(Connection other, String flag) {
        Answer answer = other.ok("NOOP");
        other.require(answer.flags(2).contains(flag), "it is not told");
    }
}

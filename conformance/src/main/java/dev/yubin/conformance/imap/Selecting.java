package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** SELECT, EXAMINE, CLOSE and UNSELECT: RFC 9051 sections 6.3.2, 6.3.3, 6.4.1 and 6.4.2, RFC 3501. */
final class Selecting {
    private static final Set<String> SYSTEM_FLAGS = Set.of("\\answered", "\\flagged", "\\deleted", "\\seen", "\\draft");

    static final List<Check> CHECKS = Stream.concat(
                    Stream.of("SELECT", "EXAMINE").flatMap(Selecting::both),
                    Stream.of(
                            rfc(9051, "6.3.2", "SELECT says READ-WRITE", on -> {
                                String box = on.small(1);
                                Answer answer = on.session().ok("SELECT " + box);
                                answer.connection().require(answer.tagged().has("READ-WRITE"), "the code is missing");
                            }),
                            rfc(9051, "6.3.3", "EXAMINE says READ-ONLY", on -> {
                                String box = on.small(1);
                                Answer answer = on.session().ok("EXAMINE " + box);
                                answer.connection().require(answer.tagged().has("READ-ONLY"), "the code is missing");
                            }),
                            rfc(9051, "6.3.2", "PERMANENTFLAGS are among FLAGS, but for \\*", on -> {
                                Answer answer = on.session().ok("SELECT " + on.small(1));
                                List<String> flags =
                                        answer.one("FLAGS").value(0).words();
                                List<String> permanent =
                                        answer.code("PERMANENTFLAGS").get(0).words();
                                answer.connection()
                                        .require(
                                                permanent.stream()
                                                        .allMatch(flag -> flag.equals("\\*") || flags.contains(flag)),
                                                "one is not");
                            }),
                            rfc(3501, "6.3.1", "SELECT tells RECENT, unless it speaks IMAP4rev2 alone", on -> {
                                on.need("IMAP4REV1");
                                on.session().ok("SELECT " + on.small(1)).one("RECENT");
                            }),
                            rfc(9051, "6.3.3", "neither FETCH nor STORE changes flags behind EXAMINE", on -> {
                                String box = on.small(1);
                                Connection connection = on.session();
                                connection.ok("EXAMINE " + box);
                                connection.ok("FETCH 1 BODY[]");
                                connection.say("STORE 1 +FLAGS (\\Flagged)");
                                connection.ok("EXAMINE " + box);
                                Answer answer = connection.ok("FETCH 1 FLAGS");
                                connection.require(answer.flags(1).isEmpty(), "there are flags");
                            }),
                            rfc(9051, "6.3.3", "EXPUNGE is refused or removes nothing behind EXAMINE", on -> {
                                String box = on.small(1);
                                on.selected(box).ok("STORE 1 +FLAGS (\\Deleted)");
                                Connection connection = on.session();
                                connection.ok("EXAMINE " + box);
                                connection.say("EXPUNGE");
                                Answer status = connection.ok("STATUS " + box + " (MESSAGES)");
                                connection.require(States.messages(status) == 1, "it is gone");
                            }),
                            rfc(
                                    9051,
                                    "6.3.2",
                                    "SELECT of no mailbox is refused by NO, and none is selected then",
                                    on -> {
                                        Connection connection = on.selected(1);
                                        connection.no("SELECT " + on.name());
                                        connection.refused("FETCH 1 FLAGS");
                                        connection.ok("NOOP");
                                    }),
                            rfc(5530, "3", "SELECT of no mailbox is refused with [NONEXISTENT]", on -> {
                                Answer answer = on.session().no("SELECT " + on.name());
                                answer.connection().require(answer.tagged().has("NONEXISTENT"), "the code is another");
                            }),
                            rfc(9051, "6.3.2", "SELECT of another mailbox deselects the one before", on -> {
                                String empty = on.box();
                                Connection connection = on.selected(2);
                                Answer answer = connection.ok("SELECT " + empty);
                                connection.require(answer.one("EXISTS").number() == 0, "there are messages");
                            }),
                            rfc(9051, "6.3.2", "another SELECT says CLOSED between the mailboxes", on -> {
                                        String empty = on.box();
                                        Connection connection = on.selected(2);
                                        Answer answer = connection.ok("SELECT " + empty);
                                        connection.require(
                                                answer.findCode("CLOSED").isPresent(), "CLOSED is missing");
                                        connection.require(
                                                answer.untagged()
                                                                .indexOf(answer.findCode("CLOSED")
                                                                        .orElseThrow())
                                                        < answer.untagged().indexOf(answer.one("EXISTS")),
                                                "CLOSED stands behind EXISTS");
                                    })
                                    .needing("QRESYNC"),
                            rfc(9051, "6.3.2", "INBOX may be written in any case", on -> {
                                Connection connection = on.session();
                                for (String inbox : List.of("INBOX", "inbox", "InBox", "\"inBOX\"")) {
                                    connection.ok("EXAMINE " + inbox);
                                }
                            }),
                            rfc(9051, "6.3.2", "SELECT of the selected mailbox tells all of it again", on -> {
                                String box = on.small(2);
                                Connection connection = on.selected(box);
                                Answer answer = connection.ok("SELECT " + box);
                                connection.require(answer.one("EXISTS").number() == 2, "there are 2 messages");
                            }),
                            rfc(9051, "6.3.2", "UIDVALIDITY and UIDNEXT are the same on another connection", on -> {
                                String box = on.small(2);
                                Answer one = on.session().ok("EXAMINE " + box);
                                Answer other = on.loggedIn().ok("EXAMINE " + box);
                                other.connection()
                                        .require(
                                                one.codeNumber("UIDVALIDITY") == other.codeNumber("UIDVALIDITY")
                                                        && one.codeNumber("UIDNEXT") == other.codeNumber("UIDNEXT"),
                                                "they differ");
                            }),
                            rfc(9051, "6.4.1", "CLOSE removes what is deleted, without EXPUNGE", on -> {
                                String box = on.small(2);
                                Connection connection = on.selected(box);
                                connection.ok("STORE 1 +FLAGS (\\Deleted)");
                                Answer closed = connection.ok("CLOSE");
                                connection.require(!closed.has("EXPUNGE") && !closed.has("VANISHED"), "it tells of it");
                                connection.require(
                                        States.messages(connection.ok("STATUS " + box + " (MESSAGES)")) == 1,
                                        "one is left");
                            }),
                            rfc(9051, "6.4.1", "CLOSE behind EXAMINE removes nothing", on -> {
                                String box = on.small(2);
                                on.selected(box).ok("STORE 1 +FLAGS (\\Deleted)");
                                Connection connection = on.session();
                                connection.ok("EXAMINE " + box);
                                connection.ok("CLOSE");
                                connection.require(
                                        States.messages(connection.ok("STATUS " + box + " (MESSAGES)")) == 2,
                                        "both are left");
                            }),
                            rfc(9051, "6.4.2", "UNSELECT removes nothing, and nothing is selected then", on -> {
                                        String box = on.small(1);
                                        Connection connection = on.selected(box);
                                        connection.ok("STORE 1 +FLAGS (\\Deleted)");
                                        connection.ok("UNSELECT");
                                        connection.refused("FETCH 1 FLAGS");
                                        connection.require(
                                                States.messages(connection.ok("STATUS " + box + " (MESSAGES)")) == 1,
                                                "it is gone");
                                    })
                                    .needing("UNSELECT"),
                            rfc(9051, "6.4.1", "behind CLOSE nothing is selected", on -> {
                                Connection connection = on.selected(1);
                                connection.ok("CLOSE");
                                connection.refused("SEARCH ALL");
                                connection.refused("CLOSE");
                                connection.ok("NOOP");
                            }),
                            rfc(3501, "6.4.1", "CHECK is answered", on -> {
                                on.need("IMAP4REV1");
                                on.selected(1).ok("CHECK");
                            })))
            .toList();

    private Selecting() {}

    private static Stream<Check> both(String verb) {
        String section = verb.equals("SELECT") ? "6.3.2" : "6.3.3";
        return Stream.of(
                rfc(9051, section, verb + " tells FLAGS, EXISTS, UIDVALIDITY, UIDNEXT and PERMANENTFLAGS", on -> {
                    Answer answer = on.session().ok(verb + ' ' + on.small(3));
                    answer.connection().require(answer.one("EXISTS").number() == 3, "there are 3 messages");
                    List<String> flags = answer.one("FLAGS").value(0).words();
                    answer.connection().require(flags.containsAll(SYSTEM_FLAGS), "FLAGS lacks one of " + SYSTEM_FLAGS);
                    answer.connection().require(answer.codeNumber("UIDVALIDITY") > 0, "UIDVALIDITY is from 1");
                    answer.connection().require(answer.codeNumber("UIDNEXT") > 3, "UIDNEXT is above all UIDs");
                    answer.code("PERMANENTFLAGS");
                }),
                rfc(9051, section, verb + " of an empty mailbox says 0 EXISTS", on -> {
                    Answer answer = on.session().ok(verb + ' ' + on.box());
                    answer.connection().require(answer.one("EXISTS").number() == 0, "it is empty");
                }),
                rfc(9051, section, verb + " without a name, or with two, is BAD", on -> {
                    Connection connection = on.session();
                    connection.bad(verb);
                    connection.bad(verb + " INBOX INBOX");
                    connection.ok("NOOP");
                }));
    }
}

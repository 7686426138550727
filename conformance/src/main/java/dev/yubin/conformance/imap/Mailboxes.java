package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import dev.yubin.conformance.internal.Omission;
import java.util.List;

/** CREATE, DELETE, RENAME and subscriptions: RFC 9051 sections 6.3.4 to 6.3.8. */
final class Mailboxes {
    static final List<Check> CHECKS = List.of(
            rfc(9051, "6.3.4", "CREATE makes an empty mailbox that LIST and SELECT find", on -> {
                String name = on.name();
                Connection connection = on.session();
                connection.ok("CREATE " + name);
                connection.require(listed(connection, name), "LIST does not find it");
                connection.require(
                        connection.ok("SELECT " + name).one("EXISTS").number() == 0, "there are messages in it");
            }),
            rfc(9051, "6.3.4", "CREATE of a mailbox that is there is refused by NO", on -> {
                String name = on.box();
                on.session().no("CREATE " + name);
            }),
            rfc(5530, "3", "CREATE of a mailbox that is there is refused with [ALREADYEXISTS]", on -> {
                Answer answer = on.session().no("CREATE " + on.box());
                answer.connection().require(answer.tagged().has("ALREADYEXISTS"), "the code is another");
            }),
            rfc(9051, "6.3.4", "CREATE INBOX is refused, in any case of its letters", on -> {
                Connection connection = on.session();
                connection.no("CREATE INBOX");
                connection.no("CREATE inBOX");
            }),
            rfc(9051, "6.3.4", "CREATE of a name with the delimiter at its end is taken", on -> {
                String name = on.name();
                Connection connection = on.session();
                if (on.place().delimiter().isEmpty()) {
                    throw Omission.notOffered("mailbox names have one level");
                }
                connection.ok("CREATE " + name + on.place().delimiter());
            }),
            rfc(9051, "6.3.4", "CREATE makes the levels above, or lists them as none", on -> {
                String parent = on.name();
                String child = on.under(parent, "b");
                Connection connection = on.session();
                connection.ok("CREATE " + child);
                connection.require(listed(connection, child), "LIST does not find it");
                connection.ok("SELECT " + child);
            }),
            rfc(9051, "6.3.4", "CREATE below a mailbox that is there is taken", on -> {
                String parent = on.box(Letters.small("one"));
                String child = on.under(parent, "child");
                Connection connection = on.session();
                connection.ok("CREATE " + child);
                connection.require(
                        States.messages(connection.ok("STATUS " + parent + " (MESSAGES)")) == 1, "it lost a message");
            }),
            rfc(9051, "6.3.4", "names differ by the case of their letters, or are one", on -> {
                String name = on.name();
                String other = on.names() + "CASE-" + name.length();
                Connection connection = on.session();
                connection.ok("CREATE " + other);
                Answer lower = connection.say("SELECT " + on.names() + "case-" + name.length());
                connection.ok("EXAMINE INBOX");
                connection.ok("DELETE " + other);
                connection.require(lower.ok() || lower.tagged().name().equals("NO"), "SELECT is OK or NO");
            }),
            rfc(9051, "6.3.4", "a mailbox that is made again has another UIDVALIDITY or goes on with its UIDs", on -> {
                String name = on.box(Letters.small("one"));
                Connection connection = on.session();
                Answer before = connection.ok("EXAMINE " + name);
                connection.ok("EXAMINE INBOX");
                connection.ok("DELETE " + name);
                connection.ok("CREATE " + name);
                Answer after = connection.ok("EXAMINE " + name);
                connection.require(
                        after.codeNumber("UIDVALIDITY") > before.codeNumber("UIDVALIDITY")
                                || after.codeNumber("UIDVALIDITY") == before.codeNumber("UIDVALIDITY")
                                        && after.codeNumber("UIDNEXT") >= before.codeNumber("UIDNEXT"),
                        "UIDs may come again");
            }),
            rfc(9051, "6.3.4", "a name of 200 characters is taken or refused by NO", on -> {
                String name = on.name() + "x".repeat(200 - on.name().length());
                Connection connection = on.session();
                Answer answer = connection.say("CREATE " + name);
                connection.require(!answer.bad(), "it is BAD");
                if (answer.ok()) {
                    connection.require(listed(connection, name), "LIST does not find it");
                    connection.ok("DELETE " + name);
                }
            }),
            rfc(3501, "5.1.3", "a name in modified UTF-7 is listed as it was made", on -> {
                        String name = on.names() + "&ZeVnLIqe-";
                        Connection connection = on.session();
                        connection.ok("CREATE " + name);
                        boolean listed = listed(connection, name);
                        connection.ok("DELETE " + name);
                        connection.require(listed, "LIST does not find it");
                    })
                    .needing("IMAP4REV1"),
            rfc(3501, "5.1.3", "a name that is no modified UTF-7 is refused, or listed as it was made", on -> {
                        String name = on.names() + "&broken";
                        Connection connection = on.session();
                        if (connection.say("CREATE " + name).ok()) {
                            boolean listed = listed(connection, name);
                            connection.ok("DELETE " + name);
                            connection.require(listed, "LIST does not find it");
                        }
                    })
                    .needing("IMAP4REV1"),
            rfc(9051, "6.3.5", "DELETE removes a mailbox and its messages", on -> {
                String name = on.small(1);
                Connection connection = on.session();
                connection.ok("DELETE " + name);
                connection.require(!listed(connection, name), "LIST finds it");
                connection.no("SELECT " + name);
            }),
            rfc(
                    9051,
                    "6.3.5",
                    "DELETE of no mailbox is refused by NO",
                    on -> on.session().no("DELETE " + on.name())),
            rfc(5530, "3", "DELETE of no mailbox is refused with [NONEXISTENT]", on -> {
                Answer answer = on.session().no("DELETE " + on.name());
                answer.connection().require(answer.tagged().has("NONEXISTENT"), "the code is another");
            }),
            rfc(
                    9051,
                    "6.3.5",
                    "DELETE INBOX is refused by NO",
                    on -> on.session().no("DELETE INBOX")),
            rfc(9051, "6.3.5", "DELETE of a mailbox with one below leaves that, or is refused", on -> {
                String parent = on.box();
                String child = on.under(parent, "child");
                Connection connection = on.session();
                connection.ok("CREATE " + child);
                connection.say("DELETE " + parent);
                connection.require(listed(connection, child), "the one below is gone");
                connection.ok("EXAMINE " + child);
            }),
            rfc(9051, "6.3.5", "who has a mailbox selected that another deletes can go on", on -> {
                String name = on.small(1);
                Connection connection = on.alone(name);
                Connection other = on.session();
                if (other.say("DELETE " + name).ok()) {
                    connection.send("d1 NOOP\r\nd2 LOGOUT\r\n");
                    while (connection.responseOrEnd().isPresent()) {
                        // whatever comes is held to the grammar
                    }
                }
            }),
            rfc(9051, "6.3.6", "RENAME takes the messages along, with their UIDs and flags", on -> {
                String name = on.small(2);
                String to = on.name();
                Connection connection = on.selected(name);
                connection.ok("STORE 2 +FLAGS (\\Flagged)");
                Answer before = connection.ok("UID FETCH 1:* FLAGS");
                connection.ok("EXAMINE INBOX");
                connection.ok("RENAME " + name + ' ' + to);
                connection.require(!listed(connection, name) && listed(connection, to), "LIST finds the wrong one");
                connection.ok("SELECT " + to);
                Answer after = connection.ok("UID FETCH 1:* FLAGS");
                for (long number : List.of(1L, 2L)) {
                    connection.require(
                            after.item(number, "UID").equals(before.item(number, "UID"))
                                    && after.flags(number).equals(before.flags(number)),
                            "they differ");
                }
            }),
            rfc(9051, "6.3.6", "RENAME takes those below along", on -> {
                String name = on.box();
                String child = on.under(name, "c");
                String to = on.name();
                String moved = on.under(to, "c");
                Connection connection = on.session();
                connection.ok("CREATE " + child);
                connection.ok("RENAME " + name + ' ' + to);
                connection.require(listed(connection, moved) && !listed(connection, child), "it is not moved");
            }),
            rfc(9051, "6.3.6", "RENAME of no mailbox, or to one that is there, is refused by NO", on -> {
                String name = on.box();
                String other = on.box();
                Connection connection = on.session();
                connection.no("RENAME " + on.name() + ' ' + on.name());
                connection.no("RENAME " + name + ' ' + other);
                connection.no("RENAME " + name + " INBOX");
                connection.require(listed(connection, name) && listed(connection, other), "one is gone");
            }),
            rfc(9051, "6.3.6", "RENAME below itself is refused", on -> {
                String name = on.box();
                Connection connection = on.session();
                connection.refused("RENAME " + name + ' ' + on.under(name, "x"));
                connection.require(listed(connection, name), "it is gone");
            }),
            rfc(9051, "6.3.6", "RENAME with one name is BAD", on -> on.session().bad("RENAME INBOX")),
            rfc(9051, "6.3.7", "SUBSCRIBE and UNSUBSCRIBE show in LSUB, or in LIST (SUBSCRIBED)", on -> {
                String name = on.box();
                Connection connection = on.session();
                connection.ok("SUBSCRIBE " + name);
                boolean subscribed = subscribed(on, connection, name);
                connection.ok("UNSUBSCRIBE " + name);
                connection.require(subscribed, "it is not there behind SUBSCRIBE");
                connection.require(!subscribed(on, connection, name), "it is there behind UNSUBSCRIBE");
            }),
            rfc(9051, "6.3.7", "SUBSCRIBE may come again", on -> {
                String name = on.box();
                Connection connection = on.session();
                connection.ok("SUBSCRIBE " + name);
                connection.ok("SUBSCRIBE " + name);
                connection.ok("UNSUBSCRIBE " + name);
            }),
            rfc(9051, "6.3.7", "a mailbox that is deleted stays subscribed", on -> {
                String name = on.box();
                Connection connection = on.session();
                connection.ok("SUBSCRIBE " + name);
                connection.ok("DELETE " + name);
                boolean subscribed = subscribed(on, connection, name);
                connection.ok("UNSUBSCRIBE " + name);
                connection.require(subscribed, "it is not");
            }),
            rfc(3501, "6.3.9", "LSUB lists the level above what % does not reach, with \\Noselect", on -> {
                        String parent = on.box();
                        String child = on.under(parent, "c");
                        Connection connection = on.session();
                        connection.ok("CREATE " + child);
                        connection.ok("SUBSCRIBE " + child);
                        Answer answer = connection.ok("LSUB \"\" " + on.names() + "%");
                        connection.ok("UNSUBSCRIBE " + child);
                        List<Response> found = answer.all("LSUB").stream()
                                .filter(lsub -> lsub.value(2).text().equals(parent))
                                .toList();
                        connection.require(found.size() == 1, "it is not there once");
                        connection.require(
                                found.get(0).value(0).words().contains("\\noselect"), "\\Noselect is missing");
                    })
                    .needing("IMAP4REV1"));

    private Mailboxes() {}

    static boolean listed(Connection connection, String name) {
        return connection.ok("LIST \"\" " + Examination.quoted(name)).all("LIST").stream()
                .anyMatch(list -> list.value(2).text().equals(name)
                        && !list.value(0).words().contains("\\nonexistent"));
    }

    private static boolean subscribed(Examination on, Connection connection, String name) {
        if (on.offers("IMAP4REV1")) {
            return connection.ok("LSUB \"\" " + Examination.quoted(name)).has("LSUB");
        }
        return connection
                .ok("LIST (SUBSCRIBED) \"\" " + Examination.quoted(name))
                .has("LIST");
    }
}

package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;

/** ID, ENABLE and what IMAP4rev2 does otherwise than IMAP4rev1: RFC 2971, RFC 9051 section 6.3.1 and appendix E. */
final class Revisions {
    static final List<Check> CHECKS = List.of(
            id("ID is answered by fields of strings, or NIL", on -> {
                Value fields = on.session().ok("ID NIL").one("ID").value(0);
                on.session()
                        .require(
                                fields.isNil()
                                        || fields.size() % 2 == 0
                                                && fields.items().stream().allMatch(Value::isNstring),
                                "they are others");
            }),
            id(
                    "ID takes fields, and values of NIL",
                    on -> on.session()
                            .ok("ID (\"name\" \"conformance\" \"version\" NIL)")
                            .one("ID")),
            id("ID takes an empty list", on -> on.session().ok("ID ()").one("ID")),
            id("ID is answered before login", on -> {
                Connection connection = on.ready();
                if (Examination.capabilities(connection).contains("ID")) {
                    connection.ok("ID (\"name\" \"conformance\")").one("ID");
                }
            }),
            id("ID with half a pair is BAD", on -> {
                Connection connection = on.session();
                connection.bad("ID (\"name\")");
                connection.bad("ID");
                connection.ok("NOOP");
            }),
            rfc(9051, "6.3.1", "ENABLE of what nobody knows is OK, and enables nothing", on -> {
                        Connection connection = on.loggedIn();
                        Answer answer = connection.ok("ENABLE X-NO-SUCH");
                        connection.require(
                                answer.all("ENABLED").stream()
                                        .allMatch(enabled -> enabled.values().isEmpty()),
                                "it enables");
                    })
                    .needing("ENABLE"),
            rfc(9051, "6.3.1", "ENABLE without a capability is BAD", on -> {
                        Connection connection = on.session();
                        connection.bad("ENABLE");
                        connection.ok("NOOP");
                    })
                    .needing("ENABLE"),
            rfc(7162, "3.1", "ENABLE CONDSTORE is answered by ENABLED", on -> {
                        Connection connection = on.loggedIn();
                        connection.require(
                                connection.ok("ENABLE CONDSTORE").one("ENABLED").texts().stream()
                                        .anyMatch("CONDSTORE"::equalsIgnoreCase),
                                "it is not");
                    })
                    .needing("ENABLE", "CONDSTORE"),
            rev2("ENABLE IMAP4rev2 is answered by ENABLED", on -> {
                Connection connection = on.loggedIn();
                connection.require(
                        connection.ok("ENABLE IMAP4rev2").one("ENABLED").texts().stream()
                                .anyMatch("IMAP4rev2"::equalsIgnoreCase),
                        "it is not");
            }),
            rev2("SEARCH is answered by ESEARCH", on -> {
                Connection connection = rev2(on, on.small(2));
                Answer answer = connection.ok("SEARCH ALL");
                connection.require(!answer.has("SEARCH"), "SEARCH comes");
                connection.require(answer.found().equals(List.of(1L, 2L)), "it finds others");
            }),
            rev2("SELECT is answered by LIST, and by no RECENT", on -> {
                String box = on.small(1);
                Connection connection = rev2(on, "INBOX");
                Answer answer = connection.ok("SELECT " + box);
                connection.require(answer.one("LIST").value(2).text().equals(box), "LIST is of another");
                connection.require(!answer.has("RECENT"), "RECENT comes");
            }),
            rev2("\\Recent is no flag any more", on -> {
                Connection connection = rev2(on, on.small(1));
                connection.require(
                        !connection.ok("FETCH 1 FLAGS").item(1, "FLAGS").words().contains("\\recent"), "it is there");
            }),
            rev2("names are UTF-8, and those of modified UTF-7 before are the same", on -> {
                Connection connection = rev2(on, "INBOX");
                String name = on.names() + Utf8.UTF_8;
                connection.ok("CREATE \"" + name + "\"");
                boolean listed = connection.ok("LIST \"\" \"" + name + "\"").all("LIST").stream()
                        .anyMatch(list -> list.value(2).text().equals(name));
                boolean before = !on.offers("IMAP4REV1") || Mailboxes.listed(on.session(), on.names() + Utf8.UTF_7);
                connection.ok("DELETE \"" + name + "\"");
                connection.require(listed, "it is not listed in UTF-8");
                connection.require(before, "it is not listed in modified UTF-7");
            }),
            rev2("a name that is neither UTF-8 nor ASCII is refused", on -> {
                Connection connection = rev2(on, "INBOX");
                connection.refused("CREATE \"" + on.names() + "\u00ff\u00fe\"");
                connection.ok("NOOP");
            }),
            rev2("IDLE, NAMESPACE, UNSELECT, UID EXPUNGE, MOVE and STATUS of SIZE are there", on -> {
                String box = on.small(2);
                String to = on.box();
                Connection connection = rev2(on, box);
                connection.ok("IDLE", "DONE");
                connection.ok("NAMESPACE").one("NAMESPACE");
                connection.ok("STORE 1 +FLAGS (\\Deleted)");
                connection.ok("UID EXPUNGE 1:*");
                connection.ok("MOVE 1 " + to);
                connection.ok("UNSELECT");
                connection.ok("STATUS " + to + " (SIZE DELETED)").one("STATUS");
            }),
            rev2("FETCH of BINARY is there", on -> {
                Connection connection = rev2(on, on.standard());
                connection.require(
                        connection
                                        .ok("FETCH 2 BINARY.PEEK[2]")
                                        .item(2, "BINARY[2]")
                                        .text()
                                        .length()
                                == 4,
                        "it is not");
            }),
            rev2("a charset need not be said for search texts in UTF-8", on -> {
                String box = on.box(Letters.small("=?utf-8?b?" + "Y2Fmw6k=" + "?="));
                Connection connection = rev2(on, box);
                connection.require(
                        connection
                                .ok("SEARCH SUBJECT {5}", "caf\u00c3\u00a9")
                                .found()
                                .equals(List.of(1L)),
                        "it finds others");
            }),
            rev2("without ENABLE the session speaks IMAP4rev1", on -> {
                on.need("IMAP4REV1");
                Connection connection = on.selected(on.small(1));
                connection.require(connection.ok("SEARCH ALL").has("SEARCH"), "SEARCH does not come");
            }),
            rfc(
                            9051,
                            "6.4.4",
                            "SEARCH without RETURN is answered by SEARCH",
                            on -> on.selected(on.small(1)).ok("SEARCH ALL").one("SEARCH"))
                    .needing("IMAP4REV1"),
            rfc(8437, "3", "UNAUTHENTICATE forgets the user, and another login is taken", on -> {
                        Connection connection = on.alone(on.small(1));
                        connection.ok("UNAUTHENTICATE");
                        connection.refused("SEARCH ALL");
                        connection.refused("LIST \"\" *");
                        connection.ok(on.login());
                        connection.ok("LIST \"\" INBOX");
                    })
                    .needing("UNAUTHENTICATE"),
            rfc(9585, "4", "what is told of a command's progress is untagged, of that command, and can be", on -> {
                        Connection connection = on.reading();
                        String tag = connection.begin("SEARCH TEXT \"nobody has written this\"");
                        Answer answer = connection.answer(tag);
                        connection.require(answer.ok() && !answer.tagged().has("INPROGRESS"), "it ends with OK alone");
                        answer.untagged().stream()
                                .filter(told -> told.has("INPROGRESS"))
                                .forEach(told -> progress(connection, tag, told));
                    })
                    .needing("INPROGRESS"),
            rfc(9586, "3.2", "UIDONLY: what names messages by number is BAD, with a code that says so", on -> {
                        Connection connection = uidOnly(on, on.small(2));
                        for (String command : List.of("FETCH 1 FLAGS", "SEARCH ALL", "COPY 1 INBOX", "UID SEARCH 1")) {
                            Answer answer = connection.bad(command);
                            connection.require(answer.tagged().has("UIDREQUIRED"), "UIDREQUIRED is missing");
                        }
                    })
                    .needing("ENABLE", "UIDONLY"),
            rfc(9586, "3.3", "UIDONLY: a message is told of by UIDFETCH", on -> {
                        Connection connection = uidOnly(on, on.small(3));
                        List<Long> uids = connection.ok("UID SEARCH ALL").found();
                        Answer answer = connection.ok("UID FETCH 1:* FLAGS");
                        connection.require(
                                answer.all("UIDFETCH").stream()
                                        .map(Response::number)
                                        .toList()
                                        .equals(uids),
                                "it is of others");
                        connection.require(!answer.has("FETCH"), "FETCH comes");
                        answer = connection.ok("UID STORE " + uids.get(1) + " +FLAGS (\\Seen)");
                        connection.require(answer.one("UIDFETCH").number() == uids.get(1), "it is of another");
                    })
                    .needing("ENABLE", "UIDONLY"),
            rfc(9586, "3.4", "UIDONLY: what is removed is told by VANISHED", on -> {
                        Connection connection = uidOnly(on, on.small(3));
                        List<Long> uids = connection.ok("UID SEARCH ALL").found();
                        connection.ok("UID STORE " + uids.get(1) + " +FLAGS (\\Deleted)");
                        Answer answer = connection.ok("EXPUNGE");
                        connection.require(!answer.has("EXPUNGE"), "EXPUNGE comes");
                        connection.require(
                                Answer.numbers(answer.one("VANISHED").value(0).text())
                                        .equals(List.of(uids.get(1))),
                                "it is of another");
                        connection.require(connection.exists() == 2, "2 are left");
                    })
                    .needing("ENABLE", "UIDONLY"),
            rfc(10022, "3.1.3.3.1", "UIDBATCHES of more than there are tells one range, of all messages", on -> {
                        Connection connection = on.selected(3);
                        List<Long> uids = connection.ok("UID SEARCH ALL").found();
                        String tag = connection.begin("UIDBATCHES 500");
                        Answer answer = connection.answer(tag);
                        Response batches = answer.one("UIDBATCHES");
                        connection.require(
                                batches.value(0).pairs().get("TAG").text().equals(tag), "it has its tag");
                        connection.require(batches.values().size() == 2, "there is one range");
                        List<Long> within = Answer.numbers(batches.value(1).text());
                        connection.require(within.containsAll(uids), "it is of others");
                        connection.require(within.get(0) >= within.get(within.size() - 1), "the greatest UID is first");
                    })
                    .needing("UIDBATCHES"),
            rfc(10022, "3.1.6", "UIDBATCHES of an empty mailbox, or of batches that are not there, tells none", on -> {
                        Connection connection = on.selected(0);
                        connection.require(
                                connection
                                                .ok("UIDBATCHES 500")
                                                .one("UIDBATCHES")
                                                .values()
                                                .size()
                                        == 1,
                                "it tells some");
                        connection = on.selected(1);
                        connection.require(
                                connection
                                                .ok("UIDBATCHES 2000 6:8")
                                                .one("UIDBATCHES")
                                                .values()
                                                .size()
                                        == 1,
                                "it tells some");
                    })
                    .needing("UIDBATCHES"),
            rfc(10022, "3.1.3.2", "UIDBATCHES of too few is NO, and of batches in the wrong order BAD", on -> {
                        Connection connection = on.selected(1);
                        Answer few = connection.no("UIDBATCHES 1");
                        connection.require(few.tagged().has("TOOFEW"), "TOOFEW is missing");
                        Answer wrong = connection.bad("UIDBATCHES 2000 4:1");
                        connection.require(wrong.tagged().has("CLIENTBUG"), "CLIENTBUG is missing");
                        connection.bad("UIDBATCHES");
                        connection.bad("UIDBATCHES 0");
                        connection.bad("UIDBATCHES 500 1");
                        connection.ok("NOOP");
                    })
                    .needing("UIDBATCHES"));

    private Revisions() {}

    /** A connection of its own that names messages by UID alone, with this mailbox selected. */
    private static Connection uidOnly(Examination on, String box) {
        Connection connection = on.loggedIn();
        connection.require(
                connection.ok("ENABLE UIDONLY").one("ENABLED").texts().stream().anyMatch("UIDONLY"::equalsIgnoreCase),
                "it is not enabled");
        connection.ok("SELECT " + box);
        return connection;
    }

    private static void progress(Connection connection, String tag, Response told) {
        connection.require(told.ok(), "INPROGRESS stands in an OK");
        if (told.codeValues().isEmpty()) {
            return;
        }
        List<Value> parts = told.codeValues().get(0).items();
        connection.require(parts.size() == 3, "INPROGRESS has three parts, or none");
        Value done = parts.get(1);
        Value goal = parts.get(2);
        connection.require(parts.get(0).isNil() || parts.get(0).text().equals(tag), "the tag is of another");
        connection.require(
                done.isNil() ? goal.isNil() : goal.isNil() || done.number() < goal.number(),
                "the goal is more than is done");
    }

    private static Check id(String title, Check.Steps steps) {
        return rfc(2971, "3", title, steps).needing("ID");
    }

    private static Check rev2(String title, Check.Steps steps) {
        return rfc(9051, "E", "IMAP4rev2: " + title, steps).needing("IMAP4REV2");
    }

    /** A connection of its own that speaks IMAP4rev2, with this mailbox selected. */
    private static Connection rev2(Examination on, String box) {
        Connection connection = on.loggedIn();
        connection.ok("ENABLE IMAP4rev2");
        connection.ok("SELECT " + box);
        return connection;
    }
}

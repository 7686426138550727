package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** LIST with its extensions, NAMESPACE and STATUS: RFC 9051 sections 6.3.9 to 6.3.11, RFC 5258, 5819 and 6154. */
final class Listing {
    private static final List<String> BROKEN = List.of(
            "LIST",
            "LIST \"\"",
            "LIST \"\" (",
            "STATUS INBOX",
            "STATUS INBOX ()",
            "STATUS INBOX (NOTHING)",
            "STATUS INBOX MESSAGES",
            "STATUS (MESSAGES)",
            "NAMESPACE x",
            "SUBSCRIBE",
            "UNSUBSCRIBE",
            "CREATE",
            "DELETE",
            "DELETE INBOX x");

    private static final List<String> BROKEN_EXTENDED = List.of(
            "LIST (NOTHING) \"\" *",
            "LIST (RECURSIVEMATCH) \"\" *",
            "LIST \"\" * RETURN (NOTHING)",
            "LIST \"\" * RETURN",
            "LIST (SUBSCRIBED \"\" *",
            "LIST \"\" ()");

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            list("LIST \"\" \"\" tells the delimiter", on -> {
                                Response list =
                                        on.session().ok("LIST \"\" \"\"").one("LIST");
                                on.session()
                                        .require(
                                                list.value(1).isNil()
                                                        || list.value(1).text().length() == 1,
                                                "it is a character or NIL");
                            }),
                            list("LIST finds INBOX, in any case of its letters", on -> {
                                Connection connection = on.session();
                                for (String inbox : List.of("INBOX", "inbox", "iNbO%")) {
                                    connection.require(
                                            connection.ok("LIST \"\" " + inbox).all("LIST").stream()
                                                    .anyMatch(list ->
                                                            list.value(2).text().equals("INBOX")),
                                            inbox + " finds none");
                                }
                            }),
                            list(
                                    "* matches all levels, and % one",
                                    on -> {
                                        String parent = on.box();
                                        String child = on.under(parent, "c");
                                        Connection connection = on.session();
                                        connection.ok("CREATE " + child);
                                        Set<String> all = names(connection.ok("LIST \"\" " + parent + "*"));
                                        connection.require(all.equals(Set.of(parent, child)), "* finds " + all);
                                        Set<String> one = names(connection.ok("LIST \"\" " + parent + "%"));
                                        connection.require(one.equals(Set.of(parent)), "% finds " + one);
                                        Set<String> below = names(connection.ok("LIST \"\" " + parent
                                                + on.place().delimiter() + "%"));
                                        connection.require(below.equals(Set.of(child)), "below, % finds " + below);
                                    }),
                            list("a reference stands before the pattern", on -> {
                                String parent = on.box();
                                String child = on.under(parent, "c");
                                Connection connection = on.session();
                                connection.ok("CREATE " + child);
                                Set<String> found = names(connection.ok(
                                        "LIST " + parent + on.place().delimiter() + " %"));
                                connection.require(found.equals(Set.of(child)), "it finds " + found);
                            }),
                            list("a pattern that matches nothing finds nothing", on -> {
                                Connection connection = on.session();
                                connection.require(
                                        !connection.ok("LIST \"\" " + on.name()).has("LIST"), "it finds one");
                            }),
                            list("a pattern may have wildcards in its midst", on -> {
                                String box = on.box();
                                String pattern =
                                        box.substring(0, box.length() - 6) + "*" + box.substring(box.length() - 3);
                                Connection connection = on.session();
                                connection.require(
                                        names(connection.ok("LIST \"\" " + pattern))
                                                .contains(box),
                                        "it finds it not");
                            }),
                            list("each mailbox is listed once", on -> {
                                Answer answer = on.session().ok("LIST \"\" \"*\"");
                                List<Response> all = answer.all("LIST");
                                answer.connection().require(names(answer).size() == all.size(), "one is there twice");
                            }),
                            rfc(9051, "7.3.1", "attributes are flags, and the delimiter is a character or NIL", on -> {
                                Answer answer = on.session().ok("LIST \"\" \"*\"");
                                for (Response list : answer.all("LIST")) {
                                    answer.connection()
                                            .require(
                                                    list.value(0).words().stream()
                                                            .allMatch(word -> word.startsWith("\\")),
                                                    "an attribute begins with a backslash");
                                }
                            }),
                            rfc(3348, "3", "\\HasChildren and \\HasNoChildren are told", on -> {
                                        String parent = on.box();
                                        String child = on.under(parent, "c");
                                        Connection connection = on.session();
                                        connection.ok("CREATE " + child);
                                        connection.require(
                                                attributes(connection.ok("LIST \"\" " + parent))
                                                        .contains("\\haschildren"),
                                                "the one above has children");
                                        connection.require(
                                                attributes(connection.ok("LIST \"\" " + child))
                                                        .contains("\\hasnochildren"),
                                                "the one below has none");
                                    })
                                    .needing("CHILDREN"),
                            extended("LIST takes several patterns", on -> {
                                String one = on.box();
                                String other = on.box();
                                Answer answer = on.session().ok("LIST \"\" (" + one + ' ' + other + ")");
                                answer.connection()
                                        .require(names(answer).equals(Set.of(one, other)), "it finds others");
                            }),
                            extended("LIST (SUBSCRIBED) finds what is subscribed, with \\Subscribed", on -> {
                                String one = on.box();
                                on.box();
                                Connection connection = on.session();
                                connection.ok("SUBSCRIBE " + one);
                                Answer answer = connection.ok("LIST (SUBSCRIBED) \"\" " + on.names() + "*");
                                connection.ok("UNSUBSCRIBE " + one);
                                connection.require(names(answer).equals(Set.of(one)), "it finds others");
                                connection.require(
                                        attributes(answer).contains("\\subscribed"), "\\Subscribed is missing");
                            }),
                            extended(
                                    "LIST (SUBSCRIBED) finds what is subscribed and not there, with \\NonExistent",
                                    on -> {
                                        String name = on.box();
                                        Connection connection = on.session();
                                        connection.ok("SUBSCRIBE " + name);
                                        connection.ok("DELETE " + name);
                                        Answer answer = connection.ok("LIST (SUBSCRIBED) \"\" " + on.names() + "*");
                                        connection.ok("UNSUBSCRIBE " + name);
                                        connection.require(
                                                attributes(answer).contains("\\nonexistent"),
                                                "\\NonExistent is missing");
                                    }),
                            extended("RETURN (SUBSCRIBED) tells what is subscribed, and lists all", on -> {
                                String one = on.box();
                                String other = on.box();
                                Connection connection = on.session();
                                connection.ok("SUBSCRIBE " + one);
                                Answer answer = connection.ok("LIST \"\" " + on.names() + "* RETURN (SUBSCRIBED)");
                                connection.ok("UNSUBSCRIBE " + one);
                                connection.require(names(answer).containsAll(Set.of(one, other)), "one is missing");
                                for (Response list : answer.all("LIST")) {
                                    connection.require(
                                            list.value(0).words().contains("\\subscribed")
                                                    == list.value(2).text().equals(one),
                                            "one has \\Subscribed");
                                }
                            }),
                            extended("RECURSIVEMATCH lists whose children are subscribed, with CHILDINFO", on -> {
                                String parent = on.box();
                                String child = on.under(parent, "c");
                                Connection connection = on.session();
                                connection.ok("CREATE " + child);
                                connection.ok("SUBSCRIBE " + child);
                                Answer answer =
                                        connection.ok("LIST (SUBSCRIBED RECURSIVEMATCH) \"\" " + on.names() + "%");
                                connection.ok("UNSUBSCRIBE " + child);
                                Response list = answer.one("LIST");
                                connection.require(list.value(2).text().equals(parent), "it is " + parent);
                                connection.require(
                                        list.values().size() == 4
                                                && Examination.upper(
                                                                list.value(3).toString())
                                                        .contains("CHILDINFO"),
                                        "CHILDINFO is missing");
                            }),
                            extended("RETURN (CHILDREN) tells of children", on -> {
                                Answer answer = on.session().ok("LIST \"\" " + on.box() + " RETURN (CHILDREN)");
                                answer.connection()
                                        .require(
                                                attributes(answer).contains("\\hasnochildren"),
                                                "\\HasNoChildren is missing");
                            }),
                            extended(
                                    "RETURN () lists as without it",
                                    on -> on.session()
                                            .ok("LIST \"\" INBOX RETURN ()")
                                            .one("LIST")),
                            rfc(5819, "2", "RETURN (STATUS ...) tells it of each mailbox", on -> {
                                        String one = on.small(2);
                                        String other = on.box();
                                        Answer answer = on.session()
                                                .ok("LIST \"\" (" + one + ' ' + other
                                                        + ") RETURN (STATUS (MESSAGES UIDNEXT))");
                                        Map<String, Long> found = Map.of(one, 2L, other, 0L);
                                        answer.connection()
                                                .require(answer.all("STATUS").size() == 2, "there are 2 STATUS");
                                        for (Response status : answer.all("STATUS")) {
                                            answer.connection()
                                                    .require(
                                                            status.value(1)
                                                                            .pairs()
                                                                            .get("MESSAGES")
                                                                            .number()
                                                                    == found.get(status.value(0)
                                                                            .text()),
                                                            "MESSAGES is another");
                                        }
                                    })
                                    .needing("LIST-STATUS", "LIST-EXTENDED"),
                            rfc(6154, "2", "LIST (SPECIAL-USE) lists only what is for something", on -> {
                                        Answer answer = on.session().ok("LIST (SPECIAL-USE) \"\" \"*\"");
                                        Set<String> uses = Set.of(
                                                "\\all",
                                                "\\archive",
                                                "\\drafts",
                                                "\\flagged",
                                                "\\junk",
                                                "\\sent",
                                                "\\trash",
                                                "\\important");
                                        for (Response list : answer.all("LIST")) {
                                            answer.connection()
                                                    .require(
                                                            list.value(0).words().stream()
                                                                    .anyMatch(uses::contains),
                                                            "one is not");
                                        }
                                    })
                                    .needing("SPECIAL-USE", "LIST-EXTENDED"),
                            rfc(
                                            6154,
                                            "2",
                                            "RETURN (SPECIAL-USE) is taken",
                                            on -> on.session().ok("LIST \"\" \"%\" RETURN (SPECIAL-USE)"))
                                    .needing("SPECIAL-USE", "LIST-EXTENDED"),
                            rfc(6154, "3", "CREATE (USE ...) makes a mailbox that is for it", on -> {
                                        String name = on.name();
                                        Connection connection = on.session();
                                        connection.ok("CREATE " + name + " (USE (\\Archive))");
                                        Answer answer = connection.ok("LIST (SPECIAL-USE) \"\" " + name);
                                        connection.require(
                                                attributes(answer).contains("\\archive"), "\\Archive is missing");
                                    })
                                    .needing("CREATE-SPECIAL-USE"),
                            rfc(2342, "5", "NAMESPACE has three parts, of lists or NIL", on -> {
                                        Response namespaces =
                                                on.session().ok("NAMESPACE").one("NAMESPACE");
                                        on.session().require(namespaces.values().size() == 3, "there are 3");
                                        for (Value namespace : namespaces.values()) {
                                            on.session()
                                                    .require(namespace.isNil() || namespace.isList(), "one is neither");
                                        }
                                    })
                                    .needing("NAMESPACE"),
                            status("STATUS tells MESSAGES, UIDNEXT, UIDVALIDITY and UNSEEN, as SELECT does", on -> {
                                String box = on.small(3);
                                Connection connection = on.selected(box);
                                connection.ok("STORE 2 +FLAGS (\\Seen)");
                                Answer selected = connection.ok("EXAMINE " + box);
                                connection.ok("EXAMINE INBOX");
                                Map<String, Value> status = connection
                                        .ok("STATUS " + box + " (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)")
                                        .one("STATUS")
                                        .value(1)
                                        .pairs();
                                connection.require(status.get("MESSAGES").number() == 3, "there are 3 messages");
                                connection.require(status.get("UNSEEN").number() == 2, "2 are unseen");
                                for (String code : List.of("UIDNEXT", "UIDVALIDITY")) {
                                    connection.require(
                                            status.get(code).number() == selected.codeNumber(code), code + " differs");
                                }
                            }),
                            status("STATUS tells what is asked for and nothing else", on -> {
                                Answer answer = on.session().ok("STATUS " + on.box() + " (UNSEEN)");
                                answer.connection()
                                        .require(
                                                answer.one("STATUS")
                                                        .value(1)
                                                        .pairs()
                                                        .keySet()
                                                        .equals(Set.of("UNSEEN")),
                                                "there is more");
                            }),
                            status("STATUS does not select", on -> {
                                Connection connection = on.loggedIn();
                                connection.ok("STATUS INBOX (MESSAGES)");
                                connection.refused("SEARCH ALL");
                            }),
                            status(
                                    "STATUS of no mailbox is refused by NO",
                                    on -> on.session().no("STATUS " + on.name() + " (MESSAGES)")),
                            status("items of STATUS may be written in any case", on -> {
                                Answer answer = on.session().ok("STATUS " + on.box() + " (messages UidNext)");
                                answer.connection()
                                        .require(
                                                answer.one("STATUS")
                                                        .value(1)
                                                        .pairs()
                                                        .keySet()
                                                        .equals(Set.of("MESSAGES", "UIDNEXT")),
                                                "one is missing");
                            }),
                            rfc(8438, "2", "STATUS tells SIZE, the sum of all sizes", on -> {
                                        String box = on.small(3);
                                        Connection connection = on.selected(box);
                                        Answer sizes = connection.ok("FETCH 1:* RFC822.SIZE");
                                        long sum = sizes.fetched().values().stream()
                                                .mapToLong(items ->
                                                        items.get("RFC822.SIZE").number())
                                                .sum();
                                        connection.ok("EXAMINE INBOX");
                                        Answer status = connection.ok("STATUS " + box + " (SIZE)");
                                        connection.require(
                                                status.one("STATUS")
                                                                .value(1)
                                                                .pairs()
                                                                .get("SIZE")
                                                                .number()
                                                        == sum,
                                                "it is " + sum);
                                    })
                                    .needing("STATUS=SIZE"),
                            status("STATUS tells DELETED", on -> {
                                        String box = on.small(3);
                                        Connection connection = on.selected(box);
                                        connection.ok("STORE 1,3 +FLAGS (\\Deleted)");
                                        connection.ok("EXAMINE INBOX");
                                        Answer status = connection.ok("STATUS " + box + " (DELETED)");
                                        connection.require(
                                                status.one("STATUS")
                                                                .value(1)
                                                                .pairs()
                                                                .get("DELETED")
                                                                .number()
                                                        == 2,
                                                "it is 2");
                                    })
                                    .needing("IMAP4REV2"),
                            rfc(
                                            3501,
                                            "6.3.10",
                                            "STATUS tells RECENT",
                                            on -> on.session()
                                                    .ok("STATUS " + on.box() + " (RECENT)")
                                                    .one("STATUS"))
                                    .needing("IMAP4REV1")),
                    BROKEN.stream().map(command -> broken(command)),
                    BROKEN_EXTENDED.stream().map(command -> broken(command).needing("LIST-EXTENDED")))
            .flatMap(checks -> checks)
            .toList();

    private Listing() {}

    private static Check list(String title, Check.Steps steps) {
        return rfc(9051, "6.3.9", title, steps);
    }

    private static Check extended(String title, Check.Steps steps) {
        return rfc(5258, "3", title, steps).needing("LIST-EXTENDED");
    }

    private static Check status(String title, Check.Steps steps) {
        return rfc(9051, "6.3.11", title, steps);
    }

    private static Check broken(String command) {
        return rfc(9051, "9", command + " is BAD", on -> {
            Connection connection = on.session();
            connection.bad(command);
            connection.ok("NOOP");
        });
    }

    private static Set<String> names(Answer answer) {
        Set<String> names = new TreeSet<>();
        answer.all("LIST").forEach(list -> names.add(list.value(2).text()));
        return names;
    }

    private static List<String> attributes(Answer answer) {
        return answer.one("LIST").value(0).words();
    }
}

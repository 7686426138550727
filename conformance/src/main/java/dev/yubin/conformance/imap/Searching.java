package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** SEARCH: RFC 9051 section 6.4.4, RFC 3501, RFC 4731 (ESEARCH), RFC 5182 (SEARCHRES) and RFC 5032 (WITHIN). */
final class Searching {
    /** Who is searched: five messages, of which each has something that no other has. */
    private static final List<String> LETTERS = List.of(
            Letters.crlf("""
                    From: ann@conformance.test
                    To: bob@conformance.test
                    Subject: first of all
                    Date: Mon, 7 Feb 1994 21:52:25 -0800
                    Message-ID: <s1@conformance.test>

                    alpha beta
                    """),
            Letters.crlf("""
                    From: "Carl the Great" <carl@conformance.test>
                    To: ann@conformance.test
                    Cc: dora@conformance.test
                    Subject: second
                    Date: Tue, 1 Apr 2025 10:00:00 +0000
                    Message-ID: <s2@conformance.test>

                    beta gamma
                    """),
            Letters.crlf("""
                    From: dora@conformance.test
                    To: ann@conformance.test
                    Bcc: eve@conformance.test
                    Subject: =?utf-8?q?caf=C3=A9?= third
                    Date: Wed, 2 Apr 2025 10:00:00 +0000
                    X-Mark: yes

                    """) + "delta ".repeat(500) + "\r\n",
            Letters.crlf("""
                    From: eve@conformance.test
                    Subject: fourth
                    Date: Thu, 3 Apr 2025 10:00:00 +0000
                    Content-Type: text/plain; charset=utf-8
                    Content-Transfer-Encoding: base64

                    Z3LDvMOfZQ==
                    """),
            Letters.crlf("""
                    Subject: fifth
                    Date: Fri, 4 Apr 2025 10:00:00 +0000

                    """));

    /** As they were delivered, and which flags they have: the first none. */
    private static final List<String> BEFORE = List.of(
            "\" 7-Feb-1994 12:00:00 +0000\" ",
            "(\\Seen) \" 1-Apr-2025 12:00:00 +0000\" ",
            "(\\Answered \\Flagged) \" 2-Apr-2025 12:00:00 +0000\" ",
            "(\\Deleted \\Draft) \" 3-Apr-2025 12:00:00 +0000\" ",
            "($Forwarded \\Seen) \" 4-Apr-2025 12:00:00 +0000\" ");

    private record Key(String key, List<Long> found) {}

    private static Key key(String key, long... found) {
        return new Key(key, Arrays.stream(found).boxed().toList());
    }

    private static final List<Key> KEYS = List.of(
            key("ALL", 1, 2, 3, 4, 5),
            key("all", 1, 2, 3, 4, 5),
            key("ANSWERED", 3),
            key("DELETED", 4),
            key("DRAFT", 4),
            key("FLAGGED", 3),
            key("SEEN", 2, 5),
            key("UNANSWERED", 1, 2, 4, 5),
            key("UNDELETED", 1, 2, 3, 5),
            key("UNDRAFT", 1, 2, 3, 5),
            key("UNFLAGGED", 1, 2, 4, 5),
            key("UNSEEN", 1, 3, 4),
            key("KEYWORD $Forwarded", 5),
            key("KEYWORD $FORWARDED", 5),
            key("UNKEYWORD $Forwarded", 1, 2, 3, 4),
            key("KEYWORD no-such"),
            key("FROM carl", 2),
            key("FROM \"the great\"", 2),
            key("TO ANN@", 2, 3),
            key("CC dora", 2),
            key("BCC eve", 3),
            key("SUBJECT second", 2),
            key("SUBJECT SECOND", 2),
            key("SUBJECT \"of all\"", 1),
            key("SUBJECT no-such"),
            key("HEADER Subject fourth", 4),
            key("HEADER Message-ID s1@", 1),
            key("HEADER x-mark \"\"", 3),
            key("HEADER X-Mark no"),
            key("HEADER To \"\"", 1, 2, 3),
            key("BODY gamma", 2),
            key("BODY beta", 1, 2),
            key("BODY fifth"),
            key("TEXT fifth", 5),
            key("TEXT beta", 1, 2),
            key("LARGER 2000", 3),
            key("SMALLER 2000", 1, 2, 4, 5),
            key("LARGER 4294967295"),
            key("BEFORE 1-Apr-2025", 1),
            key("ON 1-Apr-2025", 2),
            key("ON \"1-Apr-2025\"", 2),
            key("SINCE 2-Apr-2025", 3, 4, 5),
            key("SENTBEFORE 1-Apr-2025", 1),
            key("SENTON 2-Apr-2025", 3),
            key("SENTSINCE 2-Apr-2025", 3, 4, 5),
            key("2", 2),
            key("2:4", 2, 3, 4),
            key("1,5", 1, 5),
            key("*", 5),
            key("4:*", 4, 5),
            key("NOT SEEN", 1, 3, 4),
            key("NOT NOT SEEN", 2, 5),
            key("OR SEEN FLAGGED", 2, 3, 5),
            key("OR OR SEEN FLAGGED DELETED", 2, 3, 4, 5),
            key("SEEN KEYWORD $Forwarded", 5),
            key("(SEEN)", 2, 5),
            key("(SEEN SUBJECT second)", 2),
            key("NOT (SEEN SUBJECT second)", 1, 3, 4, 5),
            key("OR (SEEN 2) (UNSEEN 3:4)", 2, 3, 4),
            key("((((1))))", 1),
            key("UNSEEN 1:3 NOT FLAGGED", 1));

    private static final List<Key> IN_UTF_8 =
            List.of(key("CHARSET US-ASCII SUBJECT second", 2), key("CHARSET UTF-8 SUBJECT second", 2));

    private static final List<String> BROKEN = List.of(
            "SEARCH",
            "SEARCH NOTHING",
            "SEARCH NOT",
            "SEARCH OR SEEN",
            "SEARCH (SEEN",
            "SEARCH SEEN)",
            "SEARCH ()",
            "SEARCH FROM",
            "SEARCH HEADER Subject",
            "SEARCH KEYWORD",
            "SEARCH LARGER x",
            "SEARCH BEFORE yesterday",
            "SEARCH ON 32-Jan-2025",
            "SEARCH ON 1-Abc-2025",
            "SEARCH 0",
            "SEARCH 1:",
            "SEARCH UID",
            "SEARCH UID x",
            "SEARCH CHARSET",
            "SEARCH CHARSET UTF-8",
            "UID SEARCH",
            "UID SEARCH NOTHING");

    static final List<Check> CHECKS = Stream.of(
                    KEYS.stream().map(Searching::finds),
                    IN_UTF_8.stream().map(Searching::finds),
                    Stream.of(
                            search("a search text may be a literal", on -> {
                                Connection connection = searched(on);
                                connection.require(
                                        connection
                                                .ok("SEARCH SUBJECT {6}", "second")
                                                .found()
                                                .equals(List.of(2L)),
                                        "it finds others");
                            }),
                            search("words of 8 bits are found in encoded headers, in UTF-8", on -> {
                                Connection connection = searched(on);
                                connection.require(
                                        connection
                                                .ok("SEARCH CHARSET UTF-8 SUBJECT {5}", "caf\u00c3\u00a9")
                                                .found()
                                                .equals(List.of(3L)),
                                        "it finds others");
                            }),
                            search("words are found in bodies that are encoded", on -> {
                                Connection connection = searched(on);
                                connection.require(
                                        connection
                                                .ok("SEARCH CHARSET UTF-8 BODY {7}", "gr\u00c3\u00bc\u00c3\u009fe")
                                                .found()
                                                .equals(List.of(4L)),
                                        "it finds others");
                            }),
                            search("a charset that is not known is refused by NO with [BADCHARSET]", on -> {
                                Connection connection = searched(on);
                                Answer answer = connection.no("SEARCH CHARSET X-NO-SUCH SUBJECT second");
                                connection.require(answer.tagged().has("BADCHARSET"), "the code is another");
                            }),
                            search("UID SEARCH finds UIDs, and SEARCH UID numbers", on -> {
                                Connection connection = searched(on);
                                List<Long> uids =
                                        connection.ok("UID SEARCH 2:3").found();
                                connection.require(
                                        uids.equals(List.of(uid(connection, 2), uid(connection, 3))),
                                        "it finds others");
                                connection.require(
                                        connection
                                                .ok("SEARCH UID " + uids.get(0) + ':' + uids.get(1))
                                                .found()
                                                .equals(List.of(2L, 3L)),
                                        "it finds others");
                            }),
                            search(
                                    "UIDs that no message has are no error",
                                    on -> searched(on).ok("UID SEARCH UID 4000000000")),
                            search("SEARCH leaves \\Seen", on -> {
                                Connection connection = on.selected(1);
                                connection.ok("SEARCH BODY body");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).isEmpty(), "it is seen");
                            }),
                            search("SEARCH finds nothing in an empty mailbox", on -> {
                                Connection connection = on.selected(on.box());
                                connection.require(
                                        connection.ok("SEARCH ALL").found().isEmpty(), "it finds one");
                                connection.require(
                                        connection.ok("UID SEARCH 1:*").found().isEmpty(), "it finds one");
                            }),
                            search("OLD, NEW and RECENT divide the messages", on -> {
                                on.need("IMAP4REV1");
                                Connection connection = on.selected(2);
                                List<Long> recent =
                                        connection.ok("SEARCH RECENT").found();
                                List<Long> old = connection.ok("SEARCH OLD").found();
                                connection.require(recent.size() + old.size() == 2, "they do not");
                                connection.require(
                                        connection
                                                .ok("SEARCH NEW")
                                                .found()
                                                .equals(connection
                                                        .ok("SEARCH (RECENT UNSEEN)")
                                                        .found()),
                                        "NEW is RECENT UNSEEN");
                            }),
                            esearch("RETURN (MIN MAX COUNT) tells them", on -> {
                                Answer answer = searched(on).ok("SEARCH RETURN (MIN MAX COUNT) UNSEEN");
                                Map<String, Value> results = answer.esearch();
                                answer.connection()
                                        .require(
                                                results.get("MIN").number() == 1
                                                        && results.get("MAX").number() == 4
                                                        && results.get("COUNT").number() == 3
                                                        && !results.containsKey("ALL"),
                                                "they are others");
                            }),
                            esearch("RETURN (ALL) and RETURN () tell a set", on -> {
                                Connection connection = searched(on);
                                for (String all : List.of("ALL", "")) {
                                    connection.require(
                                            connection
                                                    .ok("SEARCH RETURN (" + all + ") UNSEEN")
                                                    .found()
                                                    .equals(List.of(1L, 3L, 4L)),
                                            "it is another");
                                }
                            }),
                            esearch("ESEARCH bears the tag of its command", on -> {
                                Connection connection = searched(on);
                                Answer answer = connection.ok("SEARCH RETURN (COUNT) ALL");
                                connection.require(
                                        answer.one("ESEARCH").value(0).isList()
                                                && answer.one("ESEARCH")
                                                        .value(0)
                                                        .item(1)
                                                        .text()
                                                        .equals(answer.tagged().tag()),
                                        "it does not");
                            }),
                            esearch("where nothing is found, COUNT is 0 and the others are missing", on -> {
                                Answer answer = searched(on).ok("SEARCH RETURN (MIN MAX ALL COUNT) KEYWORD no-such");
                                answer.connection()
                                        .require(
                                                answer.esearch().keySet().equals(Set.of("COUNT"))
                                                        && answer.esearch()
                                                                        .get("COUNT")
                                                                        .number()
                                                                == 0,
                                                "there are others");
                            }),
                            esearch("UID SEARCH RETURN says UID, and tells UIDs", on -> {
                                Connection connection = searched(on);
                                Answer answer = connection.ok("UID SEARCH RETURN (MIN) 3");
                                connection.require(
                                        answer.one("ESEARCH").texts().stream().anyMatch("UID"::equalsIgnoreCase),
                                        "UID is missing");
                                connection.require(
                                        answer.esearch().get("MIN").number() == uid(connection, 3), "it is another");
                            }),
                            esearch("a result that nobody knows is BAD", on -> {
                                Connection connection = searched(on);
                                connection.bad("SEARCH RETURN (NOTHING) ALL");
                                connection.bad("SEARCH RETURN (MIN ALL");
                                connection.ok("NOOP");
                            }),
                            searchres("RETURN (SAVE) is silent, and $ is what it found", on -> {
                                Connection connection = searched(on);
                                Answer answer = connection.ok("SEARCH RETURN (SAVE) UNSEEN");
                                connection.require(answer.found().isEmpty(), "it is not silent");
                                connection.require(
                                        List.copyOf(connection
                                                        .ok("FETCH $ UID")
                                                        .fetched()
                                                        .keySet())
                                                .equals(List.of(1L, 3L, 4L)),
                                        "$ is another");
                            }),
                            searchres("$ may stand in SEARCH, in UID FETCH and in UID SEARCH", on -> {
                                Connection connection = searched(on);
                                connection.ok("SEARCH RETURN (SAVE) UNSEEN");
                                connection.require(
                                        connection
                                                .ok("SEARCH $ FLAGGED")
                                                .found()
                                                .equals(List.of(3L)),
                                        "it is another");
                                connection.require(
                                        connection
                                                        .ok("UID FETCH $ FLAGS")
                                                        .fetched()
                                                        .size()
                                                == 3,
                                        "there are 3");
                                connection.require(
                                        connection
                                                        .ok("UID SEARCH UID $")
                                                        .found()
                                                        .size()
                                                == 3,
                                        "there are 3");
                            }),
                            searchres("SAVE with MIN saves the first alone", on -> {
                                Connection connection = searched(on);
                                connection.ok("SEARCH RETURN (SAVE MIN) UNSEEN");
                                connection.require(
                                        List.copyOf(connection
                                                        .ok("FETCH $ UID")
                                                        .fetched()
                                                        .keySet())
                                                .equals(List.of(1L)),
                                        "$ is another");
                            }),
                            searchres("SAVE with COUNT saves all", on -> {
                                Connection connection = searched(on);
                                connection.require(
                                        connection
                                                        .ok("SEARCH RETURN (SAVE COUNT) UNSEEN")
                                                        .esearch()
                                                        .get("COUNT")
                                                        .number()
                                                == 3,
                                        "COUNT is 3");
                                connection.require(
                                        connection.ok("FETCH $ UID").fetched().size() == 3, "$ is another");
                            }),
                            searchres("$ of nothing is no error", on -> {
                                Connection connection = searched(on);
                                connection.ok("SEARCH RETURN (SAVE) KEYWORD no-such");
                                connection.require(
                                        !connection.ok("FETCH $ FLAGS").has("FETCH"), "a message comes");
                                connection.require(
                                        connection.ok("SEARCH $").found().isEmpty(), "it finds one");
                            }),
                            searchres("SELECT forgets $", on -> {
                                Connection connection = searched(on);
                                connection.ok("SEARCH RETURN (SAVE) ALL");
                                connection = searched(on);
                                connection.require(
                                        !connection.ok("FETCH $ FLAGS").has("FETCH"), "a message comes");
                            }),
                            searchres("a search that is refused empties $, and one that is BAD leaves it", on -> {
                                Connection connection = searched(on);
                                connection.ok("SEARCH RETURN (SAVE) UNSEEN");
                                connection.bad("SEARCH RETURN (SAVE) NOTHING");
                                connection.require(
                                        connection.ok("SEARCH $").found().size() == 3, "BAD changes $");
                                connection.no("SEARCH RETURN (SAVE) CHARSET X-NO-SUCH SUBJECT x");
                                connection.require(
                                        connection.ok("SEARCH $").found().isEmpty(), "NO leaves $");
                            }),
                            searchres("an expunged message is no more in $", on -> {
                                String box = on.small(3);
                                Connection connection = on.selected(box);
                                connection.ok("SEARCH RETURN (SAVE) ALL");
                                connection.ok("STORE 2 +FLAGS (\\Deleted)");
                                connection.ok("EXPUNGE");
                                connection.require(
                                        connection.ok("FETCH $ UID").fetched().size() == 2, "there are 2");
                            }),
                            rfc(5032, "3", "YOUNGER and OLDER count seconds", on -> {
                                        Connection connection = on.selected(1);
                                        connection.require(
                                                connection
                                                        .ok("SEARCH YOUNGER 86400")
                                                        .found()
                                                        .equals(List.of(1L)),
                                                "it is not younger than a day");
                                        connection.require(
                                                connection
                                                        .ok("SEARCH OLDER 86400")
                                                        .found()
                                                        .isEmpty(),
                                                "it is older than a day");
                                        connection.bad("SEARCH YOUNGER 0");
                                    })
                                    .needing("WITHIN"),
                            rfc(8514, "4", "SAVEDATESUPPORTED and SAVEDSINCE find what was saved now", on -> {
                                        Connection connection = searched(on);
                                        connection.require(
                                                connection
                                                                .ok("SEARCH SAVEDATESUPPORTED SAVEDSINCE 1-Jan-2020")
                                                                .found()
                                                                .size()
                                                        == 5,
                                                "it finds others");
                                        Value date = connection
                                                .ok("FETCH 1 SAVEDATE")
                                                .item(1, "SAVEDATE");
                                        connection.require(date.isNstring(), "SAVEDATE is a date or NIL");
                                    })
                                    .needing("SAVEDATE"),
                            rfc(9394, "3.1", "RETURN (PARTIAL ...) tells a page of what is found", on -> {
                                        Connection connection = searched(on);
                                        Value partial = connection
                                                .ok("SEARCH RETURN (PARTIAL 2:3) UNSEEN")
                                                .esearch()
                                                .get("PARTIAL");
                                        connection.require(
                                                partial.texts().equals(List.of("2:3", "3:4")), "it is another");
                                        partial = connection
                                                .ok("SEARCH RETURN (PARTIAL -1:-2) UNSEEN")
                                                .esearch()
                                                .get("PARTIAL");
                                        connection.require(
                                                partial.texts().equals(List.of("-1:-2", "3:4")), "it is another");
                                    })
                                    .needing("PARTIAL")),
                    BROKEN.stream()
                            .map(command -> rfc(9051, "9", command + " is BAD", on -> {
                                Connection connection = on.reading();
                                connection.bad(command);
                                connection.ok("NOOP");
                            })))
            .flatMap(checks -> checks)
            .toList();

    private Searching() {}

    private static Check search(String title, Check.Steps steps) {
        return rfc(9051, "6.4.4", title, steps);
    }

    private static Check esearch(String title, Check.Steps steps) {
        return rfc(4731, "3.1", title, steps).needing("ESEARCH");
    }

    private static Check searchres(String title, Check.Steps steps) {
        return rfc(5182, "2.1", title, steps).needing("SEARCHRES");
    }

    private static Check finds(Key key) {
        return search("SEARCH " + key.key() + " finds " + key.found(), on -> {
            Connection connection = searched(on);
            List<Long> found = connection.ok("SEARCH " + key.key()).found();
            connection.require(found.equals(key.found()), "it finds " + found);
        });
    }

    private static long uid(Connection connection, long number) {
        return connection.ok("FETCH " + number + " UID").item(number, "UID").number();
    }

    /** The shared connection, with the messages to be searched open for reading. */
    private static Connection searched(Examination on) {
        String box = on.kept("searched", LETTERS, BEFORE);
        Connection connection = on.session();
        connection.ok("EXAMINE " + box);
        return connection;
    }
}

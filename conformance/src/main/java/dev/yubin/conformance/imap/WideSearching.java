package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Searches in several mailboxes, of words that are nearly met, and by name: MULTISEARCH (RFC 7377), SEARCH=FUZZY (6203) and FILTERS (5466). */
final class WideSearching {
    private static final String FILTER = "/private/filters/values/conformance";

    static final List<Check> CHECKS = List.of(
            multi("2.1", "ESEARCH finds in several mailboxes, and tells which, with UIDs", on -> {
                String one = on.small(1);
                String other = on.small(2);
                Connection connection = on.session();
                Answer answer = connection.ok("ESEARCH IN (mailboxes (" + one + ' ' + other + ")) RETURN (COUNT) ALL");
                connection.require(counts(answer).equals(Map.of(one, 1L, other, 2L)), "it finds others");
                for (Response response : answer.all("ESEARCH")) {
                    connection.require(response.texts().contains("UID"), "UID is missing");
                }
            }),
            multi("2.1", "each result bears TAG, MAILBOX and UIDVALIDITY", on -> {
                String box = on.small(1);
                Connection connection = on.session();
                long validity = connection
                        .ok("STATUS " + box + " (UIDVALIDITY)")
                        .one("STATUS")
                        .value(1)
                        .item(1)
                        .number();
                Answer answer = connection.ok("ESEARCH IN (mailboxes " + box + ") ALL");
                Map<String, Value> correlator = answer.one("ESEARCH").value(0).pairs();
                connection.require(
                        correlator.get("TAG").text().equals(answer.tagged().tag())
                                && correlator.get("MAILBOX").text().equals(box)
                                && correlator.get("UIDVALIDITY").number() == validity,
                        "they are others");
            }),
            multi("2.1", "nothing is told of a mailbox in which nothing is found, whatever is to be told", on -> {
                String one = on.small(1);
                String other = on.small(2);
                Connection connection = on.session();
                Answer answer = connection.ok(
                        "ESEARCH IN (mailboxes (" + one + ' ' + other + ")) RETURN (MIN COUNT) SUBJECT \"letter 2\"");
                connection.require(counts(answer).equals(Map.of(other, 1L)), "it tells of others");
                connection.require(
                        !connection
                                .ok("ESEARCH IN (mailboxes " + one + ") RETURN (COUNT) KEYWORD no-such")
                                .has("ESEARCH"),
                        "it tells of nothing");
            }),
            multi("2.2", "SUBTREE finds on all levels, and SUBTREE-ONE on the next", on -> {
                String parent = on.small(1);
                String child = on.under(parent, "c");
                String grandchild = on.under(child, "g");
                on.elsewhere("CREATE " + child);
                on.elsewhere("CREATE " + grandchild);
                on.deliver(child, Letters.small("below"));
                on.deliver(grandchild, Letters.small("below that"));
                Connection connection = on.session();
                connection.require(
                        counts(connection.ok("ESEARCH IN (subtree " + parent + ") RETURN (COUNT) ALL"))
                                .equals(Map.of(parent, 1L, child, 1L, grandchild, 1L)),
                        "SUBTREE finds others");
                connection.require(
                        counts(connection.ok("ESEARCH IN (subtree-one " + parent + ") RETURN (COUNT) ALL"))
                                .equals(Map.of(parent, 1L, child, 1L)),
                        "SUBTREE-ONE finds others");
            }),
            multi("2.2", "without a source it is the selected mailbox that is looked in, which stays selected", on -> {
                String box = on.small(2);
                String other = on.small(1);
                Connection connection = on.selected(box);
                connection.require(
                        counts(connection.ok("ESEARCH RETURN (COUNT) ALL")).equals(Map.of(box, 2L)), "it finds others");
                connection.require(
                        counts(connection.ok("ESEARCH IN (selected mailboxes " + other + ") RETURN (COUNT) ALL"))
                                .equals(Map.of(box, 2L, other, 1L)),
                        "it finds others");
                connection.require(connection.ok("SEARCH ALL").found().equals(List.of(1L, 2L)), "another is selected");
            }),
            multi("2.2", "with none selected, ESEARCH of the selected mailbox is BAD", on -> {
                Connection connection = on.loggedIn();
                connection.bad("ESEARCH ALL");
                connection.bad("ESEARCH IN (selected) ALL");
                connection.bad("ESEARCH IN (selected-delayed) ALL");
                connection.ok("NOOP");
            }),
            multi("2", "numbers beyond the end are no mistake", on -> {
                Connection connection = on.selected(2);
                connection.require(!connection.ok("ESEARCH 101:200").has("ESEARCH"), "it finds one");
            }),
            multi("2.2", "a mailbox that is not there is passed over", on -> {
                String box = on.small(1);
                Connection connection = on.session();
                connection.require(
                        counts(connection.ok(
                                        "ESEARCH IN (mailboxes (" + on.name() + ' ' + box + ")) RETURN (COUNT) ALL"))
                                .equals(Map.of(box, 1L)),
                        "it finds others");
            }),
            rfc(7377, "2.2", "SAVE goes with the selected mailbox alone", on -> {
                        String box = on.small(2);
                        Connection connection = on.selected(box);
                        connection.ok("ESEARCH IN (selected) RETURN (SAVE) SUBJECT \"letter 2\"");
                        connection.require(connection.ok("SEARCH $").found().equals(List.of(2L)), "$ is another");
                        connection.bad("ESEARCH IN (mailboxes " + box + ") RETURN (SAVE) ALL");
                    })
                    .needing("MULTISEARCH", "SEARCHRES"),
            multi("4", "ESEARCH without keys, or of what nobody knows, is BAD", on -> {
                Connection connection = on.selected(1);
                connection.bad("ESEARCH");
                connection.bad("ESEARCH IN () ALL");
                connection.bad("ESEARCH IN (nowhere) ALL");
                connection.bad("ESEARCH IN (mailboxes) ALL");
                connection.bad("ESEARCH IN (personal) RETURN (COUNT)");
                connection.ok("NOOP");
            }),
            fuzzy("3", "FUZZY stands before any key", on -> {
                Connection connection = fuzzily(on);
                connection.require(
                        connection.ok("SEARCH FUZZY SUBJECT \"ferry\"").found().contains(1L), "it does not find it");
                connection.require(
                        connection
                                .ok("SEARCH FUZZY SUBJECT \"ferry\" SMALLER 1")
                                .found()
                                .isEmpty(),
                        "the other key is not kept to");
                connection.ok("SEARCH FUZZY (SUBJECT \"ferry\" BODY \"boat\")");
                connection.ok("SEARCH NOT FUZZY OR SEEN FUZZY FLAGGED");
            }),
            rfc(6203, "4", "RELEVANCY tells a score from 1 to 100 for each that is found", on -> {
                        Connection connection = fuzzily(on);
                        Answer answer = connection.ok("SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT \"ferry\"");
                        List<Value> scores = answer.esearch().get("RELEVANCY").items();
                        connection.require(scores.size() == answer.found().size(), "there are as many as are found");
                        connection.require(
                                scores.stream().allMatch(score -> score.number() >= 1 && score.number() <= 100),
                                "one is another number");
                    })
                    .needing("SEARCH=FUZZY", "ESEARCH"),
            rfc(6203, "6", "SORT (RELEVANCY) tells what fits best first", on -> {
                        Connection connection = fuzzily(on);
                        List<Long> sorted =
                                connection
                                        .ok("SORT (RELEVANCY) UTF-8 FUZZY TEXT \"ferry\"")
                                        .one("SORT")
                                        .values()
                                        .stream()
                                        .map(Value::number)
                                        .toList();
                        connection.require(
                                connection
                                        .ok("SEARCH FUZZY TEXT \"ferry\"")
                                        .found()
                                        .equals(sorted.stream().sorted().toList()),
                                "it finds others");
                    })
                    .needing("SEARCH=FUZZY", "SORT"),
            fuzzy("7", "FUZZY of nothing, or of what nobody knows, is BAD", on -> {
                Connection connection = fuzzily(on);
                connection.bad("SEARCH FUZZY");
                connection.bad("SEARCH FUZZY X-NO-SUCH");
                connection.ok("NOOP");
            }),
            filter("3.1", "FILTER stands for the keys that are kept under its name", on -> {
                Connection connection = on.selected(3);
                keep(connection, "", "OR SUBJECT \\\"letter 1\\\" SUBJECT \\\"letter 3\\\"");
                connection.require(
                        connection.ok("SEARCH FILTER conformance").found().equals(List.of(1L, 3L)), "it finds others");
                connection.require(
                        connection
                                .ok("SEARCH 2:3 FILTER conformance UNSEEN")
                                .found()
                                .equals(List.of(3L)),
                        "with other keys it finds others");
                connection.require(
                        connection.ok("SEARCH NOT FILTER conformance").found().equals(List.of(2L)), "NOT finds others");
                forget(connection, "");
            }),
            filter("3.1", "filters may name filters, three deep at least, and in a ring none is found", on -> {
                Connection connection = on.selected(3);
                keep(connection, "", "FILTER conformance-2");
                keep(connection, "-2", "FILTER conformance-3");
                keep(connection, "-3", "2:3");
                List<Long> found = connection.ok("SEARCH FILTER conformance").found();
                keep(connection, "-3", "FILTER conformance");
                Answer ring = connection.no("SEARCH FILTER conformance");
                for (String each : List.of("", "-2", "-3")) {
                    forget(connection, each);
                }
                connection.require(found.equals(List.of(2L, 3L)), "it finds others");
                connection.require(ring.tagged().has("UNDEFINED-FILTER"), "UNDEFINED-FILTER is missing");
            }),
            filter("3.1", "a filter that is not there is NO, with its name", on -> {
                Connection connection = on.selected(1);
                Answer answer = connection.no("SEARCH FILTER conformance-none");
                connection.require(
                        answer.code("UNDEFINED-FILTER").get(0).text().equalsIgnoreCase("conformance-none"),
                        "the name is another");
            }),
            filter("3.1", "with another charset than UTF-8, FILTER is BAD with [BADCHARSET]", on -> {
                Connection connection = on.selected(1);
                keep(connection, "", "ALL");
                Answer other = connection.bad("SEARCH CHARSET ISO-8859-1 FILTER conformance");
                Answer within = connection.bad("SEARCH CHARSET ISO-8859-1 NOT (SEEN FILTER conformance)");
                connection.ok("SEARCH CHARSET UTF-8 FILTER conformance");
                connection.ok("SEARCH CHARSET US-ASCII FILTER conformance");
                forget(connection, "");
                connection.require(
                        other.tagged().has("BADCHARSET") && within.tagged().has("BADCHARSET"), "the code is another");
            }));

    private WideSearching() {}

    private static Check multi(String section, String title, Check.Steps steps) {
        return rfc(7377, section, title, steps).needing("MULTISEARCH");
    }

    private static Check fuzzy(String section, String title, Check.Steps steps) {
        return rfc(6203, section, title, steps).needing("SEARCH=FUZZY");
    }

    private static Check filter(String section, String title, Check.Steps steps) {
        return rfc(5466, section, title, steps).needing("FILTERS");
    }

    /** What COUNT says of each mailbox. */
    private static Map<String, Long> counts(Answer answer) {
        Map<String, Long> counts = new TreeMap<>();
        for (Response response : answer.all("ESEARCH")) {
            String box = response.value(0).pairs().get("MAILBOX").text();
            int at = response.texts().indexOf("COUNT");
            counts.put(box, response.value(at + 1).number());
        }
        return counts;
    }

    /** The shared connection, with messages of which some are of a ferry. */
    private static Connection fuzzily(Examination on) {
        return on.selected(on.box(
                Letters.small("the ferry", "The boat leaves at nine.\n"),
                Letters.small("the bridge", "It is closed, take the ferry.\n"),
                Letters.small("lunch", "Noodles.\n")));
    }

    private static void keep(Connection connection, String end, String keys) {
        connection.ok("SETMETADATA \"\" (" + FILTER + end + " \"" + keys + "\")");
    }

    private static void forget(Connection connection, String end) {
        connection.ok("SETMETADATA \"\" (" + FILTER + end + " NIL)");
    }
}

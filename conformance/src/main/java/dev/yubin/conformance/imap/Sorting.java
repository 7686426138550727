package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** SORT and THREAD: RFC 5256, 5267 section 3 (ESORT) and 5957 (DISPLAY). */
final class Sorting {
    private static String letter(String from, String to, String cc, String subject, String date, String more) {
        return Letters.crlf("From: " + from + "\nTo: " + to + "\nCc: " + cc + "\nSubject: " + subject + "\nDate: "
                + date + "\n" + more + "\n");
    }

    /** Six, of which 2, 4 and 5 are one conversation; 6 is the longest. */
    private static final List<String> LETTERS = List.of(
            letter(
                    "Zoe <dora@conformance.test>",
                    "x@conformance.test",
                    "p@conformance.test",
                    "banana",
                    "Thu, 3 Apr 2025 10:00:00 +0000",
                    "Message-ID: <1@conformance.test>\n"),
            letter(
                    "Yves <ann@conformance.test>",
                    "z@conformance.test",
                    "q@conformance.test",
                    "apple",
                    "Tue, 1 Apr 2025 10:00:00 +0000",
                    "Message-ID: <2@conformance.test>\n"),
            letter(
                    "Xena <carl@conformance.test>",
                    "y@conformance.test",
                    "o@conformance.test",
                    "cherry",
                    "Wed, 2 Apr 2025 10:00:00 +0000",
                    "Message-ID: <3@conformance.test>\n"),
            letter(
                    "Will <bob@conformance.test>",
                    "w@conformance.test",
                    "n@conformance.test",
                    "Re: apple",
                    "Fri, 4 Apr 2025 10:00:00 +0000",
                    "Message-ID: <4@conformance.test>\nIn-Reply-To: <2@conformance.test>\n"),
            letter(
                    "Vera <eve@conformance.test>",
                    "v@conformance.test",
                    "m@conformance.test",
                    "Fwd: Re: Apple",
                    "Sat, 5 Apr 2025 10:00:00 +0000",
                    "Message-ID: <5@conformance.test>\nReferences: <2@conformance.test> <4@conformance.test>\n"),
            letter(
                            "Udo <fred@conformance.test>",
                            "u@conformance.test",
                            "l@conformance.test",
                            "durian",
                            "Sun, 6 Apr 2025 10:00:00 +0000",
                            "Message-ID: <6@conformance.test>\n")
                    + "long ".repeat(100) + "\r\n");

    private static final List<String> BEFORE = List.of(
            "\" 6-Apr-2025 12:00:00 +0000\" ",
            "\" 5-Apr-2025 12:00:00 +0000\" ",
            "\" 4-Apr-2025 12:00:00 +0000\" ",
            "\" 3-Apr-2025 12:00:00 +0000\" ",
            "\" 2-Apr-2025 12:00:00 +0000\" ",
            "(\\Flagged) \" 1-Apr-2025 12:00:00 +0000\" ");

    private record Order(String criteria, List<Long> sorted) {}

    private static final List<Order> ORDERS = List.of(
            new Order("ARRIVAL", List.of(6L, 5L, 4L, 3L, 2L, 1L)),
            new Order("REVERSE ARRIVAL", List.of(1L, 2L, 3L, 4L, 5L, 6L)),
            new Order("DATE", List.of(2L, 3L, 1L, 4L, 5L, 6L)),
            new Order("REVERSE DATE", List.of(6L, 5L, 4L, 1L, 3L, 2L)),
            new Order("SUBJECT", List.of(2L, 4L, 5L, 1L, 3L, 6L)),
            new Order("REVERSE SUBJECT", List.of(6L, 3L, 1L, 2L, 4L, 5L)),
            new Order("SUBJECT REVERSE DATE", List.of(5L, 4L, 2L, 1L, 3L, 6L)),
            new Order("FROM", List.of(2L, 4L, 3L, 1L, 5L, 6L)),
            new Order("TO", List.of(6L, 5L, 4L, 1L, 3L, 2L)),
            new Order("CC", List.of(6L, 5L, 4L, 3L, 1L, 2L)));

    private static final List<String> BROKEN = List.of(
            "SORT",
            "SORT (DATE)",
            "SORT (DATE) UTF-8",
            "SORT () UTF-8 ALL",
            "SORT (NOTHING) UTF-8 ALL",
            "SORT (REVERSE) UTF-8 ALL",
            "SORT DATE UTF-8 ALL",
            "UID SORT (DATE)");

    static final List<Check> CHECKS = Stream.of(
                    ORDERS.stream()
                            .map(order -> sort("SORT (" + order.criteria() + ") is " + order.sorted(), on -> {
                                Connection connection = sorted(on);
                                List<Long> found =
                                        numbers(connection.ok("SORT (" + order.criteria() + ") UTF-8 ALL"), "SORT");
                                connection.require(found.equals(order.sorted()), "it is " + found);
                            })),
                    Stream.of(
                            sort("SORT (SIZE) has the longest last, and REVERSE SIZE first", on -> {
                                Connection connection = sorted(on);
                                connection.require(
                                        numbers(connection.ok("SORT (SIZE) UTF-8 ALL"), "SORT")
                                                        .get(5)
                                                == 6,
                                        "it has not");
                                connection.require(
                                        numbers(connection.ok("SORT (REVERSE SIZE) UTF-8 ALL"), "SORT")
                                                        .get(0)
                                                == 6,
                                        "it has not");
                            }),
                            sort("SORT sorts what is found alone", on -> {
                                Connection connection = sorted(on);
                                connection.require(
                                        numbers(connection.ok("SORT (DATE) UTF-8 SUBJECT apple"), "SORT")
                                                .equals(List.of(2L, 4L, 5L)),
                                        "it is another");
                                connection.require(
                                        numbers(connection.ok("SORT (DATE) UTF-8 KEYWORD no-such"), "SORT")
                                                .isEmpty(),
                                        "it is not empty");
                            }),
                            sort("SORT takes US-ASCII", on -> sorted(on).ok("SORT (DATE) US-ASCII ALL")),
                            sort(
                                    "SORT in a charset that is not known is refused by NO",
                                    on -> sorted(on).no("SORT (DATE) X-NO-SUCH SUBJECT x")),
                            sort("UID SORT tells UIDs", on -> {
                                Connection connection = sorted(on);
                                List<Long> uids =
                                        connection.ok("UID SEARCH 2:3").found();
                                connection.require(
                                        numbers(connection.ok("UID SORT (DATE) UTF-8 2:3"), "SORT")
                                                .equals(uids),
                                        "it is another");
                            }),
                            rfc(5957, "3", "SORT (DISPLAYFROM) and (DISPLAYTO) go by the names that are shown", on -> {
                                        Connection connection = sorted(on);
                                        connection.require(
                                                numbers(connection.ok("SORT (DISPLAYFROM) UTF-8 ALL"), "SORT")
                                                        .equals(List.of(6L, 5L, 4L, 3L, 2L, 1L)),
                                                "it is another");
                                        connection.ok("SORT (DISPLAYTO) UTF-8 ALL");
                                    })
                                    .needing("SORT=DISPLAY"),
                            rfc(5267, "3", "SORT RETURN (COUNT MIN MAX) tells them by their order", on -> {
                                        Answer answer = sorted(on).ok("SORT RETURN (COUNT MIN MAX) (DATE) UTF-8 ALL");
                                        answer.connection()
                                                .require(
                                                        answer.esearch()
                                                                                .get("COUNT")
                                                                                .number()
                                                                        == 6
                                                                && answer.esearch()
                                                                                .get("MIN")
                                                                                .number()
                                                                        == 2
                                                                && answer.esearch()
                                                                                .get("MAX")
                                                                                .number()
                                                                        == 6,
                                                        "they are others");
                                    })
                                    .needing("ESORT"),
                            rfc(5267, "3", "SORT RETURN (ALL) keeps the order", on -> {
                                        Answer answer = sorted(on).ok("SORT RETURN (ALL) (DATE) UTF-8 ALL");
                                        answer.connection()
                                                .require(
                                                        Answer.numbers(answer.esearch()
                                                                        .get("ALL")
                                                                        .text())
                                                                .equals(List.of(2L, 3L, 1L, 4L, 5L, 6L)),
                                                        "it does not");
                                    })
                                    .needing("ESORT"),
                            thread("ORDEREDSUBJECT", "puts those of one subject together", on -> {
                                Connection connection = sorted(on);
                                Answer answer = connection.ok("THREAD ORDEREDSUBJECT UTF-8 ALL");
                                connection.require(flat(answer).equals(List.of(2L, 4L, 5L, 3L, 1L, 6L)), "it does not");
                                connection.require(answer.one("THREAD").values().size() == 4, "there are 4 threads");
                            }),
                            thread("REFERENCES", "follows references and In-Reply-To", on -> {
                                Connection connection = sorted(on);
                                Answer answer = connection.ok("THREAD REFERENCES UTF-8 ALL");
                                connection.require(flat(answer).equals(List.of(2L, 4L, 5L, 3L, 1L, 6L)), "it does not");
                                connection.require(
                                        answer.one("THREAD").value(0).texts().equals(List.of("2", "4", "5")),
                                        "the conversation is another");
                            }),
                            thread("REFERENCES", "tells UIDs by UID THREAD", on -> {
                                Connection connection = sorted(on);
                                List<Long> uids = connection.ok("UID SEARCH 3").found();
                                connection.require(
                                        flat(connection.ok("UID THREAD REFERENCES UTF-8 3"))
                                                .equals(uids),
                                        "it does not");
                            }),
                            thread("REFERENCES", "of nothing is empty", on -> {
                                Connection connection = sorted(on);
                                connection.require(
                                        flat(connection.ok("THREAD REFERENCES UTF-8 KEYWORD no-such"))
                                                .isEmpty(),
                                        "it is not");
                            }),
                            thread("REFERENCES", "without a charset or keys is BAD", on -> {
                                Connection connection = sorted(on);
                                connection.bad("THREAD REFERENCES");
                                connection.bad("THREAD REFERENCES UTF-8");
                                connection.refused("THREAD X-NO-SUCH UTF-8 ALL");
                                connection.ok("NOOP");
                            })),
                    BROKEN.stream()
                            .map(command -> rfc(5256, "5", command + " is BAD", on -> {
                                        Connection connection = sorted(on);
                                        connection.bad(command);
                                        connection.ok("NOOP");
                                    })
                                    .needing("SORT")))
            .flatMap(checks -> checks)
            .toList();

    private Sorting() {}

    private static Check sort(String title, Check.Steps steps) {
        return rfc(5256, "3", title, steps).needing("SORT");
    }

    private static Check thread(String algorithm, String what, Check.Steps steps) {
        return rfc(5256, "3", "THREAD " + algorithm + ' ' + what, steps).needing("THREAD=" + algorithm);
    }

    private static Connection sorted(Examination on) {
        String box = on.kept("sorted", LETTERS, BEFORE);
        Connection connection = on.session();
        connection.ok("EXAMINE " + box);
        return connection;
    }

    private static List<Long> numbers(Answer answer, String name) {
        return answer.one(name).values().stream().map(Value::number).toList();
    }

    /** All numbers of THREAD, in their order. */
    private static List<Long> flat(Answer answer) {
        List<Long> numbers = new ArrayList<>();
        answer.one("THREAD").values().forEach(value -> add(value, numbers));
        return numbers;
    }

    private static void add(Value value, List<Long> numbers) {
        if (value.isList()) {
            value.items().forEach(item -> add(item, numbers));
        } else {
            numbers.add(value.number());
        }
    }
}

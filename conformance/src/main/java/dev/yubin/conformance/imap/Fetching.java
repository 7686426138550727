package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;
import static dev.yubin.conformance.imap.Letters.PLAIN;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** FETCH of all but sections and structures: RFC 9051 sections 6.4.5 and 7.5.2, RFC 3501 for what it alone has, RFC 3516. */
final class Fetching {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MMM-yyyy HH:mm:ss Z", Locale.ROOT);

    private static final List<String> BROKEN = List.of(
            "FETCH",
            "FETCH 1",
            "FETCH 1 ",
            "FETCH 1 NOTHING",
            "FETCH 1 (FLAGS",
            "FETCH 1 (FLAGS))",
            "FETCH 1 ()",
            "FETCH x FLAGS",
            "FETCH 0 FLAGS",
            "FETCH -1 FLAGS",
            "FETCH 1: FLAGS",
            "FETCH 1:2:3 FLAGS",
            "FETCH 1,,2 FLAGS",
            "FETCH ,1 FLAGS",
            "FETCH 1  FLAGS",
            "FETCH 1 BODY[",
            "FETCH 1 BODY[NOTHING]",
            "FETCH 1 BODY[0]",
            "FETCH 1 BODY[1.]",
            "FETCH 1 BODY[MIME]",
            "FETCH 1 BODY[HEADER.FIELDS]",
            "FETCH 1 BODY[HEADER.FIELDS ()]",
            "FETCH 1 BODY[]<0>",
            "FETCH 1 BODY[]<0.0>",
            "FETCH 1 BODY[]<-1.5>",
            "FETCH 1 BODY[]<a.b>",
            "FETCH 99999999999 FLAGS",
            "UID FETCH",
            "UID FETCH 1",
            "UID FETCH 0 FLAGS",
            "UID",
            "UID NOTHING 1");

    static final List<Check> CHECKS = Stream.concat(
                    Stream.of(
                            fetch("BODY.PEEK[] leaves \\Seen, and BODY[] sets it and tells", on -> {
                                Connection connection = on.selected(1);
                                connection.ok("FETCH 1 BODY.PEEK[]");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).isEmpty(), "it is seen");
                                Answer answer = connection.ok("FETCH 1 BODY[]");
                                connection.require(answer.flags(1).contains("\\seen"), "FLAGS does not tell");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).contains("\\seen"), "it is not seen");
                            }),
                            fetch("BODY[HEADER] sets \\Seen, as all of BODY[...] does", on -> {
                                Connection connection = on.selected(1);
                                connection.ok("FETCH 1 BODY[HEADER]");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).contains("\\seen"), "it is not seen");
                            }),
                            fetch("what is no body leaves \\Seen", on -> {
                                Connection connection = on.selected(1);
                                connection.ok(
                                        "FETCH 1 (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE)");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).isEmpty(), "it is seen");
                            }),
                            fetch("RFC822.SIZE is the number of octets", on -> {
                                Answer answer = on.reading().ok("FETCH 1:4 RFC822.SIZE");
                                for (int number = 1; number <= 4; number++) {
                                    answer.connection()
                                            .require(
                                                    answer.item(number, "RFC822.SIZE")
                                                                    .number()
                                                            == Letters.STANDARD
                                                                    .get(number - 1)
                                                                    .length(),
                                                    "of message " + number + " it is another");
                                }
                            }),
                            fetch("INTERNALDATE is a date, not long ago for a message that just came", on -> {
                                String box = on.small(1);
                                Connection connection = on.selected(box);
                                Instant date = instant(
                                        connection,
                                        connection
                                                .ok("FETCH 1 INTERNALDATE")
                                                .item(1, "INTERNALDATE")
                                                .text());
                                connection.require(
                                        Math.abs(date.getEpochSecond()
                                                        - Instant.now().getEpochSecond())
                                                < 3600,
                                        "it is another hour");
                            }),
                            fetch("several items come together, whatever their order", on -> {
                                Answer answer = on.reading().ok("FETCH 1 (RFC822.SIZE UID FLAGS BODY.PEEK[TEXT])");
                                Set<String> items = answer.fetched().get(1L).keySet();
                                answer.connection()
                                        .require(
                                                items.containsAll(Set.of("RFC822.SIZE", "UID", "FLAGS", "BODY[TEXT]")),
                                                "there are " + items);
                            }),
                            fetch("items may be written in any case", on -> {
                                Answer answer = on.reading().ok("fetch 1 (rfc822.size Uid body.peek[text])");
                                answer.connection()
                                        .require(
                                                answer.fetched()
                                                        .get(1L)
                                                        .keySet()
                                                        .containsAll(Set.of("RFC822.SIZE", "UID", "BODY[TEXT]")),
                                                "one is missing");
                            }),
                            fetch("FAST, ALL and FULL are what they stand for", on -> {
                                Connection connection = on.reading();
                                Map<String, Set<String>> macros = Map.of(
                                        "FAST", Set.of("FLAGS", "INTERNALDATE", "RFC822.SIZE"),
                                        "ALL", Set.of("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"),
                                        "FULL", Set.of("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"));
                                macros.forEach((macro, items) -> connection.require(
                                        connection
                                                .ok("FETCH 1 " + macro)
                                                .fetched()
                                                .get(1L)
                                                .keySet()
                                                .containsAll(items),
                                        macro + " lacks one of " + items));
                            }),
                            fetch("a set names single messages, ranges either way, and * for the last", on -> {
                                Connection connection = on.selected(5);
                                Map<String, List<Long>> sets = Map.of(
                                        "2", List.of(2L),
                                        "1,3", List.of(1L, 3L),
                                        "2:4", List.of(2L, 3L, 4L),
                                        "4:2", List.of(2L, 3L, 4L),
                                        "*", List.of(5L),
                                        "4:*", List.of(4L, 5L),
                                        "*:4", List.of(4L, 5L),
                                        "1,2:3,5", List.of(1L, 2L, 3L, 5L),
                                        "1:3,2:5", List.of(1L, 2L, 3L, 4L, 5L));
                                sets.forEach((set, numbers) -> connection.require(
                                        List.copyOf(connection
                                                        .ok("FETCH " + set + " UID")
                                                        .fetched()
                                                        .keySet())
                                                .equals(numbers),
                                        set + " is " + numbers));
                            }),
                            fetch("a number above the last is refused, or gives nothing", on -> {
                                Connection connection = on.selected(2);
                                Answer answer = connection.say("FETCH 3 FLAGS");
                                connection.require(!answer.has("FETCH"), "a message comes");
                                connection.ok("NOOP");
                            }),
                            fetch("in an empty mailbox, no number is one", on -> {
                                Connection connection = on.session();
                                connection.ok("SELECT " + on.box());
                                connection.require(
                                        !connection.say("FETCH 1 FLAGS").has("FETCH"), "a message comes");
                                connection.require(
                                        !connection.say("FETCH 1:* FLAGS").has("FETCH"), "a message comes");
                                connection.require(
                                        !connection.ok("UID FETCH 1:* FLAGS").has("FETCH"), "a message comes");
                            }),
                            fetch("UID FETCH takes UIDs, and tells UID without being asked", on -> {
                                Connection connection = on.selected(3);
                                long uid = connection
                                        .ok("FETCH 2 UID")
                                        .item(2, "UID")
                                        .number();
                                Answer answer = connection.ok("UID FETCH " + uid + " FLAGS");
                                connection.require(answer.item(2, "UID").number() == uid, "UID is another");
                                connection.require(answer.fetched().size() == 1, "there are others");
                            }),
                            fetch("UID FETCH of UIDs that no message has gives nothing, and is OK", on -> {
                                Connection connection = on.selected(1);
                                connection.require(
                                        !connection
                                                .ok("UID FETCH 4000000000:4000000009 FLAGS")
                                                .has("FETCH"),
                                        "a message comes");
                            }),
                            fetch("UID FETCH n:* has the last message, however large n is", on -> {
                                Connection connection = on.selected(3);
                                Answer answer = connection.ok("UID FETCH 4000000000:* FLAGS");
                                connection.require(answer.fetched().keySet().equals(Set.of(3L)), "it has not");
                            }),
                            fetch("UIDs ascend with message numbers", on -> {
                                Connection connection = on.selected(5);
                                Answer answer = connection.ok("FETCH 1:* UID");
                                List<Long> uids = IntStream.rangeClosed(1, 5)
                                        .mapToObj(number ->
                                                answer.item(number, "UID").number())
                                        .toList();
                                connection.require(
                                        uids.equals(uids.stream()
                                                .sorted()
                                                .distinct()
                                                .toList()),
                                        "they do not");
                            }),
                            rfc(3501, "6.4.5", "RFC822, RFC822.HEADER and RFC822.TEXT are what BODY[...] is", on -> {
                                        Connection connection = on.reading();
                                        connection.require(
                                                connection
                                                        .ok("FETCH 1 RFC822")
                                                        .item(1, "RFC822")
                                                        .text()
                                                        .equals(PLAIN),
                                                "RFC822 is another");
                                        connection.require(
                                                connection
                                                        .ok("FETCH 1 RFC822.HEADER")
                                                        .item(1, "RFC822.HEADER")
                                                        .text()
                                                        .equals(Letters.header(PLAIN)),
                                                "RFC822.HEADER is another");
                                        connection.require(
                                                connection
                                                        .ok("FETCH 1 RFC822.TEXT")
                                                        .item(1, "RFC822.TEXT")
                                                        .text()
                                                        .equals(Letters.text(PLAIN)),
                                                "RFC822.TEXT is another");
                                    })
                                    .needing("IMAP4REV1"),
                            rfc(3501, "6.4.5", "RFC822.HEADER leaves \\Seen, and RFC822 sets it", on -> {
                                        Connection connection = on.selected(1);
                                        connection.ok("FETCH 1 RFC822.HEADER");
                                        connection.require(
                                                connection
                                                        .ok("FETCH 1 FLAGS")
                                                        .flags(1)
                                                        .isEmpty(),
                                                "it is seen");
                                        connection.ok("FETCH 1 RFC822");
                                        connection.require(
                                                connection
                                                        .ok("FETCH 1 FLAGS")
                                                        .flags(1)
                                                        .contains("\\seen"),
                                                "it is not seen");
                                    })
                                    .needing("IMAP4REV1"),
                            binary("BINARY decodes quoted-printable", on -> {
                                Answer answer = on.reading().ok("FETCH 2 BINARY.PEEK[1]");
                                answer.connection()
                                        .require(
                                                answer.item(2, "BINARY[1]")
                                                        .text()
                                                        .equals("caf\u00c3\u00a9"),
                                                "it is another");
                            }),
                            binary("BINARY decodes base64", on -> {
                                Answer answer = on.reading().ok("FETCH 2 BINARY.PEEK[2]");
                                answer.connection()
                                        .require(
                                                answer.item(2, "BINARY[2]")
                                                        .text()
                                                        .equals("\u0000\u0001\u0002\u00ff"),
                                                "it is another");
                            }),
                            binary("BINARY.SIZE is the number of decoded octets", on -> {
                                Answer answer = on.reading().ok("FETCH 2 (BINARY.SIZE[1] BINARY.SIZE[2])");
                                answer.connection()
                                        .require(
                                                answer.item(2, "BINARY.SIZE[1]").number() == 5
                                                        && answer.item(2, "BINARY.SIZE[2]")
                                                                        .number()
                                                                == 4,
                                                "it is another");
                            }),
                            binary("BINARY takes partials of decoded octets", on -> {
                                Answer answer = on.reading().ok("FETCH 2 BINARY.PEEK[1]<1.3>");
                                answer.connection()
                                        .require(
                                                answer.item(2, "BINARY[1]<1>")
                                                        .text()
                                                        .equals("af\u00c3"),
                                                "it is another");
                            }),
                            binary("BINARY of an encoding that nobody knows is refused with [UNKNOWN-CTE]", on -> {
                                String box = on.box(Letters.crlf(
                                        "Content-Transfer-Encoding: x-no-such\nContent-Type: text/plain\n\nx\n"));
                                Connection connection = on.selected(box);
                                Answer answer = connection.no("FETCH 1 BINARY.PEEK[1]");
                                connection.require(answer.tagged().has("UNKNOWN-CTE"), "the code is another");
                            }),
                            binary("BINARY sets \\Seen, and BINARY.PEEK does not", on -> {
                                Connection connection = on.selected(1);
                                connection.ok("FETCH 1 (BINARY.PEEK[1] BINARY.SIZE[1])");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).isEmpty(), "it is seen");
                                connection.ok("FETCH 1 BINARY[1]");
                                connection.require(
                                        connection.ok("FETCH 1 FLAGS").flags(1).contains("\\seen"), "it is not seen");
                            }),
                            rfc(8970, "3", "PREVIEW is some text of the message, or NIL where it has none", on -> {
                                        Answer answer = on.reading().ok("FETCH 1,4 PREVIEW");
                                        Value preview = answer.item(1, "PREVIEW");
                                        answer.connection()
                                                .require(
                                                        preview.isString()
                                                                && preview.text()
                                                                        .contains("Hello"),
                                                        "it is another");
                                        answer.connection()
                                                .require(
                                                        answer.item(4, "PREVIEW")
                                                                        .text()
                                                                        .isEmpty()
                                                                || answer.item(4, "PREVIEW")
                                                                        .isNil(),
                                                        "it is another");
                                    })
                                    .needing("PREVIEW"),
                            rfc(8970, "3", "PREVIEW (LAZY) is the preview, or NIL as yet", on -> {
                                        Answer answer = on.reading().ok("FETCH 1 (PREVIEW (LAZY))");
                                        answer.connection()
                                                .require(
                                                        answer.item(1, "PREVIEW")
                                                                .isNstring(),
                                                        "it is another");
                                    })
                                    .needing("PREVIEW"),
                            rfc(8474, "5", "EMAILID and THREADID come in parentheses", on -> {
                                        Answer answer = on.reading().ok("FETCH 1:4 (EMAILID THREADID)");
                                        Set<String> ids = answer.fetched().values().stream()
                                                .map(items -> items.get("EMAILID")
                                                        .item(0)
                                                        .text())
                                                .collect(Collectors.toSet());
                                        answer.connection().require(ids.size() == 4, "two have the same EMAILID");
                                        Value thread = answer.item(1, "THREADID");
                                        answer.connection()
                                                .require(thread.isNil() || thread.size() == 1, "it is another");
                                    })
                                    .needing("OBJECTID"),
                            rfc(8474, "4", "SELECT, STATUS and CREATE tell one MAILBOXID", on -> {
                                        String name = on.name();
                                        Connection connection = on.session();
                                        Value made = connection
                                                .ok("CREATE " + name)
                                                .code("MAILBOXID")
                                                .get(0);
                                        Value selected = connection
                                                .ok("SELECT " + name)
                                                .code("MAILBOXID")
                                                .get(0);
                                        Value status = connection
                                                .ok("STATUS " + name + " (MAILBOXID)")
                                                .one("STATUS")
                                                .value(1)
                                                .pairs()
                                                .get("MAILBOXID");
                                        connection.require(made.equals(selected) && made.equals(status), "they differ");
                                    })
                                    .needing("OBJECTID"),
                            rfc(8474, "5.1", "a copy has the EMAILID of what was copied", on -> {
                                        String to = on.box();
                                        Connection connection = on.selected(1);
                                        Value id =
                                                connection.ok("FETCH 1 EMAILID").item(1, "EMAILID");
                                        connection.ok("COPY 1 " + to);
                                        connection.ok("SELECT " + to);
                                        connection.require(
                                                connection
                                                        .ok("FETCH 1 EMAILID")
                                                        .item(1, "EMAILID")
                                                        .equals(id),
                                                "it is another");
                                    })
                                    .needing("OBJECTID"),
                            rfc(8474, "4.3", "a mailbox that is renamed keeps its MAILBOXID", on -> {
                                        String name = on.box();
                                        String to = on.name();
                                        Connection connection = on.session();
                                        Value before = connection
                                                .ok("EXAMINE " + name)
                                                .code("MAILBOXID")
                                                .get(0);
                                        connection.ok("EXAMINE INBOX");
                                        connection.ok("RENAME " + name + ' ' + to);
                                        connection.require(
                                                connection
                                                        .ok("EXAMINE " + to)
                                                        .code("MAILBOXID")
                                                        .get(0)
                                                        .equals(before),
                                                "it is another");
                                    })
                                    .needing("OBJECTID")),
                    BROKEN.stream().map(Fetching::broken))
            .toList();

    private Fetching() {}

    private static Check fetch(String title, Check.Steps steps) {
        return rfc(9051, "6.4.5", title, steps);
    }

    private static Check binary(String title, Check.Steps steps) {
        return rfc(3516, "4.2", title, steps).needing("BINARY");
    }

    private static Check broken(String command) {
        return rfc(
                9051, "9", command.stripTrailing() + (command.endsWith(" ") ? " and a space" : "") + " is BAD", on -> {
                    Connection connection = on.reading();
                    connection.bad(command);
                    connection.ok("NOOP");
                });
    }

    /** Of date-time: RFC 9051 section 9. */
    static Instant instant(Connection connection, String date) {
        connection.require(
                date.matches("[ 0-9][0-9]-[A-Za-z]{3}-[0-9]{4} [0-9:]{8} [+-][0-9]{4}"), "it is no date-time");
        try {
            return DATE.parse(date.replaceFirst("^ ", "0"), OffsetDateTime::from)
                    .toInstant();
        } catch (DateTimeException e) {
            throw connection.failure("it is no date-time");
        }
    }
}

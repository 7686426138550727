package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;
import static dev.yubin.conformance.imap.Letters.FORWARDED;
import static dev.yubin.conformance.imap.Letters.MIXED;
import static dev.yubin.conformance.imap.Letters.ODD;
import static dev.yubin.conformance.imap.Letters.PLAIN;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The sections of a message that FETCH gives, whole and in part: RFC 9051 sections 6.4.5 and 6.4.5.1. */
final class Sections {
    /**
     * What a section of a standard message is.
     *
     * @param number of the message
     */
    private record Section(int number, String name, String octets) {}

    private static final List<Section> SECTIONS = List.of(
            new Section(1, "", PLAIN),
            new Section(2, "", MIXED),
            new Section(3, "", FORWARDED),
            new Section(4, "", ODD),
            new Section(1, "HEADER", Letters.header(PLAIN)),
            new Section(4, "HEADER", ODD),
            new Section(1, "TEXT", Letters.text(PLAIN)),
            new Section(2, "TEXT", Letters.text(MIXED)),
            new Section(4, "TEXT", ""),
            new Section(1, "1", Letters.text(PLAIN)),
            new Section(2, "1", "caf=C3=A9"),
            new Section(2, "2", "AAEC/w=="),
            new Section(
                    2,
                    "1.MIME",
                    "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"),
            new Section(3, "1", "see below"),
            new Section(3, "1.MIME", "\r\n"),
            new Section(3, "2", inner()),
            new Section(3, "2.MIME", "Content-Type: message/rfc822\r\n\r\n"),
            new Section(3, "2.HEADER", Letters.header(inner())),
            new Section(3, "2.TEXT", Letters.text(inner())),
            new Section(3, "2.1", "plain words"),
            new Section(3, "2.2", "<p>marked words</p>"),
            new Section(3, "2.1.MIME", "Content-Type: text/plain\r\n\r\n"),
            new Section(1, "HEADER.FIELDS (SUBJECT)", "Subject: IMAP4rev1 WG mtg summary\r\n\r\n"),
            new Section(
                    1,
                    "HEADER.FIELDS (subject X-FOLDED)",
                    "Subject: IMAP4rev1 WG mtg summary\r\n" + "X-Folded: one\r\n two\r\n\r\n"),
            new Section(1, "HEADER.FIELDS (X-NONE)", "\r\n"),
            new Section(3, "2.HEADER.FIELDS (SUBJECT)", "Subject: inner\r\n\r\n"),
            new Section(3, "2.HEADER.FIELDS.NOT (DATE FROM MIME-VERSION CONTENT-TYPE)", "Subject: inner\r\n\r\n"));

    /** Of the first message's text. */
    private static final List<String> PARTIALS =
            List.of("0.1", "0.10", "5.10", "0.1000000", "100000.10", "3.4294967295");

    static final List<Check> CHECKS = Stream.of(
                    SECTIONS.stream().map(Sections::section),
                    PARTIALS.stream().map(Sections::partial),
                    Stream.of(
                            rfc(9051, "6.4.5", "a section that is not there is NIL or empty", on -> {
                                Connection connection = on.reading();
                                for (String section : List.of("3", "2.1", "1.1", "9.9.9")) {
                                    Answer answer = connection.say("FETCH 2 BODY.PEEK[" + section + "]");
                                    if (answer.ok() && answer.has("FETCH")) {
                                        Value value = answer.item(2, "BODY[" + section + "]");
                                        connection.require(
                                                value.isNil() || value.text().isEmpty(), section + " is there");
                                    }
                                }
                            }),
                            rfc(9051, "6.4.5", "the parts of a partial fetch are the whole", on -> {
                                Connection connection = on.reading();
                                StringBuilder whole = new StringBuilder();
                                for (int from = 0; from < MIXED.length(); from += 100) {
                                    whole.append(connection
                                            .ok("FETCH 2 BODY.PEEK[]<" + from + ".100>")
                                            .item(2, "BODY[]<" + from + ">")
                                            .text());
                                }
                                connection.require(whole.toString().equals(MIXED), "they are not");
                            }),
                            rfc(9051, "6.4.5", "one section may be asked for twice, in different parts", on -> {
                                Answer answer = on.reading().ok("FETCH 1 (BODY.PEEK[]<0.5> BODY.PEEK[]<5.5>)");
                                answer.connection()
                                        .require(
                                                answer.item(1, "BODY[]<0>")
                                                                .text()
                                                                .equals(PLAIN.substring(0, 5))
                                                        && answer.item(1, "BODY[]<5>")
                                                                .text()
                                                                .equals(PLAIN.substring(5, 10)),
                                                "they are others");
                            }),
                            rfc(
                                    9051,
                                    "6.4.5",
                                    "HEADER.FIELDS.NOT leaves fields out, in any case of their letters",
                                    on -> {
                                        String header = on
                                                .reading()
                                                .ok("FETCH 1 BODY.PEEK[HEADER.FIELDS.NOT (date FROM)]")
                                                .fetched()
                                                .get(1L)
                                                .entrySet()
                                                .stream()
                                                .filter(item -> item.getKey().startsWith("BODY[HEADER.FIELDS.NOT"))
                                                .findFirst()
                                                .orElseThrow()
                                                .getValue()
                                                .text();
                                        on.reading()
                                                .require(
                                                        !header.contains("Date:")
                                                                && !header.contains("From:")
                                                                && header.contains("Subject:")
                                                                && header.endsWith("\r\n\r\n"),
                                                        "there are others");
                                    })))
            .flatMap(checks -> checks)
            .toList();

    private Sections() {}

    private static String inner() {
        String from = FORWARDED.substring(FORWARDED.indexOf("Date: Sat"));
        return from.substring(0, from.indexOf("\r\n--outer--"));
    }

    /** A section's name comes back as it was asked for, but perhaps in another case and with its fields in another order. */
    private static Check section(Section section) {
        String title = "BODY[" + section.name() + "] of message " + section.number() + " has these octets";
        return rfc(9051, "6.4.5.1", title, on -> {
            Connection connection = on.reading();
            Answer answer = connection.ok("FETCH " + section.number() + " BODY.PEEK[" + section.name() + "]");
            Map<String, Value> items = answer.fetched().get((long) section.number());
            Value value = items.entrySet().stream()
                    .filter(item -> item.getKey().startsWith("BODY["))
                    .findFirst()
                    .orElseThrow(() -> connection.failure("BODY is missing"))
                    .getValue();
            connection.require(
                    value.text().equals(section.octets()) || section.octets().isEmpty() && value.isNil(),
                    "the octets are others");
        });
    }

    private static Check partial(String partial) {
        return rfc(9051, "6.4.5", "BODY[TEXT]<" + partial + "> has these octets", on -> {
            String[] numbers = partial.split("\\.");
            String text = Letters.text(PLAIN);
            int from = Integer.parseInt(numbers[0]);
            int to = (int) Math.min(text.length(), from + Long.parseLong(numbers[1]));
            Answer answer = on.reading().ok("FETCH 1 BODY.PEEK[TEXT]<" + partial + ">");
            Value value = answer.item(1, "BODY[TEXT]<" + from + ">");
            String wanted = from < to ? text.substring(from, to) : "";
            answer.connection()
                    .require(value.text().equals(wanted) || wanted.isEmpty() && value.isNil(), "the octets are others");
        });
    }
}

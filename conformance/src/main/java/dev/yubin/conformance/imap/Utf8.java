package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;

/** UTF8=ACCEPT: RFC 6855. */
final class Utf8 {
    /** Taipei: RFC 3501 section 5.1.3 writes it in modified UTF-7. */
    static final String UTF_8 = "\u00e5\u008f\u00b0\u00e5\u008c\u0097";

    static final String UTF_7 = "&U,BTFw-";

    private static final String HEADER = "Subject: " + UTF_8 + "\r\nFrom: " + UTF_8 + " <ann@conformance.test>\r\n\r\n";

    static final List<Check> CHECKS = List.of(
            utf8("3", "ENABLE UTF8=ACCEPT is answered by ENABLED", on -> enabled(on)),
            utf8("3", "a name in a quoted string is UTF-8, and told so", on -> {
                Connection connection = enabled(on);
                String name = on.name(UTF_7).replace(UTF_7, UTF_8);
                connection.ok("CREATE \"" + name + '"');
                Response list = connection.ok("LIST \"\" \"" + name + '"').one("LIST");
                connection.require(list.value(2).text().equals(name), "LIST tells another");
                Response status =
                        connection.ok("STATUS \"" + name + "\" (MESSAGES)").one("STATUS");
                connection.require(status.value(0).text().equals(name), "STATUS tells another");
            }),
            utf8("3", "who does not enable it is told the name in modified UTF-7", on -> {
                String name = on.name(UTF_7);
                enabled(on).ok("CREATE \"" + name.replace(UTF_7, UTF_8) + '"');
                Response list = on.session().ok("LIST \"\" \"" + name + '"').one("LIST");
                on.session().require(list.value(2).text().equals(name), "it is told otherwise");
            }),
            utf8("3", "& in a name is itself", on -> {
                Connection connection = enabled(on);
                String name = on.name("R&-D").replace("&-", "&");
                connection.ok("CREATE \"" + name + '"');
                connection.require(Mailboxes.listed(connection, name), "it is not listed");
            }),
            utf8("3", "octets that are no UTF-8 are BAD in a quoted string", on -> {
                Connection connection = enabled(on);
                String name = on.name();
                for (String broken : List.of("\u00ff", "\u00c0\u00af", "\u00e5\u008f", "\u00ed\u00a0\u0080")) {
                    connection.bad("CREATE \"" + name + broken + '"');
                }
                connection.ok("NOOP");
            }),
            utf8("3", "control characters and separators of lines are in no name", on -> {
                Connection connection = enabled(on);
                String name = on.name();
                for (String wrong :
                        List.of("\u0001", "\u007f", "\u00c2\u0085", "\u00e2\u0080\u00a8", "\u00e2\u0080\u00a9")) {
                    connection.refused("CREATE \"" + name + wrong + '"');
                }
                connection.ok("NOOP");
            }),
            utf8("3", "SEARCH looks for UTF-8 without a charset, and with one is BAD", on -> {
                String box = on.box(Letters.small("=?utf-8?b?5Y+w5YyX?="), Letters.small("another"));
                Connection connection = enabled(on);
                connection.ok("EXAMINE " + box);
                connection.require(
                        connection.ok("SEARCH SUBJECT \"" + UTF_8 + '"').found().equals(List.of(1L)),
                        "it finds others");
                connection.bad("SEARCH CHARSET UTF-8 SUBJECT \"" + UTF_8 + '"');
                connection.bad("SEARCH CHARSET US-ASCII ALL");
                connection.ok("NOOP");
            }),
            utf8("4", "APPEND takes a message with headers in UTF-8, which FETCH tells as it is", on -> {
                String box = on.box();
                String letter = HEADER + UTF_8 + "\r\n";
                Connection connection = enabled(on);
                connection.ok("APPEND " + box + " (\\Seen) UTF8 (~{" + letter.length() + "}", letter + ')');
                connection.ok("EXAMINE " + box);
                Answer answer = connection.ok("FETCH 1 (FLAGS RFC822.SIZE ENVELOPE BODY.PEEK[])");
                connection.require(answer.item(1, "BODY[]").text().equals(letter), "the octets are others");
                connection.require(answer.item(1, "RFC822.SIZE").number() == letter.length(), "the size is another");
                connection.require(answer.flags(1).equals(List.of("\\seen")), "the flags are others");
                connection.require(answer.item(1, "ENVELOPE").item(1).text().equals(UTF_8), "the subject is another");
            }),
            utf8("4", "APPEND of UTF8 that does not end as it should adds nothing", on -> {
                String box = on.box();
                Connection connection = enabled(on);
                connection.bad("APPEND " + box + " UTF8 (~{" + HEADER.length() + "}", HEADER);
                connection.ok("EXAMINE " + box);
                connection.require(connection.exists() == 0, "it adds one");
            }),
            utf8("4", "without ENABLE, APPEND of a header with octets above 127 is NO, and adds nothing", on -> {
                String box = on.box();
                Connection connection = on.loggedIn();
                connection.no("APPEND " + box + " {" + HEADER.length() + "}", HEADER);
                connection.ok("EXAMINE " + box);
                connection.require(connection.exists() == 0, "it adds one");
            }),
            rfc(6855, "4", "CATENATE takes pieces of UTF8 too", on -> {
                        String box = on.box();
                        Connection connection = enabled(on);
                        connection.ok(
                                "APPEND " + box + " CATENATE (UTF8 (~{" + HEADER.length() + "}",
                                HEADER + ") TEXT {6}",
                                "body\r\n)");
                        connection.ok("EXAMINE " + box);
                        connection.require(
                                connection
                                        .ok("FETCH 1 BODY.PEEK[]")
                                        .item(1, "BODY[]")
                                        .text()
                                        .equals(HEADER + "body\r\n"),
                                "it is another");
                    })
                    .needing("UTF8=ACCEPT", "CATENATE"));

    private Utf8() {}

    private static Check utf8(String section, String title, Check.Steps steps) {
        return rfc(6855, section, "UTF8=ACCEPT: " + title, steps).needing("UTF8=ACCEPT");
    }

    /** A connection of this check's own, with nothing selected. */
    static Connection enabled(Examination on) {
        Connection connection = on.loggedIn();
        connection.require(
                connection.ok("ENABLE UTF8=ACCEPT").one("ENABLED").texts().stream()
                        .anyMatch("UTF8=ACCEPT"::equalsIgnoreCase),
                "it is not enabled");
        return connection;
    }
}

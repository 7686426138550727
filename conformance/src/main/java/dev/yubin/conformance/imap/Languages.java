package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import dev.yubin.conformance.internal.Omission;
import java.util.List;

/** What is said to people, and how texts are compared: RFC 5255, sections 3 (LANGUAGE) and 4 (I18NLEVEL=1). */
final class Languages {
    private static final String DEFAULT = "i-default";
    /** In UTF-8, an octet in each character: e with an acute accent, as one character and as two. */
    private static final String E_ACUTE = "\u00c3\u00a9";

    private static final String E_AND_ACUTE = "e\u00cc\u0081";

    static final List<Check> CHECKS = List.of(
            language("3.1", "LANGUAGE is listed and taken before login", on -> {
                Connection connection = on.ready();
                connection.require(Examination.capabilities(connection).contains("LANGUAGE"), "it is not listed");
                spoken(connection, DEFAULT);
            }),
            language("3.1", "i-default is among the languages, and another", on -> {
                List<String> tags = tags(on.session());
                on.session().require(tags.stream().anyMatch(DEFAULT::equalsIgnoreCase), "it is not");
                on.session().require(tags.size() > 1, "there is no other");
            }),
            language("3.2", "each language that is listed can be chosen, and one is told", on -> {
                Connection connection = on.loggedIn();
                for (String tag : tags(connection)) {
                    connection.require(spoken(connection, tag).equalsIgnoreCase(tag), "another is chosen");
                }
            }),
            language("3.2", "the first range that is spoken is chosen", on -> {
                Connection connection = on.loggedIn();
                connection.require(spoken(connection, "MUL " + DEFAULT).equalsIgnoreCase(DEFAULT), "another is chosen");
            }),
            language("3.2", "default chooses a language", on -> spoken(on.loggedIn(), "\"default\"")),
            language("3.2", "a language that is not spoken is NO, and the session goes on", on -> {
                Connection connection = on.session();
                connection.no("LANGUAGE MUL");
                connection.ok("NOOP");
            }),
            level1("4.2", "SEARCH finds texts in any case, not of ASCII alone", on -> {
                Connection connection = on.selected(on.box(Letters.small("=?utf-8?q?CAF=C3=89?="), Letters.small("x")));
                connection.require(found(connection, "SUBJECT", "caf" + E_ACUTE).equals(List.of(1L)), "SUBJECT");
                connection.require(
                        found(connection, "HEADER SUBJECT", "caf" + E_ACUTE).equals(List.of(1L)), "HEADER");
                connection.require(found(connection, "TEXT", "caf" + E_ACUTE).equals(List.of(1L)), "TEXT");
            }),
            level1("4.2", "SEARCH finds a letter with its accent, written as one character or as two", on -> {
                Connection connection = on.selected(
                        on.box(Letters.small("=?utf-8?q?caf=C3=A9?="), Letters.small("=?utf-8?q?cafe=CC=81?=")));
                connection.require(found(connection, "SUBJECT", "caf" + E_ACUTE).equals(List.of(1L, 2L)), "as one");
                connection.require(
                        found(connection, "SUBJECT", "caf" + E_AND_ACUTE).equals(List.of(1L, 2L)), "as two");
            }),
            level1("4.2", "SORT puts a letter with an accent behind the letter, in any case", on -> {
                on.need("SORT");
                Connection connection = on.selected(
                        on.box(Letters.small("f"), Letters.small("=?utf-8?q?=C3=A9?="), Letters.small("E")));
                Answer answer = connection.ok("SORT (SUBJECT) UTF-8 ALL");
                connection.require(answer.one("SORT").texts().equals(List.of("3", "2", "1")), "the order is another");
            }));

    private Languages() {}

    private static Check language(String section, String title, Check.Steps steps) {
        return rfc(5255, section, title, steps).needing("LANGUAGE");
    }

    private static Check level1(String section, String title, Check.Steps steps) {
        return rfc(5255, section, title, steps).needing("I18NLEVEL=1");
    }

    /** A server may be unable to enumerate them. */
    private static List<String> tags(Connection connection) {
        Answer answer = connection.say("LANGUAGE");
        if (!answer.ok()) {
            throw Omission.notOffered("the languages are not listed");
        }
        return answer.one("LANGUAGE").value(0).items().stream().map(Value::text).toList();
    }

    /** The one that is chosen. */
    private static String spoken(Connection connection, String ranges) {
        Value tags = connection.ok("LANGUAGE " + ranges).one("LANGUAGE").value(0);
        connection.require(tags.size() == 1, "one language is told");
        return tags.item(0).text();
    }

    private static List<Long> found(Connection connection, String key, String text) {
        return connection
                .ok("SEARCH CHARSET UTF-8 " + key + " {" + text.length() + "}", text)
                .found();
    }
}

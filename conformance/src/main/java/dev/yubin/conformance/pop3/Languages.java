package dev.yubin.conformance.pop3;

import java.util.List;
import java.util.regex.Pattern;

/** UTF8 and LANG, where they are offered: RFC 6856. */
final class Languages {
    /** A language tag (RFC 5646), and a description of it. */
    private static final Pattern LISTING = Pattern.compile("([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(?: .+)?");

    /** "Grüße" in UTF-8, an octet a character. */
    private static final String GREETINGS = "Gr\u00c3\u00bc\u00c3\u009fe";

    static final List<Check> CHECKS = List.of(
            new Check("RFC 6856 section 2.1", "UTF8 is taken before login, and a login behind it", on -> {
                on.need("UTF8");
                Connection connection = on.ready();
                connection.ok("UTF8");
                connection.require(on.logIn(connection).ok(), "the login is refused");
            }),
            new Check("RFC 6856 section 2.1", "UTF8 has no parameters", on -> {
                on.need("UTF8");
                Connection connection = on.ready();
                connection.refused("UTF8 USER");
                connection.ok("QUIT");
            }),
            new Check("RFC 6856 section 2", "UTF8 is refused after login", on -> {
                on.need("UTF8");
                Connection connection = on.loggedIn();
                connection.refused("UTF8");
                connection.ok("NOOP");
            }),
            new Check("RFC 6856 section 2", "the parameter of the capability UTF8 is USER or none", on -> {
                List<String> parameters = on.need("UTF8");
                on.ready()
                        .require(
                                parameters.isEmpty() || parameters.equals(List.of("USER")),
                                "the parameters are " + parameters);
            }),
            new Check("RFC 6856 section 2.1", "a header in UTF-8 is sent as it is in UTF-8 mode", on -> {
                on.need("UTF8");
                Letter letter = Letter.of(GREETINGS, GREETINGS + "\r\n");
                on.mail(letter);
                Connection connection = on.ready();
                connection.ok("UTF8");
                connection.require(on.logIn(connection).ok(), "the login is refused");
                connection.require(connection.content("RETR 1").endsWith(letter.octets()), "it is another message");
            }),
            new Check("RFC 6856 section 2.1", "a header in UTF-8 is not sent as it is without UTF-8 mode", on -> {
                on.need("UTF8");
                on.mail(Letter.of(GREETINGS, "ASCII\r\n"));
                Connection connection = on.loggedIn();
                if (connection.say("RETR 1").ok()) {
                    String content = String.join("\r\n", connection.lines());
                    int end = Math.max(0, content.indexOf("\r\n\r\n"));
                    connection.require(
                            content.substring(0, end).chars().allMatch(octet -> octet < 0x80),
                            "octets of 8 bits are in the header");
                }
            }),
            new Check("RFC 6856 section 2.1", "LIST gives the octets that RETR sends in UTF-8 mode", on -> {
                on.need("UTF8");
                on.mail(Letter.of(GREETINGS, GREETINGS + "\r\n"));
                Connection connection = on.ready();
                connection.ok("UTF8");
                connection.require(on.logIn(connection).ok(), "the login is refused");
                long listed = Listing.list(connection, 1);
                int sent = connection.content("RETR 1").length();
                connection.require(listed == sent, "LIST says " + listed + ", and RETR sends " + sent);
            }),
            new Check("RFC 6856 section 3.2", "LANG lists language tags", on -> {
                on.need("LANG");
                Connection connection = on.ready();
                if (connection.say("LANG").ok()) {
                    for (String line : connection.lines()) {
                        connection.require(LISTING.matcher(line).matches(), "no language listing: " + line);
                    }
                }
            }),
            new Check("RFC 6856 section 3.2", "LANG with a tag that is listed answers with that tag", on -> {
                on.need("LANG");
                Connection connection = on.ready();
                for (String line : connection.lines("LANG")) {
                    String tag = line.split(" ")[0];
                    Reply reply = connection.ok("LANG " + tag);
                    connection.require(
                            reply.text().split(" ", -1)[0].equalsIgnoreCase(tag),
                            "the tag that was chosen stands behind +OK");
                }
            }),
            new Check("RFC 6856 section 3.2", "LANG * chooses the server's own language", on -> {
                on.need("LANG");
                Connection connection = on.ready();
                Reply reply = connection.ok("LANG *");
                connection.require(LISTING.matcher(reply.text()).matches(), "a language tag stands behind +OK");
            }),
            new Check("RFC 6856 section 3.2", "LANG with a language that nobody speaks is refused", on -> {
                on.need("LANG");
                Connection connection = on.ready();
                connection.refused("LANG x-no-such-language");
                connection.ok("LANG *");
            }),
            new Check("RFC 6856 section 3.1", "LANG is taken after login", on -> {
                on.need("LANG");
                Connection connection = on.loggedIn();
                connection.ok("LANG *");
                connection.ok("NOOP");
            }));

    private Languages() {}
}

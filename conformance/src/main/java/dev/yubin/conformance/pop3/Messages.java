package dev.yubin.conformance.pop3;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** RETR and TOP, and every kind of octets in a message: RFC 1939 sections 3, 5, 7 and 11. */
final class Messages {
    /** RFC 5322 section 2.1.1, and what some write nevertheless. */
    private static final List<Integer> LINE_LENGTHS = List.of(998, 4094, 4096, 8192, 65_536, 100_000);

    private static final int LARGE = 2 * 1024 * 1024;
    private static final int MORE_THAN_BUFFERS = 300_000;

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            comesBack("a message comes as it was delivered", "one\r\ntwo\r\n"),
                            comesBack("a message without a body comes as it was", ""),
                            comesBack("a body of empty lines comes as it was", "\r\n\r\n\r\n"),
                            comesBack("a body that begins with a dot comes as it was", ".first\r\nsecond\r\n"),
                            comesBack(
                                    "dots at the beginning of lines are stuffed, one, two, many and alone",
                                    ".\r\n..\r\n...\r\n.x\r\n..x\r\n x.\r\n.\r\n"),
                            comesBack(
                                    "a line with a dot alone ends nothing, at the end of a message too",
                                    "text\r\n.\r\n"),
                            comesBack("octets of 8 bits come as they were", bits8()),
                            comesBack("a message in UTF-8 comes as it was", "\u00e9\u0083\u00b5\u00e4\u00be\u00bf\r\n"),
                            comesBack(
                                    "tabs, trailing spaces and control octets come as they were",
                                    "a\tb  \r\n\u0001\u0002\u001b\u007f\r\n \r\n"),
                            comesBack("NUL comes as it was", "a\0b\r\n\0\r\n"),
                            comesBack(
                                    "dots at the beginning of lines are stuffed wherever buffers end",
                                    dotsEverywhere()),
                            comesBack("a large message comes whole", large())),
                    LINE_LENGTHS.stream()
                            .map(length -> comesBack(
                                    "a line of " + length + " octets comes whole",
                                    "x".repeat(length) + "\r\nbehind\r\n")),
                    Stream.of(
                            new Check("RFC 1939 section 3", "a header that begins with a dot comes as it was", on -> {
                                Letter letter =
                                        Letter.of(token -> ".Dot: 1\r\nMessage-ID: " + token + "\r\n\r\nbody\r\n");
                                Mail mail = on.mail(letter);
                                requireContent(on, mail, letter.octets());
                            }),
                            new Check(
                                    "RFC 1939 section 3",
                                    "a message whose last line has no end is ended by CR LF",
                                    on -> {
                                        Letter letter = Letter.of("no end", "one\r\nlast");
                                        requireContent(on, on.mail(letter), letter.octets() + "\r\n");
                                    }),
                            new Check(
                                    "RFC 1939 section 3",
                                    "a message whose last line is a dot without an end is ended by CR LF",
                                    on -> {
                                        Letter letter = Letter.of("no end", "one\r\n.");
                                        requireContent(on, on.mail(letter), letter.octets() + "\r\n");
                                    }),
                            new Check("RFC 1939 section 11", "LIST gives the octets that RETR sends", on -> {
                                Mail mail = on.standardMail();
                                requireSizes(on, mail);
                            }),
                            new Check(
                                    "RFC 1939 section 11",
                                    "LIST gives the octets that RETR sends of dots, octets of 8 bits and long lines",
                                    on -> {
                                        Mail mail = on.mail(
                                                Letter.of("dots", dotsEverywhere()),
                                                Letter.of("8 bits", bits8()),
                                                Letter.of("long", "x".repeat(100_000) + "\r\n"));
                                        requireSizes(on, mail);
                                    }),
                            new Check("RFC 1939 section 5", "RETR may come again, and again gives the same", on -> {
                                Mail mail = on.standardMail();
                                Connection connection = on.loggedIn();
                                for (int turn = 0; turn < 2; turn++) {
                                    connection.require(
                                            connection.content("RETR 1").equals(mail.content(1)), "it differs");
                                }
                            }),
                            new Check("RFC 1939 section 7", "TOP n 0 is the header and the empty line", on -> {
                                top(on, 0, 0, "");
                            }),
                            new Check("RFC 1939 section 7", "TOP n 1 adds the first line of the body", on -> {
                                top(on, 0, 1, "first\r\n");
                            }),
                            new Check(
                                    "RFC 1939 section 7",
                                    "TOP n k counts lines of the body, and none of the header",
                                    on -> {
                                        top(on, 0, 2, "first\r\nsecond\r\n");
                                    }),
                            new Check(
                                    "RFC 1939 section 7",
                                    "TOP with more lines than there are is the whole message",
                                    on -> {
                                        top(on, 0, 3, "first\r\nsecond\r\nthird\r\n");
                                        top(on, 0, 4, "first\r\nsecond\r\nthird\r\n");
                                        top(on, 0, 1_000_000, "first\r\nsecond\r\nthird\r\n");
                                    }),
                            new Check(
                                    "RFC 1939 section 7",
                                    "TOP of a message without a body is its header and the empty line",
                                    on -> {
                                        top(on, 1, 0, "");
                                        top(on, 1, 5, "");
                                    }),
                            new Check(
                                    "RFC 1939 section 7",
                                    "TOP counts a line with a dot as a line, and stuffs it",
                                    on -> {
                                        top(on, 2, 1, ".\r\n");
                                        top(on, 2, 3, ".\r\n..\r\n.dot\r\n");
                                    }),
                            new Check("RFC 1939 section 7", "TOP counts empty lines", on -> {
                                on.needCommand("TOP", "TOP 1 0");
                                Letter letter = Letter.of("empty lines", "\r\n\r\nthird\r\n");
                                Mail mail = on.mail(letter);
                                requireTop(on, mail, letter, 2, "\r\n\r\n");
                            }),
                            new Check("RFC 1939 section 7", "TOP of a large message ends where it was asked to", on -> {
                                on.needCommand("TOP", "TOP 1 0");
                                Letter letter = Letter.of("large", large());
                                Mail mail = on.mail(letter);
                                requireTop(
                                        on,
                                        mail,
                                        letter,
                                        1,
                                        letter.body().substring(0, letter.body().indexOf("\r\n") + 2));
                                on.loggedIn().ok("NOOP");
                            })))
            .flatMap(checks -> checks)
            .toList();

    private Messages() {}

    private static Check comesBack(String title, String body) {
        return new Check("RFC 1939 section 3", title, on -> {
            Letter letter = Letter.of("content", body);
            requireContent(on, on.mail(letter), letter.octets());
        });
    }

    /** Of the only message. Trace fields may stand on top, and nothing else may be changed. */
    private static void requireContent(Examination on, Mail mail, String expected) {
        Connection connection = on.loggedIn();
        String content = connection.content("RETR " + mail.size());
        connection.require(
                content.endsWith(expected),
                "the message came with other octets: expected were " + expected.length() + ", and " + content.length()
                        + " came; " + difference(content, expected));
    }

    private static String difference(String content, String expected) {
        int start = Math.max(0, content.indexOf(expected.substring(0, Math.min(12, expected.length()))));
        int length = Math.min(content.length() - start, expected.length());
        int same = 0;
        while (same < length && content.charAt(start + same) == expected.charAt(same)) {
            same++;
        }
        return "behind " + same + " that are the same came " + excerpt(content, start + same) + " for "
                + excerpt(expected, same);
    }

    private static String excerpt(String octets, int from) {
        return '"'
                + octets.substring(from, Math.min(octets.length(), from + 20))
                        .chars()
                        .mapToObj(octet -> octet >= ' ' && octet < 0x7f
                                ? String.valueOf((char) octet)
                                : String.format("\\x%02x", octet))
                        .collect(Collectors.joining())
                + '"';
    }

    private static void requireSizes(Examination on, Mail mail) {
        Connection connection = on.loggedIn();
        Listing.list(connection)
                .forEach((number, size) -> connection.require(
                        size == mail.content(number).length(),
                        "message " + number + " has " + mail.content(number).length()
                                + " octets as RETR sends it, and LIST says " + size));
    }

    /** Of the standard letter with this index. */
    private static void top(Examination on, int index, int lines, String body) {
        on.needCommand("TOP", "TOP 1 0");
        Mail mail = on.standardMail();
        requireTop(on, mail, mail.letters().get(index), lines, body);
    }

    private static void requireTop(Examination on, Mail mail, Letter letter, int lines, String body) {
        int number = mail.number(letter);
        String content = mail.content(number);
        String expected = content.substring(0, content.length() - letter.body().length()) + body;
        Connection connection = on.loggedIn();
        String came = connection.content("TOP " + number + ' ' + lines);
        connection.require(came.equals(expected), "of the body there should be " + excerpt(body, 0));
        connection.ok("QUIT");
        connection.expectEnd();
    }

    private static String bits8() {
        return IntStream.rangeClosed(0x80, 0xff)
                .mapToObj(octet -> (char) octet + (octet % 16 == 15 ? "\r\n" : ""))
                .collect(Collectors.joining());
    }

    /** Lines of every length up to 97, of which each begins with a dot or two: sooner or later one stands at any place of a buffer. */
    private static String dotsEverywhere() {
        Random chance = new Random(1939);
        StringBuilder body = new StringBuilder();
        while (body.length() < MORE_THAN_BUFFERS) {
            body.append(".".repeat(1 + chance.nextInt(2)))
                    .append("x".repeat(chance.nextInt(96)))
                    .append("\r\n");
        }
        return body.toString();
    }

    private static String large() {
        String line = "0123456789".repeat(7) + "\r\n";
        return line.repeat(LARGE / line.length());
    }
}

package dev.yubin.conformance.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The content behind DATA: RFC 5321 sections 4.1.1.4, 4.5.2 and 4.5.3.1. */
final class Contents {
    private static final int LONGEST_LINE = 1000;
    private static final int LEAST_MESSAGE = 65_536;

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            arrives("one line", "hello\r\n"),
                            arrives("no body", ""),
                            arrives("lines that begin with dots", ".\r\n..\r\n...\r\n.hello\r\n.\r\n"),
                            arrives("empty lines first and last", "\r\n\r\nhello\r\n\r\n\r\n"),
                            arrives("a line of 1000 octets", "x".repeat(LONGEST_LINE - 2) + "\r\n"),
                            arrives(
                                    "a line of 1000 octets that begins with a dot",
                                    "." + "x".repeat(LONGEST_LINE - 3) + "\r\n"),
                            arrives(
                                    "text that looks like commands",
                                    "QUIT\r\nRSET\r\nMAIL FROM:<>\r\nDATA\r\nBDAT 3 LAST\r\n"),
                            arrives("white space at the end of lines", "hello \r\n \t \r\n. \r\n.\t\r\n"),
                            arrives("64 KiB", ("0123456789".repeat(7) + "\r\n").repeat(LEAST_MESSAGE / 72 + 1)),
                            arrives("nothing but dots, a line each", ".\r\n".repeat(10_000)),
                            check("4.1.1.4", "content of nothing is answered once", on -> {
                                Connection connection = on.content();
                                connection.send(".\r\n");
                                connection.reply();
                                connection.quit();
                            }),
                            check("4.1.1.4", "content of one empty line is answered once", on -> {
                                Connection connection = on.content();
                                connection.send("\r\n.\r\n");
                                connection.reply();
                                connection.quit();
                            }),
                            check("4.1.1.4", "a header alone is taken, or refused once", on -> {
                                Connection connection = on.content();
                                connection.send("Subject: no body\r\n.\r\n");
                                connection.reply();
                                connection.quit();
                            }),
                            new Check("RFC 6152 section 3", "content of 8 bits arrives as it is", on -> {
                                on.need("8BITMIME");
                                Connection connection = on.transaction(" BODY=8BITMIME");
                                connection.expect("DATA", 354);
                                Letter letter = Letter.of(IntStream.range(0x80, 0x100)
                                        .mapToObj(octet -> String.valueOf((char) octet))
                                        .collect(Collectors.joining("", "", "\r\n")));
                                Examination.send(connection, letter);
                                on.requireArrived(letter);
                            }),
                            check(
                                    "4.5.2",
                                    "dots at the ends of writes are taken off or kept as they should be",
                                    Contents::chunkEnds),
                            check(
                                    "4.5.2",
                                    "dots at the ends of buffers are taken off or kept as they should be",
                                    Contents::bufferEnds),
                            check("4.1.1.4", "the end of the content is found wherever it is cut", Contents::cutEnds),
                            check("4.1.1.4", "content octet by octet arrives as it is", on -> {
                                Connection connection = on.content();
                                Letter letter = Letter.of(".\r\n..a\r\n\r\nb\r\n");
                                for (char octet : letter.stuffed().toCharArray()) {
                                    connection.send(String.valueOf(octet));
                                }
                                connection.require(connection.reply().ok(), "the message is refused");
                                connection.quit();
                                on.requireArrived(letter);
                            })),
                    Stream.of(
                            truncated("in a line", ""),
                            truncated("behind a line", "\r\n"),
                            truncated("behind CR LF and a dot", "\r\n."),
                            truncated("behind CR LF, a dot and CR", "\r\n.\r"),
                            truncated("behind a line that begins with a dot", "\r\n..\r\n")),
                    Stream.of(check(
                            "4.1.1.4",
                            "content that is not whole when the client ends its direction is not delivered",
                            on -> {
                                on.needMailroom();
                                Connection connection = on.content();
                                Letter letter = Letter.any();
                                connection.send(letter.octets());
                                connection.endOurs();
                                connection
                                        .replyOrEnd()
                                        .ifPresent(reply -> connection.require(!reply.ok(), "it is taken"));
                                on.requireAbsent(letter);
                            })))
            .flatMap(checks -> checks)
            .toList();

    private Contents() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 5321 section " + section, title, steps);
    }

    private static Check arrives(String what, String body) {
        return check("4.5.2", "a message of " + what + " is taken, and arrives as it is", on -> {
            Connection connection = on.content();
            Letter letter = Letter.of(body);
            Examination.send(connection, letter);
            connection.quit();
            on.requireArrived(letter);
        });
    }

    /** The client is gone before the final dot's line is whole. */
    private static Check truncated(String where, String end) {
        return check("4.1.1.4", "content that breaks off " + where + " is not delivered", on -> {
            on.needMailroom();
            Connection connection = on.content();
            Letter letter = Letter.of("hello");
            connection.send(letter.octets() + end);
            connection.close();
            on.requireAbsent(letter);
        });
    }

    /** A dot that begins a line is the last octet of a write, the first, or both. */
    private static void chunkEnds(Examination on) {
        for (List<String> writes : List.of(
                List.of("hello\r\n", "..\r\n", "bye\r\n.\r\n"),
                List.of("hello\r\n.", ".\r\nbye\r\n.\r\n"),
                List.of("hello\r", "\n..x\r\nbye\r\n", ".\r\n"),
                List.of("hello\r\n", ".", ".", "\r", "\n", "bye\r\n.\r", "\n"),
                List.of("..", "\r\n..", "\r\n", ".", "\r\n"))) {
            Connection connection = on.content();
            String written = String.join("", writes);
            Letter letter = Letter.of(written.substring(0, written.length() - 3)
                    .replace("\r\n..", "\r\n.")
                    .replaceFirst("^\\.\\.", "."));
            connection.send(letter.octets().substring(0, letter.octets().indexOf("\r\n\r\n") + 4));
            writes.forEach(connection::send);
            connection.require(connection.reply().ok(), "the message is refused");
            connection.quit();
            on.requireArrived(letter);
        }
    }

    /** Where a server's own buffers end is not known, so a dot that is stuffed stands around each of the likely sizes. */
    private static void bufferEnds(Examination on) {
        List<Letter> letters = new ArrayList<>();
        Connection connection = on.session();
        for (int size : List.of(1024, 2048, 4096, 8192, 16_384, 65_536)) {
            int header = Letter.of("").octets().length();
            for (int off = -3; off <= 3; off++) {
                on.begin(connection, "");
                connection.expect("DATA", 354);
                Letter letter = Letter.of("x".repeat(size - header - 2 + off) + "\r\n.\r\n.y\r\n");
                Examination.send(connection, letter);
                letters.add(letter);
            }
        }
        on.requireArrived(letters);
    }

    private static void cutEnds(Examination on) {
        Connection connection = on.session();
        String end = "o\r\n.\r\n";
        for (int cut = 1; cut < end.length(); cut++) {
            on.begin(connection, "");
            connection.expect("DATA", 354);
            Letter letter = Letter.of("hello\r\n");
            String before = letter.octets().substring(0, letter.octets().length() - 3);
            connection.send(before + end.substring(0, cut));
            connection.send(end.substring(cut));
            connection.require(connection.reply().ok(), "the message is refused");
            on.requireArrived(letter);
        }
        connection.quit();
    }
}

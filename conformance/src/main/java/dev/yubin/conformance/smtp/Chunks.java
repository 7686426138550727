package dev.yubin.conformance.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** BDAT and BINARYMIME: RFC 3030. */
final class Chunks {
    private static final int LARGE = 300_000;

    /** Every octet there is, with CR and LF in all the wrong places. */
    private static final String BINARY = IntStream.range(0, 256)
                    .mapToObj(octet -> String.valueOf((char) octet))
                    .collect(Collectors.joining())
            + "\n.\n\r.\r\r\n.\r\n\0";

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            check("2", "one chunk that is the last is a message", on -> {
                                Letter letter = Letter.of(".\r\n..\r\nhello\r\n");
                                Connection connection = on.transaction();
                                takenLast(connection, letter.octets());
                                connection.quit();
                                on.requireArrived(letter);
                            }),
                            check("2", "a message cut in two chunks at any octet arrives as it is", on -> {
                                Letter shape = Letter.of(".\r\n..\r\nhello\r\n");
                                List<Letter> letters = new ArrayList<>();
                                Connection connection = on.session();
                                for (int cut = 1; cut < shape.octets().length(); cut++) {
                                    Letter letter = Letter.of(".\r\n..\r\nhello\r\n");
                                    on.begin(connection, "");
                                    taken(connection, letter.octets().substring(0, cut));
                                    takenLast(connection, letter.octets().substring(cut));
                                    letters.add(letter);
                                }
                                connection.quit();
                                on.requireArrived(letters);
                            }),
                            check("2", "chunks of one octet arrive as they are", on -> {
                                Letter letter = Letter.any();
                                Connection connection = on.transaction();
                                for (char octet : letter.octets().toCharArray()) {
                                    taken(connection, String.valueOf(octet));
                                }
                                takenLast(connection, "");
                                on.requireArrived(letter);
                            }),
                            check("2", "chunks in one write are answered in order", on -> {
                                on.need("PIPELINING");
                                Letter letter = Letter.any();
                                String octets = letter.octets();
                                Connection connection = on.session();
                                connection.send(
                                        on.mail() + "\r\n" + on.rcpt() + "\r\n" + "BDAT 5\r\n" + octets.substring(0, 5)
                                                + "BDAT 1\r\n" + octets.charAt(5)
                                                + "BDAT " + (octets.length() - 6) + " LAST\r\n"
                                                + octets.substring(6)
                                                + "NOOP\r\nXYZZY\r\n");
                                for (int i = 0; i < 6; i++) {
                                    connection.require(connection.reply().ok(), "reply " + (i + 1) + " is no 2xx");
                                }
                                connection.require(connection.reply().permanent(), "XYZZY is taken");
                                on.requireArrived(letter);
                            }),
                            check("2", "a chunk comes whole in one write, with its command, or octet by octet", on -> {
                                Letter letter = Letter.any();
                                Connection connection = on.transaction();
                                String octets = "BDAT " + letter.octets().length() + " last\r\n" + letter.octets();
                                for (char octet : octets.toCharArray()) {
                                    connection.send(String.valueOf(octet));
                                }
                                connection.require(connection.reply().ok(), "the message is refused");
                                on.requireArrived(letter);
                            }),
                            check("2", "a large chunk arrives as it is", on -> {
                                Letter letter = Letter.of(("0123456789".repeat(7) + "\r\n").repeat(LARGE / 72));
                                Connection connection = on.transaction();
                                takenLast(connection, letter.octets());
                                on.requireArrived(letter);
                            }),
                            check("2", "a chunk of no octets that is not the last is taken", on -> {
                                Letter letter = Letter.any();
                                Connection connection = on.transaction();
                                taken(connection, "");
                                taken(connection, letter.octets());
                                taken(connection, "");
                                takenLast(connection, "");
                                on.requireArrived(letter);
                            }),
                            check("2", "content of no octets is answered once", on -> {
                                Connection connection = on.transaction();
                                connection.send("BDAT 0 LAST\r\n");
                                connection.reply();
                                connection.quit();
                            }),
                            check("2", "behind the last chunk a transaction is over, and the next may come", on -> {
                                Connection connection = on.transaction();
                                takenLast(connection, Letter.any().octets());
                                refused(connection, "more");
                                on.begin(connection, "");
                                takenLast(connection, Letter.any().octets());
                                on.begin(connection, "");
                                connection.expect("DATA", 354);
                                Examination.send(connection, Letter.any());
                                connection.quit();
                            }),
                            check("2", "DATA behind a chunk is refused", on -> {
                                Connection connection = on.transaction();
                                taken(connection, "hello\r\n");
                                connection.refused("DATA");
                                connection.ok("RSET");
                            }),
                            check("2", "MAIL and RCPT behind a chunk are refused", on -> {
                                Connection connection = on.transaction();
                                taken(connection, "hello\r\n");
                                connection.refused(on.mail());
                                connection.refused(on.rcpt());
                                connection.ok("RSET");
                            }),
                            check("2", "RSET between chunks forgets them", on -> {
                                Letter letter = Letter.any();
                                Connection connection = on.transaction();
                                taken(connection, letter.octets());
                                connection.ok("RSET");
                                refused(connection, "more");
                                on.begin(connection, "");
                                Letter other = Letter.any();
                                takenLast(connection, other.octets());
                                on.requireArrived(other);
                                on.requireAbsent(letter);
                            }),
                            check("2", "a chunk before MAIL, and one before RCPT, are refused whole", on -> {
                                Connection connection = on.session();
                                refused(connection, "RSET\r\nNOOP\r\n");
                                connection.ok(on.mail());
                                refused(connection, "RSET\r\nNOOP\r\n");
                                connection.quit();
                            }),
                            check("2", "where every recipient is refused, chunks are", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                connection.require(
                                        connection.say(on.refusedRcpt()).refused(), "it is taken");
                                refused(connection, "RSET\r\nNOOP\r\n");
                                connection.quit();
                            }),
                            check(
                                    "2",
                                    "a chunk of 2^63 - 1 octets is refused, or awaited",
                                    on -> endless(on, "9223372036854775807")),
                            check(
                                    "2",
                                    "a chunk of 2^63 octets is refused, or awaited",
                                    on -> endless(on, "9223372036854775808")),
                            check(
                                    "2",
                                    "a chunk of 2^64 + 5 octets is none of 5",
                                    on -> endless(on, "18446744073709551621")),
                            check("2", "a chunk of 2^32 + 5 octets is none of 5", on -> endless(on, "4294967301"))),
                    Stream.of(
                                    "BDAT",
                                    "BDAT LAST",
                                    "BDAT -5",
                                    "BDAT +5",
                                    "BDAT 5x",
                                    "BDAT 0x5",
                                    "BDAT 5 FIRST",
                                    "BDAT 5 LAST LAST",
                                    "BDAT five")
                            .map(Chunks::malformed),
                    Stream.of(
                            truncated("in a chunk", "BDAT 1000 LAST\r\n"),
                            truncated("between chunks", "BDAT %d\r\n"),
                            check(
                                    "2",
                                    "a chunk that breaks off by the end of the client's direction is not delivered",
                                    on -> {
                                        on.needMailroom();
                                        Letter letter = Letter.any();
                                        Connection connection = on.transaction();
                                        connection.send("BDAT 1000 LAST\r\n" + letter.octets());
                                        connection.endOurs();
                                        connection
                                                .replyOrEnd()
                                                .ifPresent(reply -> connection.require(!reply.ok(), "it is taken"));
                                        on.requireAbsent(letter);
                                    }),
                            new Check("RFC 3030 section 3", "BODY=BINARYMIME by DATA is refused", on -> {
                                on.need("BINARYMIME");
                                Connection connection = on.transaction(" BODY=BINARYMIME");
                                connection.refused("DATA");
                                Letter letter = Letter.any();
                                takenLast(connection, letter.octets());
                                on.requireArrived(letter);
                            }),
                            new Check(
                                    "RFC 3030 section 3",
                                    "binary content arrives as it is, be it in one chunk or in many",
                                    on -> {
                                        on.need("BINARYMIME");
                                        Letter letter = Letter.of(BINARY);
                                        Connection connection = on.transaction(" BODY=BINARYMIME");
                                        takenLast(connection, letter.octets());
                                        on.requireArrived(letter);
                                        Letter other = Letter.of(BINARY);
                                        on.begin(connection, " BODY=BINARYMIME");
                                        for (char octet : other.octets().toCharArray()) {
                                            taken(connection, String.valueOf(octet));
                                        }
                                        takenLast(connection, "");
                                        on.requireArrived(other);
                                    }),
                            new Check("RFC 3030 section 3", "BINARYMIME is offered only beside CHUNKING", on -> {
                                on.need("BINARYMIME");
                                on.need("CHUNKING");
                            })))
            .flatMap(checks -> checks)
            .toList();

    private Chunks() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 3030 section " + section, title, on -> {
            on.need("CHUNKING");
            steps.take(on);
        });
    }

    static void taken(Connection connection, String octets) {
        connection.send("BDAT " + octets.length() + "\r\n" + octets);
        connection.require(connection.reply().code() == 250, "the chunk is refused");
    }

    static void sendLast(Connection connection, String octets) {
        connection.send(last(octets));
    }

    /** These octets as a last chunk. */
    static String last(String octets) {
        return "BDAT " + octets.length() + " LAST\r\n" + octets;
    }

    private static void takenLast(Connection connection, String octets) {
        sendLast(connection, octets);
        connection.require(connection.reply().ok(), "the message is refused");
    }

    private static void refused(Connection connection, String octets) {
        sendLast(connection, octets);
        connection.require(connection.reply().permanent(), "the chunk is taken");
    }

    /** How many octets are a chunk's and which are a command's is not to be known: none is obeyed, or the connection ends. */
    private static Check malformed(String command) {
        return check("2", command + " is refused", on -> {
            Connection connection = on.transaction();
            connection.send(command + "\r\n");
            connection.refusedOrEnd();
        });
    }

    /** What is sent behind it is not obeyed: NOOP is a part of the chunk, or the connection ends. */
    private static void endless(Examination on, String octets) {
        Connection connection = on.transaction();
        connection.send("BDAT " + octets + " LAST\r\nhelloNOOP\r\n");
        connection.endOurs();
        Optional<Reply> reply = connection.replyOrEnd();
        reply.ifPresent(refusal -> connection.require(refusal.refused(), "it is taken"));
        if (reply.isPresent()) {
            connection.replyOrEnd().ifPresent(next -> connection.require(next.refused(), "a part of it is obeyed"));
        }
        on.othersAreServed();
    }

    private static Check truncated(String where, String command) {
        return check("2", "content that breaks off " + where + " is not delivered", on -> {
            on.needMailroom();
            Letter letter = Letter.any();
            Connection connection = on.transaction();
            connection.send(String.format(command, letter.octets().length()) + letter.octets());
            connection.close();
            on.requireAbsent(letter);
        });
    }
}

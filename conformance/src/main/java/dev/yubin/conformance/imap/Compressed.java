package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;

/** COMPRESS=DEFLATE: RFC 4978. */
final class Compressed {
    private static final int LEVEL = 6;
    private static final int OCTETS = 300_000;

    static final List<Check> CHECKS = List.of(
            compressed("what comes behind COMPRESS is compressed, so COMPRESS of nothing is BAD", on -> {
                Connection connection = on.loggedIn();
                connection.bad("COMPRESS");
                connection.refused("COMPRESS X-NO-SUCH");
                connection.ok("NOOP");
            }),
            compressed("behind its OK both sides compress, and each answer is sent whole", on -> {
                String box = on.small(2);
                Connection connection = begun(on, LEVEL);
                for (int i = 0; i < 20; i++) {
                    connection.ok("NOOP");
                }
                connection.ok("SELECT " + box);
                connection.require(connection.ok("SEARCH ALL").found().equals(List.of(1L, 2L)), "it finds others");
                connection.logout();
            }),
            compressed("a client may compress as little as it likes", on -> {
                Connection connection = begun(on, 0);
                connection.ok("EXAMINE " + on.standard());
                connection.require(
                        connection
                                .ok("FETCH 1 BODY.PEEK[]")
                                .item(1, "BODY[]")
                                .text()
                                .equals(Letters.PLAIN),
                        "it is another");
            }),
            compressed("many commands in one piece are answered in their order", on -> {
                Connection connection = begun(on, LEVEL);
                StringBuilder commands = new StringBuilder();
                for (int i = 0; i < 200; i++) {
                    commands.append('n').append(i).append(" NOOP\r\n");
                }
                connection.send(commands.toString());
                for (int i = 0; i < 200; i++) {
                    Response response = connection.tagged();
                    connection.require(response.ok() && response.tag().equals("n" + i), "it is n" + i);
                }
            }),
            compressed("a large message comes whole", on -> {
                String letter = large();
                String box = on.box(letter);
                Connection connection = begun(on, LEVEL);
                connection.ok("EXAMINE " + box);
                connection.require(
                        connection
                                .ok("FETCH 1 (BODY.PEEK[])")
                                .item(1, "BODY[]")
                                .text()
                                .equals(letter),
                        "it is another");
                connection.require(
                        connection
                                .ok("FETCH 1 BODY.PEEK[]<1000.10>")
                                .item(1, "BODY[]<1000>")
                                .text()
                                .equals(letter.substring(1000, 1010)),
                        "a part of it is another");
            }),
            compressed("a large message may be appended", on -> {
                String letter = large();
                String box = on.box();
                Connection connection = begun(on, LEVEL);
                Examination.append(connection, box, "(\\Seen) ", letter);
                connection.ok("EXAMINE " + box);
                connection.require(
                        connection
                                        .ok("FETCH 1 RFC822.SIZE")
                                        .item(1, "RFC822.SIZE")
                                        .number()
                                == letter.length(),
                        "it has another size");
            }),
            compressed("COMPRESS of what is compressed is refused, and the session goes on", on -> {
                Connection connection = begun(on, LEVEL);
                Answer answer = connection.refused("COMPRESS DEFLATE");
                connection.require(
                        answer.bad() || answer.tagged().has("COMPRESSIONACTIVE"), "COMPRESSIONACTIVE is missing");
                connection.ok("NOOP");
            }),
            rfc(4978, "3", "what is pushed while a compressed session idles is sent at once", on -> {
                        String box = on.small(1);
                        Connection connection = begun(on, LEVEL);
                        connection.ok("SELECT " + box);
                        String tag = connection.begin("IDLE");
                        connection.awaitContinuation();
                        on.deliver(box, Letters.small("pushed"));
                        connection.await("2 EXISTS", response -> response.name().equals("EXISTS"));
                        connection.send("DONE\r\n");
                        connection.require(connection.answer(tag).ok(), "IDLE is OK");
                    })
                    .needing("COMPRESS=DEFLATE", "IDLE"));

    private Compressed() {}

    private static Check compressed(String title, Check.Steps steps) {
        return rfc(4978, "3", title, steps).needing("COMPRESS=DEFLATE");
    }

    /** A connection of this check's own. */
    private static Connection begun(Examination on, int level) {
        Connection connection = on.loggedIn();
        connection.ok("COMPRESS DEFLATE");
        connection.beginDeflate(level);
        return connection;
    }

    /** Octets that repeat themselves, and others that hardly do. */
    private static String large() {
        StringBuilder body = new StringBuilder(OCTETS);
        for (long i = 1; body.length() < OCTETS; i = i * 6364136223846793005L + 1442695040888963407L) {
            body.append("all the same, but for ").append(Long.toHexString(i)).append('\n');
        }
        return Letters.small("large", body.toString());
    }
}

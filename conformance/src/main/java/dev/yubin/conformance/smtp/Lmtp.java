package dev.yubin.conformance.smtp;

import java.util.List;

/** What LMTP has otherwise: RFC 2033. */
final class Lmtp {
    static final List<Check> CHECKS = List.of(
            check("4.1", "HELO and EHLO are refused with 500", on -> {
                Connection connection = on.ready();
                connection.expect("HELO " + Examination.US, 500);
                connection.expect("EHLO " + Examination.US, 500);
                connection.ok(on.hello());
            }),
            check("5", "PIPELINING and ENHANCEDSTATUSCODES are offered", on -> {
                Connection connection = on.ready();
                var offered = Examination.extensions(connection, connection.ok(on.hello()));
                connection.require(
                        offered.containsKey("PIPELINING") && offered.containsKey("ENHANCEDSTATUSCODES"),
                        "one of them is not listed");
            }),
            check("4.2", "behind the final dot comes a reply for each recipient", on -> {
                Connection connection = withRecipients(on, 3);
                connection.expect("DATA", 354);
                connection.send(Letter.any().stuffed());
                connection.replies(3).forEach(reply -> connection.require(reply.ok(), "the message is refused"));
                connection.quit();
            }),
            check("4.2", "a recipient that is refused has no reply behind the final dot", on -> {
                Connection connection = on.session();
                connection.ok(on.mail());
                connection.ok(on.rcpt());
                connection.require(connection.say(on.refusedRcpt()).refused(), "the recipient is taken");
                connection.ok(on.rcpt());
                connection.expect("DATA", 354);
                connection.send(Letter.any().stuffed());
                connection.replies(2).forEach(reply -> connection.require(reply.ok(), "the message is refused"));
                connection.quit();
            }),
            check("4.2", "where no recipient was taken, DATA is refused with 503", on -> {
                Connection connection = on.session();
                connection.ok(on.mail());
                connection.require(connection.say(on.refusedRcpt()).refused(), "the recipient is taken");
                connection.expect("DATA", 503);
                connection.quit();
            }),
            check("4.2", "content that is refused is so for each recipient", on -> {
                Connection connection = withRecipients(on, 3);
                connection.expect("DATA", 354);
                connection.send("bare\nLF\r\n.\r\n");
                if (connection.replyOrEnd().isPresent()) {
                    connection.replies(2);
                    connection.quit();
                }
            }),
            new Check(
                    "RFC 2033 section 4.3",
                    "behind the last chunk comes a reply for each recipient, behind others one",
                    on -> {
                        on.need("CHUNKING");
                        Connection connection = withRecipients(on, 3);
                        Letter letter = Letter.any();
                        Chunks.taken(connection, letter.octets());
                        Chunks.taken(connection, "");
                        Chunks.sendLast(connection, "");
                        connection
                                .replies(3)
                                .forEach(reply -> connection.require(reply.ok(), "the message is refused"));
                        connection.quit();
                    }),
            check("4.2", "many recipients and the next group in one write are answered in order", on -> {
                Connection connection = withRecipients(on, 50);
                connection.expect("DATA", 354);
                connection.send(Letter.any().stuffed() + on.mail() + "\r\nXYZZY\r\n");
                connection.replies(51).forEach(reply -> connection.require(reply.ok(), "a reply is another's"));
                connection.require(connection.reply().permanent(), "XYZZY is taken");
                connection.quit();
            }));

    private Lmtp() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 2033 section " + section, title, steps);
    }

    private static Connection withRecipients(Examination on, int count) {
        Connection connection = on.session();
        connection.ok(on.mail());
        for (int i = 0; i < count; i++) {
            connection.ok(on.rcpt());
        }
        return connection;
    }
}

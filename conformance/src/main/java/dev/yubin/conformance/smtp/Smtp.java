package dev.yubin.conformance.smtp;

import java.util.List;

/** What holds for SMTP and not for LMTP: RFC 5321 sections 4.1.1.1 and 4.1.1.4. */
final class Smtp {
    static final List<Check> CHECKS = List.of(
            new Check("RFC 5321 section 4.1.1.1", "HELO is answered by one line, and mail is taken", on -> {
                if (on.target().login().isPresent()) {
                    on.session(); // a login needs EHLO
                }
                Connection connection = on.ready();
                Reply reply = connection.ok("HELO " + Examination.US);
                connection.require(reply.texts().size() == 1, "it has more lines");
                if (on.target().login().isEmpty()) {
                    on.begin(connection, "");
                    connection.expect("DATA", 354);
                    Letter letter = Letter.any();
                    Examination.send(connection, letter);
                    on.requireArrived(letter);
                }
            }),
            new Check("RFC 5321 section 4.1.1.1", "HELO without a name is refused", on -> {
                Connection connection = on.ready();
                connection.refused("HELO");
                connection.ok("HELO " + Examination.US);
            }),
            new Check("RFC 5321 section 4.1.1.1", "EHLO may follow HELO, and offers the extensions then", on -> {
                Connection connection = on.ready();
                connection.ok("HELO " + Examination.US);
                Reply reply = connection.ok(on.hello());
                connection.require(reply.texts().size() > 1 || on.extensions().isEmpty(), "nothing is offered");
            }),
            new Check("RFC 2033 section 4.1", "LHLO is refused", on -> {
                Connection connection = on.ready();
                connection.refused("LHLO " + Examination.US);
                connection.ok(on.hello());
            }),
            new Check(
                    "RFC 5321 section 4.1.1.4",
                    "the content is answered once, however many recipients there are",
                    on -> {
                        Connection connection = on.session();
                        connection.ok(on.mail());
                        connection.ok(on.rcpt());
                        connection.ok("RCPT TO:<Postmaster>");
                        connection.expect("DATA", 354);
                        connection.send(Letter.any().stuffed());
                        connection.require(connection.reply().ok(), "the message is refused");
                        connection.quit();
                    }));

    private Smtp() {}
}

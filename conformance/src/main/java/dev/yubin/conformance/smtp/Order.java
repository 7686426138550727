package dev.yubin.conformance.smtp;

import java.util.List;
import java.util.stream.Stream;

/** What may come when: RFC 5321 sections 3.3 and 4.1.4. */
final class Order {
    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            check("MAIL before EHLO is refused", on -> {
                                Connection connection = on.ready();
                                connection.refused(on.mail());
                                connection.ok(on.hello());
                            }),
                            check("RCPT, DATA and BDAT before MAIL are refused", on -> {
                                Connection connection = on.session();
                                connection.refused(on.rcpt());
                                connection.refused("DATA");
                                if (on.offers("CHUNKING")) {
                                    connection.refused("BDAT 0 LAST");
                                }
                                connection.ok("NOOP");
                            }),
                            check("DATA before RCPT is refused", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                connection.refused("DATA");
                                connection.ok(on.rcpt());
                            }),
                            check("a second MAIL in a transaction is refused, and the first stands", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                connection.refused("MAIL FROM:<>");
                                connection.ok(on.rcpt());
                            }),
                            check("where every recipient is refused, no content is taken", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                Reply refusal = connection.say(on.refusedRcpt());
                                connection.require(refusal.refused(), "the recipient is taken");
                                Reply data = connection.say("DATA");
                                if (data.goOn()) { // RFC 2920 section 3.1 lets it, and refuse then
                                    data = connection.say(".");
                                }
                                connection.require(data.permanent(), "the message is taken");
                            }),
                            check("a refused recipient leaves the others", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                connection.say(on.refusedRcpt());
                                connection.ok(on.rcpt());
                                connection.require(
                                        connection.say(on.refusedRcpt()).refused(), "it is taken");
                                connection.expect("DATA", 354);
                                Letter letter = Letter.any();
                                Examination.send(connection, letter);
                                connection.quit();
                                on.requireArrived(letter);
                            }),
                            check("behind a refused MAIL, RCPT is refused", on -> {
                                Connection connection = on.session();
                                connection.refused(on.mail() + " XYZZY=1");
                                connection.refused(on.rcpt());
                            }),
                            check("behind its content a transaction is over, and the next may come", on -> {
                                Connection connection = on.transaction();
                                connection.expect("DATA", 354);
                                Letter one = Letter.of("one\r\n");
                                Examination.send(connection, one);
                                connection.refused(on.rcpt());
                                connection.refused("DATA");
                                on.begin(connection, "");
                                connection.expect("DATA", 354);
                                Letter two = Letter.of("two\r\n");
                                Examination.send(connection, two);
                                connection.quit();
                                on.requireArrived(one);
                                on.requireArrived(two);
                            }),
                            check("RSET in a session without a transaction is taken", on -> {
                                Connection connection = on.session();
                                connection.ok("RSET");
                                connection.ok("RSET");
                                on.begin(connection, "");
                            }),
                            check("QUIT in a transaction delivers nothing", on -> {
                                Connection connection = on.transaction();
                                connection.quit();
                            })),
                    Stream.of("RSET", "EHLO").map(Order::forgets),
                    Stream.of("NOOP", "HELP", "VRFY ann", "EXPN staff", "XYZZY", "STARTTLS now")
                            .map(Order::disturbsNothing))
            .flatMap(checks -> checks)
            .toList();

    private Order() {}

    private static Check check(String title, Check.Steps steps) {
        return new Check("RFC 5321 section 4.1.4", title, steps);
    }

    private static Check forgets(String verb) {
        return check(verb + " forgets the transaction", on -> {
            String command = verb.equals("EHLO") ? on.hello() : verb;
            Connection connection = on.session();
            connection.ok(on.mail());
            connection.ok(command);
            connection.refused(on.rcpt());
            on.begin(connection, "");
            connection.ok(command);
            connection.refused("DATA");
            connection.refused(on.rcpt());
            on.begin(connection, "");
            connection.quit();
        });
    }

    private static Check disturbsNothing(String command) {
        return check(command + " in a transaction changes nothing of it", on -> {
            Connection connection = on.session();
            connection.ok(on.mail());
            connection.say(command);
            connection.ok(on.rcpt());
            connection.say(command);
            connection.expect("DATA", 354);
            Letter letter = Letter.any();
            Examination.send(connection, letter);
            on.requireArrived(letter);
        });
    }
}

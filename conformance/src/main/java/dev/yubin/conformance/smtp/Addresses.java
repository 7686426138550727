package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Paths: RFC 5321 sections 4.1.2, 4.1.3 and 4.5.1. */
final class Addresses {
    private static final int LONGEST_LOCAL_PART = 64;
    private static final int LONGEST_LABEL = 63;
    private static final int MANY_RECIPIENTS = 100;

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                                    "<>",
                                    "<ann+tag@conformance.test>",
                                    "<!#$%&'*+-/=?^_`{|}~@conformance.test>",
                                    "<\"ann lee\"@conformance.test>",
                                    "<\"a\\\"b\\\\c\"@conformance.test>",
                                    "<\"a@b\"@conformance.test>",
                                    "<\"<ann>\"@conformance.test>",
                                    "<ann%elsewhere.test@conformance.test>",
                                    "<elsewhere.test!ann@conformance.test>",
                                    "<@relay.test:ann@conformance.test>",
                                    "<@relay.test,@other.test:ann@conformance.test>",
                                    "<ann@[127.0.0.1]>",
                                    "<ann@[IPv6:2001:db8::1]>",
                                    "<ann@[IPv6:::ffff:127.0.0.1]>",
                                    "<Ann.Lee@CONFORMANCE.Test>",
                                    "<a@x--y.conformance.test>")
                            .map(path -> reversePath(path, true)),
                    Stream.of(
                                    "",
                                    "ann@conformance.test",
                                    "<ann@conformance.test",
                                    "ann@conformance.test>",
                                    "<<ann@conformance.test>>",
                                    "<a@b.test>c@d.test",
                                    "<a@b.test>c@d.test>",
                                    "<a@b.test><c@d.test>",
                                    "<a@b.test>,<c@d.test>",
                                    "<a@b@conformance.test>",
                                    "<@conformance.test>",
                                    "<ann@>",
                                    "<ann lee@conformance.test>",
                                    "<ann@confor mance.test>",
                                    "<\"ann@conformance.test>",
                                    "<\"ann\"lee@conformance.test>",
                                    "<ann@conformance..test>",
                                    "<ann@.conformance.test>",
                                    "<ann@-conformance.test>",
                                    "<ann@[127.0.0.256]>",
                                    "<ann@[127.0.0.1>",
                                    "<ann@[IPv6:2001:db8:::1]>",
                                    "<.ann@conformance.test>",
                                    "<ann..lee@conformance.test>",
                                    "<ann(comment)@conformance.test>",
                                    "<ann@conformance.test>X",
                                    "<@relay.test ann@conformance.test>")
                            .map(path -> reversePath(path, false)),
                    Stream.of(
                            check("4.5.1", "Postmaster is taken without a domain, in any case of its letters", on -> {
                                for (String name : List.of("Postmaster", "postmaster", "POSTMASTER")) {
                                    Connection connection = on.session();
                                    connection.ok(on.mail());
                                    connection.ok("RCPT TO:<" + name + ">");
                                }
                            }),
                            check("4.5.1", "the postmaster of the recipient's domain is taken", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                connection.ok("RCPT TO:<Postmaster@" + on.domain() + ">");
                            }),
                            check("4.1.1.3", "RCPT with the null path is refused", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                connection.refused("RCPT TO:<>");
                                connection.ok(on.rcpt());
                            }),
                            recipient(
                                    "4.1.2",
                                    "a local part in quotes that needs none is the same",
                                    on -> "<\"" + on.localPart() + "\"@" + on.domain() + ">"),
                            recipient(
                                    "4.1.2",
                                    "a quoted pair in a local part is the character",
                                    on -> "<\"\\" + on.localPart() + "\"@" + on.domain() + ">"),
                            recipient(
                                    "2.4",
                                    "the case of a domain's letters is nothing",
                                    on -> "<" + on.localPart() + "@"
                                            + on.domain().toUpperCase(java.util.Locale.ROOT) + ">"),
                            recipient(
                                    "4.1.1.3",
                                    "a source route before a recipient is ignored",
                                    on -> "<@relay.test,@" + on.domain() + ":"
                                            + on.target().recipient() + ">"),
                            check(
                                    "C",
                                    "a source route through the recipient's domain relays to nobody",
                                    on -> sameAnswer(
                                            on,
                                            "<someone@elsewhere.test>",
                                            "<@" + on.domain() + ":someone@elsewhere.test>")),
                            check(
                                    "4.1.1.3",
                                    "a % in a local part relays to nobody",
                                    on -> notTaken(on, "<someone%elsewhere.test@" + on.domain() + ">")),
                            check(
                                    "4.1.1.3",
                                    "a ! in a local part relays to nobody",
                                    on -> notTaken(on, "<elsewhere.test!someone@" + on.domain() + ">")),
                            check(
                                    "4.1.1.3",
                                    "a quoted @ in a local part relays to nobody",
                                    on -> notTaken(on, "<\"someone@elsewhere.test\"@" + on.domain() + ">")),
                            check(
                                    "4.1.2",
                                    "what stands behind a recipient's path is not taken for a part of it",
                                    on -> {
                                        Connection connection = on.session();
                                        connection.ok(on.mail());
                                        connection.refused(
                                                "RCPT TO:<" + on.target().recipient() + ">c@elsewhere.test");
                                        connection.refused(
                                                "RCPT TO:<" + on.target().recipient() + "> <c@elsewhere.test>");
                                        connection.refused("DATA");
                                    }),
                            check(
                                    "4.5.3.1.1",
                                    "a local part of 64 octets is taken in MAIL",
                                    on -> on.session()
                                            .ok("MAIL FROM:<" + "a".repeat(LONGEST_LOCAL_PART) + "@conformance.test>")),
                            check("4.5.3.1.3", "a path of 256 octets is taken in MAIL", on -> {
                                String label = "a".repeat(LONGEST_LABEL - 3) + ".";
                                String domain = label.repeat(3) + "conformance.test"; // 199
                                String path = "<" + "b".repeat(256 - 3 - domain.length()) + "@" + domain + ">";
                                on.session().ok("MAIL FROM:" + path);
                            }),
                            check("4.5.3.1.3", "a path of 10,000 octets is refused", on -> {
                                Connection connection = on.session();
                                connection.refused("MAIL FROM:<" + "a.".repeat(5000) + "a@conformance.test>");
                                connection.quit();
                            }),
                            check("4.5.3.1.8", "100 recipients are taken", on -> {
                                Connection connection = on.session();
                                connection.ok(on.mail());
                                connection.send(
                                        (on.rcpt() + "\r\n").repeat(MANY_RECIPIENTS), MANY_RECIPIENTS + " times RCPT");
                                connection
                                        .replies(MANY_RECIPIENTS)
                                        .forEach(reply -> connection.require(reply.ok(), "a recipient is refused"));
                            })))
            .flatMap(checks -> checks)
            .toList();

    private interface Written {
        String path(Examination on);
    }

    private Addresses() {}

    private static Check check(String section, String title, Check.Steps steps) {
        return new Check("RFC 5321 section " + section, title, steps);
    }

    private static Check reversePath(String path, boolean taken) {
        String command = "MAIL FROM:" + path;
        return check("4.1.2", command + (taken ? " is taken" : " is refused"), on -> {
            Connection connection = on.session();
            if (taken) {
                connection.ok(command);
            } else {
                connection.refused(command);
                connection.refused(on.rcpt());
            }
        });
    }

    /** The message arrives as if the recipient were written plainly. */
    private static Check recipient(String section, String title, Written written) {
        return check(section, title, on -> {
            Connection connection = on.session();
            connection.ok(on.mail());
            connection.ok("RCPT TO:" + written.path(on));
            connection.expect("DATA", 354);
            Letter letter = Letter.any();
            Examination.send(connection, letter);
            on.requireArrived(letter);
        });
    }

    private static void sameAnswer(Examination on, String path, String other) {
        List<Integer> codes = Stream.of(path, other)
                .map(to -> {
                    Connection connection = on.session();
                    connection.ok(on.mail());
                    return connection.say("RCPT TO:" + to).code();
                })
                .collect(Collectors.toList());
        if (IntStream.of(codes.get(0), codes.get(1)).distinct().count() > 1) {
            throw new AssertionError(path + " is answered by " + codes.get(0) + ", " + other + " by " + codes.get(1));
        }
    }

    /** A server that takes every local part would take this one too, and rightly. */
    private static void notTaken(Examination on, String path) {
        String refused = on.target().refused().orElse("");
        if (!refused.endsWith('@' + on.domain())) {
            throw Omission.skipped("no address of the recipient's domain is named that is refused");
        }
        Connection connection = on.session();
        connection.ok(on.mail());
        connection.require(connection.say("RCPT TO:" + path).refused(), "it is taken");
        connection.ok(on.rcpt());
    }
}

package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import dev.yubin.conformance.internal.Omission;
import java.util.List;

/** ENVELOPE, BODY and BODYSTRUCTURE: RFC 9051 section 7.5.2. */
final class Structures {
    private static final int DATE = 0;
    private static final int SUBJECT = 1;
    private static final int FROM = 2;
    private static final int SENDER = 3;
    private static final int REPLY_TO = 4;
    private static final int TO = 5;
    private static final int CC = 6;
    private static final int BCC = 7;
    private static final int IN_REPLY_TO = 8;
    private static final int MESSAGE_ID = 9;

    static final List<Check> CHECKS = List.of(
            envelope(
                    1,
                    "an envelope has ten parts, and each is a string, a list of addresses or NIL",
                    (on, envelope) -> {
                        on.require(envelope.size() == 10, "there are 10");
                        for (int text : List.of(DATE, SUBJECT, IN_REPLY_TO, MESSAGE_ID)) {
                            on.require(envelope.item(text).isNstring(), "part " + text + " is a string or NIL");
                        }
                        for (int list = FROM; list <= BCC; list++) {
                            on.require(
                                    envelope.item(list).isNil()
                                            || envelope.item(list).items().stream()
                                                    .allMatch(Structures::isAddress),
                                    "part " + list + " has addresses of four strings or NIL");
                        }
                    }),
            envelope(1, "an envelope tells date, subject and identifiers as they stand", (on, envelope) -> {
                equal(on, envelope.item(DATE), "Mon, 7 Feb 1994 21:52:25 -0800");
                equal(on, envelope.item(SUBJECT), "IMAP4rev1 WG mtg summary");
                equal(on, envelope.item(IN_REPLY_TO), "<earlier@washington.test>");
                equal(on, envelope.item(MESSAGE_ID), "<B27397-0100000@cac.washington.test>");
            }),
            envelope(1, "an address has name, route, mailbox and host", (on, envelope) -> {
                address(on, envelope.item(FROM).item(0), "Terry Gray", "gray", "cac.washington.test");
                address(on, envelope.item(SENDER).item(0), "Secretary, The", "secretary", "washington.test");
                address(on, envelope.item(REPLY_TO).item(0), "NIL", "replies", "washington.test");
                address(on, envelope.item(CC).item(0), "NIL", "minutes", "cnri.test");
                address(on, envelope.item(BCC).item(0), "NIL", "hidden", "cnri.test");
            }),
            envelope(1, "all addresses of a field come, in their order", (on, envelope) -> {
                on.require(envelope.item(TO).size() == 2, "there are 2");
                address(on, envelope.item(TO).item(0), "NIL", "imap", "cac.washington.test");
                address(on, envelope.item(TO).item(1), "John Klensin", "KLENSIN", "mit.test");
            }),
            envelope(2, "where Sender and Reply-To are missing, From stands for them", (on, envelope) -> {
                on.require(
                        envelope.item(SENDER).equals(envelope.item(FROM))
                                && envelope.item(REPLY_TO).equals(envelope.item(FROM)),
                        "it does not");
            }),
            envelope(2, "fields that are missing are NIL", (on, envelope) -> {
                on.require(
                        envelope.item(CC).isNil()
                                && envelope.item(BCC).isNil()
                                && envelope.item(IN_REPLY_TO).isNil(),
                        "one is not");
            }),
            envelope(4, "quotes and backslashes come through", (on, envelope) -> {
                equal(on, envelope.item(SUBJECT), "\"quoted\" \\ and more");
                address(on, envelope.item(FROM).item(0), "Joe \"Q\" \\ Public", "joe", "conformance.test");
            }),
            envelope(4, "a group begins and ends with addresses whose host is NIL", (on, envelope) -> {
                Value to = envelope.item(TO);
                on.require(to.size() == 4, "there are 4");
                on.require(
                        to.item(0).item(3).isNil() && to.item(0).item(2).text().equals("A Group"), "its beginning");
                address(on, to.item(1), "Chris", "c", "conformance.test");
                address(on, to.item(2), "NIL", "joe", "where.test");
                on.require(to.item(3).item(3).isNil() && to.item(3).item(2).isNil(), "its end");
            }),
            rfc(9051, "7.5.2", "a message without a header has an envelope of NIL", on -> {
                Connection connection = on.selected(on.box("\r\nbody\r\n"));
                Value envelope = connection.ok("FETCH 1 ENVELOPE").item(1, "ENVELOPE");
                connection.require(envelope.items().stream().allMatch(Value::isNil), "one part is not");
            }),
            structure(1, "a text has its type, parameters, encoding, octets and lines", (on, body) -> {
                equal(on, body.item(0), "text");
                equal(on, body.item(1), "plain");
                on.require(
                        Examination.upper(body.item(2).texts().toString()).equals("[CHARSET, US-ASCII]"),
                        "the parameters are others");
                on.require(body.item(3).isNil() && body.item(4).isNil(), "id and description are NIL");
                equal(on, body.item(5), "7bit");
                on.require(body.item(6).number() == Letters.text(Letters.PLAIN).length(), "the octets are others");
                on.require(body.item(7).number() == 2, "the lines are others");
            }),
            structure(2, "a multipart has its parts, its subtype and its parameters", (on, body) -> {
                on.require(body.item(0).isList() && body.item(1).isList(), "there are 2 parts");
                equal(on, body.item(2), "mixed");
                on.require(body.item(3).texts().get(1).equals("=_x"), "the boundary is another");
            }),
            structure(2, "a part has id, description, encoding and octets", (on, body) -> {
                Value part = body.item(1);
                equal(on, part.item(0), "application");
                equal(on, part.item(1), "octet-stream");
                on.require(part.item(2).texts().get(1).equals("a.bin"), "the name is another");
                equal(on, part.item(3), "<part2@conformance.test>");
                equal(on, part.item(4), "four octets");
                equal(on, part.item(5), "base64");
                on.require(part.item(6).number() == 8, "the octets are others");
            }),
            structure(2, "a part has MD5, disposition, languages and location", (on, body) -> {
                Value part = body.item(1);
                equal(on, part.item(7), "Q2hlY2sgSW50ZWdyaXR5IQ==");
                equal(on, part.item(8).item(0), "attachment");
                on.require(part.item(8).item(1).texts().get(1).equals("a.bin"), "the file's name is another");
                on.require(part.item(9).texts().equals(List.of("en", "de")), "the languages are others");
                equal(on, part.item(10), "http://conformance.test/a.bin");
            }),
            structure(3, "a message within has its envelope, its structure and its lines", (on, body) -> {
                Value part = body.item(1);
                equal(on, part.item(0), "message");
                equal(on, part.item(1), "rfc822");
                equal(on, part.item(7).item(SUBJECT), "inner");
                equal(on, part.item(8).item(2), "alternative");
                equal(on, part.item(8).item(1).item(1), "html");
                on.require(part.item(9).isNumber(), "the lines are missing");
            }),
            structure(3, "a part without a header is text/plain in US-ASCII", (on, body) -> {
                Value part = body.item(0);
                equal(on, part.item(0), "text");
                equal(on, part.item(1), "plain");
                on.require(
                        Examination.upper(part.item(2).texts().toString()).equals("[CHARSET, US-ASCII]"),
                        "the parameters are others");
            }),
            structure(4, "a message without MIME is text/plain of 7 bits", (on, body) -> {
                equal(on, body.item(0), "text");
                equal(on, body.item(1), "plain");
                equal(on, body.item(5), "7bit");
                on.require(body.item(6).number() == 0, "it has no octets");
            }),
            rfc(9051, "7.5.2", "BODY is BODYSTRUCTURE without its extensions", on -> {
                Answer answer = on.reading().ok("FETCH 1:4 (BODY BODYSTRUCTURE)");
                for (int number = 1; number <= 4; number++) {
                    requireBasis(
                            answer.connection(), answer.item(number, "BODY"), answer.item(number, "BODYSTRUCTURE"));
                }
            }),
            rfc(9051, "7.5.2", "an unclosed multipart has a structure all the same", on -> {
                Connection connection = on.selected(
                        on.box(
                                Letters.crlf(
                                        "Content-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: text/html\n\nx")));
                Value body = connection.ok("FETCH 1 BODYSTRUCTURE").item(1, "BODYSTRUCTURE");
                connection.require(body.item(0).isList() || body.item(0).isString(), "there is none");
            }),
            rfc(9051, "7.5.2", "a multipart without a boundary has a structure all the same", on -> {
                Connection connection =
                        on.selected(on.box(Letters.crlf("Content-Type: multipart/mixed\n\n--b\n\ntext\n--b--\n")));
                connection.ok("FETCH 1 BODYSTRUCTURE").item(1, "BODYSTRUCTURE");
            }),
            rfc(9051, "7.5.2", "a header of 8 bits and of unsound fields has an envelope all the same", on -> {
                String letter = Letters.crlf("Subject: caf\u00e9 \u00ff\nFrom: <<>>,,;:@\nTo:"
                        + " \"unclosed\nDate: never\n no field\nMessage-ID:\n\nbody\n");
                String box = on.box();
                Connection connection = on.offers("UTF8=ACCEPT") ? Utf8.enabled(on) : on.loggedIn();
                if (!connection
                        .say("APPEND " + box + " {" + letter.length() + "}", letter)
                        .ok()) {
                    throw Omission.notOffered("such a header is not taken");
                }
                connection.ok("EXAMINE " + box);
                Value envelope = connection.ok("FETCH 1 ENVELOPE").item(1, "ENVELOPE");
                connection.require(envelope.size() == 10, "there are 10 parts");
            }));

    private interface Look {
        void at(Connection on, Value value);
    }

    private Structures() {}

    private static Check envelope(int number, String title, Look look) {
        return item(number, "ENVELOPE", title, look);
    }

    private static Check structure(int number, String title, Look look) {
        return item(number, "BODYSTRUCTURE", title, look);
    }

    private static Check item(int number, String name, String title, Look look) {
        return rfc(9051, "7.5.2", title, on -> {
            Connection connection = on.reading();
            try {
                look.at(
                        connection,
                        connection.ok("FETCH " + number + ' ' + name).item(number, name));
            } catch (IndexOutOfBoundsException e) {
                throw connection.failure("a part is missing: " + e.getMessage());
            }
        });
    }

    private static boolean isAddress(Value address) {
        return address.size() == 4 && address.items().stream().allMatch(Value::isNstring);
    }

    private static void address(Connection on, Value address, String name, String mailbox, String host) {
        on.require(
                address.texts().equals(List.of(name, "NIL", mailbox, host)),
                "an address is " + name + ' ' + mailbox + " at " + host + ", not " + address);
    }

    /** In any case: types and encodings may come in the one that the server likes. */
    private static void equal(Connection on, Value value, String text) {
        on.require(value.isString() && value.text().equalsIgnoreCase(text), "expected " + text + ", not " + value);
    }

    private static void requireBasis(Connection on, Value body, Value structure) {
        for (int i = 0; i < body.size(); i++) {
            if (body.item(i).isList() && structure.item(i).isList()) {
                requireBasis(on, body.item(i), structure.item(i));
            } else {
                on.require(body.item(i).equals(structure.item(i)), "BODY has " + body.item(i));
            }
        }
    }
}

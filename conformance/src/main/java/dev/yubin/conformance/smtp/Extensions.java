package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Rules of extensions that are no parameter's grammar: each check names the RFC. */
final class Extensions {
    /** Recipients that a check sends, where RCPTMAX allows as many. */
    private static final int MOST_RECIPIENTS = 5000;

    private static final Pattern LIMIT = Pattern.compile("[A-Z0-9][A-Z0-9-]*=[\\x21-\\x3a\\x3c-\\x7e]+");

    static final List<Check> CHECKS = List.of(
            new Check("RFC 1870 section 4", "SIZE says a number, or nothing", on -> {
                List<String> said = on.need("SIZE");
                if (said.size() > 1 || !said.isEmpty() && !said.get(0).matches("\\d{1,20}")) {
                    throw new AssertionError("SIZE " + said);
                }
            }),
            new Check("RFC 1870 section 6.1", "a SIZE over what is offered is refused", on -> {
                long most = largest(on);
                Connection connection = on.session();
                connection.refused(on.mail() + " SIZE=" + (most + 1));
                connection.ok(on.mail());
            }),
            new Check("RFC 1870 section 6.1", "a SIZE of 20 digits is refused", on -> {
                on.need("SIZE");
                Connection connection = on.session();
                connection.require(
                        connection.say(on.mail() + " SIZE=99999999999999999999").refused(), "it is taken");
                connection.ok("NOOP");
            }),
            new Check(
                    "RFC 1870 section 6.3",
                    "a message that grows over what is offered is refused, and none of it is a command",
                    Extensions::tooLarge),
            new Check("RFC 6531 section 3.4", "an address beyond ASCII is taken with SMTPUTF8", on -> {
                on.need("SMTPUTF8");
                Connection connection = on.session();
                connection.ok("MAIL FROM:<" + utf8("郵便@例え.test") + "> SMTPUTF8");
                connection.ok(on.rcpt());
            }),
            new Check("RFC 6531 section 3.4", "an address beyond ASCII is refused without SMTPUTF8", on -> {
                Connection connection = on.session();
                connection.refused("MAIL FROM:<" + utf8("郵便@conformance.test") + ">");
                connection.ok(on.mail());
                connection.refused("RCPT TO:<" + utf8("郵便@") + on.domain() + ">");
            }),
            new Check("RFC 6531 section 3.3", "an address that is no UTF-8 is refused", on -> {
                on.need("SMTPUTF8");
                for (String octets : List.of("\u00ff", "\u00c0\u00af", "\u00ed\u00a0\u0080", "\u00e9")) {
                    Connection connection = on.session();
                    connection.send("MAIL FROM:<a" + octets + "@conformance.test> SMTPUTF8\r\n");
                    connection.require(connection.reply().permanent(), "it is taken");
                    connection.quit();
                }
            }),
            new Check(
                    "RFC 6531 section 3.7.4",
                    "VRFY of a name beyond ASCII is answered, with SMTPUTF8 or without",
                    on -> {
                        on.need("SMTPUTF8");
                        Connection connection = on.session();
                        connection.say("VRFY " + utf8("郵便"));
                        connection.quit();
                    }),
            new Check("RFC 2852 section 3", "BY with R and less than the least time is refused", on -> {
                List<String> said = on.need("DELIVERBY");
                long least = said.isEmpty() || said.get(0).isEmpty() ? 0 : Long.parseLong(said.get(0));
                if (least < 2) {
                    throw Omission.notOffered("no least time is said");
                }
                Connection connection = on.session();
                connection.refused(on.mail() + " BY=" + (least - 1) + ";R");
                connection.ok(on.mail() + " BY=" + (least + 60) + ";R");
            }),
            new Check("RFC 4865 section 3", "FUTURERELEASE says the longest time and the last date", on -> {
                List<String> said = on.need("FUTURERELEASE");
                if (said.size() != 2 || !said.get(0).matches("[1-9]\\d{0,8}") || !isUtc(said.get(1))) {
                    throw new AssertionError("FUTURERELEASE " + said);
                }
            }),
            new Check("RFC 4865 section 5", "to hold longer than is offered is refused", on -> {
                long most = Long.parseLong(on.need("FUTURERELEASE").get(0));
                if (most == 999_999_999) {
                    throw Omission.notOffered("every time is short enough");
                }
                Connection connection = on.session();
                connection.refused(on.mail() + " HOLDFOR=" + (most + 1));
                connection.ok(on.mail() + " HOLDFOR=" + most);
            }),
            new Check("RFC 4865 section 4", "HOLDUNTIL a time to come is taken", on -> {
                if (Long.parseLong(on.need("FUTURERELEASE").get(0)) < 600) {
                    throw Omission.notOffered("messages wait for less than ten minutes");
                }
                Instant soon = Instant.now().plusSeconds(300).truncatedTo(ChronoUnit.SECONDS);
                on.session().ok(on.mail() + " HOLDUNTIL=" + soon);
            }),
            new Check("RFC 8689 section 2", "REQUIRETLS is neither offered nor taken in the clear", on -> {
                if (on.target().tls() == SmtpTarget.Tls.IMPLICIT) {
                    throw Omission.notOffered("TLS is on before the greeting");
                }
                Connection connection = on.connect();
                Map<String, List<String>> clear = Examination.extensions(connection, connection.ok(on.hello()));
                connection.require(!clear.containsKey("REQUIRETLS"), "it is offered");
                connection.require(connection.say(on.mail() + " REQUIRETLS").refused(), "it is taken");
            }),
            new Check("RFC 6710 section 5", "MT-PRIORITY says a profile's name, or nothing", on -> {
                List<String> said = on.need("MT-PRIORITY");
                if (said.size() > 1 || !said.isEmpty() && !said.get(0).matches("[A-Za-z0-9_-]+")) {
                    throw new AssertionError("MT-PRIORITY " + said);
                }
            }),
            new Check("RFC 9422 section 4", "LIMITS says names and values", on -> {
                List<String> said = on.need("LIMITS");
                if (said.isEmpty()
                        || !said.stream().allMatch(limit -> LIMIT.matcher(limit).matches())) {
                    throw new AssertionError("LIMITS " + said);
                }
            }),
            new Check("RFC 9422 section 5.2", "as many recipients as RCPTMAX says are taken, and none beyond", on -> {
                int most = limit(on, "RCPTMAX")
                        .filter(n -> n <= MOST_RECIPIENTS)
                        .orElseThrow(() -> Omission.notOffered("no RCPTMAX is said, or more than " + MOST_RECIPIENTS));
                Connection connection = on.session();
                connection.ok(on.mail());
                connection.send((on.rcpt() + "\r\n").repeat(most + 1), (most + 1) + " times RCPT");
                connection.replies(most).forEach(reply -> connection.require(reply.ok(), "a recipient is refused"));
                connection.require(connection.reply().refused(), "one more is taken");
            }),
            new Check(
                    "RFC 2034 section 4",
                    "2xx, 4xx and 5xx have an enhanced status of their class",
                    Extensions::statuses),
            new Check("RFC 2034 section 4", "the greeting, 3xx and the answer to EHLO have no enhanced status", on -> {
                on.need("ENHANCEDSTATUSCODES");
                Connection connection = on.opened();
                connection.require(!connection.reply().hasStatus(), "the greeting has one");
                connection.require(!connection.ok(on.hello()).hasStatus(), "the answer to EHLO has one");
                Connection content = on.transaction();
                content.require(!content.expect("DATA", 354).hasStatus(), "354 has one");
            }),
            new Check("RFC 1985 section 5", "ETRN wants a name, and is answered", on -> {
                on.need("ETRN");
                Connection connection = on.session();
                connection.refused("ETRN");
                Reply reply = connection.say("ETRN conformance.test");
                connection.require(
                        List.of(250, 251, 252, 253, 458, 459, 530, 550).contains(reply.code()),
                        "the reply is none of section 5.2's");
                connection.quit();
            }),
            new Check("RFC 1985 section 5.1", "ETRN in a transaction is refused, and the transaction stands", on -> {
                on.need("ETRN");
                Connection connection = on.transaction();
                connection.refused("ETRN conformance.test");
                connection.expect("DATA", 354);
                Examination.send(connection, Letter.any());
            }),
            new Check("RFC 5321 section 4.1.1.1", "a verb that is not offered is refused", on -> {
                Connection connection = on.session();
                for (String command :
                        List.of("BDAT 0 LAST", "ETRN conformance.test", "AUTH X-NO-SUCH", "XCLIENT NAME=x")) {
                    String keyword = command.startsWith("BDAT") ? "CHUNKING" : command.split(" ")[0];
                    if (!on.offers(keyword)) {
                        connection.refused(command);
                    }
                }
                connection.ok("NOOP");
            }));

    private Extensions() {}

    /** UTF-8, an octet a character. */
    static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private static boolean isUtc(String time) {
        try {
            Instant.parse(time);
            return time.endsWith("Z");
        } catch (java.time.DateTimeException e) {
            return false;
        }
    }

    private static long largest(Examination on) {
        return on.need("SIZE").stream()
                .findFirst()
                .map(Long::parseLong)
                .filter(most -> most > 0) // 0 is no bound
                .orElseThrow(() -> Omission.notOffered("SIZE has no bound"));
    }

    private static Optional<Integer> limit(Examination on, String name) {
        return on.need("LIMITS").stream()
                .filter(limit -> limit.startsWith(name + "="))
                .map(limit -> Integer.valueOf(limit.substring(name.length() + 1)))
                .findFirst();
    }

    /** Each line would be obeyed, were it a command. */
    private static void tooLarge(Examination on) {
        long most = largest(on);
        if (most > on.target().octets()) {
            throw Omission.skipped("messages of " + most + " octets are taken, and no more than "
                    + on.target().octets() + " are sent");
        }
        Connection connection = on.content();
        String lines = "RSET\r\nQUIT\r\n" + ("x".repeat(998) + "\r\n").repeat(10);
        int times = (int) (most / lines.length() + 1);
        Letter letter = Letter.of("");
        connection.send(letter.octets());
        connection.send(lines, times, (long) times * lines.length() + " octets with RSET and QUIT");
        connection.send(".\r\n");
        Optional<Reply> reply = connection.replyOrEnd();
        if (reply.isPresent()) {
            connection.require(reply.get().refused(), "it is taken");
            connection.quit();
        }
        on.requireAbsent(letter);
    }

    private static void statuses(Examination on) {
        on.need("ENHANCEDSTATUSCODES");
        Connection connection = on.session();
        List<Reply> replies = new ArrayList<>();
        for (String command : List.of(
                "NOOP",
                "RSET",
                "XYZZY",
                "MAIL",
                "MAIL FROM:<",
                on.rcpt(),
                "DATA",
                "VRFY ann",
                "EXPN staff",
                "HELP",
                on.mail() + " XYZZY",
                on.mail(),
                on.mail(),
                "RCPT TO:x",
                on.rcpt(),
                "DATA now")) {
            Reply reply = connection.say(command);
            connection.require(
                    reply.hasStatus() || isHelp(reply), "the reply to " + command + " has none, or another's");
            replies.add(reply);
        }
        connection.expect("DATA", 354);
        connection.send(Letter.any().stuffed());
        connection.require(connection.reply().hasStatus(), "the reply to the content has none, or another's");
        connection.require(connection.say("QUIT").hasStatus(), "the reply to QUIT has none, or another's");
    }

    /** A text for people, many lines of it perhaps. */
    private static boolean isHelp(Reply reply) {
        return reply.code() == 211 || reply.code() == 214;
    }
}

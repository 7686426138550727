package dev.yubin.conformance.smtp;

import dev.yubin.conformance.internal.Omission;
import dev.yubin.conformance.internal.Result;
import dev.yubin.conformance.internal.Trial;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** A run of checks over one server: what they share, such as how a session begins and which mail has come. Used by one thread. */
final class Examination {
    static final String US = "conformance.test";

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final String SECRET = "[secret]";

    private final SmtpTarget target;
    private final Trial trial = new Trial(this::masked);

    /** What the server offers to a client that may send mail, by keywords in upper case; asked for once. */
    private Map<String, List<String>> offered = Map.of();

    Examination(SmtpTarget target) {
        this.target = target;
    }

    SmtpTarget target() {
        return target;
    }

    /** Makes one check. */
    Result make(String chapter, Check check) {
        return trial.make(
                chapter, check.source(), check.title(), () -> check.steps().take(this));
    }

    /** A report may go to others; the account's password is theirs to guess. */
    private String masked(String said) {
        return target.login()
                .map(login -> said.replace(plain(login.password()), SECRET)
                        .replace(base64(login.password()), SECRET)
                        .replace(login.password(), SECRET))
                .orElse(said);
    }

    // Beginnings of a session

    /** A connection on which nothing has come as yet. */
    Connection opened() {
        return trial.keep(Connection.open(target));
    }

    /** A connection on which the greeting has come. */
    Connection connect() {
        Connection connection = opened();
        connection.require(connection.reply().code() == 220, "the greeting is 220");
        return connection;
    }

    /** A connection on which EHLO is due: TLS is on where it is asked for. */
    Connection ready() {
        Connection connection = connect();
        if (target.tls() == SmtpTarget.Tls.STARTTLS) {
            connection.ok(hello());
            connection.expect("STARTTLS", 220);
            connection.beginTls();
        }
        return connection;
    }

    /** A connection on which EHLO was answered. */
    Connection greeted() {
        Connection connection = ready();
        connection.ok(hello());
        return connection;
    }

    /** A connection on which MAIL is due. */
    Connection session() {
        Connection connection = ready();
        offered = extensions(connection, connection.ok(hello()));
        target.login().ifPresent(login -> connection.expect("AUTH PLAIN " + plain(login.password()), 235));
        return connection;
    }

    /** A connection on which content is due: the recipient is taken. */
    Connection transaction() {
        return transaction("");
    }

    /** @param parameters of MAIL, a space before each */
    Connection transaction(String parameters) {
        Connection connection = session();
        begin(connection, parameters);
        return connection;
    }

    /** MAIL and RCPT, both taken. */
    void begin(Connection connection, String parameters) {
        connection.ok(mail() + parameters);
        connection.ok(rcpt());
    }

    /** A connection on which content comes: 354 was said. */
    Connection content() {
        Connection connection = transaction();
        connection.expect("DATA", 354);
        return connection;
    }

    String hello() {
        return target.dialect().hello() + ' ' + US;
    }

    String mail() {
        return "MAIL FROM:<" + target.sender() + ">";
    }

    String rcpt() {
        return "RCPT TO:<" + target.recipient() + ">";
    }

    String localPart() {
        return target.recipient().substring(0, target.recipient().lastIndexOf('@'));
    }

    String domain() {
        return target.recipient().substring(target.recipient().lastIndexOf('@') + 1);
    }

    /** RCPT that is refused. */
    String refusedRcpt() {
        return target.refused()
                .map(address -> "RCPT TO:<" + address + ">")
                .orElseThrow(() -> Omission.skipped("no address is named that is refused"));
    }

    /** The response of SASL PLAIN: RFC 4616 section 2. */
    String plain(String password) {
        return base64('\0' + login().user() + '\0' + password);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    SmtpTarget.Login login() {
        return target.login().orElseThrow(() -> Omission.skipped("no login is named"));
    }

    /** Closes a connection that a report need not show. */
    void forget(Connection connection) {
        trial.forget(connection);
    }

    // What is offered

    Map<String, List<String>> extensions() {
        if (offered.isEmpty()) {
            forget(session());
        }
        return offered;
    }

    /** The extensions behind the first line of the answer to EHLO: RFC 5321 section 4.1.1.1. */
    static Map<String, List<String>> extensions(Connection connection, Reply hello) {
        Map<String, List<String>> extensions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : hello.texts().subList(1, hello.texts().size())) {
            List<String> words = Arrays.asList(line.split(" "));
            boolean first = extensions.put(words.get(0), words.subList(1, words.size())) == null;
            connection.require(first, words.get(0) + " is offered twice");
        }
        return extensions;
    }

    boolean offers(String keyword) {
        return extensions().containsKey(keyword);
    }

    /** What stands behind the keyword; the check is not made where it is not offered. */
    List<String> need(String keyword) {
        if (!offers(keyword)) {
            throw Omission.notOffered(target.dialect().hello() + " does not list " + keyword);
        }
        return extensions().get(keyword);
    }

    // Mail

    /** Sends it in a session of its own. */
    void send(Letter letter) {
        Connection connection = content();
        send(connection, letter);
        forget(connection);
    }

    /** Where content is due, sends it, and it is taken. */
    static void send(Connection connection, Letter letter) {
        connection.send(letter.stuffed(), "a message of " + letter.octets().length() + " octets, and the final dot");
        connection.require(connection.reply().ok(), "the message is refused");
    }

    /** Whether messages can be seen. */
    boolean seesMail() {
        return target.mailroom().isPresent();
    }

    void needMailroom() {
        if (!seesMail()) {
            throw Omission.skipped("no way is named to see what is delivered");
        }
    }

    /** Where messages can be seen, these have arrived, once and as they were sent. */
    void requireArrived(Letter... letters) {
        requireArrived(List.of(letters));
    }

    void requireArrived(List<Letter> letters) {
        if (!seesMail()) {
            return;
        }
        List<String> all = awaited(letters);
        for (Letter letter : letters) {
            List<String> found = all.stream().filter(letter::isIn).toList();
            if (found.size() > 1) {
                throw new AssertionError("one message was sent, and " + found.size() + " were delivered");
            }
            if (!found.get(0).substring(found.get(0).indexOf(letter.mark())).equals(letter.octets())) {
                throw new AssertionError("the message is delivered with other octets than were sent");
            }
        }
    }

    /** All messages, once these are among them. */
    private List<String> awaited(List<Letter> letters) {
        long end = System.nanoTime() + target.patience().toNanos();
        while (true) {
            List<String> all = messages();
            if (letters.stream().allMatch(letter -> all.stream().anyMatch(letter::isIn))) {
                return all;
            } else if (System.nanoTime() - end > 0) {
                throw new AssertionError("a message was taken, and is not delivered within " + target.patience());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Where messages can be seen, none has this letter: one that is sent later is delivered, and it is not. */
    void requireAbsent(Letter letter) {
        requireAbsent(Map.of(letter, Letter.any()));
    }

    /** Likewise, for many; but a message may have such a letter where it has the other too. */
    void requireAbsent(Map<Letter, Letter> unlessWith) {
        if (!seesMail()) {
            return;
        }
        Letter later = Letter.any();
        send(later);
        List<String> all = awaited(List.of(later));
        unlessWith.forEach((letter, other) -> {
            if (all.stream().anyMatch(message -> letter.isIn(message) && !other.isIn(message))) {
                throw new AssertionError("a message is delivered that nobody sent");
            }
        });
    }

    private List<String> messages() {
        try {
            return target.mailroom().orElseThrow().messages();
        } catch (IOException e) {
            throw Omission.skipped("what is delivered cannot be looked at: " + e.getMessage());
        }
    }

    /** Who comes now is greeted, and heard. */
    void othersAreServed() {
        Connection other = ready();
        other.ok(hello());
        other.quit();
        forget(other);
    }
}

package dev.yubin.conformance.pop3;

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
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A run of checks over one server: what they share, such as how to log in and which mail there is. Used by one thread.
 */
final class Examination {
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final String SECRET = "[secret]";

    private final Pop3Target target;
    /** Small, with what most checks want: bodies of some lines, of none, and one with dots. */
    private final List<Letter> standard = List.of(
            Letter.of("one", "first\r\nsecond\r\nthird\r\n"),
            Letter.of("two", ""),
            Letter.of("three", ".\r\n..\r\n.dot\r\nlast\r\n"),
            Letter.of("four", "the end\r\n"));

    private final Trial trial = new Trial(this::masked);

    /** What is offered to a client that may log in, by tags in upper case; empty where there is no CAPA. */
    private Optional<Map<String, List<String>>> capabilities = Optional.empty();

    private boolean lookedAtCapabilities;
    private boolean loggedInOnce;

    Examination(Pop3Target target) {
        this.target = target;
    }

    Pop3Target target() {
        return target;
    }

    /** Makes one check. */
    Result make(String chapter, Check check) {
        return trial.make(
                chapter, check.source(), check.title(), () -> check.steps().take(this));
    }

    /** A report may go to others; the account's password is theirs to guess. */
    private String masked(String said) {
        return said.replaceAll("(?im)^(C: PASS ).*", "$1" + SECRET)
                .replace(plain(target.password()), SECRET)
                .replace(target.password(), SECRET);
    }

    /** The response of SASL PLAIN: RFC 4616 section 2. */
    String plain(String password) {
        return Base64.getEncoder()
                .encodeToString(('\0' + target.user() + '\0' + password).getBytes(StandardCharsets.UTF_8));
    }

    /** A connection on which the greeting has come. */
    Connection connect() {
        Connection connection = opened();
        greeting(connection);
        return connection;
    }

    /** A connection on which nothing has come as yet. */
    Connection opened() {
        return trial.keep(Connection.open(target));
    }

    static Reply greeting(Connection connection) {
        Reply greeting = connection.reply();
        connection.require(greeting.ok(), "the greeting is no +OK");
        return greeting;
    }

    /** A connection on which a login may come: TLS is on where it is asked for. */
    Connection ready() {
        Connection connection = connect();
        if (target.tls() == Pop3Target.Tls.STLS) {
            connection.ok("STLS");
            connection.beginTls();
        }
        return connection;
    }

    /** A connection in the TRANSACTION state. Where another has the maildrop, perhaps for a moment yet, it waits. */
    Connection loggedIn() {
        return loggedIn(false);
    }

    /** @param utf8 in UTF-8 mode, where that is offered: a message with such a header may be refused without it (RFC 6856 section 2.1) */
    private Connection loggedIn(boolean utf8) {
        long end = System.nanoTime() + target.patience().toNanos();
        while (true) {
            Connection connection = ready();
            if (utf8 && offers("UTF8")) {
                connection.ok("UTF8");
            }
            Reply reply = logIn(connection);
            if (reply.ok()) {
                loggedInOnce = true;
                return connection;
            }
            if (reply.code().filter(code -> code.startsWith("LOGIN-DELAY")).isPresent()) {
                throw Omission.skipped("the server delays logins; let it not, while it is examined");
            }
            if (!mayBeInUse(reply) || System.nanoTime() - end > 0) {
                throw connection.failure("the login is refused");
            }
            forget(connection);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private boolean mayBeInUse(Reply refusal) {
        return refusal.has("IN-USE") || loggedInOnce && refusal.code().isEmpty();
    }

    /** A connection on which a login may come, with nobody in the maildrop. */
    Connection readyForMaildrop() {
        leave(loggedIn());
        return ready();
    }

    /** Closes a connection that a report need not show. */
    void forget(Connection connection) {
        trial.forget(connection);
    }

    /** The reply to the last step of a login: by USER and PASS, or by AUTH PLAIN where that alone is offered. */
    Reply logIn(Connection connection) {
        if (takesUser()) {
            connection.ok("USER " + target.user());
            return connection.say("PASS " + target.password());
        }
        return connection.say("AUTH PLAIN " + plain(target.password()));
    }

    /** Without CAPA there is nothing else: RFC 2449 section 6.2. */
    boolean takesUser() {
        return capabilities().map(offered -> offered.containsKey("USER")).orElse(true);
    }

    /** What is offered to a client that may log in; empty where there is no CAPA. */
    Optional<Map<String, List<String>>> capabilities() {
        if (!lookedAtCapabilities) {
            capabilities = capabilities(ready());
            lookedAtCapabilities = true;
        }
        return capabilities;
    }

    /** Asks on this connection. */
    static Optional<Map<String, List<String>>> capabilities(Connection connection) {
        if (!connection.say("CAPA").ok()) {
            return Optional.empty();
        }
        Map<String, List<String>> offered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : connection.lines()) {
            List<String> words = Arrays.asList(line.split(" "));
            offered.put(words.get(0), words.subList(1, words.size()));
        }
        return Optional.of(offered);
    }

    boolean offers(String tag) {
        return capabilities().filter(offered -> offered.containsKey(tag)).isPresent();
    }

    /** The check is not made where this is not offered. */
    List<String> need(String tag) {
        return capabilities()
                .orElseThrow(() -> Omission.notOffered("there is no CAPA, and so no " + tag))
                .entrySet()
                .stream()
                .filter(offered -> offered.getKey().equalsIgnoreCase(tag))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() -> Omission.notOffered("CAPA does not list " + tag));
    }

    /** TOP and UIDL are older than CAPA: where that is not there, they are tried. */
    void needCommand(String verb, String command) {
        if (capabilities().isPresent()) {
            need(verb);
        } else {
            Connection asked = loggedIn();
            boolean there = asked.say(command).ok();
            asked.close();
            if (!there) {
                throw Omission.notOffered("there is no CAPA, and " + command + " is refused");
            }
        }
    }

    /** Four small letters, which may have been there before. */
    Mail standardMail() {
        return mail(standard);
    }

    /** Has the maildrop hold these letters and nothing else. */
    Mail mail(Letter... letters) {
        return mail(List.of(letters));
    }

    Mail mail(List<Letter> letters) {
        Delivery way = target.delivery()
                .orElseThrow(() -> Omission.skipped("no way for mail to get in is named, and this needs known mail"));
        Optional<Mail> there = found(letters);
        if (there.isPresent()) {
            return there.get();
        }
        empty();
        for (Letter letter : letters) {
            try {
                way.deliver(letter.bytes());
            } catch (IOException e) {
                empty();
                throw Omission.skipped("the message cannot be delivered: " + masked(String.valueOf(e.getMessage())));
            }
        }
        long end = System.nanoTime() + target.patience().toNanos();
        for (Optional<Mail> found = found(letters); ; found = found(letters)) {
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(letters.size() + " messages were delivered, and within " + target.patience()
                        + " they are not in the maildrop, or others are there too");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** @throws IllegalArgumentException when there is mail, which would be deleted */
    void requireEmptyMaildrop() {
        Connection connection = loggedIn();
        int messages = Listing.stat(connection).messages();
        leave(connection);
        if (messages > 0) {
            throw new IllegalArgumentException("the maildrop has " + messages
                    + " messages, and checks would delete them all; --delete-all allows that");
        }
    }

    /** Leaves no mail behind that was delivered for checks. */
    void tidyUp() {
        if (target.delivery().isPresent()) {
            empty();
        }
    }

    private Optional<Mail> found(List<Letter> letters) {
        Connection connection = loggedIn(true);
        if (Listing.stat(connection).messages() != letters.size()) {
            leave(connection);
            return Optional.empty();
        }
        List<String> contents = IntStream.rangeClosed(1, letters.size())
                .mapToObj(number -> connection.content("RETR " + number))
                .toList();
        leave(connection);
        Mail mail = new Mail(letters, contents);
        return letters.stream().allMatch(letter -> mail.number(letter) > 0) ? Optional.of(mail) : Optional.empty();
    }

    /** Removes all that is there. Only where mail can get in. */
    private void empty() {
        Connection connection = loggedIn();
        int messages = Listing.stat(connection).messages();
        for (int number = 1; number <= messages; number++) {
            connection.ok("DELE " + number);
        }
        leave(connection);
    }

    /** Ends a session in peace; what preparations said is no part of a report. */
    private void leave(Connection connection) {
        connection.ok("QUIT");
        connection.expectEnd();
        forget(connection);
    }
}

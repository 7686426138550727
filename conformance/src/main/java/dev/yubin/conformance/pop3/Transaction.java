package dev.yubin.conformance.pop3;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Commands of the TRANSACTION state and the numbers in them: RFC 1939 section 5. */
final class Transaction {
    /** 2^32 + 1 and 2^64 + 1 come out as 1 where somebody counts in so many bits. */
    private static final List<String> NO_NUMBERS = List.of(
            "0",
            "-1",
            "+1",
            "999999",
            "2147483648",
            "4294967297",
            "18446744073709551617",
            "99999999999999999999999999",
            "one",
            "1x",
            "0x1",
            "1.0");

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            new Check(
                                    "RFC 1939 section 5",
                                    "STAT gives the number of messages and the sum of their sizes",
                                    on -> {
                                        Mail mail = on.standardMail();
                                        Connection connection = on.loggedIn();
                                        Listing.Total total = Listing.stat(connection);
                                        SortedMap<Integer, Long> sizes = Listing.list(connection);
                                        connection.require(
                                                total.messages() == mail.size(),
                                                "there are " + mail.size() + " messages");
                                        connection.require(
                                                total.octets().equals(sum(sizes)),
                                                "LIST makes them " + sum(sizes) + " octets");
                                    }),
                            new Check(
                                    "RFC 1939 section 5",
                                    "LIST numbers the messages from 1 in order, and LIST n says the same of each",
                                    on -> {
                                        Mail mail = on.standardMail();
                                        Connection connection = on.loggedIn();
                                        SortedMap<Integer, Long> sizes = Listing.list(connection);
                                        connection.require(
                                                sizes.size() == mail.size() && sizes.lastKey() == mail.size(),
                                                "there are messages 1 to " + mail.size());
                                        sizes.forEach((number, size) -> connection.require(
                                                Listing.list(connection, number) == size, "LIST says " + size));
                                    }),
                            new Check("RFC 1939 section 5", "NOOP does nothing", on -> {
                                Connection connection = on.loggedIn();
                                connection.ok("NOOP");
                                connection.ok("NOOP");
                            }),
                            new Check("RFC 1939 section 5", "an empty maildrop is listed as empty", on -> {
                                on.mail();
                                Connection connection = on.loggedIn();
                                Listing.Total total = Listing.stat(connection);
                                connection.require(
                                        total.messages() == 0 && total.octets().signum() == 0, "STAT says +OK 0 0");
                                connection.require(Listing.list(connection).isEmpty(), "LIST lists nothing");
                                connection.refused("RETR 1");
                                connection.ok("NOOP");
                                connection.refused("LIST 1");
                                connection.ok("QUIT");
                            }),
                            new Check(
                                    "RFC 1939 section 5",
                                    "a deleted message is not there: STAT, LIST, RETR and DELE",
                                    Transaction::deleted),
                            new Check("RFC 1939 section 7", "a deleted message is not there for TOP", on -> {
                                on.needCommand("TOP", "TOP 1 0");
                                on.standardMail();
                                Connection connection = on.loggedIn();
                                connection.ok("DELE 2");
                                connection.refused("TOP 2 0");
                                connection.ok("RSET");
                            }),
                            new Check("RFC 1939 section 7", "a deleted message is not there for UIDL", on -> {
                                on.needCommand("UIDL", "UIDL");
                                on.standardMail();
                                Connection connection = on.loggedIn();
                                connection.ok("DELE 2");
                                connection.refused("UIDL 2");
                                connection.require(!Listing.uidl(connection).containsKey(2), "message 2 is listed");
                                connection.ok("RSET");
                            }),
                            new Check("RFC 1939 section 5", "the others keep their numbers behind DELE", on -> {
                                Mail mail = on.standardMail();
                                Connection connection = on.loggedIn();
                                connection.ok("DELE 1");
                                String last = connection.content("RETR " + mail.size());
                                connection.require(last.equals(mail.content(mail.size())), "it is another message");
                                connection.ok("RSET");
                            }),
                            new Check("RFC 1939 section 5", "all may be deleted, and RSET brings all back", on -> {
                                Mail mail = on.standardMail();
                                Connection connection = on.loggedIn();
                                Listing.Total before = Listing.stat(connection);
                                for (int number = 1; number <= mail.size(); number++) {
                                    connection.ok("DELE " + number);
                                }
                                connection.require(Listing.stat(connection).messages() == 0, "none is left");
                                connection.require(Listing.list(connection).isEmpty(), "none is listed");
                                connection.ok("RSET");
                                connection.require(
                                        Listing.stat(connection).equals(before), "STAT says what it said at first");
                                connection.require(Listing.list(connection).size() == mail.size(), "LIST lists all");
                            }),
                            new Check(
                                    "RFC 1939 section 5",
                                    "RSET with nothing deleted is taken",
                                    on -> on.loggedIn().ok("RSET")),
                            new Check("RFC 1939 section 5", "RETR and DELE want a message-number", on -> {
                                on.standardMail();
                                Connection connection = on.loggedIn();
                                connection.refused("RETR");
                                connection.ok("NOOP");
                                connection.refused("DELE");
                                connection.ok("NOOP");
                            }),
                            new Check("RFC 1939 section 7", "TOP wants a number of lines, from 0", on -> {
                                on.needCommand("TOP", "TOP 1 0");
                                on.standardMail();
                                Connection connection = on.loggedIn();
                                for (String command : List.of("TOP", "TOP 1", "TOP 1 -1", "TOP 1 x")) {
                                    connection.refused(command);
                                    connection.ok("NOOP");
                                }
                            })),
                    Stream.of("RETR", "DELE", "LIST")
                            .map(verb -> noNumbers(verb, "RFC 1939 section 5", number -> verb + ' ' + number)),
                    Stream.of(
                            noNumbers("TOP", "RFC 1939 section 7", number -> "TOP " + number + " 0"),
                            noNumbers("UIDL", "RFC 1939 section 7", number -> "UIDL " + number)))
            .flatMap(checks -> checks)
            .toList();

    private Transaction() {}

    private static Check noNumbers(String verb, String source, Function<String, String> command) {
        return new Check(source, verb + " refuses what is no message's number, such as 0 and 2^32 + 1", on -> {
            if (verb.equals("TOP") || verb.equals("UIDL")) {
                on.needCommand(verb, command.apply("1"));
            }
            on.standardMail();
            Connection connection = on.loggedIn();
            List<String> taken = new ArrayList<>();
            for (String number : NO_NUMBERS) {
                if (connection.say(command.apply(number)).ok()) {
                    taken.add(number);
                    if (verb.equals("RETR") || verb.equals("TOP")) {
                        connection.lines();
                    }
                }
                connection.ok("RSET"); // which also shows that the session goes on
            }
            connection.require(taken.isEmpty(), "taken are " + taken);
        });
    }

    private static void deleted(Examination on) {
        Mail mail = on.standardMail();
        Connection connection = on.loggedIn();
        SortedMap<Integer, Long> sizes = Listing.list(connection);
        connection.ok("DELE 2");
        sizes.remove(2);
        for (String command : List.of("RETR 2", "LIST 2", "DELE 2")) {
            connection.refused(command);
            connection.ok("NOOP");
        }
        Listing.Total total = Listing.stat(connection);
        connection.require(
                total.messages() == mail.size() - 1 && total.octets().equals(sum(sizes)),
                "STAT says +OK " + sizes.size() + ' ' + sum(sizes));
        connection.require(Listing.list(connection).equals(sizes), "LIST lists the others as before");
        connection.ok("RSET");
    }

    static BigInteger sum(SortedMap<Integer, Long> sizes) {
        return BigInteger.valueOf(
                sizes.values().stream().mapToLong(Long::longValue).sum());
    }
}

package dev.yubin.conformance.pop3;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** UIDL: RFC 1939 section 7. */
final class UniqueIds {
    static final List<Check> CHECKS = List.of(
            check("a unique-id is 1 to 70 octets from 21 to 7E, and no two messages share one", (on, mail) -> {
                Connection connection = on.loggedIn();
                SortedMap<Integer, String> ids = Listing.uidl(connection);
                connection.require(ids.size() == mail.size(), "there are " + mail.size() + " messages");
                connection.require(new HashSet<>(ids.values()).size() == mail.size(), "two have the same");
            }),
            check("UIDL n says what UIDL says of n", (on, mail) -> {
                Connection connection = on.loggedIn();
                Listing.uidl(connection)
                        .forEach((number, id) -> connection.require(
                                Listing.uidl(connection, number).equals(id), "UIDL says " + id));
            }),
            check(
                    "unique-ids are the same in the next session, be the one before ended by QUIT or lost",
                    (on, mail) -> {
                        Connection first = on.loggedIn();
                        SortedMap<Integer, String> ids = Listing.uidl(first);
                        first.close();
                        Connection second = on.loggedIn();
                        second.require(Listing.uidl(second).equals(ids), "they were " + ids);
                        second.ok("QUIT");
                        second.expectEnd();
                        Connection third = on.loggedIn();
                        third.require(Listing.uidl(third).equals(ids), "they were " + ids);
                    }),
            check("a message keeps its unique-id when others are deleted", (on, mail) -> {
                Connection first = on.loggedIn();
                SortedMap<Integer, String> ids = Listing.uidl(first);
                first.ok("DELE 1");
                first.ok("QUIT");
                first.expectEnd();
                Connection second = on.loggedIn();
                List<String> left = List.copyOf(Listing.uidl(second).values());
                second.require(left.equals(List.copyOf(ids.values()).subList(1, ids.size())), "they were " + ids);
            }),
            check("a unique-id is not given again to another message", (on, mail) -> {
                Connection first = on.loggedIn();
                Set<String> old = Set.copyOf(Listing.uidl(first).values());
                first.close();
                on.mail();
                on.mail(Letter.of("new", "one\r\n"), Letter.of("newer", "two\r\n"));
                Connection second = on.loggedIn();
                second.require(
                        Listing.uidl(second).values().stream().noneMatch(old::contains), "of old there were " + old);
            }));

    /** Has the standard mail. */
    private interface Steps {
        void take(Examination on, Mail mail);
    }

    private UniqueIds() {}

    private static Check check(String title, Steps steps) {
        return new Check("RFC 1939 section 7", title, on -> {
            on.needCommand("UIDL", "UIDL");
            steps.take(on, on.standardMail());
        });
    }
}

package dev.yubin.conformance.pop3;

import java.util.List;
import java.util.function.Consumer;

/** What is removed, and when: RFC 1939 section 6. */
final class Update {
    static final List<Check> CHECKS = List.of(
            new Check("RFC 1939 section 6", "QUIT removes what is deleted, and nothing else", on -> {
                Mail mail = on.standardMail();
                Connection connection = on.loggedIn();
                connection.ok("DELE 1");
                connection.ok("DELE 3");
                connection.ok("QUIT");
                connection.expectEnd();
                Connection next = on.loggedIn();
                next.require(Listing.stat(next).messages() == mail.size() - 2, mail.size() - 2 + " messages are left");
                next.require(next.content("RETR 1").equals(mail.content(2)), "the second is now the first");
                next.require(next.content("RETR 2").equals(mail.content(4)), "the fourth is now the second");
            }),
            new Check("RFC 1939 section 6", "QUIT may remove all", on -> {
                Mail mail = on.standardMail();
                Connection connection = on.loggedIn();
                for (int number = 1; number <= mail.size(); number++) {
                    connection.ok("DELE " + number);
                }
                connection.ok("QUIT");
                connection.expectEnd();
                Connection next = on.loggedIn();
                next.require(Listing.stat(next).messages() == 0, "none is left");
            }),
            nothingIsRemoved("a connection that is lost removes nothing", Connection::close),
            nothingIsRemoved("a connection that is lost in a command removes nothing", connection -> {
                connection.send("QUIT");
                connection.close();
            }),
            nothingIsRemoved("a connection whose client ends its direction removes nothing", connection -> {
                connection.endOurs();
                connection.expectEnd();
            }),
            nothingIsRemoved("RSET and QUIT remove nothing", connection -> {
                connection.ok("RSET");
                connection.ok("QUIT");
                connection.expectEnd();
            }),
            new Check("RFC 1939 section 6", "QUIT is answered, and the connection ends", on -> {
                Connection connection = on.loggedIn();
                connection.ok("QUIT");
                connection.expectEnd();
            }),
            new Check("RFC 1939 section 5", "what was read stays", on -> {
                Mail mail = on.standardMail();
                Connection connection = on.loggedIn();
                connection.content("RETR 1");
                connection.ok("QUIT");
                connection.expectEnd();
                Connection next = on.loggedIn();
                next.require(Listing.stat(next).messages() == mail.size(), "there were " + mail.size() + " messages");
            }));

    private Update() {}

    /** @param end of a session in which messages are marked as deleted */
    private static Check nothingIsRemoved(String title, Consumer<Connection> end) {
        return new Check("RFC 1939 section 6", title, on -> {
            Mail mail = on.standardMail();
            Connection connection = on.loggedIn();
            connection.ok("DELE 1");
            connection.ok("DELE 2");
            end.accept(connection);
            Connection next = on.loggedIn();
            next.require(Listing.stat(next).messages() == mail.size(), "there were " + mail.size() + " messages");
        });
    }
}

package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The greeting, CAPABILITY, NOOP, LOGOUT and the four states: RFC 9051 sections 3, 6.1 and 7.1. */
final class States {
    private static final List<String> AFTER_LOGIN = List.of(
            "SELECT INBOX",
            "EXAMINE INBOX",
            "CREATE conformance-never",
            "DELETE conformance-never",
            "RENAME conformance-never conformance-ever",
            "SUBSCRIBE INBOX",
            "UNSUBSCRIBE INBOX",
            "LIST \"\" \"*\"",
            "LSUB \"\" \"*\"",
            "NAMESPACE",
            "STATUS INBOX (MESSAGES)",
            "ENABLE CONDSTORE",
            "IDLE",
            "GETQUOTAROOT INBOX",
            "GETACL INBOX",
            "GETMETADATA \"\" /shared/comment");

    private static final List<String> SELECTED = List.of(
            "CLOSE",
            "UNSELECT",
            "CHECK",
            "EXPUNGE",
            "SEARCH ALL",
            "FETCH 1 FLAGS",
            "STORE 1 FLAGS ()",
            "COPY 1 INBOX",
            "MOVE 1 INBOX",
            "UID FETCH 1 FLAGS",
            "UID STORE 1 FLAGS ()",
            "UID SEARCH ALL",
            "UID COPY 1 INBOX",
            "UID MOVE 1 INBOX",
            "UID EXPUNGE 1",
            "SORT (ARRIVAL) UTF-8 ALL",
            "THREAD REFERENCES UTF-8 ALL");

    static final List<Check> CHECKS = Stream.of(
                    Stream.of(
                            rfc(9051, "7.1.1", "the server greets with OK", on -> {
                                Connection connection = on.opened();
                                Response greeting = connection.response();
                                connection.require(greeting.isUntagged() && greeting.ok(), "the greeting is * OK");
                            }),
                            rfc(9051, "7.1", "the capabilities in a greeting are those that CAPABILITY lists", on -> {
                                Connection connection = on.opened();
                                Response greeting = connection.response();
                                if (greeting.has("CAPABILITY")) {
                                    Set<String> said = Set.copyOf(greeting.codeValues().stream()
                                            .map(value -> Examination.upper(value.text()))
                                            .toList());
                                    Set<String> listed = Examination.capabilities(connection);
                                    connection.require(listed.containsAll(said), "not listed: some of " + said);
                                }
                            }),
                            rfc(9051, "6.1.1", "CAPABILITY lists IMAP4rev1 or IMAP4rev2 in every state", on -> {
                                Connection connection = on.ready();
                                requireImap(connection);
                                connection.ok(on.login());
                                requireImap(connection);
                                connection.ok("EXAMINE INBOX");
                                requireImap(connection);
                            }),
                            rfc(9051, "7.2.2", "no capability is listed twice", on -> {
                                Connection connection = on.session();
                                List<String> listed = connection
                                        .ok("CAPABILITY")
                                        .one("CAPABILITY")
                                        .texts();
                                connection.require(
                                        listed.stream().distinct().count() == listed.size(), "one is there twice");
                            }),
                            rfc(
                                    9051,
                                    "6.2.3",
                                    "the capabilities behind a login are those that CAPABILITY lists",
                                    on -> {
                                        Connection connection = on.ready();
                                        Answer login = connection.ok(on.login());
                                        if (login.findCode("CAPABILITY").isPresent()) {
                                            Set<String> said = Set.copyOf(login.code("CAPABILITY").stream()
                                                    .map(value -> Examination.upper(value.text()))
                                                    .toList());
                                            connection.require(
                                                    Examination.capabilities(connection)
                                                            .equals(said),
                                                    "others are listed");
                                        }
                                    }),
                            rfc(9051, "6.1.2", "NOOP is answered in every state", on -> {
                                Connection connection = on.ready();
                                connection.ok("NOOP");
                                connection.ok(on.login());
                                connection.ok("NOOP");
                                connection.ok("EXAMINE INBOX");
                                connection.ok("NOOP");
                            }),
                            rfc(
                                    9051,
                                    "6.1.3",
                                    "LOGOUT before login says BYE, then OK, and ends",
                                    on -> on.ready().logout()),
                            rfc(
                                    9051,
                                    "6.1.3",
                                    "LOGOUT after login says BYE, then OK, and ends",
                                    on -> on.loggedIn().logout()),
                            rfc(
                                    9051,
                                    "6.1.3",
                                    "LOGOUT with a mailbox selected says BYE, then OK, and ends",
                                    on -> on.alone("INBOX").logout()),
                            rfc(9051, "6.1.3", "what stands behind LOGOUT is not obeyed", on -> {
                                String name = on.name();
                                Connection connection = on.loggedIn();
                                connection.send("o1 LOGOUT\r\no2 CREATE " + name + "\r\n");
                                connection.require(connection.tagged().ok(), "LOGOUT is answered by OK");
                                connection.expectEnd();
                                on.session()
                                        .require(
                                                !on.session()
                                                        .ok("LIST \"\" " + name)
                                                        .has("LIST"),
                                                "the mailbox is there");
                            }),
                            rfc(9051, "6.1.3", "LOGOUT does not remove messages", on -> {
                                String box = on.small(1);
                                Connection connection = on.alone(box);
                                connection.ok("STORE 1 +FLAGS (\\Deleted)");
                                connection.logout();
                                Answer status = on.session().ok("STATUS " + box + " (MESSAGES)");
                                status.connection().require(messages(status) == 1, "it is gone");
                            }),
                            rfc(9051, "3.4", "a connection that is lost removes no messages", on -> {
                                String box = on.small(1);
                                Connection connection = on.alone(box);
                                connection.ok("STORE 1 +FLAGS (\\Deleted)");
                                connection.close();
                                Answer status = on.session().ok("STATUS " + box + " (MESSAGES)");
                                status.connection().require(messages(status) == 1, "it is gone");
                            }),
                            rfc(9051, "3.1", "no login is taken after login", on -> {
                                Connection connection = on.loggedIn();
                                connection.refused(on.login());
                                connection.refused("AUTHENTICATE PLAIN");
                                connection.refused("STARTTLS");
                                connection.ok("NOOP");
                            })),
                    AFTER_LOGIN.stream()
                            .map(command -> rfc(9051, "3.2", verb(command) + " before login is refused", on -> {
                                Connection connection = on.ready();
                                connection.refused(command);
                                connection.ok("NOOP");
                            })),
                    SELECTED.stream()
                            .map(command ->
                                    rfc(9051, "3.3", verb(command) + " with no mailbox selected is refused", on -> {
                                        Connection connection = on.loggedIn();
                                        connection.refused(command);
                                        connection.ok("NOOP");
                                    })))
            .flatMap(checks -> checks)
            .toList();

    private States() {}

    private static String verb(String command) {
        String[] words = command.split(" ");
        return words[0].equals("UID") ? "UID " + words[1] : words[0];
    }

    private static void requireImap(Connection connection) {
        Set<String> listed = Examination.capabilities(connection);
        connection.require(listed.contains("IMAP4REV1") || listed.contains("IMAP4REV2"), "neither of them is listed");
    }

    static long messages(Answer status) {
        return status.one("STATUS").value(1).pairs().get("MESSAGES").number();
    }
}

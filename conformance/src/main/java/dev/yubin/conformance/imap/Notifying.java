package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.Map;

/** NOTIFY, with another connection that gives it something to tell: RFC 5465. */
final class Notifying {
    private static final String MESSAGES = "(MessageNew MessageExpunge)";
    private static final String ALL = "(MessageNew MessageExpunge FlagChange)";

    static final List<Check> CHECKS = List.of(
            told(
                    "5.2",
                    "a message in a mailbox that is not selected is told by STATUS, with UIDNEXT and MESSAGES",
                    on -> {
                        String box = on.small(1);
                        Connection connection = on.loggedIn();
                        connection.ok("NOTIFY SET (mailboxes " + box + ' ' + MESSAGES + ')');
                        on.deliver(box, Letters.small("noted"));
                        Map<String, Value> items = status(connection, box);
                        connection.require(
                                items.containsKey("UIDNEXT")
                                        && items.get("MESSAGES").number() == 2,
                                "one is missing");
                    }),
            told("5.3", "a message that is removed there is told by STATUS", on -> {
                String box = on.small(2);
                Connection connection = on.loggedIn();
                connection.ok("NOTIFY SET (mailboxes " + box + ' ' + MESSAGES + ')');
                remove(on, box, 1);
                connection.require(status(connection, box).get("MESSAGES").number() == 1, "one is left");
            }),
            told("3.1", "SET STATUS tells of each mailbox before its OK", on -> {
                String one = on.small(1);
                String other = on.small(2);
                Answer answer =
                        on.loggedIn().ok("NOTIFY SET STATUS (mailboxes (" + one + ' ' + other + ") " + MESSAGES + ')');
                answer.connection().require(answer.all("STATUS").size() == 2, "there are 2 STATUS");
                for (Response status : answer.all("STATUS")) {
                    Map<String, Value> items = status.value(1).pairs();
                    answer.connection()
                            .require(
                                    items.keySet().containsAll(List.of("MESSAGES", "UIDNEXT", "UIDVALIDITY")),
                                    "one is missing");
                    answer.connection()
                            .require(
                                    items.get("MESSAGES").number()
                                            == (status.value(0).text().equals(one) ? 1 : 2),
                                    "MESSAGES is another");
                }
            }),
            told("3.1", "SET tells what has come to the selected mailbox, as NOOP does", on -> {
                String box = on.small(1);
                Connection connection = on.alone(box);
                on.deliver(box, Letters.small("noted"));
                connection.ok("NOTIFY SET (selected " + MESSAGES + ')');
                connection.require(connection.exists() == 2, "it does not");
            }),
            told("6.1.1", "what happens in the selected mailbox is told at once, with what was asked for", on -> {
                String box = on.small(2);
                Connection connection = on.alone(box);
                connection.ok("NOTIFY SET (selected (MessageNew (UID BODY.PEEK[HEADER.FIELDS (SUBJECT)])"
                        + " MessageExpunge FlagChange))");
                on.deliver(box, Letters.small("noted"));
                connection.await("3 EXISTS", response -> response.name().equals("EXISTS"));
                Map<String, Value> items = fetch(connection, 3);
                connection.require(items.containsKey("UID") && items.size() == 2, "FETCH tells something else");
                on.selected(box).ok("STORE 2 +FLAGS.SILENT (\\Flagged)");
                items = fetch(connection, 2);
                connection.require(
                        items.containsKey("UID") && items.get("FLAGS").words().contains("\\flagged"),
                        "flags come with UIDs");
                remove(on, box, 1);
                connection.await("1 EXPUNGE", response -> response.name().equals("EXPUNGE"));
            }),
            told("6.1.2", "with SELECTED-DELAYED a removal waits for a command that may tell of it", on -> {
                String box = on.small(3);
                Connection connection = on.alone(box);
                connection.ok("NOTIFY SET (selected-delayed " + MESSAGES + ')');
                remove(on, box, 1);
                connection.require(!connection.say("FETCH 3 UID").has("EXPUNGE"), "a command with numbers tells of it");
                connection.require(connection.ok("NOOP").has("EXPUNGE"), "NOOP does not tell of it");
            }),
            told("3.1", "without SELECTED nothing is told of the selected mailbox", on -> {
                String box = on.small(2);
                Connection connection = on.alone(box);
                connection.ok("NOTIFY SET (mailboxes " + box + ' ' + ALL + ')');
                on.selected(box).ok("STORE 2 +FLAGS.SILENT (\\Flagged)");
                Answer answer = connection.ok("NOOP");
                connection.require(!answer.has("FETCH") && !answer.has("STATUS"), "it is");
            }),
            told("5.4", "MailboxName tells what is created, renamed and deleted", on -> {
                String name = on.name();
                String to = on.name();
                Connection connection = on.loggedIn();
                connection.ok("NOTIFY SET (personal (MailboxName))");
                on.elsewhere("CREATE " + name);
                list(connection, name);
                on.elsewhere("RENAME " + name + ' ' + to);
                Response renamed = list(connection, to);
                connection.require(
                        renamed.values().size() == 4
                                && Examination.upper(renamed.value(3).toString())
                                        .contains("OLDNAME"),
                        "OLDNAME is missing");
                on.elsewhere("DELETE " + to);
                connection.require(
                        list(connection, to).value(0).words().contains("\\nonexistent"), "\\NonExistent is missing");
            }),
            told("5.5", "SubscriptionChange tells what is subscribed, and what is no more", on -> {
                String box = on.box();
                Connection connection = on.loggedIn();
                connection.ok("NOTIFY SET (mailboxes " + box + " (SubscriptionChange))");
                on.elsewhere("SUBSCRIBE " + box);
                connection.require(
                        list(connection, box).value(0).words().contains("\\subscribed"), "\\Subscribed is missing");
                on.elsewhere("UNSUBSCRIBE " + box);
                connection.require(
                        !list(connection, box).value(0).words().contains("\\subscribed"), "\\Subscribed is there");
            }),
            told("3.1", "NONE ends it", on -> {
                String box = on.small(1);
                Connection connection = on.loggedIn();
                connection.ok("NOTIFY SET (mailboxes " + box + ' ' + MESSAGES + ')');
                connection.ok("NOTIFY NONE");
                on.deliver(box, Letters.small("noted"));
                connection.require(!connection.ok("NOOP").has("STATUS"), "it goes on");
            }),
            told("4", "in IDLE the same is told", on -> {
                String box = on.small(1);
                Connection connection = on.alone(on.small(1));
                connection.ok("NOTIFY SET (selected " + MESSAGES + ") (mailboxes " + box + ' ' + MESSAGES + ')');
                String tag = connection.begin("IDLE");
                connection.awaitContinuation();
                on.deliver(box, Letters.small("noted"));
                status(connection, box);
                connection.send("DONE\r\n");
                connection.require(connection.answer(tag).ok(), "IDLE is OK");
            }),
            told("3.1", "a mailbox that is not there is passed over", on -> {
                String box = on.small(1);
                Connection connection = on.loggedIn();
                connection
                        .ok("NOTIFY SET STATUS (mailboxes (" + on.name() + ' ' + box + ") " + MESSAGES + ')')
                        .one("STATUS");
            }),
            told("3.1", "an event that nobody knows is NO, with those that are known", on -> {
                Connection connection = on.loggedIn();
                Answer answer = connection.no("NOTIFY SET (personal (X-NoSuchEvent))");
                connection.require(
                        answer.code("BADEVENT").get(0).words().containsAll(List.of("messagenew", "messageexpunge")),
                        "some are missing");
            }),
            told("5", "MessageNew and MessageExpunge go together, and FlagChange with both, or it is BAD", on -> {
                Connection connection = on.loggedIn();
                connection.bad("NOTIFY SET (personal (MessageNew))");
                connection.bad("NOTIFY SET (personal (MessageExpunge))");
                connection.bad("NOTIFY SET (personal (FlagChange))");
                connection.ok("NOOP");
            }),
            rfc(
                            5465,
                            "5.1",
                            "a result with UPDATE is kept up to date between commands where NOTIFY asks for SELECTED",
                            on -> {
                                String box = on.small(2);
                                Connection connection = on.alone(box);
                                connection.ok("NOTIFY SET (selected " + ALL + ')');
                                connection.ok("UID SEARCH RETURN (UPDATE COUNT) FLAGGED");
                                Connection other = on.alone(box);
                                other.ok("STORE 2 +FLAGS.SILENT (\\Flagged)");
                                connection.await(
                                        "ESEARCH of it",
                                        response -> response.name().equals("ESEARCH")
                                                && response.texts().contains("ADDTO"));
                            })
                    .needing("NOTIFY", "CONTEXT=SEARCH"),
            told("8", "NOTIFY NONE is taken, and one without events is BAD", on -> {
                Connection connection = on.loggedIn();
                connection.ok("NOTIFY NONE");
                connection.bad("NOTIFY");
                connection.bad("NOTIFY SET");
                connection.ok("NOOP");
            }));

    private Notifying() {}

    private static Check told(String section, String title, Check.Steps steps) {
        return rfc(5465, section, title.startsWith("NOTIFY") ? title : "NOTIFY: " + title, steps)
                .needing("NOTIFY");
    }

    /** Another client removes this message. */
    private static void remove(Examination on, String box, int number) {
        Connection other = on.selected(box);
        other.ok("STORE " + number + " +FLAGS.SILENT (\\Deleted)");
        other.ok("EXPUNGE");
    }

    /** The items of the STATUS that comes of this mailbox. */
    private static Map<String, Value> status(Connection connection, String box) {
        return connection
                .await("STATUS of " + box, response -> of(response, "STATUS", 0, box))
                .value(1)
                .pairs();
    }

    private static Map<String, Value> fetch(Connection connection, long number) {
        return connection
                .await(
                        "FETCH of message " + number,
                        response -> response.name().equals("FETCH") && response.number() == number)
                .items();
    }

    private static Response list(Connection connection, String box) {
        return connection.await("LIST of " + box, response -> of(response, "LIST", 2, box));
    }

    private static boolean of(Response response, String name, int at, String box) {
        return response.name().equals(name) && response.value(at).text().equals(box);
    }
}

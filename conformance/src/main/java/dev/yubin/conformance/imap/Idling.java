package dev.yubin.conformance.imap;

import static dev.yubin.conformance.imap.Check.rfc;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** IDLE, with another connection that gives it something to tell: RFC 2177, RFC 9051 section 6.3.13. */
final class Idling {
    static final List<Check> CHECKS = List.of(
            idle("IDLE asks to go on, and DONE ends it", on -> {
                Connection connection = on.selected(1);
                connection.ok("IDLE", "DONE");
                connection.ok("NOOP");
            }),
            idle("IDLE may begin with no mailbox selected", on -> {
                Connection connection = on.loggedIn();
                connection.ok("IDLE", "DONE");
            }),
            idle("DONE may be written in any case", on -> on.selected(1).ok("IDLE", "done")),
            idle("IDLE may begin again and again", on -> {
                Connection connection = on.selected(1);
                for (int i = 0; i < 20; i++) {
                    connection.ok("IDLE", "DONE");
                }
            }),
            idle("a message that comes is told at once", on -> {
                String box = on.small(1);
                Idler idler = Idler.in(box, on);
                on.deliver(box, Letters.small("pushed"));
                idler.await("2 EXISTS", response -> response.name().equals("EXISTS") && response.number() == 2);
                idler.done();
            }),
            idle("each of ten messages is told at once", on -> {
                String box = on.box();
                Idler idler = Idler.in(box, on);
                for (int i = 1; i <= 10; i++) {
                    long wanted = i;
                    on.deliver(box, Letters.small("pushed " + i));
                    idler.await(
                            i + " EXISTS", response -> response.name().equals("EXISTS") && response.number() == wanted);
                }
                idler.done();
            }),
            idle("flags that another changes are told at once", on -> {
                String box = on.small(2);
                Idler idler = Idler.in(box, on);
                on.selected(box).ok("STORE 2 +FLAGS (\\Flagged)");
                idler.await(
                        "the flags of message 2",
                        response -> response.name().equals("FETCH")
                                && response.number() == 2
                                && response.items().get("FLAGS").words().contains("\\flagged"));
                idler.done();
            }),
            idle("a message that another removes is told at once", on -> {
                String box = on.small(3);
                Idler idler = Idler.in(box, on);
                Connection other = on.selected(box);
                other.ok("STORE 2 +FLAGS (\\Deleted)");
                other.ok("EXPUNGE");
                idler.await("2 EXPUNGE", response -> response.name().equals("EXPUNGE") && response.number() == 2);
                idler.done();
            }),
            idle("what came while it idled is not told again behind DONE", on -> {
                String box = on.small(1);
                Idler idler = Idler.in(box, on);
                on.deliver(box, Letters.small("pushed"));
                idler.await("2 EXISTS", response -> response.name().equals("EXISTS"));
                idler.done();
                idler.connection().require(!idler.connection().ok("NOOP").has("EXISTS"), "it is told again");
            }),
            idle("what came before IDLE is told by it", on -> {
                String box = on.small(1);
                Connection connection = on.alone(box);
                on.deliver(box, Letters.small("before"));
                connection.begin("IDLE");
                Response response = connection.response();
                while (!response.name().equals("EXISTS")) {
                    response = connection.response();
                }
                connection.require(response.number() == 2, "there are 2");
            }),
            idle("two that idle are both told", on -> {
                String box = on.small(1);
                Idler one = Idler.in(box, on);
                Idler other = Idler.in(box, on);
                on.deliver(box, Letters.small("pushed"));
                for (Idler idler : List.of(one, other)) {
                    idler.await("2 EXISTS", response -> response.name().equals("EXISTS"));
                    idler.done();
                }
            }),
            idle("IDLE with an argument is BAD", on -> {
                Connection connection = on.selected(1);
                connection.bad("IDLE x");
                connection.ok("NOOP");
            }),
            idle("what is not DONE ends IDLE by BAD, or the connection", on -> {
                Connection connection = on.alone("INBOX");
                connection.begin("IDLE");
                connection.awaitContinuation();
                connection.send("x1 NOOP\r\n");
                Optional<Response> response = connection.responseOrEnd();
                while (response.filter(Response::isUntagged).isPresent()
                        && !response.orElseThrow().name().equals("BAD")) {
                    response = connection.responseOrEnd();
                }
                response.ifPresent(refusal -> connection.require(!refusal.ok(), "it is not refused"));
            }),
            idle("IDLE, DONE and the next command may come in one write", on -> {
                Connection connection = on.selected(1);
                connection.send("i1 IDLE\r\nDONE\r\ni2 NOOP\r\n");
                Response response = connection.tagged();
                connection.require(response.tag().equals("i1") && response.ok(), "IDLE is OK");
                connection.require(connection.tagged().tag().equals("i2"), "NOOP is answered");
            }),
            idle("who idles and leaves does no harm", on -> {
                String box = on.small(1);
                Idler.in(box, on).connection().close();
                on.deliver(box, Letters.small("unheard"));
                on.othersAreServed();
            }));

    /** A connection of this check's own, which idles. */
    private record Idler(Connection connection, String tag) {
        static Idler in(String box, Examination on) {
            Connection connection = on.alone(box);
            String tag = connection.begin("IDLE");
            connection.awaitContinuation();
            return new Idler(connection, tag);
        }

        void await(String what, Predicate<Response> wanted) {
            connection.await(what, wanted);
        }

        void done() {
            connection.send("DONE\r\n");
            connection.require(connection.answer(tag).ok(), "IDLE is OK");
        }
    }

    private Idling() {}

    private static Check idle(String title, Check.Steps steps) {
        return rfc(2177, "3", title, steps).needing("IDLE");
    }
}

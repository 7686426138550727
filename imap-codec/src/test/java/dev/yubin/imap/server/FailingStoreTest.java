package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.protocol.Workers;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client hears when the store says no, breaks off, or has a bug. */
class FailingStoreTest {
    /** What the store does in place of the call named; nothing while it is null. */
    private volatile Between.Step step = (method, arguments) -> {};

    @RegisterExtension
    final Office office = Office.with("Subject: one\n\n" + "line\n".repeat(60_000), "Subject: two\n\ntwo\n")
            .around(store -> Between.around(store, (method, arguments) -> step.before(method, arguments)));

    private static Between.Step failing(String name, Between.Step failure) {
        return (method, arguments) -> {
            if (method.getName().equals(name)) {
                failure.before(method, arguments);
            }
        };
    }

    private static Between.Step no(Reason reason) {
        return (method, arguments) -> {
            throw new StoreException(reason, "the store says no");
        };
    }

    private static Between.Step bug() {
        return (method, arguments) -> {
            throw new IllegalStateException("a bug of the store");
        };
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPUNGED")
    void everyReasonIsToldByItsCode(Reason reason) {
        step = (method, arguments) -> {
            failing("snapshot", no(reason)).before(method, arguments);
            failing("status", no(reason)).before(method, arguments);
        };
        office.loggedIn("""
                C: a1 SELECT INBOX
                S: a1 NO [%1$s] the store says no
                C: a2 STATUS INBOX (MESSAGES)
                S: a2 NO [%1$s] the store says no
                C: a3 LIST "" * RETURN (STATUS (MESSAGES))
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: a3 OK LIST done
                C: a4 EXPUNGE
                S: a4 BAD EXPUNGE is not possible with no mailbox selected
                """.formatted(reason == Reason.FULL ? Reason.UNAVAILABLE : reason));
    }

    /** Of a SELECT that was answered NO, the mailbox was selected. */
    @Test
    void aSelectWhoseListFailsLeavesNoMailboxSelected() {
        step = failing("list", no(Reason.UNAVAILABLE));
        office.play(office.afterLogin("""
                C: a1 ENABLE IMAP4rev2
                S: * ENABLED IMAP4rev2
                S: a1 OK ENABLE done
                C: a2 SELECT INBOX
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * 2 EXISTS
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 3] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a2 NO [UNAVAILABLE] the store says no
                C: a3 EXPUNGE
                S: a3 BAD EXPUNGE is not possible with no mailbox selected
                """));
    }

    @Test
    void aBugIsToldAsSuchAndTheConversationGoesOn() {
        step = failing("list", bug());
        office.loggedIn("""
                C: a1 LIST "" *
                S: a1 NO [SERVERBUG] ...
                C: a2 NOOP
                S: a2 OK NOOP done
                """);
    }

    @Test
    void newsThatCannotBeHadAreToldLater() {
        AtomicInteger calls = new AtomicInteger();
        step = failing("changes", (method, arguments) -> {
            if (calls.incrementAndGet() == 1) {
                throw new StoreException(Reason.UNAVAILABLE, "not now");
            }
        });
        office.wire()
                .before(() -> {
                    office.furnish();
                    calls.set(0);
                })
                .playEveryWay(office.afterSelect("""
                C: a1 APPEND INBOX {1+}
                C: x
                S: a1 OK ...
                C: a2 NOOP
                S: * 3 EXISTS
                S: * 1 RECENT
                S: a2 OK NOOP done
                """));
    }

    @Test
    void octetsThatTheStoreDoesNotTakeAreNeverCommands() {
        step = failing("write", bug());
        office.wire().playEveryWay(office.afterLogin("""
                C: a1 APPEND INBOX {11+}
                C: a2 LOGOUT
                C:
                S: a1 NO [SERVERBUG] ...
                C: a3 NOOP
                S: a3 OK NOOP done
                """));
        step = failing("write", no(Reason.OVERQUOTA));
        office.loggedIn("""
                C: a1 APPEND INBOX {11+}
                C: a2 LOGOUT
                C:
                S: a1 NO [OVERQUOTA] ...
                C: a3 NOOP
                S: a3 OK NOOP done
                """);
    }

    @Test
    void aMessageThatIsGoneBeforeItsOctetsAreReadIsPassedOver() {
        step = failing("content", no(Reason.EXPUNGED));
        office.selected("""
                C: a1 FETCH 1:2 (UID BODY.PEEK[])
                S: a1 NO [EXPUNGEISSUED] some of these messages are gone
                C: a2 UID FETCH 1:2 BODY.PEEK[]
                S: a2 OK UID FETCH done
                C: a3 SEARCH BODY x
                S: * SEARCH
                S: a3 OK SEARCH done
                """);
    }

    @Test
    void aBodyThatCannotBeReadIsRefusedBeforeItIsAnnounced() {
        step = failing("read", no(Reason.CORRUPTION));
        office.selected("""
                C: a1 FETCH 1:2 BODY.PEEK[]
                S: a1 NO [CORRUPTION] the store says no
                C: a2 FETCH 1 (UID BODY.PEEK[TEXT])
                S: a2 NO [CORRUPTION] the store says no
                """);
    }

    /** Whatever was said within a literal, the client would take for the message. */
    private void assertBreaksOff(Between.Step failure) throws Exception {
        AtomicInteger reads = new AtomicInteger();
        step = failing("read", (method, arguments) -> {
            if (reads.incrementAndGet() == 3) {
                failure.before(method, arguments);
            }
        });
        String came;
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), office.server().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("l LOGIN bbb@osaka.test tanuki\r\ns SELECT INBOX\r\na1 FETCH 1 BODY.PEEK[]\r\na2 NOOP\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            came = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
        assertThat(came).contains("* 1 FETCH (BODY[] {").doesNotContain("a1 ").doesNotContain("a2 ");
        assertThat(came.substring(came.indexOf("BODY[]"))).hasSizeLessThan(200_000);
    }

    @Test
    void aBodyThatBreaksOffEndsTheConnection() throws Exception {
        assertBreaksOff(no(Reason.UNAVAILABLE));
    }

    @Test
    void soDoesABugWithinABody() throws Exception {
        assertBreaksOff(bug());
    }

    @Test
    void anErrorInAStoreEndsTheConnectionRatherThanLeavingItMute() {
        step = failing("list", (method, arguments) -> {
            throw new AssertionError("a very broken store");
        });
        office.play(office.afterLogin("""
                C: a1 LIST "" *
                EOF
                """));
    }

    @Nested
    class WhereNoWorkerTakesAnything {
        @RegisterExtension
        final Office office = Office.with()
                .described(builder -> builder.workers(Workers.of(task -> {
                    throw new RejectedExecutionException("full");
                })));

        @Test
        void theConnectionEnds() {
            office.play("""
                    S: * OK ...
                    C: a1 NOOP
                    EOF
                    """);
        }
    }
}

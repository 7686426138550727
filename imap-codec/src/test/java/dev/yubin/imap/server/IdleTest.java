package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.ImapLimits;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Watch;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** IDLE: RFC 9051 section 6.3.13, RFC 2177. */
class IdleTest {
    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n");

    @Test
    void newsAreToldAsTheyHappen() {
        Clients.playEveryWay(office, """
                    A C: a1 IDLE
                    A S: + idling
                    B C: b1 STORE 2 +FLAGS (\\Deleted)
                    B S: * 2 FETCH (FLAGS (\\Deleted))
                    B S: b1 OK STORE done
                    A S: * 2 FETCH (FLAGS (\\Deleted))
                    B C: b2 EXPUNGE
                    B S: * 2 EXPUNGE
                    B S: b2 OK EXPUNGE done
                    A S: * 2 EXPUNGE
                    B C: b3 APPEND INBOX {1+}
                    B C: x
                    B S: * 2 EXISTS
                    B S: * 1 RECENT
                    B S: b3 OK ...
                    A S: * 2 EXISTS
                    A S: * 1 RECENT
                    A C: done
                    A S: a1 OK IDLE done
                    A C: a2 FETCH 2 UID
                    A S: * 2 FETCH (UID 3)
                    A S: a2 OK FETCH done
                    """);
    }

    @Test
    void whatHappenedBeforeIsToldAtOnce() {
        Clients.playEveryWay(office, """
                    B C: b1 STORE 1 +FLAGS.SILENT (\\Seen)
                    B S: b1 OK STORE done
                    A C: a1 IDLE
                    A S: + idling
                    A S: * 1 FETCH (FLAGS (\\Seen))
                    A C: DONE
                    A S: a1 OK IDLE done
                    """);
    }

    @Test
    void commandsBehindDoneAreKept() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 IDLE
                S: + idling
                C: DONE
                S: a1 OK IDLE done
                C: a2 NOOP
                S: a2 OK NOOP done
                C: a3 IDLE
                S: + idling
                C: DONE
                S: a3 OK IDLE done
                C: a4 LOGOUT
                S: * BYE ...
                S: a4 OK LOGOUT done
                EOF
                """));
    }

    @Test
    void withoutAMailboxThereIsNothingToTell() {
        office.loggedIn("""
                C: a1 IDLE
                S: + idling
                C: DONE
                S: a1 OK IDLE done
                """);
    }

    @Test
    void anyOtherLineEndsItBadly() {
        office.selected("""
                C: a1 IDLE now
                S: a1 BAD ...
                C: a2 IDLE
                S: + idling
                C: a3 NOOP
                S: a2 BAD expected DONE
                C: a4 NOOP
                S: a4 OK NOOP done
                """);
    }

    @Test
    void whoseMailboxIsDeletedMeanwhileIsSentAway() {
        Clients.playEveryWay(office, """
                    A C: a1 CREATE x
                    A S: a1 OK CREATE done
                    A C: a2 UNSELECT
                    A S: a2 OK UNSELECT done
                    A C: a3 SELECT x
                    A S: * FLAGS ...
                    A S: * OK ...
                    A S: * 0 EXISTS
                    A S: * 0 RECENT
                    A S: * OK ...
                    A S: * OK ...
                    A S: * OK ...
                    A S: a3 OK [READ-WRITE] SELECT done
                    A C: a4 IDLE
                    A S: + idling
                    B C: b1 DELETE x
                    B S: b1 OK DELETE done
                    A S: * BYE the selected mailbox is gone
                    A EOF
                    """);
    }

    @Test
    void aServerThatStopsSaysSo() {
        try (Clients clients = new Clients(office, "A", "B")) {
            clients.play("""
                    A C: a1 IDLE
                    A S: + idling
                    """);
            Thread draining = new Thread(office::drain);
            draining.start();
            clients.play("""
                    A S: * BYE this server stops; come again later
                    A EOF
                    B S: * BYE this server stops; come again later
                    B EOF
                    """);
        }
    }

    /** News are being gathered, for which the store takes its time. */
    @Nested
    class WhileNewsAreGathered {
        private final AtomicBoolean holds = new AtomicBoolean();
        private final CountDownLatch held = new CountDownLatch(1);
        private final Semaphore go = new Semaphore(0);

        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .limits(SessionLimits.standard().with(new ImapLimits(8192, 8192, 2, 20_000, 8, 100, 50_000, 1 << 20)))
                .around(store -> Between.around(store, (method, arguments) -> {
                    if (method.getName().equals("changes") && holds.getAndSet(false)) {
                        held.countDown();
                        go.acquireUninterruptibly();
                    }
                }));

        private void play(String whatTheClientSays, String answers) throws Exception {
            try (Clients clients = new Clients(office, "A")) {
                clients.play("""
                        A C: a1 IDLE
                        A S: + idling
                        """);
                holds.set(true);
                office.deliver("x\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
                clients.play(whatTheClientSays);
                try (Clients another =
                        new Clients(office.untouched(), "B")) { // while it is greeted, the line above arrives
                    another.play("""
                            B C: b1 NOOP
                            B S: b1 OK NOOP done
                            """);
                }
                go.release();
                clients.play(answers);
            }
        }

        @Test
        void doneWaitsForThem() throws Exception {
            play("""
                    A C: DONE
                    A C: a2 NOOP
                    """, """
                    A S: * 2 EXISTS
                    A S: * 1 RECENT
                    A S: a1 OK IDLE done
                    A S: a2 OK NOOP done
                    A C: a3 FETCH 2 UID
                    A S: * 2 FETCH (UID 2)
                    A S: a3 OK FETCH done
                    """);
        }

        @Test
        void soDoesALineWithoutEnd() throws Exception {
            play("A C: " + "x".repeat(100_000), """
                    A S: * 2 EXISTS
                    A S: * 1 RECENT
                    A S: * BYE ...
                    A EOF
                    """);
        }
    }

    @Nested
    class WhereTheStoreCannotWatch {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .around(store -> Between.around(store, (method, arguments) -> {
                    if (method.getName().equals("watch")) {
                        throw new StoreException(StoreException.Reason.UNAVAILABLE, "not now");
                    }
                }));

        @Test
        void itIsRefusedBeforeTheClientIsToldToIdle() {
            office.selected("""
                    C: a1 IDLE
                    S: a1 NO [UNAVAILABLE] not now
                    C: a2 NOOP
                    S: a2 OK NOOP done
                    """);
        }
    }

    @Nested
    class WhenTheClientIsGone {
        private final CountDownLatch closed = new CountDownLatch(1);

        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .around(store -> Between.around(store, (method, arguments) -> {
                    if (method.getDeclaringClass() == Watch.class) {
                        closed.countDown();
                    }
                }));

        @Test
        void theStoreIsNoLongerWatched() throws Exception {
            try (Clients clients = new Clients(office, "A")) {
                clients.play("""
                        A C: a1 IDLE
                        A S: + idling
                        """);
                assertThat(closed.getCount()).isEqualTo(1);
            }
            assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }
}

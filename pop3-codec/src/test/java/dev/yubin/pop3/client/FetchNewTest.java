package dev.yubin.pop3.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Fetching what is new, from a server that says what a transcript has it say. What comes of it is written down as it happens, and compared. */
@Timeout(60)
class FetchNewTest {
    private static final String SERVER = """
        S: +OK ready
        C: CAPA
        S: +OK
        S: UIDL
        S: PIPELINING
        S: .
        C: UIDL
        S: +OK
        """;
    private static final String TWO = SERVER + """
        S: 1 aaa
        S: 2 bbb
        S: .
        """;

    /** What was seen, and where messages go, in one: what each was asked, in order. */
    private static class Diary implements Seen, FetchSink {
        final List<String> said = new ArrayList<>();
        final Seen seen = Seen.inMemory();

        Diary with(String uniqueId, Duration ago) throws IOException {
            seen.add(uniqueId, Instant.now().minus(ago));
            return this;
        }

        @Override
        public Optional<Instant> fetched(String uniqueId) throws IOException {
            return seen.fetched(uniqueId);
        }

        @Override
        public void add(String uniqueId, Instant fetched) throws IOException {
            say("seen " + uniqueId);
            seen.add(uniqueId, fetched);
        }

        @Override
        public void retain(Set<String> listed) throws IOException {
            seen.retain(listed);
        }

        @Override
        public Incoming begin(String uniqueId) throws IOException {
            say("begin " + uniqueId);
            return new Incoming() {
                private final ByteArrayOutputStream message = new ByteArrayOutputStream();

                @Override
                public void write(ByteBuffer octets) throws IOException {
                    byte[] taken = new byte[octets.remaining()];
                    octets.get(taken);
                    message.writeBytes(taken);
                    if (message.toString(StandardCharsets.US_ASCII).endsWith("\r\n")) {
                        say("all of " + uniqueId);
                    }
                }

                @Override
                public void commit() throws IOException {
                    say("commit " + message.toString(StandardCharsets.US_ASCII).strip());
                }

                @Override
                public void close() throws IOException {
                    say("close " + uniqueId);
                }
            };
        }

        void say(String what) throws IOException {
            if (!what.startsWith("all")) {
                said.add(what);
            }
        }
    }

    private static Pop3Client connected(int port) throws FaultException {
        return Pop3Client.builder("localhost", port, TlsMode.PLAINTEXT)
                .timeout(Duration.ofSeconds(20))
                .connect()
                .await();
    }

    private static Fetched fetch(String transcript, Retention retention, Diary diary) {
        return fetchEachWay(transcript, retention, () -> diary, ScriptedServer::play);
    }

    private interface Playing {
        void play(ScriptedServer server, ScriptedServer.Client client);
    }

    /** @return the last play's */
    private static Fetched fetchEachWay(
            String transcript, Retention retention, Supplier<Diary> diary, Playing playing) {
        List<Fetched> fetched = new ArrayList<>();
        playing.play(ScriptedServer.of(transcript + "C: QUIT\nS: +OK\nCLOSE\n"), port -> {
            Diary own = diary.get();
            try (Pop3Client client = connected(port)) {
                fetched.add(client.fetchNew(own, retention, own).await());
                client.quit().await();
            }
        });
        return fetched.get(fetched.size() - 1);
    }

    private static Fault failure(String transcript, Diary diary) {
        List<Fault> faults = new ArrayList<>();
        ScriptedServer.of(transcript).play(port -> {
            try (Pop3Client client = connected(port)) {
                Pending<Fetched> fetching = client.fetchNew(diary, Retention.NONE, diary);
                assertThatThrownBy(fetching::await)
                        .isInstanceOfSatisfying(FaultException.class, e -> faults.add(e.fault()));
            }
        });
        return faults.get(0);
    }

    @Test
    void messagesAreKeptThenNotedAndAskedForAhead() {
        List<Diary> diaries = new ArrayList<>();
        Fetched fetched = fetchEachWay(
                TWO + """
                C: RETR 1
                C: RETR 2
                S: +OK
                S: one
                S: .
                S: +OK
                S: .
                """,
                Retention.FOREVER,
                () -> {
                    diaries.add(new Diary());
                    return diaries.get(diaries.size() - 1);
                },
                ScriptedServer::playEveryWay);

        assertThat(fetched.messages()).isEqualTo(2);
        assertThat(fetched.octets()).isEqualTo(5);
        assertThat(fetched.deleted()).isZero();
        assertThat(fetched.troubles()).isEmpty();
        assertThat(diaries)
                .allSatisfy(diary -> assertThat(diary.said)
                        .containsExactly(
                                "begin aaa",
                                "commit one",
                                "close aaa",
                                "seen aaa",
                                "begin bbb",
                                "commit ",
                                "close bbb",
                                "seen bbb"));
    }

    @Test
    void withoutPipeliningEachAnswerIsAwaited() {
        Diary diary = new Diary();

        Fetched fetched = fetch(TWO.replace("S: PIPELINING\n", "") + """
                C: RETR 1
                QUIET
                S: +OK
                S: one
                S: .
                C: RETR 2
                QUIET
                S: +OK
                S: two
                S: .
                C: DELE 1
                QUIET
                S: +OK
                C: DELE 2
                S: +OK
                """, Retention.NONE, diary);

        assertThat(fetched.deleted()).isEqualTo(2);
    }

    @Test
    void whatWasSeenIsNotFetchedAgainAndGoesOnceItHasBeenThereLongEnough() throws Exception {
        Diary diary = new Diary()
                .with("old", Duration.ofDays(8))
                .with("young", Duration.ofDays(6))
                .with("gone", Duration.ofDays(30));

        Fetched fetched = fetch(SERVER + """
                S: 1 old
                S: 2 young
                S: 3 new
                S: .
                C: DELE 1
                C: RETR 3
                S: +OK
                S: +OK
                S: three
                S: .
                """, Retention.days(7), diary);

        assertThat(fetched).isEqualTo(new Fetched(1, 7, 1, fetched.troubles()));
        assertThat(diary.said).containsExactly("begin new", "commit three", "close new", "seen new");
        assertThat(diary.fetched("old")).isPresent(); // until a session finds that the server has it no more
        assertThat(diary.fetched("gone")).isEmpty();
    }

    @Test
    void twoThatAreTheSameAreBothFetchedWhenTheyAreNew() {
        Diary diary = new Diary();

        Fetched fetched = fetch(SERVER + """
                S: 1 aaa
                S: 2 aaa
                S: .
                C: RETR 1
                C: RETR 2
                S: +OK
                S: one
                S: .
                S: +OK
                S: one
                S: .
                """, Retention.FOREVER, diary);

        assertThat(fetched.messages()).isEqualTo(2);
    }

    @Test
    void whatTheServerRefusesIsPassedOverAndTheRestIsFetched() {
        Diary diary = new Diary();

        Fetched fetched = fetch(TWO + """
                C: RETR 1
                C: RETR 2
                S: -ERR [SYS/TEMP] cannot be read just now
                S: +OK
                S: two
                S: .
                C: DELE 2
                S: -ERR this maildrop is read-only
                """, Retention.NONE, diary);

        assertThat(fetched).isEqualTo(new Fetched(1, 5, 0, fetched.troubles()));
        assertThat(fetched.troubles()).containsOnlyKeys("aaa", "bbb");
        assertThat(fetched.troubles().get("aaa"))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault().cause()).isEqualTo(Cause.REFUSED_FOR_NOW));
        assertThat(diary.said).containsExactly("begin bbb", "commit two", "close bbb", "seen bbb");
    }

    @Test
    void whatTheSinkRefusesStaysOnTheServerAndTheRestIsFetched() {
        for (String when : List.of("begin aaa", "all of aaa", "commit one")) {
            Diary diary = new Diary() {
                @Override
                void say(String what) throws IOException {
                    super.say(what);
                    if (what.equals(when)) {
                        throw new RefusedMessageException("not this one");
                    }
                }
            };

            Fetched fetched = fetch(TWO + """
                    C: RETR 1
                    C: RETR 2
                    S: +OK
                    S: one
                    S: .
                    S: +OK
                    S: two
                    S: .
                    C: DELE 2
                    S: +OK
                    """, Retention.NONE, diary);

            assertThat(fetched).isEqualTo(new Fetched(1, 5, 1, fetched.troubles()));
            assertThat(fetched.troubles().get("aaa")).hasMessage("not this one");
            assertThat(diary.said).doesNotContain("seen aaa").endsWith("seen bbb");
            assertThat(diary.said.contains("close aaa")).isEqualTo(!when.startsWith("begin"));
        }
    }

    /** What was noted is noted, nothing else is, nothing is deleted, and nothing is left open. */
    @Test
    void aSinkThatFailsEndsTheSession() {
        for (String when : List.of("begin bbb", "all of bbb", "commit two", "close bbb", "seen bbb")) {
            Diary diary = new Diary() {
                @Override
                void say(String what) throws IOException {
                    super.say(what);
                    if (what.equals(when)) {
                        throw new IOException("the disk is full");
                    }
                }
            };

            Fault fault = failure(TWO + """
                    C: RETR 1
                    C: RETR 2
                    S: +OK
                    S: one
                    S: .
                    S: +OK
                    S: two
                    S: .
                    DEAF
                    """, diary);

            assertThat(fault.cause()).as(when).isEqualTo(Cause.CLOSED_HERE);
            assertThat(fault.detail()).contains("the disk is full");
            assertThat(diary.said).contains("seen aaa");
        }
    }

    /** It could not be told from what the next session asks of the same sink, which would have what this one kept and did not note. */
    @Test
    void whoHearsOfAFailureHasTheSinkToHimself() {
        CompletableFuture<Pop3Client> connected = new CompletableFuture<>();
        CompletableFuture<Void> heard = new CompletableFuture<>();
        Diary diary = new Diary() {
            @Override
            void say(String what) throws IOException {
                super.say(what);
                if (what.equals("commit one")) {
                    connected.join().noop().await(); // whose answer stands behind the other message
                    throw new IOException("the disk is full");
                } else if (what.equals("begin bbb")) {
                    assertThat(heard).failsWithin(Duration.ofMillis(100)).withThrowableOfType(TimeoutException.class);
                }
            }
        };

        ScriptedServer.of(TWO + """
                C: RETR 1
                C: RETR 2
                S: +OK
                S: one
                S: .
                S: +OK
                S: two
                S: .
                C: NOOP
                S: +OK
                DEAF
                """).play(port -> {
            try (Pop3Client client = connected(port)) {
                connected.complete(client);
                Pending<Fetched> fetching = client.fetchNew(diary, Retention.FOREVER, diary);
                fetching.whenComplete((fetched, failure) -> heard.complete(null));
                assertThatThrownBy(fetching::await).hasMessageContaining("the disk is full");
                assertThat(diary.said).last().isEqualTo("close aaa");
            }
        });

        assertThat(diary.said).contains("seen bbb").doesNotContain("seen aaa");
    }

    @Test
    void anErrorOfTheSinkIsHeardOfToo() {
        for (String when : List.of("begin aaa", "all of aaa", "commit one", "close aaa")) {
            Diary diary = new Diary() {
                @Override
                void say(String what) throws IOException {
                    super.say(what);
                    if (what.equals(when)) {
                        throw new StackOverflowError("too deep");
                    }
                }
            };

            Fault fault = failure(TWO + """
                    C: RETR 1
                    C: RETR 2
                    S: +OK
                    S: one
                    S: .
                    DEAF
                    """, diary);

            assertThat(fault.cause()).as(when).isEqualTo(Cause.CLOSED_HERE);
            assertThat(fault.detail()).contains("too deep");
        }
    }

    @Test
    void aSessionThatBreaksKeepsWhatCameWholeAndLeavesNoTraceOfTheRest() {
        CompletableFuture<Pop3Client> connected = new CompletableFuture<>();
        Diary diary = new Diary() {
            @Override
            void say(String what) throws IOException {
                super.say(what);
                if (what.equals("begin bbb")) {
                    connected.join().noop(); // at which the server goes away
                }
            }
        };

        ScriptedServer.of(TWO + """
                C: RETR 1
                C: RETR 2
                S: +OK
                S: one
                S: .
                S: +OK
                S: two
                C: NOOP
                CLOSE
                """).play(port -> {
            try (Pop3Client client = connected(port)) {
                connected.complete(client);
                Pending<Fetched> fetching = client.fetchNew(diary, Retention.FOREVER, diary);
                assertThatThrownBy(fetching::await)
                        .isInstanceOfSatisfying(
                                FaultException.class,
                                e -> assertThat(e.fault().cause()).isEqualTo(Cause.CONNECTION_LOST));
                assertThat(diary.said)
                        .containsExactly("begin aaa", "commit one", "close aaa", "seen aaa", "begin bbb", "close bbb");
            }
        });
    }

    @Test
    void aServerWithoutUniqueIdsIsToldOf() {
        Fault fault = failure(
                SERVER.replace("S: +OK\n", "S: -ERR\n").replace("S: UIDL\nS: PIPELINING\nS: .\n", ""), new Diary());

        assertThat(fault.cause()).isEqualTo(Cause.REFUSED);
        assertThat(fault.step()).isEqualTo("waiting for the reply to UIDL");
    }

    @Test
    void whereItCannotBeToldWhatWasSeenNothingIsFetched() {
        Fault fault = failure(TWO, new Diary() {
            @Override
            public Optional<Instant> fetched(String uniqueId) throws IOException {
                throw new IOException("the database is away");
            }
        });

        assertThat(fault.cause()).isEqualTo(Cause.CLOSED_HERE);
        assertThat(fault.detail()).contains("the database is away");
    }

    @Test
    void noMoreThanSomeAreAskedForAhead() {
        int all = Fetching.MOST_AHEAD + 1;
        StringBuilder transcript = new StringBuilder(SERVER);
        for (int i = 1; i <= all; i++) {
            transcript.append("S: ").append(i).append(" id").append(i).append('\n');
        }
        transcript.append("S: .\n");
        for (int i = 1; i < all; i++) {
            transcript.append("C: RETR ").append(i).append('\n');
        }
        transcript.append("QUIET\nS: +OK\nS: .\nC: RETR ").append(all).append('\n');
        transcript.append("S: +OK\nS: .\n".repeat(Fetching.MOST_AHEAD));

        assertThat(fetch(transcript.toString(), Retention.FOREVER, new Diary()).messages())
                .isEqualTo(all);
    }
}

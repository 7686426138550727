package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.message.Copy;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several commands at once, and what becomes of them: RFC 9051 section 5.5. */
class UnderWayTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00+09:00");
    private static final ImapName A = new ImapName("a");
    private static final ImapName B = new ImapName("b");

    private interface Use {
        void of(ImapClient imap) throws Exception;
    }

    private static ScriptedServer server(String transcript) {
        return ScriptedServer.of("S: * PREAUTH [CAPABILITY IMAP4rev2] ready\n" + transcript);
    }

    private static ScriptedServer.Client client(Use use) {
        return port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                use.of(imap);
            }
        };
    }

    private static Fault fault(Pending<?> pending) {
        return catchThrowableOfType(FaultException.class, pending::await).fault();
    }

    @Test
    void whatABareOkAnswersDoesNotWait() {
        server("""
                C: A1 CREATE a
                C: A2 CREATE b
                C: A3 SUBSCRIBE a
                C: A4 NOOP
                S: A1 OK done
                S: A2 NO [ALREADYEXISTS] there is one
                S: A3 OK done
                S: * 3 EXISTS
                S: A4 OK done
                """).playEveryWay(client(imap -> {
            Pending<?> first = imap.create(A);
            Pending<?> second = imap.create(B);
            Pending<?> third = imap.subscribe(A);
            imap.noop().await();
            first.await();
            assertThat(fault(second).cause()).isEqualTo(Cause.REFUSED);
            third.await();
        }));
    }

    /** What comes untagged is the FETCH's; and COPY may use numbers, since none can change while FETCH runs. */
    @Test
    void whatCopiesFollowsAFetchButNoFetchFollowsIt() {
        server("""
                C: A1 SELECT a
                S: A1 OK [READ-WRITE] done
                C: A2 FETCH 1:2 FLAGS
                C: A3 COPY 1 b
                QUIET
                S: * 1 FETCH (FLAGS ())
                S: * 2 FETCH (FLAGS ())
                S: A2 OK done
                S: A3 OK [COPYUID 9 1 7] done
                C: A4 FETCH 1:2 FLAGS
                S: A4 OK done
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(A)).await();
            Fetch flags = Fetch.of(false, SequenceSet.range(1, 2), FetchItem.Attribute.FLAGS);
            Pending<List<Fetched>> told = imap.fetch(flags);
            Pending<?> copied = imap.copy(new Copy(false, SequenceSet.of(1), B));
            Pending<List<Fetched>> again = imap.fetch(flags);
            assertThat(told.await()).hasSize(2);
            assertThat(copied.await()).hasToString("Optional[CopyUid[uidValidity=9, source=1, target=7]]");
            assertThat(again.await()).isEmpty();
        }));
    }

    /** Section 5.5: "COPY + COPY" is invalid; by UID it is not. */
    @Test
    void numbersWaitWhereTheyMayChangeAndUidsDoNot() {
        server("""
                C: A1 SELECT a
                S: A1 OK [READ-WRITE] done
                C: A2 COPY 1 b
                QUIET
                S: * 2 EXPUNGE
                S: A2 OK done
                C: A3 COPY 2 b
                C: A4 UID COPY 7 b
                C: A5 UID COPY 8 b
                S: A3 OK done
                S: A4 OK done
                S: A5 OK done
                """).playEveryWay(client(imap -> {
            imap.select(Select.of(A)).await();
            Pending<?> first = imap.copy(new Copy(false, SequenceSet.of(1), B));
            Pending<?> second = imap.copy(new Copy(false, SequenceSet.of(2), B));
            Pending<?> third = imap.copy(new Copy(true, SequenceSet.of(7), B));
            imap.copy(new Copy(true, SequenceSet.of(8), B)).await();
            first.await();
            second.await();
            third.await();
        }));
    }

    /** A server may answer first what it has done first. */
    @Test
    void eachHasItsOwnAnswerInWhateverOrderTheyCome() {
        server("""
                C: A1 CREATE a
                C: A2 CREATE b
                C: A3 DELETE a
                S: A3 NO [NONEXISTENT] no
                S: A2 OK [MAILBOXID (F2)] done
                S: A1 OK [MAILBOXID (F1)] done
                C: A4 LOGOUT
                S: * BYE bye
                S: A4 OK done
                """).playEveryWay(client(imap -> {
            Pending<?> first = imap.create(A);
            Pending<?> second = imap.create(B);
            Pending<?> third = imap.delete(A);
            Pending<Void> out = imap.logout();
            assertThat(first.await()).hasToString("Optional[MailboxId[id=F1]]");
            assertThat(second.await()).hasToString("Optional[MailboxId[id=F2]]");
            assertThat(fault(third).cause()).isEqualTo(Cause.REFUSED);
            out.await();
        }));
    }

    @Test
    void anAnswerToWhatIsAnsweredEndsTheConnection() {
        server("""
                C: A1 CREATE a
                C: A2 CREATE b
                S: A2 OK done
                S: A2 OK done
                EOF
                """).playEveryWay(client(imap -> {
            Pending<?> first = imap.create(A);
            imap.create(B);
            assertThat(fault(first))
                    .returns(Cause.PROTOCOL_BROKEN, Fault::cause)
                    .returns("the server answers a command that was not sent", Fault::detail);
        }));
    }

    @Test
    void nothingGoesBesideWhatChangesTheState() {
        server("""
                C: A1 NOOP
                QUIET
                S: A1 OK done
                C: A2 SELECT a
                QUIET
                S: A2 OK [READ-WRITE] done
                C: A3 NOOP
                C: A4 CREATE b
                QUIET
                S: A3 OK done
                S: A4 OK done
                C: A5 UNSELECT
                S: A5 OK done
                """).playEveryWay(client(imap -> {
            imap.noop();
            imap.select(Select.of(A));
            imap.noop();
            imap.create(B);
            imap.unselect().await();
        }));
    }

    /** "Any command continuation request responses and command continuations MUST be negotiated before any subsequent command is initiated." */
    @Test
    void nothingGoesOutWhileALiteralWaits() {
        String name = "x".repeat(1001);
        server("""
                C: A1 CREATE {1001}
                QUIET
                S: + go on
                C: %s
                C: A2 NOOP
                S: A1 OK done
                S: A2 OK done
                C: A3 APPEND a "26-Nov-2026 12:00:00 +0900" {3}
                QUIET
                S: + go on
                C: new
                S: A3 OK done
                C: A4 NOOP
                S: A4 OK done
                """.formatted(name)).playUncut(client(imap -> {
            Pending<?> created = imap.create(new ImapName(name));
            imap.noop().await();
            created.await();
            append(imap);
            imap.noop().await();
        }));
    }

    private static Pending<?> append(ImapClient imap) {
        byte[] octets = "new".getBytes(StandardCharsets.US_ASCII);
        return imap.append(A, Set.of(), NOON, 3, Channels.newChannel(new ByteArrayInputStream(octets)));
    }

    @Test
    void noMoreThanSoManyAreUnderWay() {
        String first = IntStream.rangeClosed(1, CommandQueue.MOST_SENT)
                .mapToObj(i -> "C: A" + i + " NOOP\n")
                .collect(Collectors.joining());
        server(first + """
                QUIET
                S: A1 OK done
                C: A33 NOOP
                QUIET
                S: A2 OK done
                C: A34 NOOP
                DEAF
                """).play(client(imap -> {
            List<Pending<Void>> all = new ArrayList<>();
            for (int i = 0; i < 34; i++) {
                all.add(imap.noop());
            }
            all.get(1).await();
        }));
    }

    // ------------------------------------------------------------------ what is lost with the connection

    @Test
    void whatWasReadMayBeAskedForAgainAndWhatWasWrittenIsInDoubt() {
        server("""
                C: A1 CREATE a
                C: A2 NOOP
                C: A3 SUBSCRIBE a
                S: A1 OK done
                CLOSE
                """).playEveryWay(client(imap -> {
            Pending<?> created = imap.create(A);
            Pending<?> nothing = imap.noop();
            Pending<?> subscribed = imap.subscribe(A);
            Pending<?> unsent = append(imap);
            created.await();
            assertThat(fault(nothing).cause()).isEqualTo(Cause.CONNECTION_LOST);
            assertThat(fault(subscribed))
                    .returns(Cause.PERHAPS_DONE, Fault::cause)
                    .returns("waiting for the answer to SUBSCRIBE", Fault::step)
                    .returns("the server closed the connection", Fault::detail);
            assertThat(fault(unsent).cause()).isEqualTo(Cause.CONNECTION_LOST);
        }));
    }

    /** A server has no message before its last octet. */
    @ParameterizedTest
    @CsvSource({
        "CLOSE, CONNECTION_LOST",
        "S: * BYE down, REFUSED_FOR_NOW",
        "S: + go on|C: new|CLOSE, PERHAPS_DONE",
        "S: + go on|C: new|S: * BYE down, PERHAPS_DONE"
    })
    void aMessageIsInDoubtOnceItIsSent(String rest, Cause cause) {
        server("C: A1 APPEND a \"26-Nov-2026 12:00:00 +0900\" {3}\n" + rest.replace('|', '\n'))
                .playEveryWay(
                        client(imap -> assertThat(fault(append(imap)).cause()).isEqualTo(cause)));
    }
}

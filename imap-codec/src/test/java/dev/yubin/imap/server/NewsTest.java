package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.protocol.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** News of its own accord, and what may come between: NOTIFY (RFC 5465), IDLE and UPDATE over a store that holds still, fails or is late. */
class NewsTest {
    /** What comes before each call of the store. */
    private volatile Between.Step step = (method, arguments) -> {};

    private final ExecutorService threads = Executors.newCachedThreadPool();
    /** How many tasks the server has given its threads. */
    private final AtomicInteger turns = new AtomicInteger();

    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n")
            .gifts(new Gifted()
                    .mailbox(AtomicMove.class, AtomicMove.class::cast)
                    .account(AccountWatch.class, AccountWatch.class::cast))
            .around(store -> Between.around(store, (method, arguments) -> step.before(method, arguments)))
            .described(builder -> builder.unauthenticate(true).workers(Workers.of(task -> {
                turns.incrementAndGet();
                threads.execute(task);
            })));

    @AfterEach
    void end() {
        threads.shutdown();
    }

    /** A client with INBOX selected. */
    private Packed selected() throws IOException {
        Packed client = new Packed(office.server().port());
        client.line();
        client.say("l LOGIN bbb@osaka.test tanuki\r\ns SELECT INBOX\r\n");
        heardTo("s OK", client);
        return client;
    }

    private static String heardTo(String begin, Packed client) throws IOException {
        String line = client.line();
        while (!line.startsWith(begin)) {
            line = client.line();
        }
        return line;
    }

    private static void answered(String command, Packed client) throws IOException {
        answered(command, command.substring(0, command.indexOf(' ')), client);
    }

    private static void answered(String commands, String last, Packed client) throws IOException {
        say(commands + "\r\n", client);
        heardTo(last + " OK", client);
    }

    private static void say(String text, Packed client) {
        try {
            client.say(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Between.Step before(String name, Between.Step done) {
        return (method, arguments) -> {
            if (method.getName().equals(name)) {
                done.before(method, arguments);
            }
        };
    }

    /** RFC 9051 section 4.3: what stands behind the announcement is the message, to its last octet. */
    @Test
    void noGoAheadFallsIntoALiteralThatIsTold() throws Exception {
        String letter = "Subject: long\r\n\r\n" + "0123456789abcdef\r\n".repeat(20_000);
        try (Packed client = selected()) {
            answered("a NOTIFY SET (selected (MessageNew (UID BODY.PEEK[]) MessageExpunge))", client);
            AtomicInteger reads = new AtomicInteger();
            step = before("read", (method, arguments) -> {
                if (reads.incrementAndGet() == 3) {
                    say("b STATUS {5}\r\n", client);
                }
            });
            office.deliver(letter.getBytes(StandardCharsets.US_ASCII));
            assertThat(heardTo("* 3 FETCH", client)).endsWith("{" + letter.length() + "}");
            StringBuilder came = new StringBuilder();
            while (came.length() < letter.length()) {
                came.append(client.line()).append("\r\n");
            }
            assertThat(came.toString().equals(letter))
                    .as("the message as it was")
                    .isTrue();
            assertThat(client.line()).isEqualTo(")");
            assertThat(client.line()).isEqualTo("+ Ready for literal data");
            client.say("INBOX (MESSAGES)\r\n");
            assertThat(client.line()).isEqualTo("* STATUS INBOX (MESSAGES 3)");
            assertThat(client.line()).isEqualTo("b OK STATUS done");
        }
    }

    /** {@link dev.yubin.mailbox.Watch#close}: "A call that is already under way may still come." */
    @Test
    void aLateCallOfAWatchIsNoNewsOfAMailboxThatIsNoLongerSelected() throws Exception {
        AtomicReference<Runnable> listener = new AtomicReference<>();
        step = before("watch", (method, arguments) -> {
            if (arguments[0] instanceof Runnable mailboxes) {
                listener.set(mailboxes);
            }
        });
        try (Packed client = selected()) {
            answered("a1 NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))", client);
            answered("a2 UNSELECT", client);
            listener.get().run();
            turns.set(0);
            for (int i = 0; i < 20; i++) {
                answered("n" + i + " NOOP", client);
            }
            assertThat(turns).as("turns for 20 commands").hasValueLessThanOrEqualTo(20);
        }
    }

    /** A wake that comes late must not begin AUTHENTICATE anew. */
    @Test
    @Timeout(10)
    void onlyIdleIsWokenWhileItWaitsForALine() throws Exception {
        AtomicReference<Runnable> listener = new AtomicReference<>();
        step = before("watch", (method, arguments) -> listener.set((Runnable) arguments[0]));
        try (Packed client = selected()) {
            client.say("a1 IDLE\r\n");
            assertThat(client.line()).isEqualTo("+ idling");
            answered("DONE\r\na2 UNAUTHENTICATE", "a2", client);
            client.say("a3 AUTHENTICATE PLAIN\r\n");
            assertThat(client.line()).isEqualTo("+ ");
            int before = turns.get();
            while (turns.get() == before) { // which one turn may hide from, behind the one before it
                listener.get().run();
            }
            client.say("*\r\n");
            assertThat(client.line()).startsWith("a3 BAD");
        }
    }

    // ------------------------------------------------------------------ where the store fails

    private static Between.Step failing(String name, AtomicInteger times) {
        return before(name, (method, arguments) -> {
            if (times.getAndDecrement() > 0) {
                throw new StoreException(StoreException.Reason.UNAVAILABLE, "not now");
            }
        });
    }

    @ParameterizedTest
    @CsvSource({"changes", "messages", "content"})
    void whatTheStoreDoesNotTellNowIsToldLater(String failing) throws Exception {
        try (Packed client = selected()) {
            answered("a NOTIFY SET (selected (MessageNew (UID BODY.PEEK[]) MessageExpunge))", client);
            step = failing(failing, new AtomicInteger(2));
            office.deliver("x\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.line()).isEqualTo("* 3 EXISTS");
            assertThat(client.line()).isEqualTo("* 1 RECENT");
            assertThat(client.line()).isEqualTo("* 3 FETCH (UID 3 BODY[] {3}");
        }
    }

    @Test
    void whileItFailsItIsAskedNowAndThen() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger(1000);
        try (Packed client = selected()) {
            answered("a1 UID SEARCH RETURN (UPDATE (UID)) ALL", client);
            Between.Step fails = failing("messages", failures);
            step = (method, arguments) -> {
                asked.addAndGet(method.getName().equals("messages") ? 1 : 0);
                fails.before(method, arguments);
            };
            office.deliver("x\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 100; i++) {
                answered("n" + i + " NOOP", client);
            }
            assertThat(asked).as("calls in 100 commands").hasValueLessThan(20);
            failures.set(0);
            assertThat(client.line()).isEqualTo("* 3 FETCH (UID 3)");
        }
    }

    @Test
    void inIdleToo() throws Exception {
        try (Packed client = selected()) {
            client.say("a IDLE\r\n");
            assertThat(client.line()).isEqualTo("+ idling");
            step = failing("changes", new AtomicInteger(1));
            office.deliver("x\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.line()).isEqualTo("* 3 EXISTS");
        }
    }

    @ParameterizedTest
    @CsvSource({"list", "status"})
    void newsOfOtherMailboxesAreNotLostEither(String failing) throws Exception {
        try (Packed client = selected()) {
            answered("a NOTIFY SET (personal (MailboxName MessageNew MessageExpunge))", client);
            step = failing(failing, new AtomicInteger(1));
            office.account().create(MailboxName.of("fresh"), Set.of());
            assertThat(heardTo("* LIST", client)).isEqualTo("* LIST (\\HasNoChildren) \"/\" fresh");
            office.account().open(MailboxName.INBOX).copy(UidSet.of(1), MailboxName.of("fresh"));
            assertThat(heardTo("* STATUS", client)).startsWith("* STATUS fresh (MESSAGES 1 UIDNEXT 2 ");
        }
    }

    /** What is gone from the store before it is looked at is no news, however long its number stands. */
    @Test
    void whatIsGoneBeforeItIsToldOfIsNotWaitedFor() throws Exception {
        try (Packed client = selected()) {
            answered("a1 UID SEARCH RETURN (UPDATE (UID)) ALL", client);
            step = before("messages", (method, arguments) -> {
                step = (any, more) -> {};
                Mailbox inbox = office.account().open(MailboxName.INBOX);
                inbox.store(
                        UidSet.of(3), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.DELETED)), OptionalLong.empty());
                inbox.expungeDeleted(UidSet.of(3));
            });
            office.deliver("x\r\n".getBytes(StandardCharsets.US_ASCII));
            answered("a2 NOOP", client);
            client.say("a3 NOOP\r\n");
            assertThat(heardTo("* 3", client)).isEqualTo("* 3 EXPUNGE");
        }
    }

    // ------------------------------------------------------------------ long news

    @Test
    void nothingFallsIntoALiteralInIdle() throws Exception {
        String letter = "Subject: long\r\n\r\n" + "0123456789abcdef\r\n".repeat(10_000);
        try (Packed client = selected()) {
            answered("a1 UID SEARCH RETURN (UPDATE (UID BODY.PEEK[])) SUBJECT long", client);
            client.say("a2 IDLE\r\n");
            assertThat(client.line()).isEqualTo("+ idling");
            AtomicInteger reads = new AtomicInteger();
            step = before("read", (method, arguments) -> {
                if (reads.incrementAndGet() == 3) {
                    office.deliver("x\r\n".getBytes(StandardCharsets.US_ASCII));
                }
            });
            office.deliver(letter.getBytes(StandardCharsets.US_ASCII));
            assertThat(heardTo("* 3 FETCH", client)).endsWith("{" + letter.length() + "}");
            StringBuilder came = new StringBuilder();
            while (came.length() < letter.length()) {
                came.append(client.line()).append("\r\n");
            }
            assertThat(came.toString().equals(letter))
                    .as("the message as it was")
                    .isTrue();
            assertThat(client.line()).isEqualTo(")");
            assertThat(client.line()).isEqualTo("* 4 EXISTS");
        }
    }

    /** A mailbox in which all changes at once. */
    @Nested
    class WithManyMessages {
        private static final int MESSAGES = 4000;

        @RegisterExtension
        final Office crowd = Office.with(Collections.nCopies(MESSAGES, "x\n").toArray(String[]::new));

        private Mailbox inbox() throws StoreException {
            return crowd.account().open(MailboxName.INBOX);
        }

        private void seen() throws StoreException {
            UidSet all = UidSet.range(1, MESSAGES);
            inbox().store(all, new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)), OptionalLong.empty());
        }

        @Test
        void updatesAreToldBitByBit() throws StoreException {
            MailboxView view = MailboxView.open(inbox(), MailboxName.INBOX, false, EnumSet.allOf(Right.class));
            seen();
            Updating updating = new Updating(view.update(true), view, Dialect.FIRST, true);
            Answers out = new Answers(ImapEncoding.PLAIN);
            int lines = 0;
            for (boolean ends = false; !ends; ) {
                ends = updating.tell(out);
                byte[] told = new byte[100_000];
                int octets = 0;
                for (ByteBuffer each : out.take()) {
                    int length = each.remaining();
                    each.get(told, octets, length);
                    octets += length;
                }
                assertThat(octets).isLessThan(66_000);
                String text = new String(told, 0, octets, StandardCharsets.US_ASCII);
                assertThat(text).startsWith("* ").endsWith(")\r\n");
                lines += (int) text.lines().count();
            }
            assertThat(lines).isEqualTo(MESSAGES);
        }

        @Test
        void theReplyComesBehindThem() throws Exception {
            try (Packed client = new Packed(crowd.server().port())) {
                client.line();
                client.say("l LOGIN bbb@osaka.test tanuki\r\ns SELECT INBOX\r\n");
                heardTo("s OK", client);
                seen();
                client.say("a1 NOOP\r\na2 NOOP\r\n");
                for (int number = 1; number <= MESSAGES; number++) {
                    assertThat(client.line()).isEqualTo("* " + number + " FETCH (FLAGS (\\Seen))");
                }
                assertThat(client.line()).isEqualTo("a1 OK NOOP done");
                assertThat(client.line()).isEqualTo("a2 OK NOOP done");
            }
        }
    }
}

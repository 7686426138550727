package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.protocol.Workers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

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
            listener.get().run();
            while (turns.get() == before) {
                Thread.onSpinWait();
            }
            client.say("*\r\n");
            assertThat(client.line()).startsWith("a3 BAD");
        }
    }
}

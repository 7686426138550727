package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.StoreException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** INPROGRESS: RFC 9585. Whoever wants to hear of it every millisecond hears it of a store that holds still. */
class InProgressTest {
    private static final int MESSAGES = 300;
    private static final String[] LETTERS = Collections.nCopies(MESSAGES, "Subject: one\n\n" + "one more\n".repeat(100))
            .toArray(String[]::new);

    private final CountDownLatch heard = new CountDownLatch(1);
    /** The call of the store that waits until the client has heard of it. */
    private volatile String held = "";

    @RegisterExtension
    final Office office = Office.with(LETTERS)
            .around(store -> Between.around(store, this::hold))
            .limits(SessionLimits.standard().progress(Duration.ofMillis(1)));

    private void hold(Method method, Object[] arguments) throws StoreException {
        String call = method.getName() + " " + (arguments == null ? "" : arguments[0]);
        if (!held.isEmpty() && call.startsWith(held)) {
            try {
                assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Packed selected() throws IOException {
        Packed client = new Packed(office.server().port());
        client.line();
        client.say("l LOGIN bbb@osaka.test tanuki\r\ns SELECT INBOX\r\n");
        for (String line = ""; !line.startsWith("s OK"); ) {
            line = client.line();
        }
        return client;
    }

    /** Says the command, and hears {@code told} while the store holds still at {@code call}, and no other answer before its end. */
    private void hears(String command, String call, String told, String end) throws IOException {
        try (Packed client = selected()) {
            held = call;
            client.say(command + "\r\n");
            String line = client.line();
            for (; line.startsWith("* OK [INPROGRESS"); line = client.line()) {
                if (line.equals(told)) {
                    heard.countDown();
                }
            }
            assertThat(line).startsWith(end);
            assertThat(heard.getCount()).as("%s was told", told).isZero();
        }
    }

    @Test
    void whatIsOneStepOfTheStoreIsUnderWay() throws IOException {
        hears("a1 COPY 1:2 INBOX", "copy", "* OK [INPROGRESS (\"a1\" NIL NIL)] still at work", "* ");
    }

    @Test
    void aTagThatACodeCannotHoldIsNotTold() throws IOException {
        hears("a]1 COPY 1:2 INBOX", "copy", "* OK [INPROGRESS] still at work", "* ");
    }

    @Test
    void aSearchTellsHowManyMessagesItHasLookedAt() throws IOException {
        hears("a1 SEARCH BODY none", "messages 257", "* OK [INPROGRESS (\"a1\" 256 300)] still at work", "* SEARCH");
    }

    @Test
    void soDoesASort() throws IOException {
        hears(
                "a1 UID SORT (SUBJECT) UTF-8 BODY none",
                "messages 257",
                "* OK [INPROGRESS (\"a1\" 256 300)] still at work",
                "* SORT");
    }

    @Test
    void soDoesAThread() throws IOException {
        hears(
                "a1 THREAD REFERENCES UTF-8 BODY none",
                "messages 257",
                "* OK [INPROGRESS (\"a1\" 256 300)] still at work",
                "* THREAD");
    }

    @Test
    void aSearchOfManyMailboxesTellsHowManyOfThem() throws IOException {
        hears(
                "a1 ESEARCH IN (personal) BODY none",
                "messages 257",
                "* OK [INPROGRESS (\"a1\" 0 1)] still at work",
                "a1 OK");
    }

    /** Literals are read as they are announced: what is told within one would be taken for a part of it. */
    @Test
    void nothingIsToldWithinAMessage() throws IOException {
        Pattern literal = Pattern.compile(".*\\{(\\d+)}");
        try (Packed client = selected()) {
            client.say("f FETCH 1:* (FLAGS BODY.PEEK[])\r\n");
            int fetched = 0;
            for (String line = client.line(); !line.startsWith("f OK"); line = client.line()) {
                Matcher begins = literal.matcher(line);
                if (begins.matches()) {
                    for (int left = Integer.parseInt(begins.group(1)); left > 0; left--) {
                        client.octet();
                    }
                    assertThat(client.line()).isEqualTo(")");
                    fetched++;
                } else {
                    assertThat(line)
                            .matches("\\* OK \\[INPROGRESS \\(\"f\" (NIL NIL|" + fetched + " 300)\\)] still at work");
                }
            }
            assertThat(fetched).isEqualTo(MESSAGES);
        }
    }

    @Nested
    class WhereNobodyWaitsForSoLong {
        @RegisterExtension
        final Office another = Office.with(LETTERS);

        @Test
        void nothingIsTold() {
            another.wire().play(another.afterSelect("""
                    C: a1 SEARCH BODY nothing
                    S: * SEARCH
                    S: a1 OK SEARCH done
                    """));
        }
    }
}

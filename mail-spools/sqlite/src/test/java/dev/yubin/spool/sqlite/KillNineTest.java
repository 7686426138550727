package dev.yubin.spool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.EnvelopeId;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.ReversePath;
import java.io.BufferedReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with SIGKILL, again and again and at any instant, while its threads bring messages into a spool and change what becomes of them. Each
 * time the file must pass its check and hold all that was acknowledged, whole; of what was not acknowledged nothing, or all. {@code -Dyubin.kills=50} kills
 * more often than the four times of every build; {@code -Dyubin.seed=...} chooses the same instants again.
 */
class KillNineTest {
    private static final int KILLS = Integer.getInteger("yubin.kills", 4);
    private static final int MOST_LINES = 200;
    private static final int MOST_MILLIS = 20;
    private static final int THREADS = 4;
    private static final int RECIPIENTS = 3;
    private static final int MOST_OCTETS = 700_000; // some have several chunks
    private static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private final long seed = Long.getLong("yubin.seed", System.nanoTime());

    @TempDir
    private Path directory;

    /** Brings and changes messages until it is killed, and says on its output what the spool has acknowledged. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            SqliteSpool spool = SqliteSpool.open(Path.of(arguments[0]));
            long seed = Long.parseLong(arguments[1]);
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(seed + i);
                new Thread(() -> write(spool, random)).start();
            }
        }

        private static void write(SqliteSpool spool, Random random) {
            try {
                while (true) {
                    long key = random.nextLong();
                    long id = add(spool, key);
                    said("came " + id + " " + key);
                    for (int number = 0; number < random.nextInt(RECIPIENTS + 1); number++) {
                        said("ends " + id + " " + number);
                        spool.change(id, Set.of(number), recipient -> recipient.in(State.DELIVERED));
                        said("ended " + id + " " + number);
                    }
                }
            } catch (Exception e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(1);
            }
        }

        private static synchronized void said(String line) {
            System.out.println(line + " ."); // by which a line is known that was not cut off
        }

        private static long add(SqliteSpool spool, long key) throws Exception {
            try (Intake intake = spool.begin(OptionalLong.empty())) {
                intake.write(ByteBuffer.wrap(octets(key)));
                List<SpooledRecipient> recipients = new ArrayList<>();
                for (int i = 0; i < RECIPIENTS; i++) {
                    Rcpt rcpt = new Rcpt(ForwardPath.of("r" + i + "@osaka.test"), RcptParameters.NONE);
                    recipients.add(SpooledRecipient.pending(i, rcpt, "d" + i + ".test", NOON));
                }
                MailParameters said = MailParameters.of(new EnvelopeId(Long.toString(key)));
                return intake.commit(new Mail(ReversePath.of("ann@kyoto.test"), said), NOON, recipients);
            }
        }
    }

    private static byte[] octets(long key) {
        Random random = new Random(key);
        byte[] octets = new byte[random.nextInt(8) == 0 ? random.nextInt(MOST_OCTETS) : random.nextInt(5000)];
        random.nextBytes(octets);
        return octets;
    }

    /** What the writers were told. */
    private final Map<Long, Long> came = new HashMap<>();

    private final Map<Long, Set<Integer>> begun = new HashMap<>();
    private final Map<Long, Set<Integer>> ended = new HashMap<>();

    private void note(String line) {
        String[] words = line.split(" ");
        long id = Long.parseLong(words[1]);
        switch (words[0]) {
            case "came" -> came.put(id, Long.parseLong(words[2]));
            case "ends" -> note(begun, id, words[2]);
            case "ended" -> note(ended, id, words[2]);
            default -> throw new AssertionError(line);
        }
    }

    private static void note(Map<Long, Set<Integer>> of, long id, String number) {
        of.computeIfAbsent(id, any -> new HashSet<>()).add(Integer.valueOf(number));
    }

    @Test
    void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
        Path file = directory.resolve("spool.db");
        for (int kill = 0; kill < KILLS; kill++) {
            try {
                liveAndDie(file, seed + kill);
                try (SqliteSpool spool = SqliteSpool.open(file)) {
                    assertThat(spool.check()).isEmpty();
                    compare(spool);
                }
            } catch (AssertionError | Exception e) {
                throw new AssertionError("-Dyubin.seed=" + seed + ", kill " + kill + ": " + e.getMessage(), e);
            }
        }
        assertThat(came).as("the writers were at work").isNotEmpty();
    }

    private void liveAndDie(Path file, long seed) throws Exception {
        Random random = new Random(seed);
        Process process = ChildJvm.start(Writer.class, file.toString(), Long.toString(seed));
        try (BufferedReader said = process.inputReader()) {
            int lines = random.nextInt(MOST_LINES);
            for (int i = 0; i < lines; i++) {
                note(said.readLine());
            }
            process.waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS);
            process.toHandle().destroyForcibly(); // Process.destroyForcibly would close the stream too
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.endsWith(" .")) {
                    note(line);
                }
            }
            process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }

    private void compare(SqliteSpool spool) throws Exception {
        for (Map.Entry<Long, Long> each : came.entrySet()) {
            long id = each.getKey();
            Set<Integer> done = ended.getOrDefault(id, Set.of());
            Set<Integer> perhaps = begun.getOrDefault(id, Set.of());
            if (spool.message(id).isEmpty()) {
                assertThat(perhaps).as("message %d is gone", id).hasSize(RECIPIENTS);
                continue;
            }
            for (SpooledRecipient recipient : spool.recipients(id)) {
                if (done.contains(recipient.number())) {
                    assertThat(recipient.state()).isEqualTo(State.DELIVERED);
                } else if (!perhaps.contains(recipient.number())) {
                    assertThat(recipient.state()).isEqualTo(State.PENDING);
                }
            }
        }
        for (SpooledMessage message : spool.messages(0, Integer.MAX_VALUE)) {
            long key = Long.parseLong(message.mail()
                    .parameters()
                    .find(EnvelopeId.class)
                    .orElseThrow()
                    .id());
            try (Content content = spool.content(message.id())) {
                ByteBuffer into = ByteBuffer.allocate((int) content.octets());
                while (into.hasRemaining()) {
                    content.read(into.position(), into);
                }
                assertThat(into.array()).as("message %d is whole", message.id()).isEqualTo(octets(key));
            }
            assertThat(spool.recipients(message.id())).hasSize(RECIPIENTS);
        }
    }
}

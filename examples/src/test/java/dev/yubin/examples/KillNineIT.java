package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.examples.Ledger.Place;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a post office with SIGKILL, again and again and at any instant, while eight writers deliver and eight others append, flag, copy, move and remove.
 * Each time the file must pass its check and hold everything that was acknowledged, once and to the octet, under the UID that was told; what was not
 * acknowledged is there whole or not at all. In the second and third of four lives the store keeps its index of words, which must rule out nothing that is there,
 * however far it had come. {@code -Dyubin.kills=50} kills more often than the four times of every build; {@code -Dyubin.seed=...} chooses the
 * same letters, commands and instants again.
 *
 * <p>A process that is killed leaves to the system what it has written. That the system has it on the disk when it says so is fsync's part, not proved here.
 */
class KillNineIT {
    private static final int KILLS = Integer.getInteger("yubin.kills", 4);
    /** A life's length: so many commands are acknowledged on a machine that is quick enough, and then some of these milliseconds pass. */
    private static final int MOST_COMMANDS = 500;

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(10);
    private static final int MOST_MILLIS = 50;
    private static final int OPENING_MILLIS = 1500;
    private static final int WRITERS = 8;
    private static final String PASSWORD = "tanuki";
    private static final List<String> USERS =
            List.of("aaa@osaka.test", "bbb@osaka.test", "ccc@osaka.test", "ddd@osaka.test");

    private final long seed = Long.getLong("yubin.seed", System.nanoTime());
    private final Ledger ledger = new Ledger(USERS.stream()
            .flatMap(user -> Stream.of(new Place(user, "INBOX"), new Place(user, "Archive")))
            .toList());

    @TempDir
    private Path folder;

    private Path file;
    private volatile boolean killed;

    @Test
    void whatWasAcknowledgedOutlivesEveryKill() throws Exception {
        file = folder.resolve("mail.sqlite");
        try (SqliteMailStore store = SqliteMailStore.open(file)) {
            for (String user : USERS) {
                store.addAccount(user).create(MailboxName.of("Archive"), Set.of());
            }
            ledger.settle(store, true);
        }
        int round = 0;
        try {
            for (; round < KILLS; round++) {
                Random random = new Random(seed + round);
                liveAndDie(round, random);
                try (SqliteMailStore store = opened(round)) {
                    if (indexed(round)) {
                        IndexAndScan.compare(
                                store,
                                ledger.places()
                                        .get(random.nextInt(ledger.places().size())),
                                random);
                    }
                    assertThat(store.check().faults()).isEmpty();
                    ledger.settle(store, round == KILLS - 1);
                }
            }
            try (SqliteMailStore store =
                    SqliteMailStore.builder().wordIndex(true).open(file)) {
                store.awaitIndexed();
                for (Place place : ledger.places()) {
                    IndexAndScan.compare(store, place, new Random(seed));
                }
                assertThat(store.check().faults()).isEmpty();
            }
        } catch (AssertionError | Exception e) {
            throw new AssertionError("-Dyubin.seed=" + seed + ", kill " + round + ": " + e.getMessage(), e);
        }
        System.out.printf(
                "-Dyubin.seed=%d: %d kills, %d commands acknowledged, %d under way, %d messages in the end%n",
                seed, KILLS, ledger.acknowledged(), ledger.half(), ledger.held());
    }

    /** An index is begun, outlives a kill or does not, goes on, and is gone again two lives later. */
    private static boolean indexed(int round) {
        return (round + 1) / 2 % 2 == 1;
    }

    private SqliteMailStore opened(int round) throws StoreException {
        return SqliteMailStore.builder().wordIndex(indexed(round)).open(file);
    }

    private void liveAndDie(int round, Random random) throws Exception {
        killed = false;
        if (random.nextInt(6) == 0) { // it has hardly begun, and perhaps mends what its predecessor left
            Process process = PostOfficeProcess.launch(flags(round));
            process.waitFor(random.nextInt(OPENING_MILLIS), TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            return;
        }
        PostOfficeProcess office = PostOfficeProcess.start(flags(round));
        ExecutorService threads = Executors.newFixedThreadPool(2 * WRITERS);
        try {
            List<Future<?>> writing = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                String name = Long.toString(seed, 36) + "r" + round + "w" + i;
                boolean lmtp = i % 2 == 0;
                DeliveringWriter delivering =
                        new DeliveringWriter(ledger, new Random(random.nextLong()), USERS, lmtp, name + "d");
                ImapWriter imap =
                        new ImapWriter(ledger, new Random(random.nextLong()), USERS.get(i % USERS.size()), name + "i");
                writing.add(
                        threads.submit(() -> untilKilled(() -> delivering.write(office.port(lmtp ? "lmtp" : "smtp")))));
                writing.add(threads.submit(() -> untilKilled(() -> imap.write(office.port("imap"), PASSWORD))));
            }
            ledger.await(ledger.acknowledged() + random.nextInt(MOST_COMMANDS), LONGEST_LIFE);
            assertThat(office.process().waitFor(random.nextInt(MOST_MILLIS), TimeUnit.MILLISECONDS))
                    .as("the post office ended by itself")
                    .isFalse();
            killed = true;
            office.process().destroyForcibly().waitFor();
            for (Future<?> each : writing) {
                each.get(1, TimeUnit.MINUTES);
            }
        } finally {
            office.process().destroyForcibly();
            threads.shutdownNow();
        }
    }

    private String[] flags(int round) {
        List<String> flags = new ArrayList<>(List.of("--domain", "osaka.test", "--plaintext-auth", "--lmtp", "0"));
        flags.addAll(List.of("--smtp", "0", "--imap", "0", "--store", "sqlite:" + file));
        if (indexed(round)) {
            flags.add("--word-index");
        }
        USERS.forEach(user -> flags.addAll(List.of("--user", user + ":" + PASSWORD)));
        return flags.toArray(String[]::new);
    }

    private interface Writing {
        void go() throws IOException;
    }

    private Void untilKilled(Writing writing) throws IOException {
        try {
            writing.go();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no answer for half a minute", e);
        } catch (IOException e) {
            if (!killed) {
                throw e;
            }
        }
        return null;
    }
}

package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.MessageSource;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.SmtpMessage;
import dev.yubin.smtp.server.SmtpServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a post office with SIGKILL, again and again and at any instant, while clients bring it mail for another domain: every message that it has acknowledged
 * comes there, whole. One comes twice where the other server had taken it and the kill came before that was written down (RFC 5321 section 4.5.3.2.6), which
 * can be as many as were under way. {@code -Dyubin.kills=50} kills more often than the three times of every build, {@code -Dyubin.seed=...} likewise again.
 */
class SpoolKillNineIT {
    private static final int KILLS = Integer.getInteger("yubin.kills", 3);
    private static final int CLIENTS = 4;
    private static final int MOST_MESSAGES = 150;
    private static final int MOST_LINES = 2000;
    /** So many deliveries to one destination are under way at once: {@code SchedulerLimits.standard().destinationDeliveries()}. */
    private static final int UNDER_WAY = 20;

    private final long seed = Long.getLong("yubin.seed", System.nanoTime());
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Integer> came = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void whatWasAcknowledgedIsHandedOnWhateverKills() throws Exception {
        try (SmtpServer osaka = SmtpServer.receive(0, this::take)) {
            Path routes = Files.writeString(
                    folder.resolve("routes"),
                    "postmaster aaa@tokyo.test\ntrust 127.0.0.0/8\nroute osaka.test 127.0.0.1:" + osaka.port() + "\n");
            String[] flags = {
                "--domain",
                "tokyo.test",
                "--user",
                "aaa@tokyo.test:tanuki",
                "--smtp",
                "0",
                "--route-file",
                "" + routes,
                "--spool",
                "sqlite:" + folder.resolve("spool")
            };
            for (int kill = 0; kill < KILLS; kill++) {
                liveAndDie(new Random(seed + kill), flags);
            }
            try (PostOfficeProcess last = PostOfficeProcess.start(flags)) {
                assertThat(last.process().isAlive()).isTrue();
                awaitAll();
            }
        }
        int again = came.values().stream().mapToInt(times -> times - 1).sum();
        System.out.printf(
                "-Dyubin.seed=%d: %d kills, %d messages acknowledged, %d came, %d of them twice%n",
                seed, KILLS, acknowledged.size(), came.size(), again);
        assertThat(acknowledged).as("something was acknowledged").isNotEmpty();
        assertThat(again).isLessThanOrEqualTo(KILLS * UNDER_WAY);
    }

    private void take(SmtpMessage message) throws IOException {
        String text = new String(message.bytes(), StandardCharsets.US_ASCII);
        int start = text.indexOf("X-Number: ") + "X-Number: ".length();
        int number = Integer.parseInt(text.substring(start, text.indexOf('\r', start)));
        if (!text.endsWith(letter(number))) {
            throw new AssertionError("message " + number + " came with other octets than were sent");
        }
        came.merge(number, 1, Integer::sum);
    }

    private static String letter(int number) {
        int lines = new Random(number).nextInt(MOST_LINES);
        return "X-Number: " + number + "\r\n\r\n" + "Konnichi wa\r\n".repeat(lines);
    }

    private void liveAndDie(Random random, String... flags) throws Exception {
        PostOfficeProcess office = PostOfficeProcess.start(flags);
        List<Thread> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                Thread client = new Thread(() -> send(office.port("smtp")));
                client.start();
                clients.add(client);
            }
            int enough = acknowledged.size() + random.nextInt(MOST_MESSAGES);
            long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (acknowledged.size() < enough && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
            }
        } finally {
            office.process().destroyForcibly().waitFor();
        }
        for (Thread client : clients) {
            client.join(TimeUnit.MINUTES.toMillis(1));
        }
    }

    /** One behind the other, until the server is gone. */
    private void send(int port) {
        try (SmtpClient client = SmtpClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                .connect()
                .await()) {
            while (true) {
                int number = numbers.incrementAndGet();
                client.send(
                                Envelope.of("aaa@tokyo.test", "bbb@osaka.test"),
                                MessageSource.of(letter(number).getBytes(StandardCharsets.US_ASCII)))
                        .await();
                acknowledged.add(number);
            }
        } catch (FaultException gone) {
            // it was killed; the message may come or not
        }
    }

    private void awaitAll() {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!came.keySet().containsAll(acknowledged)) {
            assertThat(System.nanoTime())
                    .as("-Dyubin.seed=%d: %d of %d have not come", seed, lost(), acknowledged.size())
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private long lost() {
        return acknowledged.stream().filter(number -> !came.containsKey(number)).count();
    }
}

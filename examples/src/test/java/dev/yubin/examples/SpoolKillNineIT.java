package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.client.MessageSource;
import dev.yubin.smtp.client.SmtpClient;
import dev.yubin.smtp.server.MessageSink;
import dev.yubin.smtp.server.SmtpApplication;
import dev.yubin.smtp.server.SmtpMessage;
import dev.yubin.smtp.server.SmtpPeer;
import dev.yubin.smtp.server.SmtpPort;
import dev.yubin.smtp.server.SmtpRefusal;
import dev.yubin.smtp.server.SmtpServer;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a post office with SIGKILL, again and again and at any instant, while clients bring it mail for another domain, whose server it finds by the DNS, and for
 * somebody who is not there: each recipient of every message that it has acknowledged has it, whole, or the sender has a notice.
 *
 * <p>There is one of these for each, and one more for each kill that came between an end and the note of it (RFC 5321 section 4.5.3.2.6): after each kill those are
 * counted whose end has come and who wait in the spool all the same. {@code -Dyubin.kills=50} kills more often than the three times of every build,
 * {@code -Dyubin.seed=...} likewise again.
 */
class SpoolKillNineIT {
    private static final int KILLS = Integer.getInteger("yubin.kills", 3);
    private static final int CLIENTS = 4;
    private static final int MOST_MESSAGES = 150;
    private static final int MOST_LINES = 2000;
    private static final String SENDER = "aaa@tokyo.test";
    private static final String BOB = "bbb@osaka.test";
    /** Whom the server refuses. */
    private static final String NOBODY = "nobody@osaka.test";
    /** To osaka.test, and into the sender's mailbox, so many deliveries are under way at once: {@code SchedulerLimits.standard().destinationDeliveries()}. */
    private static final int UNDER_WAY = 2 * 20;

    private static final Pattern NUMBER = Pattern.compile("\r\nX-Number: ([0-9]+)\r\n");
    private static final Pattern FAILED =
            Pattern.compile("\r\nFinal-Recipient: rfc822; ([^\r]+)\r\nAction: failed\r\n");

    /** A message and one of its recipients. */
    private record Recipient(int number, String address) implements Comparable<Recipient> {
        @Override
        public int compareTo(Recipient other) {
            return number == other.number ? address.compareTo(other.address) : Integer.compare(number, other.number);
        }
    }

    private final long seed = Long.getLong("yubin.seed", System.nanoTime());
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    /** To the other server. */
    private final Map<Recipient, Integer> came = new ConcurrentHashMap<>();

    private final AtomicInteger numbers = new AtomicInteger();

    @TempDir
    private Path folder;

    @Test
    @Timeout(180)
    void whatWasAcknowledgedIsHandedOnOrGivenBackWhateverKills() throws Exception {
        Files.writeString(folder.resolve("routes"), "postmaster aaa@tokyo.test\ntrust 127.0.0.0/8\n");
        Map<Recipient, Integer> owed = new TreeMap<>();
        int again = 0;
        try (Zone zone = new Zone()) {
            zone.with("osaka.test MX", "mx.osaka.test").with("mx.osaka.test A", "127.0.0.1");
            for (int kill = 0; kill < KILLS; kill++) {
                liveAndDie(new Random(seed + kill), zone);
                Map<Recipient, Integer> before = owed;
                owed = ends();
                int repeated = repeated(before, owed);
                assertThat(repeated)
                        .as("-Dyubin.seed=%d: under way at a kill", seed)
                        .isLessThanOrEqualTo(UNDER_WAY);
                again += repeated;
            }
            SmtpServer osaka = osaka();
            try (PostOfficeProcess last = PostOfficeProcess.start(flags(zone, osaka))) {
                assertThat(last.process().isAlive()).isTrue();
                awaitEmptySpool();
            }
            osaka.close();
        }
        System.out.printf(
                "-Dyubin.seed=%d: %d kills, %d messages acknowledged for %d recipients, %d ends twice%n",
                seed, KILLS, acknowledged.size(), owed.size(), again);
        assertThat(acknowledged).as("something was acknowledged").isNotEmpty();
        assertThat(ends())
                .as("-Dyubin.seed=%d: without a kill nothing comes twice", seed)
                .isEqualTo(owed);
    }

    // ------------------------------------------------------------------ a life

    private SmtpServer osaka() throws FaultException {
        return SmtpServer.builder()
                .name("mx.osaka.test")
                .application(new Osaka())
                .port(SmtpPort.mta(0).on(InetAddress.getLoopbackAddress()))
                .start();
    }

    private final class Osaka implements SmtpApplication {
        @Override
        public Reply rcpt(SmtpPeer peer, Envelope soFar, Rcpt rcpt) throws SmtpRefusal {
            if (!rcpt.to().toString().equals("<" + BOB + ">")) {
                throw new SmtpRefusal(Reply.of(550, "5.1.1", "Nobody"));
            }
            return Replies.RECIPIENT_OK;
        }

        @Override
        public MessageSink data(SmtpPeer peer, Envelope envelope) {
            return MessageSink.whole(peer, envelope, 1 << 20, SpoolKillNineIT.this::take);
        }
    }

    private void take(SmtpMessage message) throws IOException {
        String text = new String(message.bytes(), StandardCharsets.US_ASCII);
        int number = number(text);
        if (!text.endsWith(letter(number))) {
            throw new AssertionError("message " + number + " came with other octets than were sent");
        }
        came.merge(new Recipient(number, BOB), 1, Integer::sum);
    }

    private String[] flags(Zone zone, SmtpServer osaka) {
        return new String[] {
            "--domain",
            "tokyo.test",
            "--user",
            SENDER + ":tanuki",
            "--smtp",
            "0",
            "--dns",
            "127.0.0.1:" + zone.address().getPort(),
            "--mx-port",
            "" + osaka.port(),
            "--route-file",
            "" + folder.resolve("routes"),
            "--store",
            "sqlite:" + folder.resolve("store"),
            "--spool",
            "sqlite:" + folder.resolve("spool")
        };
    }

    private void liveAndDie(Random random, Zone zone) throws Exception {
        SmtpServer osaka = osaka();
        PostOfficeProcess office = PostOfficeProcess.start(flags(zone, osaka));
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
            osaka.drain(Duration.ofSeconds(10)); // what it has whole it takes yet
        }
        for (Thread client : clients) {
            client.join(TimeUnit.MINUTES.toMillis(1));
        }
    }

    private static String letter(int number) {
        int lines = new Random(number).nextInt(MOST_LINES);
        return "X-Number: " + number + "\r\n\r\n" + "Konnichi wa\r\n".repeat(lines);
    }

    private static List<String> recipients(int number) {
        return number % 2 == 0 ? List.of(BOB) : List.of(BOB, NOBODY);
    }

    /** One behind the other, until the server is gone. */
    private void send(int port) {
        try (SmtpClient client = SmtpClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                .connect()
                .await()) {
            while (true) {
                int number = numbers.incrementAndGet();
                client.send(
                                Envelope.of(SENDER, recipients(number).toArray(String[]::new)),
                                MessageSource.of(letter(number).getBytes(StandardCharsets.US_ASCII)))
                        .await();
                acknowledged.add(number);
            }
        } catch (FaultException gone) {
            // it was killed; the message may come or not
        }
    }

    private void awaitEmptySpool() throws SQLException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (spooled() > 0) {
            assertThat(System.nanoTime())
                    .as("-Dyubin.seed=%d: %d messages wait", seed, spooled())
                    .isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /** As the operator may look at it while it is in use: docs/spool.md. */
    private int spooled() throws SQLException {
        try (Connection spool =
                        DriverManager.getConnection("jdbc:sqlite:file:" + folder.resolve("spool") + "?mode=ro");
                ResultSet count = spool.createStatement().executeQuery("SELECT COUNT(*) FROM message")) {
            return count.getInt(1);
        }
    }

    // ------------------------------------------------------------------ what came of it

    /**
     * How many copies and notices there are for each, or will be if no further kill comes: those that came, those in the sender's mailbox and on their way there,
     * and one of whoever waits yet. The post office does not run.
     */
    private Map<Recipient, Integer> ends() throws Exception {
        Map<Recipient, Integer> ends = new TreeMap<>(came);
        try (SqliteMailStore store = SqliteMailStore.open(folder.resolve("store"))) {
            Mailbox inbox = store.account(SENDER).open(MailboxName.INBOX);
            for (Message message : inbox.messages()) {
                try (Content content = inbox.content(message.uid())) {
                    addNotice(ends, text(content));
                }
            }
        }
        try (SqliteSpool spool = SqliteSpool.open(folder.resolve("spool"))) {
            List<SpooledMessage> page = spool.messages(0, 256);
            while (!page.isEmpty()) {
                for (SpooledMessage message : page) {
                    try (Content content = spool.content(message.id())) {
                        addSpooled(ends, message, spool.recipients(message.id()), text(content));
                    }
                }
                page = spool.messages(page.get(page.size() - 1).id(), 256);
            }
        }
        assertThat(acknowledged)
                .as("-Dyubin.seed=%d: nothing is lost", seed)
                .allMatch(number -> recipients(number).stream()
                        .allMatch(address -> ends.containsKey(new Recipient(number, address))));
        return ends;
    }

    private static void addSpooled(
            Map<Recipient, Integer> ends, SpooledMessage message, List<SpooledRecipient> recipients, String text) {
        for (SpooledRecipient recipient : recipients) {
            if (recipient.state().waits() && message.mail().from().isNull()) {
                addNotice(ends, text);
            } else if (recipient.state().waits()) {
                String address = recipient.rcpt().to().mailbox().orElseThrow().toString();
                ends.merge(new Recipient(number(text), address), 1, Integer::sum);
            }
        }
    }

    private static void addNotice(Map<Recipient, Integer> ends, String text) {
        int number = number(text);
        FAILED.matcher(text)
                .results()
                .forEach(failed -> ends.merge(new Recipient(number, failed.group(1)), 1, Integer::sum));
    }

    /** How many have an end more than before, of which there is to be one in all. */
    private int repeated(Map<Recipient, Integer> before, Map<Recipient, Integer> now) {
        int repeated = 0;
        for (Map.Entry<Recipient, Integer> each : now.entrySet()) {
            int more = each.getValue() - before.getOrDefault(each.getKey(), 1);
            assertThat(more)
                    .as("-Dyubin.seed=%d: %s by one kill", seed, each.getKey())
                    .isBetween(0, 1);
            repeated += more;
        }
        return repeated;
    }

    private static int number(String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.find()) {
            throw new AssertionError("nobody has sent this: " + text);
        }
        return Integer.parseInt(number.group(1));
    }

    /** An octet a character. */
    private static String text(Content content) throws Exception {
        ByteBuffer octets = ByteBuffer.allocate((int) content.octets());
        while (octets.hasRemaining()) {
            content.read(octets.position(), octets);
        }
        return new String(octets.array(), StandardCharsets.ISO_8859_1);
    }
}

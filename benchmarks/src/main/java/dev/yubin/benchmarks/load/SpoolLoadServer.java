package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.Letters;
import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.spool.Carrier;
import dev.yubin.routing.spool.Consignment;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.NotReachedException;
import dev.yubin.routing.spool.Outcome;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReversePath;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a {@link ServerJvm} runs for {@link SpoolLoad}: accepts messages into a spool, and delivers what can be delivered. Every other destination is dead. No
 * octet goes over a network: what is measured is the spool, its scheduler, and their memory.
 */
public final class SpoolLoadServer {
    static final int LETTER_OCTETS = 4 * 1024;

    private static final byte[] LETTER = Letters.plain(LETTER_OCTETS).getBytes(StandardCharsets.US_ASCII);
    private static final int SENDERS = 32;
    private static final double NANOS_A_SECOND = 1e9;
    private static final Reply NOBODY_ANSWERS = Reply.of(451, "4.4.1", "Connection refused");

    private final SqliteSpool spool;
    private final int messages;
    private final int destinations;
    private final LongAdder attempts = new LongAdder();
    private final LongAdder inVain = new LongAdder();

    private SpoolLoadServer(SqliteSpool spool, int messages, int destinations) {
        this.spool = spool;
        this.messages = messages;
        this.destinations = destinations;
    }

    /** @param args the spool's file, how many messages, and to how many destinations */
    public static void main(String[] args) throws Exception {
        LiveHeap heap = LiveHeap.watch();
        try (SqliteSpool spool = SqliteSpool.open(Path.of(args[0]))) {
            SpoolLoadServer server = new SpoolLoadServer(spool, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            System.out.println("accepted " + server.accept());
            System.out.println("delivered " + server.deliver());
            System.out.println("tried " + server.attempts.sum() + " " + server.inVain.sum());
            System.gc(); // so that there is a figure where the heap was never full
            System.out.println("heap " + heap.most());
        }
    }

    /** How many a second. */
    private double accept() throws Exception {
        long start = System.nanoTime();
        Crowd.sum(SENDERS, SENDERS, sender -> {
            long accepted = 0;
            for (int i = sender; i < messages; i += SENDERS) {
                accept(i % destinations);
                accepted++;
            }
            return accepted;
        });
        return messages * NANOS_A_SECOND / (System.nanoTime() - start);
    }

    private void accept(int destination) throws StoreException {
        String name = (isDead(destination) ? "dead-" : "live-") + destination + ".test";
        Rcpt to = new Rcpt(ForwardPath.of("bob@" + name), RcptParameters.NONE);
        Instant now = Instant.now();
        try (Intake intake = spool.begin(OptionalLong.of(LETTER.length))) {
            intake.write(ByteBuffer.wrap(LETTER));
            intake.commit(
                    new Mail(ReversePath.of("ann@kyoto.test"), MailParameters.NONE),
                    now,
                    List.of(SpooledRecipient.pending(0, to, name, now)));
        }
    }

    private static boolean isDead(int destination) {
        return destination % 2 == 1;
    }

    /** How many a second, of those that can be delivered. */
    private double deliver() throws InterruptedException {
        int live = 0;
        for (int i = 0; i < messages; i++) {
            live += isDead(i % destinations) ? 0 : 1;
        }
        CountDownLatch left = new CountDownLatch(live);
        long start = System.nanoTime();
        try (Scheduler scheduler = Scheduler.builder(spool, carrier(left)).build()) {
            scheduler.wake();
            left.await();
        }
        return live * NANOS_A_SECOND / (System.nanoTime() - start);
    }

    private Carrier carrier(CountDownLatch left) {
        return (Consignment consignment, Content content) -> {
            attempts.increment();
            if (consignment.recipients().get(0).destination().startsWith("dead-")) {
                inVain.increment();
                throw new NotReachedException(Outcome.ours(NOBODY_ANSWERS));
            }
            read(content);
            left.countDown();
            return List.of(Outcome.ours(Replies.MESSAGE_OK));
        };
    }

    private static void read(Content content) {
        ByteBuffer into = ByteBuffer.allocate(LETTER_OCTETS);
        try {
            for (long at = 0; at < content.octets(); at += content.read(at, into.clear())) {
                // to its end, as a client does that sends it
            }
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }
}

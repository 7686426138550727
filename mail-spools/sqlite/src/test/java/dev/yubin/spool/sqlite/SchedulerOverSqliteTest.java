package dev.yubin.spool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.routing.spool.Carrier;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.NotReachedException;
import dev.yubin.routing.spool.Outcome;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.Settled;
import dev.yubin.routing.spool.SpoolListener;
import dev.yubin.routing.spool.SpooledMessage;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReversePath;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many threads, a file, and destinations that answer as they please: in the end each recipient has the message once, or his sender was told once. */
class SchedulerOverSqliteTest {
    private static final int MESSAGES = 100;
    private static final int DESTINATIONS = 7;
    private static final int RECIPIENTS = 3;

    private final long seed = Long.getLong("yubin.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Map<String, Integer> ends = new ConcurrentHashMap<>();
    private final CountDownLatch left = new CountDownLatch(MESSAGES * RECIPIENTS);

    @TempDir
    private Path directory;

    private final Carrier moody = (consignment, content) -> {
        if (next(10) < 3) {
            throw new NotReachedException(Outcome.ours(Reply.of(451, "4.4.1", "Connection refused")));
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < consignment.recipients().size(); i++) {
            outcomes.add(Outcome.ours(
                    switch (next(10)) {
                        case 0 -> Reply.of(550, "5.1.1", "No such mailbox here");
                        case 1, 2 -> Reply.of(451, "4.7.1", "Come again");
                        default -> Reply.of(250, "2.0.0", "Taken");
                    }));
        }
        return outcomes;
    };

    private synchronized int next(int bound) {
        return random.nextInt(bound);
    }

    private final SpoolListener sender = new SpoolListener() {
        @Override
        public void delivered(SpooledMessage message, List<Settled> recipients) {
            end(message, recipients);
        }

        @Override
        public void failed(SpooledMessage message, List<Settled> recipients) {
            end(message, recipients);
        }

        private void end(SpooledMessage message, List<Settled> recipients) {
            for (Settled settled : recipients) {
                ends.merge(message.id() + "/" + settled.recipient().number(), 1, Integer::sum);
                left.countDown();
            }
        }
    };

    @Test
    @Timeout(120)
    void eachRecipientHasOneEnd() throws Exception {
        try (SqliteSpool spool = SqliteSpool.open(directory.resolve("spool.db"))) {
            try (Scheduler scheduler = Scheduler.builder(spool, moody)
                    .listener(sender)
                    .limits(SchedulerLimits.standard()
                            .retries(Duration.ofMillis(1), Duration.ofMillis(8))
                            .deliveries(10, 3, 2))
                    .build()) {
                for (int i = 0; i < MESSAGES; i++) {
                    accept(spool, i);
                    scheduler.wake();
                }
                assertThat(left.await(100, TimeUnit.SECONDS))
                        .as("-Dyubin.seed=%d: %d have no end yet", seed, left.getCount())
                        .isTrue();
            }
            assertThat(ends).hasSize(MESSAGES * RECIPIENTS);
            assertThat(ends.values()).containsOnly(1);
            assertThat(spool.messages(0, 10)).isEmpty();
            assertThat(spool.destinations("", 10)).isEmpty();
            assertThat(spool.check()).isEmpty();
        }
    }

    private static void accept(SqliteSpool spool, int number) throws Exception {
        List<SpooledRecipient> recipients = new ArrayList<>();
        for (int i = 0; i < RECIPIENTS; i++) {
            Rcpt rcpt = new Rcpt(ForwardPath.of("r" + i + "@osaka.test"), RcptParameters.NONE);
            recipients.add(
                    SpooledRecipient.pending(i, rcpt, "d" + (number + i / 2) % DESTINATIONS + ".test", Instant.now()));
        }
        try (Intake intake = spool.begin(OptionalLong.empty())) {
            intake.write(ByteBuffer.allocate(100));
            intake.commit(new Mail(ReversePath.of("ann@kyoto.test"), MailParameters.NONE), Instant.now(), recipients);
        }
    }
}

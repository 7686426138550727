package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.Letters;
import java.io.IOException;
import java.time.Duration;

/**
 * Messages of 4 KiB delivered by LMTP, each acknowledged before its sender sends the next.
 *
 * @param senders  how many connections at once
 * @param accounts how many accounts take the mail in turn; with as many as senders, each sender has one to itself
 */
record Deliveries(int senders, int accounts) {
    /** As many times as others warm up: until its compiler is done with all that a delivery takes, a JVM shows how fast that is. */
    private static final int WARM_UP = 30;

    private static final double NANOS_A_SECOND = 1e9;
    private static final byte[] MESSAGE = BareSender.wire(Letters.plain(4096));

    /** Makes a server that has just started as quick as it will be. */
    static void warmUp(int port, Duration time) throws Exception {
        new Deliveries(Growth.MANY, Growth.MANY).perSecond(port, time.multipliedBy(WARM_UP / 2));
    }

    /** What comes in during this time, behind a warm-up as long; of each sender one message at least. */
    double perSecond(int port, Duration time) throws Exception {
        long counted = System.nanoTime() + time.toNanos();
        long end = counted + time.toNanos();
        long delivered = Crowd.sum(senders, senders, number -> delivered(number, port, counted, end));
        return delivered * NANOS_A_SECOND / (System.nanoTime() - counted);
    }

    private long delivered(int number, int port, long counted, long end) throws IOException {
        long delivered = 0;
        try (BareSender sender = BareSender.lmtp(port)) {
            for (int turn = number; delivered == 0 || System.nanoTime() - end < 0; turn += senders) {
                sender.send(BareSender.ANYBODY, MailServer.user(turn % accounts), MESSAGE);
                delivered += System.nanoTime() - counted > 0 ? 1 : 0;
            }
        }
        return delivered;
    }
}

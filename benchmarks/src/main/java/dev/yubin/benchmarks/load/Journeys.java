package dev.yubin.benchmarks.load;

import dev.yubin.smtp.ReversePath;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Messages from a client here to a sink here, by way of a server: when each was sent, accepted and delivered, all by one clock. Its number is told by its
 * sender's address, which each server leaves as it is. Used by many threads; the figures are there once {@link #await} has returned.
 */
final class Journeys {
    private static final double NANOS_A_MILLISECOND = 1e6;
    private static final double NANOS_A_SECOND = 1e9;
    private static final int PATIENCE_SECONDS = 300;

    private final long[] sent;
    private final long[] accepted;
    private final long[] delivered;
    private final CountDownLatch left;

    Journeys(int messages) {
        sent = new long[messages];
        accepted = new long[messages];
        delivered = new long[messages];
        left = new CountDownLatch(messages);
    }

    int messages() {
        return sent.length;
    }

    /** Whom the message with this number is from, counted from 0. */
    static String sender(int number) {
        return "sender-" + number + "@client.test";
    }

    private static int number(ReversePath sender) {
        String localPart = sender.mailbox().orElseThrow().localPart();
        return Integer.parseInt(localPart.substring(localPart.indexOf('-') + 1));
    }

    void sent(int number) {
        sent[number] = System.nanoTime();
    }

    void accepted(int number) {
        accepted[number] = System.nanoTime();
    }

    /** It has come to the sink. */
    void delivered(ReversePath sender) {
        int number = number(sender);
        delivered[number] = System.nanoTime();
        left.countDown();
    }

    /** It was put where it belongs before it was accepted. */
    void deliveredAsAccepted(int number) {
        delivered[number] = accepted[number];
        left.countDown();
    }

    /** Returns when all are delivered, and fails when that takes minutes. */
    void await() throws InterruptedException {
        if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(
                    left.getCount() + " messages are not delivered within " + PATIENCE_SECONDS + " s");
        }
    }

    /** From the first that was accepted to the last that was delivered. */
    double perSecond() {
        long first = Arrays.stream(accepted).min().orElseThrow();
        long last = Arrays.stream(delivered).max().orElseThrow();
        return messages() * NANOS_A_SECOND / (last - first);
    }

    /** From the beginning of a transaction to the 250 behind its final dot. */
    DoubleStream millisUntilAccepted() {
        return millis(sent, accepted);
    }

    /** From then on; none where it was delivered before its sender heard of it. */
    DoubleStream millisUntilDelivered() {
        return millis(accepted, delivered);
    }

    private DoubleStream millis(long[] from, long[] to) {
        return IntStream.range(0, messages()).mapToDouble(i -> Math.max(0, to[i] - from[i]) / NANOS_A_MILLISECOND);
    }
}

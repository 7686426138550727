package dev.yubin.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients at the same time, a thread each. */
final class Crowd {
    private Crowd() {}

    /** What one of them does. */
    @FunctionalInterface
    interface Client {
        /** @param number from 0 */
        long call(int number) throws Exception;
    }

    /** Lets {@code clients} do their work, {@code atOnce} at a time, and adds up what they give; fails as the first that failed. */
    static long sum(int clients, int atOnce, Client client) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        try {
            List<Callable<Long>> calls = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                calls.add(() -> client.call(number));
            }
            long sum = 0;
            for (Future<Long> done : threads.invokeAll(calls)) {
                sum += done.get();
            }
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }
}

package dev.yubin.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.charset.StandardCharsets;

/** The server's end of {@link ServerJvm#heap}. */
final class HeapGauge {
    private static final int COLLECTIONS = 3;

    private HeapGauge() {}

    /** Says that a server listens on this port, answers each line of standard input with how much of the heap is alive, and returns when that ends. */
    static void answer(int port) throws IOException {
        System.out.println("ready " + port);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        while (in.readLine() != null) {
            for (int i = 0; i < COLLECTIONS; i++) {
                memory.gc(); // more than once, for what a collection finds dead may have kept something else alive
            }
            System.out.println("heap " + memory.getHeapMemoryUsage().getUsed());
        }
    }
}

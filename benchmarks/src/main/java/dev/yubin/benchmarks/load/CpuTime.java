package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** The processor time that a server has taken in all its processes: in user space and in the kernel, as the system counts it, 10 ms at a time. */
final class CpuTime {
    /** What Linux tells programs it counts in, whatever it counts in itself. */
    private static final long MILLIS_A_TICK = 10;
    /** Of the words behind the program's name in {@code /proc/pid/stat}: cutime and cstime, which proc(5) numbers from the process's id as 1. */
    private static final int ENDED_IN_USER_SPACE = 16 - 3;

    private static final int ENDED_IN_KERNEL = 17 - 3;

    private CpuTime() {}

    /** @param first the process that started the others; of those that have ended, Linux alone tells */
    static Duration of(ProcessHandle first) {
        return Stream.concat(Stream.of(first), first.descendants())
                .map(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).plus(ended(process)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** What was taken by those that it started and saw end. */
    private static Duration ended(ProcessHandle process) {
        try {
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "stat"), StandardCharsets.ISO_8859_1);
            String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Duration.ofMillis(MILLIS_A_TICK
                    * (Long.parseLong(words[ENDED_IN_USER_SPACE]) + Long.parseLong(words[ENDED_IN_KERNEL])));
        } catch (IOException e) {
            return Duration.ZERO; // it has ended by now, or this is another system
        }
    }
}

package dev.yubin.benchmarks.load;

import java.time.Duration;
import java.util.stream.Stream;

/** The processor time that a server has taken in all its processes: in user space and in the kernel, as the system counts it, 10 ms at a time. */
final class CpuTime {
    private CpuTime() {}

    /** @param first the process that started the others; what has ended is not counted */
    static Duration of(ProcessHandle first) {
        return Stream.concat(Stream.of(first), first.descendants())
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(Duration.ZERO, Duration::plus);
    }
}

package dev.yubin.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/** Where a run takes place, in words. */
final class Machine {
    private static final Path RELEASE = Path.of("/etc/os-release");
    private static final String PRETTY_NAME = "PRETTY_NAME=";
    private static final long GIGABYTE = 1L << 30;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final double loadBefore = system.getSystemLoadAverage();

    /** @param folder where the stores are */
    String describe(Path folder) throws IOException {
        return String.format(
                Locale.ROOT,
                "%s, %d processors, %d GiB, %s %s, %s, %s %s, load average before the run %.1f",
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize() / GIGABYTE,
                distribution(),
                System.getProperty("os.version"),
                Files.getFileStore(folder).type(),
                System.getProperty("java.vm.name"),
                System.getProperty("java.version"),
                loadBefore);
    }

    private static String distribution() throws IOException {
        if (!Files.isReadable(RELEASE)) {
            return System.getProperty("os.name");
        }
        return Files.readAllLines(RELEASE).stream()
                .filter(line -> line.startsWith(PRETTY_NAME))
                .map(line -> line.substring(PRETTY_NAME.length()).replace("\"", ""))
                .findFirst()
                .orElse(System.getProperty("os.name"));
    }
}

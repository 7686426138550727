package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** Measures a spool with many messages to many destinations, every other of them dead, in a JVM whose heap has a bound. */
final class SpoolLoad {
    static final int MESSAGES = 100_000;
    static final int DESTINATIONS = 1000;

    private static final String WHAT = "what the load program measured of a spool";
    private static final double OCTETS_A_MEGABYTE = 1e6;

    private final Path folder;
    private final int messages;
    private final int destinations;

    /** @param folder where the spool may be made */
    SpoolLoad(Path folder, int messages, int destinations) {
        this.folder = folder;
        this.messages = messages;
        this.destinations = destinations;
    }

    /** Puts what was said in the place of what is in the page. */
    static void renew(Page page, String said) throws IOException {
        page.renew(WHAT, said);
    }

    /** What it was, as a list in Markdown. */
    String measure() throws IOException {
        try (ServerJvm server = ServerJvm.start(
                SpoolLoadServer.class,
                folder.resolve("spool.db").toString(),
                Integer.toString(messages),
                Integer.toString(destinations))) {
            double accepted = Double.parseDouble(server.said("accepted")[1]);
            double delivered = Double.parseDouble(server.said("delivered")[1]);
            String[] tried = server.said("tried");
            double heap = Double.parseDouble(server.said("heap")[1]) / OCTETS_A_MEGABYTE;
            return String.format(
                    Locale.ROOT,
                    "%,d messages of %d KiB to %,d destinations, every other dead, in a heap of %d MB:%n%n"
                            + "- accepted, 32 senders: %,.0f a second%n"
                            + "- delivered, 100 at once: %,.0f a second%n"
                            + "- attempts: %s, of which in vain %s%n"
                            + "- heap behind a collection: %.0f MB at most%n%n",
                    messages,
                    SpoolLoadServer.LETTER_OCTETS / 1024,
                    destinations,
                    ServerJvm.HEAP_MEGABYTES,
                    accepted,
                    delivered,
                    tried[1],
                    tried[2],
                    heap);
        }
    }
}

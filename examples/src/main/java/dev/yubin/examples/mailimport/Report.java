package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailboxName;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What came over, what did not, and why. */
final class Report implements Remarks {
    private static final String[] UNITS = {"octets", "KiB", "MiB", "GiB", "TiB"};

    private final Map<MailboxName, Counts> mailboxes = new LinkedHashMap<>();
    private final List<String> skipped = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();

    private static final class Counts {
        private long moved;
        private long octets;
        private long wasOver;
        private long skipped;

        private void add(Counts other) {
            moved += other.moved;
            octets += other.octets;
            wasOver += other.wasOver;
            skipped += other.skipped;
        }
    }

    private Counts counts(Folder folder) {
        return mailboxes.computeIfAbsent(folder.name(), none -> new Counts());
    }

    void moved(Folder folder, long octets) {
        counts(folder).moved++;
        counts(folder).octets += octets;
    }

    void wasOver(Folder folder) {
        wasOver(folder, 1);
    }

    /** An earlier run brought so many messages of that mailbox. */
    void wasOver(Folder folder, int messages) {
        counts(folder).wasOver += messages;
    }

    void skipped(Folder folder, String place, String why) {
        counts(folder).skipped++;
        skipped(folder.name() + ": " + place, why);
    }

    @Override
    public void skipped(String place, String why) {
        skipped.add(printable(place) + ": " + printable(why));
    }

    @Override
    public void note(String what) {
        notes.add(printable(what));
    }

    /** A terminal does as control characters say, and a file's name can be made of them. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** Whether all came over. */
    boolean whole() {
        return skipped.isEmpty();
    }

    /** @param verb what was done with the messages, such as {@code imported} */
    void print(String verb, Duration time, PrintWriter out) {
        Counts all = new Counts();
        mailboxes.forEach((name, counts) -> {
            all.add(counts);
            out.println(printable(name.toString()) + ": " + words(verb, counts));
        });
        double seconds = Math.max(1e-3, time.toNanos() / 1e9);
        out.println("In all " + words(verb, all)
                + String.format(
                        Locale.ROOT, ", in %.1f s: %.0f messages/s, %s/s", seconds, all.moved / seconds, size((long)
                                (all.octets / seconds))));
        print("Skipped:", skipped, out);
        print("Notes:", notes, out);
        out.flush();
    }

    private static void print(String heading, Iterable<String> lines, PrintWriter out) {
        if (lines.iterator().hasNext()) {
            out.println(heading);
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private static String words(String verb, Counts counts) {
        return counts.moved
                + (counts.moved == 1 ? " message " : " messages ")
                + verb
                + " (" + size(counts.octets) + ")"
                + (counts.wasOver > 0 ? ", " + counts.wasOver + " were over before" : "")
                + (counts.skipped > 0 ? ", " + counts.skipped + " skipped" : "");
    }

    /** Such as {@code 1.5 MiB}. */
    static String size(long octets) {
        double size = octets;
        int unit = 0;
        while (size >= 1024 && unit < UNITS.length - 1) {
            size /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
    }
}

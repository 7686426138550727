package dev.yubin.examples.mailimport;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings over what is not over yet, a mailbox and a group of messages at a time. */
final class Importer {
    /** How many messages a group has at most: so many are fetched together, and share what it costs to be on disk for certain. */
    private static final int GROUP = 64;
    /** And how many octets before the last: so much is done again where a run was cut off. */
    private static final long GROUP_OCTETS = 16 * 1024 * 1024;

    private final Source source;
    private final Report report;
    private final Progress progress;
    private final boolean newUids;

    /** @param newUids whether the sink is to give UIDs of its own even where it could keep the source's */
    Importer(Source source, Report report, Progress progress, boolean newUids) {
        this.source = source;
        this.report = report;
        this.progress = progress;
        this.newUids = newUids;
    }

    /** Only counts what there is, and what is over. */
    void count(JournalState known) throws IOException {
        for (Folder folder : source.folders()) {
            try (SourceMailbox from = source.open(folder)) {
                JournalState.Past past = known.mailbox(folder.name());
                for (Mail mail : from.messages()) {
                    if (past.holds(mail.key())) {
                        report.wasOver(folder);
                    } else {
                        report.moved(folder, mail.octets().orElse(0));
                    }
                }
            } catch (SkippedException e) {
                report.skipped("mailbox " + folder.place(), e.getMessage());
            }
        }
    }

    /** @throws IOException when an end fails; what is over by then, stays, and another run goes on */
    void run(Sink sink, Journal journal) throws IOException {
        for (Folder folder : source.folders()) {
            try (SourceMailbox from = source.open(folder)) {
                mailbox(folder, from, sink, journal);
            } catch (SkippedException e) {
                report.skipped("mailbox " + folder.place(), e.getMessage());
            }
        }
    }

    private void mailbox(Folder folder, SourceMailbox from, Sink sink, Journal journal) throws IOException {
        List<Mail> all = from.messages();
        UidCounters counters = newUids ? UidCounters.NONE : from.counters();
        JournalState.Past past = journal.state().mailbox(folder.name());
        try (SinkMailbox to = open(folder, counters, sink, past)) {
            journal.mailbox(folder.name(), to.identity());
            if (past.intention().isPresent()) {
                settle(past.intention().get(), all, to, journal);
            }
            List<Mail> left =
                    all.stream().filter(mail -> !past.holds(mail.key())).toList();
            report.wasOver(folder, all.size() - left.size());
            progress.mailbox(folder.name().toString(), left.size());
            for (List<Mail> group : groups(left)) {
                from.ahead(group);
                journal.put(to.mark(), group);
                List<Mail> over = put(folder, group, to);
                to.sync();
                journal.done(over);
            }
            to.end();
        }
    }

    private static SinkMailbox open(Folder folder, UidCounters counters, Sink sink, JournalState.Past past)
            throws IOException {
        Optional<String> identity = past.identity();
        return identity.isPresent() ? sink.goOn(folder, counters, identity.get()) : sink.begin(folder, counters);
    }

    /** Finds out what became of the group at which an earlier run was cut off. */
    private static void settle(JournalState.Intention intention, List<Mail> all, SinkMailbox to, Journal journal)
            throws IOException {
        Set<String> keys = Set.copyOf(intention.keys());
        List<Mail> group =
                all.stream().filter(mail -> keys.contains(mail.key())).toList();
        List<Mail> over = to.settle(intention.mark(), group);
        to.sync();
        journal.done(over);
    }

    private static List<List<Mail>> groups(List<Mail> mails) {
        List<List<Mail>> groups = new ArrayList<>();
        long octets = 0;
        int begin = 0;
        for (int i = 0; i < mails.size(); i++) {
            octets += mails.get(i).octets().orElse(0);
            if (i + 1 - begin == GROUP || octets > GROUP_OCTETS || i + 1 == mails.size()) {
                groups.add(mails.subList(begin, i + 1));
                begin = i + 1;
                octets = 0;
            }
        }
        return groups;
    }

    /** Which of them are over. */
    private List<Mail> put(Folder folder, List<Mail> group, SinkMailbox to) throws IOException {
        List<Mail> over = new ArrayList<>();
        for (Mail mail : group) {
            Counting counted = new Counting(mail);
            try {
                to.put(counted.mail());
                over.add(mail);
                report.moved(folder, counted.octets);
            } catch (SkippedException e) {
                report.skipped(folder, mail.place(), e.getMessage());
            }
            progress.message(counted.octets);
        }
        return over;
    }

    /** Counts a message's octets as they pass. */
    private static final class Counting {
        private final Mail mail;
        private long octets;

        Counting(Mail mail) {
            this.mail = mail;
        }

        Mail mail() {
            return mail.with(out -> mail.content().writeTo(new FilterOutputStream(out) {
                @Override
                public void write(int octet) throws IOException {
                    out.write(octet);
                    octets++;
                }

                @Override
                public void write(byte[] from, int offset, int length) throws IOException {
                    out.write(from, offset, length);
                    octets += length;
                }
            }));
        }
    }
}

package dev.yubin.examples.mailimport;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Brings over what is not over yet, a mailbox and a message at a time. */
final class Importer {
    /** How many messages a source is told of ahead. */
    private static final int AHEAD = 64;

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
            for (int i = 0; i < left.size(); i++) {
                if (i % AHEAD == 0) {
                    from.ahead(left.subList(i, Math.min(i + AHEAD, left.size())));
                }
                put(folder, left.get(i), to, journal);
            }
            to.end();
        }
    }

    private static SinkMailbox open(Folder folder, UidCounters counters, Sink sink, JournalState.Past past)
            throws IOException {
        Optional<String> identity = past.identity();
        return identity.isPresent() ? sink.goOn(folder, counters, identity.get()) : sink.begin(folder, counters);
    }

    /** Finds out what became of the message at which an earlier run was cut off. */
    private static void settle(JournalState.Intention intention, List<Mail> all, SinkMailbox to, Journal journal)
            throws IOException {
        Mail mail = all.stream()
                .filter(one -> one.key().equals(intention.key()))
                .findFirst()
                .orElseGet(() -> Mail.gone(intention.key()));
        boolean over;
        try {
            over = to.settle(intention.mark(), mail);
        } catch (SkippedException e) {
            over = false; // it could not be read then either, or is gone: it will be told of in its turn
        }
        if (over) {
            journal.done();
        } else {
            journal.undone();
        }
    }

    private void put(Folder folder, Mail mail, SinkMailbox to, Journal journal) throws IOException {
        Counting counted = new Counting(mail);
        String mark = to.mark();
        journal.put(mail.key(), mark);
        try {
            to.put(mark, counted.mail());
            journal.done();
            report.moved(folder, counted.octets);
        } catch (SkippedException e) {
            journal.undone();
            report.skipped(folder, mail.place(), e.getMessage());
        }
        progress.message(counted.octets);
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

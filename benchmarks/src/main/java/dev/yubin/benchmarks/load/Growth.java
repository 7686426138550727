package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.load.ImapDialogue.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Measures a server whose first account has a mailbox of some size, and the others what is delivered to them. */
final class Growth {
    static final int MANY = 32;

    /** Flags are changed on no more than so many messages. */
    static final int FLAGGED_MESSAGES = 100_000;

    /** Of more messages than so many, a search that reads each of them is measured three times, and without a warm-up. */
    private static final int SCANNED_MESSAGES = 100_000;

    private static final int PAGE = 100;
    private static final double OCTETS_A_MEGABYTE = 1e6;
    private static final double MILLIS_A_SECOND = 1e3;
    private static final double NANOS_A_MILLI = 1e6;

    private final Path folder;
    private final int accounts;
    private final int searched;
    private final Duration time;
    private final Figures figures;

    /**
     * @param folder where stores may be made
     * @param searched in mailboxes of up to how many messages searches are measured
     * @param time   how long each figure is measured, behind a warm-up as long
     */
    Growth(Path folder, int accounts, int searched, Duration time, Figures figures) {
        this.folder = folder;
        this.accounts = accounts;
        this.searched = searched;
        this.time = time;
        this.figures = figures;
    }

    void measure(int messages) throws Exception {
        Path store = folder.resolve("yubin-" + messages + ".db");
        try (YubinServer server = YubinServer.start(store, accounts, messages)) {
            figures.put(Figure.FILL, messages, server.filledPerSecond());
            try (ImapDialogue client = new ImapDialogue(server.imapPort(), MailServer.user(0))) {
                read(client, messages);
                flag(client, messages);
                if (messages <= searched) {
                    Duration scans = messages > SCANNED_MESSAGES ? Duration.ZERO : time;
                    search(client, messages, scans, Figure.SCANNED_TEXT, Figure.SCANNED_SUBJECT);
                }
            }
            login(server.imapPort(), messages);
            deliver(server.lmtpPort(), messages);
            figures.put(Figure.HEAP, messages, server.end() / OCTETS_A_MEGABYTE);
        }
        if (messages <= searched) {
            searchIndexed(store, messages);
        }
        Folders.delete(store);
    }

    private void searchIndexed(Path store, int messages) throws Exception {
        try (YubinServer server = YubinServer.startIndexed(store, accounts);
                ImapDialogue client = new ImapDialogue(server.imapPort(), MailServer.user(0))) {
            client.say("SELECT INBOX");
            search(client, messages, time, Figure.INDEXED_TEXT, Figure.INDEXED_SUBJECT);
        }
    }

    private void search(ImapDialogue client, int messages, Duration time, Figure text, Figure subject)
            throws Exception {
        for (Figure figure : List.of(text, subject)) {
            String command = "SEARCH " + (figure == text ? "TEXT " : "SUBJECT ") + LoadServer.RARE_WORD;
            figures.put(
                    figure,
                    messages,
                    Repeated.during(time, () -> client.say(command)).median(Answer::whole));
        }
    }

    private void read(ImapDialogue client, int messages) throws Exception {
        String last = Math.max(1, messages - PAGE + 1) + ":" + messages;
        Repeated<Answer> select = repeated(client, "SELECT INBOX");
        figures.put(Figure.SELECT, messages, select.median(Answer::first));
        figures.put(Figure.SELECTED, messages, select.median(Answer::whole));
        Repeated<Answer> all = repeated(client, "FETCH 1:* (FLAGS)");
        for (Answer answer : all.values()) {
            if (answer.lines() != messages) {
                throw new IOException("of " + messages + " messages, FETCH told " + answer.lines());
            }
        }
        figures.put(Figure.FIRST_FETCHED, messages, all.median(Answer::first));
        figures.put(Figure.FETCHED, messages, all.median(answer -> perSecond(messages, answer.whole())));
        figures.put(
                Figure.LAST_ENVELOPES,
                messages,
                repeated(client, "FETCH " + last + " (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)")
                        .median(Answer::whole));
        figures.put(
                Figure.LAST_BODIES,
                messages,
                repeated(client, "FETCH " + last + " BODY.PEEK[]").median(Answer::whole));
    }

    private Repeated<Answer> repeated(ImapDialogue client, String command) throws Exception {
        return Repeated.during(time, () -> client.say(command));
    }

    /** Every change is one: what was set is taken away again. */
    private void flag(ImapDialogue client, int messages) throws Exception {
        int some = Math.min(messages, FLAGGED_MESSAGES);
        String store = "UID STORE 1:" + some + " %sFLAGS.SILENT (\\Flagged)";
        Repeated<Double> both = Repeated.during(
                time,
                () -> client.say(store.formatted("+")).whole()
                        + client.say(store.formatted("-")).whole());
        figures.put(Figure.FLAGGED, messages, both.median(millis -> perSecond(2 * some, millis)));
    }

    /** Each account once, over and over. */
    private void login(int port, int messages) throws Exception {
        Repeated<Double> each = Repeated.during(time, () -> {
            long start = System.nanoTime();
            Crowd.sum(accounts, MANY, number -> {
                try (ImapDialogue client = new ImapDialogue(port, MailServer.user(number))) {
                    return client.say("SELECT INBOX").lines();
                }
            });
            return (System.nanoTime() - start) / NANOS_A_MILLI;
        });
        figures.put(Figure.LOGINS, messages, each.median(millis -> perSecond(accounts, millis)));
    }

    private static double perSecond(int things, double millis) {
        return things * MILLIS_A_SECOND / millis;
    }

    private void deliver(int port, int messages) throws Exception {
        Deliveries.warmUp(port, time);
        figures.put(Figure.ONE_SENDER, messages, new Deliveries(1, accounts).perSecond(port, time));
        figures.put(Figure.MANY_SENDERS, messages, new Deliveries(MANY, accounts).perSecond(port, time));
    }
}

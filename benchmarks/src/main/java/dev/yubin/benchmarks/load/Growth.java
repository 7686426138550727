package dev.yubin.benchmarks.load;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Measures a server whose first account has a mailbox of some size, and the others what is delivered to them. */
final class Growth {
    static final int MANY = 32;

    /** Flags are changed on no more than so many messages. */
    static final int FLAGGED_MESSAGES = 100_000;

    private static final int PAGE = 100;
    private static final double OCTETS_A_MEGABYTE = 1e6;
    private static final double MILLIS_A_SECOND = 1e3;
    private static final double NANOS_A_SECOND = 1e9;

    private final Path folder;
    private final int accounts;
    private final Duration time;
    private final Figures figures;

    /**
     * @param folder where stores may be made
     * @param time   how long each figure is measured, behind a warm-up as long
     */
    Growth(Path folder, int accounts, Duration time, Figures figures) {
        this.folder = folder;
        this.accounts = accounts;
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
            }
            login(server.imapPort(), messages);
            deliver(server.lmtpPort(), messages);
            figures.put(Figure.HEAP, messages, server.end() / OCTETS_A_MEGABYTE);
        }
        Folders.delete(store);
    }

    private void read(ImapDialogue client, int messages) throws Exception {
        String last = Math.max(1, messages - PAGE + 1) + ":" + messages;
        put(Figure.SELECT, messages, () -> client.say("SELECT INBOX").first());
        put(Figure.SELECTED, messages, () -> client.say("SELECT INBOX").whole());
        put(Figure.FIRST_FETCHED, messages, () -> all(client, messages).first());
        put(
                Figure.FETCHED,
                messages,
                () -> messages * MILLIS_A_SECOND / all(client, messages).whole());
        put(
                Figure.LAST_ENVELOPES,
                messages,
                () -> client.say("FETCH " + last + " (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)")
                        .whole());
        put(
                Figure.LAST_BODIES,
                messages,
                () -> client.say("FETCH " + last + " BODY.PEEK[]").whole());
    }

    private static ImapDialogue.Answer all(ImapDialogue client, int messages) throws IOException {
        ImapDialogue.Answer answer = client.say("FETCH 1:* (FLAGS)");
        if (answer.lines() != messages) {
            throw new IOException("expected " + messages + " responses to FETCH, and there were " + answer.lines());
        }
        return answer;
    }

    /** Every change is one: what was set is taken away again. */
    private void flag(ImapDialogue client, int messages) throws Exception {
        int some = Math.min(messages, FLAGGED_MESSAGES);
        put(Figure.FLAGGED, messages, () -> {
            double millis = client.say("UID STORE 1:" + some + " +FLAGS.SILENT (\\Flagged)")
                            .whole()
                    + client.say("UID STORE 1:" + some + " -FLAGS.SILENT (\\Flagged)")
                            .whole();
            return 2 * some * MILLIS_A_SECOND / millis;
        });
    }

    /** Each account once, over and over. */
    private void login(int port, int messages) throws Exception {
        put(Figure.LOGINS, messages, () -> {
            long start = System.nanoTime();
            Crowd.sum(accounts, MANY, number -> {
                try (ImapDialogue client = new ImapDialogue(port, MailServer.user(number))) {
                    return client.say("SELECT INBOX").lines();
                }
            });
            return accounts * NANOS_A_SECOND / (System.nanoTime() - start);
        });
    }

    private void deliver(int port, int messages) throws Exception {
        figures.put(Figure.ONE_SENDER, messages, new Deliveries(1, accounts).perSecond(port, time));
        figures.put(Figure.MANY_SENDERS, messages, new Deliveries(MANY, accounts).perSecond(port, time));
    }

    private void put(Figure figure, int messages, Median.Measurement measurement) throws Exception {
        figures.put(figure, messages, Median.of(time, measurement));
    }
}

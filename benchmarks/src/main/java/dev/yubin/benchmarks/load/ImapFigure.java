package dev.yubin.benchmarks.load;

import dev.yubin.benchmarks.Letters;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** What {@link ImapLoad} measures of a server, a row each. */
enum ImapFigure {
    ENVELOPES("`FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE)`", Box.MANY, false),
    FLAGS("`FETCH 1:* (FLAGS)`", Box.MANY, false),
    STRUCTURES("`FETCH 1:* (BODYSTRUCTURE)`", Box.MANY, false),
    HEADERS("`FETCH 1:* (BODY.PEEK[HEADER.FIELDS (From To Subject Date)])`", Box.MANY, false),
    BODIES("`FETCH 1:* (BODY.PEEK[])` of 10 KiB", Box.LARGE, false),
    BODIES_EACH("`FETCH %d (BODY.PEEK[])` of 10 KiB, one by one", Box.LARGE, true),
    UNSEEN("`SEARCH UNSEEN`", Box.MANY, false),
    SUBJECT("`SEARCH SUBJECT quetzal`, of which there is none", Box.MANY, false),
    TEXT("`SEARCH TEXT quetzal`", Box.MANY, false),
    STORED("`STORE 1:* FLAGS.SILENT (\\Flagged)`, and `FLAGS.SILENT ()`", Box.MANY, false) {
        @Override
        List<String> commands() {
            return List.of("STORE 1:* FLAGS.SILENT (\\Flagged)", "STORE 1:* FLAGS.SILENT ()");
        }
    },
    APPENDED("`APPEND` of 10 KiB, one by one", Box.LARGE, true) {
        @Override
        List<String> commands() {
            return List.of(append(TARGET, Box.LARGE.letter));
        }

        @Override
        void prepare(ImapDialogue client) throws IOException {
            client.say("DELETE " + TARGET);
            client.say("CREATE " + TARGET);
        }
    },
    APPENDED_TOGETHER("`APPEND` of 10 KiB, a hundred in one write", Box.LARGE, true) {
        @Override
        void prepare(ImapDialogue client) throws IOException {
            APPENDED.prepare(client);
        }

        @Override
        long pass(ImapDialogue client, int messages, Duration time) throws IOException {
            List<String> together = Collections.nCopies(Math.min(TOGETHER, messages), append(TARGET, Box.LARGE.letter));
            for (int said = 0; said < messages; said += together.size()) {
                client.say(together);
            }
            return messages;
        }
    },
    NOOPS("`NOOP`, one by one", Box.LARGE, true),
    NEWS("of each `IDLE` that hears of a delivery", Box.LARGE, true);

    /** A mailbox that is there and filled. */
    enum Box {
        /** Ten times as many as the other. */
        MANY("INBOX", 2048, 10),
        LARGE("Large", 10 * 1024, 1);

        private final String mailbox;
        private final String letter;
        private final int times;

        Box(String mailbox, int octets, int times) {
            this.mailbox = mailbox;
            this.letter = Letters.plain(octets);
            this.times = times;
        }

        String mailbox() {
            return mailbox;
        }

        int messages(int thousand) {
            return times * thousand;
        }

        /** A command that adds one of its messages. */
        String append() {
            return ImapFigure.append(mailbox, letter);
        }
    }

    /** Where messages are appended to and go again. */
    static final String TARGET = "Appended";

    private static final int TOGETHER = 100;

    private final String words;
    private final Box box;
    private final boolean each;

    /** @param each whether the command is said for each message, and otherwise for all */
    ImapFigure(String words, Box box, boolean each) {
        this.words = words;
        this.box = box;
        this.each = each;
    }

    /** As the table calls it. */
    String words() {
        return words.replace("%d", "n");
    }

    Box box() {
        return box;
    }

    /** What is said; as the table says it, unless that says more. */
    List<String> commands() {
        return List.of(words.substring(1, words.indexOf('`', 1)));
    }

    /** Whether it leaves messages behind. */
    boolean adds() {
        return this == APPENDED || this == APPENDED_TOGETHER;
    }

    /** What has to be done first and is not measured. */
    void prepare(ImapDialogue client) throws IOException {}

    /**
     * Says it once, as far as the time reaches.
     *
     * @param messages how many there are in its mailbox, which is selected
     * @return of how many messages it was said
     */
    long pass(ImapDialogue client, int messages, Duration time) throws IOException {
        long start = System.nanoTime();
        long said = 0;
        for (String command : commands()) {
            if (!each) {
                client.say(command);
                said += messages;
                continue;
            }
            for (int number = 1; number <= messages && System.nanoTime() - start < time.toNanos(); number++) {
                client.say(command.replace("%d", Integer.toString(number)));
                said++;
            }
        }
        return said;
    }

    private static String append(String mailbox, String letter) {
        // LITERAL+ (RFC 7888): all of these servers offer it
        return String.format(Locale.ROOT, "APPEND %s {%d+}\r\n%s", mailbox, letter.length(), letter);
    }
}

package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.NativeSearch;
import dev.yubin.mailbox.feature.NativeSearch.Place;
import dev.yubin.mailbox.outline.OutlineScanner;
import dev.yubin.mailbox.text.MessageText;
import dev.yubin.mailbox.text.Needle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** {@link NativeSearch}, where a mailbox has it: no message that SEARCH would find is ever ruled out. */
interface NativeSearchContract extends Chapter {
    /** Of which messages are made, so that chance meets words in words, in any case and script. */
    List<String> WORDS = List.of(
            "post",
            "Postbote",
            "POSTAMT",
            "größe",
            "GRÖSSE",
            "straße",
            "郵便",
            "郵便局です",
            "İstanbul",
            "ﬁsh",
            "\uD83D\uDE00",
            "a",
            "b",
            "1",
            "(x)",
            "\"quoted\"",
            "it's",
            "50%",
            "a_b",
            "x-y",
            "--",
            "*",
            "\t",
            "  ",
            "=",
            "ǅ",
            "ΣΑΣ",
            "ςας");

    private static NativeSearch search(Mailbox mailbox) {
        return Chapter.feature(NativeSearch.class, mailbox);
    }

    @Test
    default void aMessageThatHasTheTextIsNeverRuledOut() throws Exception {
        Mailbox inbox = inbox();
        search(inbox);
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        Random random = new Random(seed);
        try {
            for (int round = 0; round < 4; round++) {
                for (int i = 0; i < 25; i++) {
                    Chapter.deliver(inbox, letter(random));
                }
                // Right behind the commit, when an index that is made in the background cannot hold them yet.
                requireAll(inbox, random, 60);
                inbox.expunge(UidSet.of(1 + random.nextInt(25 * (round + 1))));
                long copied = 1 + random.nextInt(25 * (round + 1));
                inbox.copy(UidSet.of(copied), INBOX);
                requireAll(inbox, random, 20);
            }
            if (reopened()) {
                requireAll(inbox(), random, 60);
            }
        } catch (AssertionError e) {
            throw new AssertionError("-Dyubin.seed=" + seed + ": " + e.getMessage(), e);
        }
    }

    private static void requireAll(Mailbox mailbox, Random random, int questions) throws StoreException {
        List<Long> uids = Chapter.uids(mailbox);
        for (int i = 0; i < questions; i++) {
            Place place = Place.values()[random.nextInt(Place.values().length)];
            String text = text(mailbox, uids.get(random.nextInt(uids.size())), random);
            long first = 1 + random.nextInt(uids.size());
            UidSet among = random.nextBoolean() ? UidSet.ALL : UidSet.range(first, first + random.nextInt(50));
            UidSet candidates = search(mailbox).candidates(among, place, text).orElse(UidSet.ALL);
            for (long uid : uids) {
                if (among.contains(uid) && has(mailbox, uid, place, text)) {
                    assertThat(candidates.contains(uid))
                            .as(
                                    "NativeSearch.candidates: UID %d has \"%s\" in its %s, so it is not ruled out",
                                    uid, text, place)
                            .isTrue();
                }
            }
        }
    }

    private static boolean has(Mailbox mailbox, long uid, Place place, String text) throws StoreException {
        Needle needle = new Needle(text);
        try (Content content = mailbox.content(uid)) {
            MessageText message = new MessageText(content, OutlineScanner.scan(content));
            return switch (place) {
                case BODY -> message.bodyHas(needle);
                case TEXT -> message.has(needle);
                case HEADER -> {
                    List<String> texts = new ArrayList<>();
                    message.readHeader((portion, follows) -> texts.add(portion));
                    yield texts.stream().anyMatch(needle::isIn);
                }
            };
        }
    }

    /** What somebody may look for: a piece of what stands in the message, or of nothing. */
    private static String text(Mailbox mailbox, long uid, Random random) throws StoreException {
        List<String> texts = new ArrayList<>(List.of("nowhere to be found"));
        try (Content content = mailbox.content(uid)) {
            MessageText message = new MessageText(content, OutlineScanner.scan(content));
            message.readHeader((portion, follows) -> texts.add(portion));
            message.readBody((portion, follows) -> texts.add(portion));
        }
        String all = texts.get(random.nextInt(texts.size()));
        int from = all.offsetByCodePoints(0, random.nextInt(all.codePointCount(0, all.length()) + 1));
        int most = Math.min(12, all.codePointCount(from, all.length()));
        String piece = all.substring(from, all.offsetByCodePoints(from, random.nextInt(most + 1)));
        return switch (random.nextInt(3)) {
            case 0 -> piece.toUpperCase(Locale.ROOT);
            case 1 -> piece.toLowerCase(Locale.ROOT);
            default -> piece;
        };
    }

    private static String letter(Random random) {
        String html = random.nextBoolean() ? "html" : "plain";
        return """
                From: "%s" <a%d@example.net>
                To: %s <bob@ example.org>, all: %s@example.com;
                Subject: =?utf-8?b?%s?=
                 %s
                Content-Type: multipart/mixed; boundary=boundary

                --boundary
                Content-Type: text/%s; charset=utf-8

                %s
                --boundary
                Content-Type: text/plain; charset=utf-8
                Content-Transfer-Encoding: base64

                %s
                --boundary
                Content-Type: message/rfc822

                Subject: %s

                %s
                --boundary--
                """.formatted(
                        words(random, 2).replace("\"", "\\\""),
                        random.nextInt(9),
                        words(random, 1),
                        words(random, 1),
                        base64(words(random, 3)),
                        words(random, 2),
                        html,
                        words(random, 20),
                        base64(words(random, random.nextInt(3) == 0 ? 8_000 : 20)),
                        words(random, 2),
                        words(random, 10));
    }

    private static String words(Random random, int number) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < number; i++) {
            words.append(WORDS.get(random.nextInt(WORDS.size()))).append(random.nextInt(4) > 0 ? " " : "");
        }
        return words.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    default void noQuestionIsTooOdd() throws StoreException {
        Mailbox inbox = inbox();
        NativeSearch search = search(inbox);
        long uid = Chapter.deliver(
                inbox, "Subject: odd \" ' * ^ : ( ) AND OR NOT NEAR\n\nbody \" %% _ -- ; header : body\n");
        for (String text : List.of(
                "",
                " ",
                "\"",
                "\"\"",
                "'",
                "*",
                "^",
                "odd *",
                "NOT",
                "AND OR",
                "%",
                "_",
                "-- ;",
                "header : body",
                ") AND (",
                "\0",
                "\uD83D",
                "\uDE00x",
                "x".repeat(10_000))) {
            for (Place place : Place.values()) {
                boolean candidate = search.candidates(UidSet.ALL, place, text)
                        .orElse(UidSet.ALL)
                        .contains(uid);
                assertThat(candidate || !has(inbox, uid, place, text))
                        .as("NativeSearch.candidates: \"%s\" in its %s", text, place)
                        .isTrue();
            }
        }
    }
}

package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** REFERENCES, step by step: RFC 5256 section 3. */
class ReferenceThreadsTest {
    /** Messages are {@code subject:id<reference<reference}, sent in the order of their numbers. */
    private static List<Threaded> messages(String messages) {
        List<Threaded> all = new ArrayList<>();
        for (String message : messages.split(" ")) {
            String[] subjectAndRest = message.split(":", 2);
            String[] ids = subjectAndRest[1].split("<");
            List<String> references = new ArrayList<>(Arrays.asList(ids).subList(1, ids.length));
            int number = all.size() + 1;
            boolean reply = subjectAndRest[0].startsWith("Re");
            String subject = subjectAndRest[0].replace("Re", "");
            all.add(new Threaded(
                    number,
                    number,
                    octets(subject),
                    reply,
                    Optional.of(ids[0]).filter(id -> !id.isEmpty()),
                    references));
        }
        return all;
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ThreadForest joined(Threads threads, List<Threaded> messages) {
        messages.forEach(threads::add);
        return threads.joined();
    }

    private static String threads(List<Threaded> messages) {
        ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
        joined(new ReferenceThreads(), messages).write(out, number -> number);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # each its own
            x:a y:b z:c                      | (1)(2)(3)
            # a chain, and one that splits
            x:a Rex:b<a Rex:c<a<b            | (1 2 3)
            x:a Rex:b<a Rex:c<a              | (1 (2)(3))
            # an answer that came before what it answers
            Rex:b<a x:a                      | (2 1)
            # one in between is missing, and its place closes
            x:a Rex:c<a<b                    | (1 2)
            # the first is missing: one child takes its place, two stay together
            Rex:b<a                          | (1)
            x:b<a y:c<a                      | ((1)(2))
            # dummies below dummies are gone
            x:d<a<b<c y:e<a<b                | ((1)(2))
            # another's References do not overrule a message's own, and stand where it has none
            x:a y:d z:b<d w:c<a<b            | (1)(2 3 4)
            x:a y:b z:c<a<b y:d              | (1 2 3)(4)
            # without References a message has no parent, whatever others said of it
            x:a z:c<a<b y:b                  | (1)(3 2)
            # loops are not made
            x:a<b y:b<a                      | (2 1)
            x:a<a                            | (1)
            x:a<b<c y:b<c<a z:c<a<b          | (2 3 1)
            # one Message-ID twice
            x:a y:a z:b<a                    | (1 3)(2)
            # no Message-ID at all
            x: y: z:                         | (1)(2)(3)
            # step 5: one subject, and a reply to it
            x:a Rex:b                        | (1 2)
            Rex:b x:a                        | (2 1)
            # two of one subject, neither a reply
            x:a x:b                          | ((1)(2))
            x:a x:b Rex:c                    | ((1)(2)(3))
            # two replies to what is not there
            Rex:a Rex:b                      | ((1)(2))
            # a dummy and a message, two dummies
            x:b<a x:c<a x:d                  | ((1)(2)(3))
            x:d x:b<a x:c<a                  | ((1)(2)(3))
            x:b<a x:c<a x:e<d x:f<d          | ((1)(2)(3)(4))
            # no subject joins nothing
            :a :b Re:c                       | (1)(2)(3)
            """)
    void messagesStandWhereTheyAnswer(String messages, String threads) {
        assertThat(threads(messages(messages))).isEqualTo(threads);
    }

    @Test
    void aDeepThreadNeedsNoDeepStack() {
        List<Threaded> messages = new ArrayList<>();
        for (int i = 1; i <= 100_000; i++) {
            messages.add(new Threaded(
                    i, i, octets("x"), i > 1, Optional.of("m" + i), i == 1 ? List.of() : List.of("m" + (i - 1))));
        }
        assertThat(threads(messages)).startsWith("(1 2 3 ").endsWith(" 99999 100000)");
    }

    @Test
    void aThreadThatSplitsAtEveryMessageNeedsNoDeepStack() {
        List<Threaded> messages = new ArrayList<>();
        for (int i = 1; i <= 100_000; i++) {
            String answered = "m" + Math.max(1, i % 2 == 0 ? i - 1 : i - 2);
            messages.add(new Threaded(
                    i, i, octets("x"), i > 1, Optional.of("m" + i), i == 1 ? List.of() : List.of(answered)));
        }
        assertThat(threads(messages)).startsWith("(1 (2)(3 (4)(5 (6)(7 ");
    }

    @Test
    void aRowOfDummiesAboveManyMessagesCostsNoSquare() {
        List<Threaded> messages = new ArrayList<>();
        List<String> row = new ArrayList<>();
        for (int i = 0; i < 40_000; i++) {
            row.add("gone" + i);
        }
        for (int i = 1; i <= 2_000; i++) {
            messages.add(new Threaded(
                    i, i, octets("x"), true, Optional.of("m" + i), i == 1 ? row : row.subList(39_999, 40_000)));
        }
        assertTimeoutPreemptively(
                Duration.ofSeconds(30),
                () -> assertThat(threads(messages)).startsWith("((1)(2)(3)").endsWith("(2000))"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyMessageIsToldOnceWhateverTheyReferTo(long seed) {
        Random random = new Random(seed);
        StringBuilder messages = new StringBuilder("x:m0");
        int count = 200;
        for (int i = 1; i < count; i++) {
            messages.append(' ')
                    .append(random.nextBoolean() ? "Re" : "")
                    .append("xyz".charAt(random.nextInt(3)))
                    .append(":m")
                    .append(random.nextInt(count));
            for (int r = random.nextInt(5); r > 0; r--) {
                messages.append("<m").append(random.nextInt(2 * count));
            }
        }
        String threads = threads(messages(messages.toString()));
        List<Integer> numbers = Pattern.compile("\\d+")
                .matcher(threads)
                .results()
                .map(match -> Integer.valueOf(match.group()))
                .sorted()
                .toList();
        assertThat(numbers).as("seed %d", seed).hasSize(count).doesNotHaveDuplicates();
    }

    /** Ids, references and subjects that many have in common, and dates that are those of others. */
    private static List<Threaded> random(Random random) {
        int count = 1 + random.nextInt(300);
        int ids = 1 + random.nextInt(2 * count);
        int subjects = 1 + random.nextInt(count);
        List<Threaded> messages = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            int subject = random.nextInt(subjects);
            messages.add(new Threaded(
                    number,
                    random.nextInt(count),
                    octets(subject == 0 ? "" : "s" + subject),
                    random.nextBoolean(),
                    Optional.of("m" + random.nextInt(ids)).filter(id -> random.nextInt(10) > 0),
                    random.ints(random.nextInt(6), 0, ids)
                            .distinct()
                            .mapToObj(id -> "m" + id)
                            .collect(Collectors.toList())));
        }
        return messages;
    }

    @Test
    void theyStandAsTheyDoWhereAllIsKeptOfThem() {
        for (long seed = 1; seed <= 400; seed++) {
            List<Threaded> messages = random(new Random(seed));
            assertThat(threads(messages)).as("seed %d", seed).isEqualTo(PlainThreads.byReferences(messages));
            ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
            joined(new SubjectThreads(), messages).write(out, number -> number);
            assertThat(out.toString()).as("seed %d", seed).isEqualTo(PlainThreads.bySubject(messages));
        }
    }

    @Test
    void moreMissingMessagesThanAreKeptJoinNothing() {
        ReferenceThreads threads = new ReferenceThreads(2);
        List<Threaded> messages = messages("x:a<m1<m2<m3 y:b<m3 z:c<m2 w:m1 v:d<m4 u:e<m4");
        assertThat(threads(messages)).isEqualTo("(4 (1)(2)(3))((5)(6))");
        ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
        joined(threads, messages).write(out, number -> number);
        assertThat(out.toString()).isEqualTo("(2)(4 (1)(3))((5)(6))");
    }

    /** 60,000 messages with Message-IDs and subjects of 2 KiB: kept, some ten times the heap. */
    @Test
    void longHeadersOfManyMessagesFitALittleHeap() throws IOException, InterruptedException {
        assertThat(LittleHeap.run(24, Much.class)).isEqualTo("60000 messages are in 600 threads");
    }

    /** A program of its own, since a heap is a program's. */
    static final class Much {
        private static final int MESSAGES = 60_000;
        private static final String LONG = "x".repeat(2_000);

        private Much() {}

        public static void main(String[] args) {
            ReferenceThreads threads = new ReferenceThreads();
            for (int i = 0; i < MESSAGES; i++) {
                List<String> references = i < 600 ? List.of() : List.of(LONG + (i - 600), LONG + i % 600);
                threads.add(new Threaded(i + 1, i, octets(LONG + i), false, Optional.of(LONG + i), references));
            }
            ThreadForest forest = threads.joined();
            System.out.println(MESSAGES + " messages are in " + forest.children(ThreadForest.ROOT).length + " threads");
        }
    }
}

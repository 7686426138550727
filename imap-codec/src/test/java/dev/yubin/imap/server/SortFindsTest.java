package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of SORT out of the beginnings of keys, and out of the keys read again where these tell nothing. */
class SortFindsTest {
    /** Messages, as a store that hands out keys again has them, and how often it did. */
    private static final class Store {
        private final TreeMap<Long, byte[]> keys = new TreeMap<>();
        private long read;
        private int mostAtOnce;

        Map<Long, byte[]> read(UidSet uids) {
            read += uids.size();
            mostAtOnce = Math.max(mostAtOnce, (int) uids.size());
            Map<Long, byte[]> found = new HashMap<>();
            uids.uids().filter(keys::containsKey).forEach(uid -> found.put(uid, keys.get(uid)));
            return found;
        }

        SortFinds found() {
            SortFinds finds = new SortFinds(true);
            keys.forEach((uid, key) -> finds.add(uid, key, (int) (uid % 100), uid * 10));
            return finds;
        }

        /** As it is without a bound: all keys at hand. */
        List<Long> plain() {
            return keys.entrySet().stream()
                    .sorted(Map.Entry.<Long, byte[]>comparingByValue(Arrays::compareUnsigned)
                            .thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toList());
        }
    }

    private static List<Long> sorted(Store store, SortFinds finds, int from, int to) throws StoreException {
        int[] order = finds.order();
        Ties ties = new Ties(finds, order, from, to, store::read);
        while (!ties.areNone()) {
            ties.next();
        }
        return Arrays.stream(order).mapToObj(finds::uid).collect(Collectors.toList());
    }

    /** None is the beginning of another, as those of {@link SortOrder} are. */
    private static byte[] key(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }

    /** Many that are the same, many that have a long beginning in common, ends anywhere around what is kept. */
    private static Store store(Random random, int messages) {
        Store store = new Store();
        List<String> made = new ArrayList<>(List.of(""));
        long uid = 0;
        for (int i = 0; i < messages; i++) {
            String begun = made.get(random.nextInt(made.size()));
            String text = random.nextInt(3) == 0
                    ? begun
                    : begun.substring(0, random.nextInt(begun.length() + 1))
                            + String.valueOf((char) ('a' + random.nextInt(2))).repeat(random.nextInt(24));
            made.add(text);
            store.keys.put(uid += 1 + random.nextInt(3), key(text));
        }
        return store;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theOrderIsThatOfTheWholeKeys(long seed) throws StoreException {
        Random random = new Random(seed);
        Store store = store(random, 1 + random.nextInt(5_000));
        SortFinds finds = store.found();
        assertThat(sorted(store, finds, 0, finds.size())).as("seed %d", seed).isEqualTo(store.plain());
        assertThat(store.mostAtOnce).isLessThanOrEqualTo(Batch.MOST);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aStretchAtEitherEndIsInOrderWithoutTheRest(long seed) throws StoreException {
        Random random = new Random(seed);
        Store store = store(random, 3_000);
        int reach = 1 + random.nextInt(200);
        List<Long> plain = store.plain();
        for (boolean last : new boolean[] {false, true}) {
            SortFinds finds = new SortFinds(true);
            store.keys.forEach((uid, key) -> {
                finds.add(uid, key, (int) (uid % 100), uid * 10);
                finds.prune(reach, last);
            });
            int size = finds.size();
            int from = last ? size - reach : 0;
            assertThat(sorted(store, finds, from, from + reach).subList(from, from + reach))
                    .as("seed %d, %d of %d, last %s", seed, reach, size, last)
                    .isEqualTo(last ? plain.subList(3_000 - reach, 3_000) : plain.subList(0, reach));
            for (int i = 0; i < size; i++) {
                assertThat(finds.score(i)).isEqualTo((int) (finds.uid(i) % 100));
                assertThat(finds.scoreOf(finds.uid(i))).isEqualTo(finds.score(i));
                assertThat(finds.modSeq(i)).isEqualTo(finds.uid(i) * 10);
            }
        }
    }

    @Test
    void whatIsLetGoOfIsNotKept() {
        SortFinds finds = new SortFinds(false);
        for (long uid = 1; uid <= 10_000; uid++) {
            finds.add(uid, key("message " + (uid * 7919 % 10_007)), 100, 0);
            finds.prune(10, false);
        }
        assertThat(finds.size()).isLessThanOrEqualTo(256);
    }

    @Test
    void keysThatEndWithinWhatIsKeptAreNeverReadAgain() throws StoreException {
        Store store = new Store();
        LongStream.rangeClosed(1, 5_000).forEach(uid -> store.keys.put(uid, key("fifteen octets" + uid % 2)));
        SortFinds finds = store.found();
        assertThat(sorted(store, finds, 0, finds.size())).isEqualTo(store.plain());
        assertThat(store.read).isZero();
    }

    @Test
    void manyKeysThatAreTheSameAreReadOnceMore() throws StoreException {
        Store store = new Store();
        LongStream.rangeClosed(1, 20_000).forEach(uid -> store.keys.put(uid, key("x".repeat(1_000))));
        SortFinds finds = store.found();
        assertThat(sorted(store, finds, 0, finds.size())).isEqualTo(store.plain());
        assertThat(store.read).isLessThanOrEqualTo(20_000 + Batch.MOST);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 2_000})
    void messagesThatGoMeanwhileStandBehindWhatTheyWereAlikeWith(int messages) throws StoreException {
        Store store = new Store();
        for (long uid = 1; uid <= messages; uid++) {
            store.keys.put(uid, key("what they have in common" + (messages - uid)));
        }
        SortFinds finds = store.found();
        List<Long> gone = LongStream.rangeClosed(1, messages)
                .filter(uid -> uid % 2 == 0)
                .boxed()
                .collect(Collectors.toList());
        store.keys.keySet().removeAll(gone);
        List<Long> expected = new ArrayList<>(store.plain());
        expected.addAll(gone);
        assertThat(sorted(store, finds, 0, finds.size())).isEqualTo(expected);
    }

    @Test
    void whatIsEqualStaysAsItStood() {
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 2, 3, 100, 1_000}) {
            int[] numbers = random.ints(size, 0, 50_000).toArray();
            int[] expected = Arrays.stream(numbers)
                    .boxed()
                    .sorted(Comparator.comparingInt(number -> number % 10))
                    .mapToInt(Integer::intValue)
                    .toArray();
            IntSort.sort(numbers, Comparator.<Integer>comparingInt(number -> number % 10)::compare);
            assertThat(numbers).isEqualTo(expected);
        }
    }

    /** Of 100,000 messages the keys of 2 KiB, kept, were twelve times the heap. */
    @Test
    void longKeysOfManyMessagesFitALittleHeap() throws IOException, InterruptedException {
        assertThat(LittleHeap.run(16, Much.class)).isEqualTo("100000 messages stand in their order");
    }

    /** A program of its own, since a heap is a program's. */
    static final class Much {
        private static final int MESSAGES = 100_000;
        private static final byte[] COMMON = "x".repeat(2_000).getBytes(StandardCharsets.UTF_8);

        private Much() {}

        public static void main(String[] args) throws StoreException {
            SortFinds finds = new SortFinds(false);
            for (long uid = 1; uid <= MESSAGES; uid++) {
                finds.add(uid, key(uid), 100, 0);
            }
            int[] order = finds.order();
            Ties ties = new Ties(
                    finds,
                    order,
                    0,
                    order.length,
                    uids -> uids.uids().boxed().collect(Collectors.toMap(uid -> uid, Much::key)));
            while (!ties.areNone()) {
                ties.next();
            }
            boolean ascending = IntStream.range(1, MESSAGES)
                    .allMatch(i -> last(finds.uid(order[i - 1])) < last(finds.uid(order[i])));
            System.out.println(MESSAGES + " messages stand in " + (ascending ? "their" : "no") + " order");
        }

        /** Of each another, 0 to 100,002. */
        private static long last(long uid) {
            return uid * 7_919 % 100_003;
        }

        private static byte[] key(long uid) {
            byte[] key = Arrays.copyOf(COMMON, COMMON.length + 4);
            ByteBuffer.wrap(key).putInt(COMMON.length, (int) last(uid));
            return key;
        }
    }
}

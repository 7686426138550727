package dev.yubin.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.UidSet.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UidSetTest {
    @Test
    void aBuilderTakesThemAscendingAndMakesRanges() {
        UidSet.Builder builder = new UidSet.Builder();
        for (long uid = 1; uid <= 100; uid++) {
            builder.add(uid % 3 == 0 ? uid - 1 : uid);
        }
        assertThat(builder.build().toString()).startsWith("1:2,4:5,7:8").endsWith("97:98,100");
        assertThatThrownBy(() -> builder.add(99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.add(0)).isInstanceOf(IllegalArgumentException.class);
        assertThat(builder.add(UidSet.MAX_UID).build().last()).isEqualTo(UidSet.MAX_UID);
    }

    /** Small, so that ranges often touch, overlap and lie in each other. */
    private static final int GREATEST = 60;

    @Test
    void itIsTheSetOfItsUids() {
        long seed = Long.getLong("yubin.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            TreeSet<Long> left = new TreeSet<>();
            TreeSet<Long> right = new TreeSet<>();
            UidSet a = random(random, left);
            UidSet b = random(random, right);
            String told = "-Dyubin.seed=" + seed + ", round " + round + ": " + a + " and " + b;
            TreeSet<Long> both = new TreeSet<>(left);
            both.retainAll(right);
            TreeSet<Long> either = new TreeSet<>(left);
            either.addAll(right);
            requireSame(told, a, left);
            requireSame(told, a.and(b), both);
            requireSame(told, a.or(b), either);
            TreeSet<Long> onlyLeft = new TreeSet<>(left);
            onlyLeft.removeAll(right);
            requireSame(told, a.without(b), onlyLeft);
            assertThat(UidSet.of(either)).as(told).isEqualTo(b.or(a)).hasSameHashCodeAs(b.or(a));
            assertThat(a.equals(b)).as(told).isEqualTo(left.equals(right));
        }
    }

    private static UidSet random(Random random, TreeSet<Long> model) {
        List<Range> ranges = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            long first = 1 + random.nextInt(GREATEST);
            long last = first + random.nextInt(1 + random.nextInt(12));
            ranges.add(new Range(first, last));
            for (long uid = first; uid <= last; uid++) {
                model.add(uid);
            }
        }
        return UidSet.ofRanges(ranges);
    }

    private static void requireSame(String told, UidSet set, TreeSet<Long> model) {
        assertThat(set.uids().boxed().collect(Collectors.toList())).as(told).containsExactlyElementsOf(model);
        assertThat(set.size()).as(told).isEqualTo(model.size());
        assertThat(set.isEmpty()).as(told).isEqualTo(model.isEmpty());
        for (long uid = 0; uid < GREATEST + 15; uid++) {
            assertThat(set.contains(uid)).as("%s contains %d", told, uid).isEqualTo(model.contains(uid));
        }
        if (!model.isEmpty()) {
            assertThat(set.first()).as(told).isEqualTo(model.first());
            assertThat(set.last()).as(told).isEqualTo(model.last());
        }
        long end = -1;
        for (Range range : set) {
            assertThat(range.first()).as("%s: ranges lie apart", told).isGreaterThan(end + 1);
            end = range.last();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1                 | 1
                    3 1 2 2           | 1:3
                    7 1 3 4294967295  | 1,3,7,4294967295
                    4294967294 4294967295 | 4294967294:4294967295
                    """)
    void itReadsAsImapWritesIt(String uids, String written) {
        List<Long> listed = List.of(uids.split(" ")).stream().map(Long::valueOf).collect(Collectors.toList());
        assertThat(UidSet.of(listed)).hasToString(written);
    }

    @Test
    void allAndNothing() {
        assertThat(UidSet.ALL.size()).isEqualTo(UidSet.MAX_UID);
        assertThat(UidSet.ALL).hasToString("1:4294967295");
        assertThat(UidSet.ALL.and(UidSet.of(5, 9))).isEqualTo(UidSet.of(9, 5));
        assertThat(UidSet.EMPTY).hasToString("").isEqualTo(UidSet.of());
        assertThatThrownBy(UidSet.EMPTY::first).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(UidSet.EMPTY::last).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, UidSet.MAX_UID + 1, Long.MAX_VALUE})
    void whatIsNoUidIsRefused(long uid) {
        assertThatIllegalArgumentException().isThrownBy(() -> UidSet.of(uid)).withMessageContaining("" + uid);
        assertThatIllegalArgumentException().isThrownBy(() -> new Range(uid, uid));
    }

    @Test
    void aRangeGoesUpwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UidSet.range(2, 1))
                .withMessageContaining("from 2 to 1");
    }
}

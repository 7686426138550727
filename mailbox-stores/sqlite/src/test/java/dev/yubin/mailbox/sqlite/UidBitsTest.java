package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.UidSet;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UidBitsTest {
    @Test
    void itIsASetLikeAnyOther() {
        Random random = new Random(7);
        UidBits bits = new UidBits();
        TreeSet<Long> set = new TreeSet<>();
        for (int i = 0; i < 20_000; i++) {
            long uid = 1 + random.nextInt(5000);
            if (random.nextInt(20) == 0) {
                long last = uid + random.nextInt(3000);
                bits.remove(new UidSet.Range(uid, last));
                set.subSet(uid, true, last, true).clear();
            } else if (random.nextInt(3) == 0) {
                bits.remove(uid);
                set.remove(uid);
            } else {
                bits.add(uid);
                set.add(uid);
            }
            if (i % 100 == 0) {
                assertThat(bits.toSet()).isEqualTo(UidSet.of(set));
                assertThat(bits.first().isPresent()).isEqualTo(!set.isEmpty());
                bits.first().ifPresent(first -> assertThat(first).isEqualTo(set.first()));
            }
        }
    }

    @Test
    void theGreatestUidIsNoExceptionAndARangeOfAllIsQuick() {
        UidBits bits = new UidBits();
        bits.add(1);
        bits.add(UidSet.MAX_UID);
        assertThat(bits.toSet()).isEqualTo(UidSet.of(1, UidSet.MAX_UID));
        bits.remove(new UidSet.Range(2, UidSet.MAX_UID));
        assertThat(bits.toSet()).isEqualTo(UidSet.of(1));
    }
}

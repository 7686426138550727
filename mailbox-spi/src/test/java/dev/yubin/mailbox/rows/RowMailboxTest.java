package dev.yubin.mailbox.rows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.UidSet;
import org.junit.jupiter.api.Test;

/** What the contract of a store cannot see: in how many questions it asks its rows. */
class RowMailboxTest {
    @Test
    void whatLiesNearIsAskedForAtOnceAndWhatLiesFarIsNotReadThrough() {
        long near = 10 + RowMailbox.NEAR;
        assertThat(RowMailbox.together(UidSet.of(8, 10, near, near + RowMailbox.NEAR + 1, 1_000_000)))
                .containsExactly(
                        new UidSet.Range(8, near),
                        new UidSet.Range(near + RowMailbox.NEAR + 1, near + RowMailbox.NEAR + 1),
                        new UidSet.Range(1_000_000, 1_000_000));
    }

    @Test
    void allIsOneQuestionAndNothingIsNone() {
        assertThat(RowMailbox.together(UidSet.ALL)).containsExactly(new UidSet.Range(1, UidSet.MAX_UID));
        assertThat(RowMailbox.together(UidSet.EMPTY)).isEmpty();
    }
}

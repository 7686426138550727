package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.TOOBIG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AppendLimits;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A mailbox's largest message, in a store that has {@link AppendLimits}. */
interface AppendLimitsContract extends Chapter {
    @Test
    default void whatIsLargerThanTheLimitIsRefusedAsTooBig() throws StoreException {
        Mailbox inbox = inbox();
        long most = Chapter.feature(AppendLimits.class, inbox).appendLimit();
        assertThat(most).as("AppendLimits.appendLimit").isNotNegative();
        assumeTrue(most < Long.MAX_VALUE, "AppendLimits.appendLimit: no message is too large for this store");
        Chapter.refused(
                TOOBIG,
                "Mailbox.append: larger than AppendLimits.appendLimit",
                () -> inbox.append(Set.of(), NOON, OptionalLong.of(most + 1)).close());
    }
}

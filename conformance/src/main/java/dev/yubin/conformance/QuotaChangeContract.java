package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static dev.yubin.mailbox.StoreException.Reason.OVERQUOTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.QuotaChange;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bounds that a user may change, in a store that has {@link QuotaChange} and allows it to this one. */
interface QuotaChangeContract extends Chapter {
    private QuotaChange quotas() throws StoreException {
        QuotaChange quotas = Chapter.feature(QuotaChange.class, ann());
        assumeTrue(
                quotas.changeable().contains(Resource.MESSAGE), "QuotaChange.changeable: this user may not do so here");
        return quotas;
    }

    private static String root(QuotaChange quotas) throws StoreException {
        assumeTrue(!quotas.quotas(INBOX).isEmpty(), "Quotas.quotas: nothing bounds INBOX in this store");
        return quotas.quotas(INBOX).get(0).root();
    }

    @Test
    default void whatIsBoundedAnewHoldsAndNothingElseDoes() throws StoreException {
        QuotaChange quotas = quotas();
        String root = root(quotas);
        long uid = Chapter.add(inbox(), "text");
        quotas.change(root, Map.of(Resource.MESSAGE, 2L));
        Quota bounded = quotas.quota(root).orElseThrow();
        assertThat(bounded.resources())
                .as("QuotaChange.change: what is not among the limits is bounded no more")
                .isEqualTo(Map.of(Resource.MESSAGE, new Quota.Usage(1, 2)));
        Chapter.add(inbox(), "text");
        Chapter.refused(OVERQUOTA, "QuotaChange.change: a limit holds at once", () -> Chapter.add(inbox(), "text"));
        quotas.change(root, Map.of(Resource.MESSAGE, 1L));
        inbox().expunge(UidSet.of(uid));
        Chapter.refused(
                OVERQUOTA,
                "QuotaChange.change: a limit below what is there lets nothing more in",
                () -> Chapter.add(inbox(), "text"));
    }

    @Test
    default void aRootThatNothingBoundsIsThereToBeBoundedAgain() throws StoreException {
        QuotaChange quotas = quotas();
        String root = root(quotas);
        quotas.change(root, Map.of());
        assertThat(quotas.quota(root))
                .as("QuotaChange.change: a root stays though nothing bounds it")
                .contains(new Quota(root, Map.of()));
        quotas.change(root, Map.of(Resource.MESSAGE, 2L));
        assertThat(quotas.quota(root).orElseThrow().resources()).containsOnlyKeys(Resource.MESSAGE);
    }

    @Test
    default void aRootThatThereIsNotIsRefused() throws StoreException {
        QuotaChange quotas = quotas();
        Chapter.refused(
                NONEXISTENT,
                "QuotaChange.change: no such root",
                () -> quotas.change("no such root", Map.of(Resource.MESSAGE, 2L)));
    }
}

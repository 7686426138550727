package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.OVERQUOTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.mailbox.feature.Quotas;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an account may hold, in a store that has {@link Quotas}. What is bounded out of a test's reach is not filled. */
interface QuotasContract extends Chapter {
    /** Of which a bound takes few enough to be reached. */
    String LARGE = "x".repeat(65_536);

    private Quotas quotas() throws StoreException {
        return Chapter.feature(Quotas.class, ann());
    }

    /** Of all resources that bound INBOX, the one with the least room. */
    private Map<Resource, Usage> usages() throws StoreException {
        Map<Resource, Usage> tightest = new EnumMap<>(Resource.class);
        for (Quota quota : quotas().quotas(INBOX)) {
            quota.resources()
                    .forEach((resource, usage) ->
                            tightest.merge(resource, usage, (one, other) -> room(one) <= room(other) ? one : other));
        }
        return tightest;
    }

    private static long room(Usage usage) {
        return usage.limit() - usage.used();
    }

    private void requireUsed(Map<Resource, Usage> before, long octets, long messages, long mailboxes, String step)
            throws StoreException {
        Map<Resource, Long> more =
                Map.of(Resource.STORAGE, octets, Resource.MESSAGE, messages, Resource.MAILBOX, mailboxes);
        Map<Resource, Usage> now = usages();
        before.forEach((resource, usage) -> {
            if (more.containsKey(resource)) {
                assertThat(now.get(resource))
                        .as("Quota.Usage.used: of %s behind %s", resource, step)
                        .isEqualTo(new Usage(usage.used() + more.get(resource), usage.limit()));
            }
        });
    }

    @Test
    default void whatIsKeptIsCounted() throws StoreException {
        Mailbox inbox = inbox();
        Map<Resource, Usage> before = usages();
        assumeTrue(!before.isEmpty(), "Quotas.quotas: nothing bounds INBOX in this store");
        Mailbox other = other();
        requireUsed(before, 0, 0, 1, "CREATE");
        long first = Chapter.add(inbox, "12345");
        long second = Chapter.add(inbox, "1234567");
        requireUsed(before, 12, 2, 1, "two appends");
        inbox.copy(UidSet.of(second), OTHER);
        requireUsed(before, 19, 3, 1, "a copy");
        AtomicMove.move(inbox, UidSet.of(first), OTHER);
        requireUsed(before, 19, 3, 1, "a move");
        other.expunge(UidSet.of(Chapter.uids(other).get(0)));
        requireUsed(before, 12, 2, 1, "a removal");
        ann().delete(OTHER);
        requireUsed(before, 7, 1, 0, "DELETE");
        ann().rename(INBOX, MailboxName.of("Old/2026"));
        requireUsed(before, 7, 1, 2, "RENAME of INBOX");
        inbox.append(Set.of(), NOON, java.util.OptionalLong.of(100)).close();
        requireUsed(before, 7, 1, 2, "an append without commit");
    }

    @Test
    default void aQuotaIsFoundByItsRoot() throws StoreException {
        for (Quota quota : quotas().quotas(INBOX)) {
            assertThat(quotas().quota(quota.root()))
                    .as("Quotas.quota: of root '%s'", quota.root())
                    .contains(quota);
        }
        assertThat(quotas().quota("no such root"))
                .as("Quotas.quota: empty when there is no such root")
                .isEmpty();
        assertThat(quotas().quotas(MailboxName.of("None")))
                .as("Quotas.quotas: the mailbox need not exist")
                .isNotNull();
    }

    @Test
    default void anothersMailIsNotCounted() throws StoreException {
        Map<Resource, Usage> before = usages();
        Chapter.add(store().account(BOB).open(INBOX), "for bob");
        store().account(BOB).create(OTHER, Set.of());
        requireUsed(before, 0, 0, 0, "what another account holds");
    }

    @Test
    default void messagesComeInUpToTheLimitAndNoFurther() throws Exception {
        Map<Resource, Usage> before = usages();
        Optional<Usage> storage = Optional.ofNullable(before.get(Resource.STORAGE));
        Optional<Usage> messages = Optional.ofNullable(before.get(Resource.MESSAGE));
        assumeTrue(
                storage.filter(usage -> room(usage) < 5_000L * LARGE.length()).isPresent()
                        || messages.filter(usage -> room(usage) < 100_000).isPresent(),
                "Quotas.quotas: this store bounds neither octets nor messages within reach");
        Mailbox inbox = inbox();
        Chapter.add(inbox, LARGE);
        Together.run(4, number -> fill(inbox));
        Map<Resource, Usage> full = usages();
        full.forEach((resource, usage) -> assertThat(usage.used())
                .as("Quotas: what goes beyond is refused, of %s", resource)
                .isLessThanOrEqualTo(usage.limit()));
        assertThat(fits(full))
                .as("Quotas: nothing is refused that had room, %s", full)
                .isFalse();
        Chapter.refused(OVERQUOTA, "Append.commit: over quota", () -> Chapter.add(inbox, LARGE));
        inbox.expunge(UidSet.of(Chapter.uids(inbox).get(0)));
        Chapter.add(inbox, LARGE);
        inbox.expunge(UidSet.ALL);
        assertThat(usages()).as("Quota.Usage.used: of nothing").isEqualTo(before);
    }

    private static boolean fits(Map<Resource, Usage> usages) {
        return (!usages.containsKey(Resource.STORAGE) || room(usages.get(Resource.STORAGE)) >= LARGE.length())
                && (!usages.containsKey(Resource.MESSAGE) || room(usages.get(Resource.MESSAGE)) >= 1);
    }

    /** Copies what is there, fewer at a time once more do not fit, until not one more does. */
    private static void fill(Mailbox mailbox) throws StoreException {
        int atOnce = 1024;
        while (atOnce > 0) {
            UidSet some = UidSet.of(Chapter.uids(mailbox).stream().limit(atOnce).toList());
            try {
                mailbox.copy(some, INBOX);
            } catch (StoreException e) {
                assertThat(e.reason()).as("Mailbox.copy: over quota").isEqualTo(OVERQUOTA);
                atOnce /= 2;
            }
        }
    }

    @Test
    default void mailboxesAreMadeUpToTheLimitAndNoFurther() throws StoreException {
        Usage before = usages().getOrDefault(Resource.MAILBOX, new Usage(0, Long.MAX_VALUE));
        assumeTrue(room(before) < 5_000, "Quotas.quotas: this store does not bound mailboxes within reach");
        for (long i = 1; i < room(before); i++) {
            ann().create(MailboxName.of("mailbox " + i), Set.of());
        }
        MailboxName two = MailboxName.of("a/b");
        Chapter.refused(
                OVERQUOTA, "Account.create: over quota, for a superior is missing", () -> ann().create(two, Set.of()));
        assertThat(usages().get(Resource.MAILBOX).used())
                .as("Account.create: one that is refused makes no superior")
                .isEqualTo(before.limit() - 1);
        ann().create(OTHER, Set.of());
        Chapter.refused(
                OVERQUOTA, "Account.rename: over quota, for a superior is missing", () -> ann().rename(OTHER, two));
        ann().rename(OTHER, MailboxName.of("Else"));
        ann().delete(MailboxName.of("Else"));
        ann().create(OTHER, Set.of());
        Chapter.refused(OVERQUOTA, "Account.create: over quota", () -> ann().create(MailboxName.of("c"), Set.of()));
    }
}

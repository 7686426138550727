package dev.yubin.mailbox.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.FlagChange.Kind;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What is this store's own of sharing; the rest is proved by the contract in module conformance. */
class SharingTest {
    private final MemoryMailStore store = MemoryMailStore.create("ann", "bob", "a/b");
    private final MailboxName work = MailboxName.of("Work");

    private void share(String owner, MailboxName mailbox, Right... rights) throws StoreException {
        ((AccessRights) store.account(owner)).change(mailbox, "bob", new RightsChange(Kind.REPLACE, Set.of(rights)));
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThat(catchThrowableOfType(StoreException.class, call))
                .extracting(StoreException::reason)
                .isEqualTo(reason);
    }

    @Test
    void whatIsMadeBelowASharedMailboxIsSharedAlike() throws StoreException {
        store.account("ann").create(work, Set.of());
        share("ann", work, Right.LOOKUP, Right.CREATE);
        store.account("ann").create(MailboxName.of("Work/2026/May"), Set.of());
        store.account("bob").create(MailboxName.of("Other Users/ann/Work/bob's"), Set.of());
        for (String name : new String[] {"Work/2026", "Work/2026/May", "Work/bob's"}) {
            assertThat(((AccessRights) store.account("bob")).myRights(MailboxName.of("Other Users/ann/" + name)))
                    .containsExactlyInAnyOrder(Right.LOOKUP, Right.CREATE);
        }
    }

    @Test
    void aHiddenMailboxIsNotFoundOutByItsName() throws StoreException {
        store.account("ann").create(work, Set.of());
        share("ann", work, Right.CREATE);
        store.account("ann").create(MailboxName.of("Work/hidden"), Set.of());
        share("ann", MailboxName.of("Work/hidden"));
        refused(
                Reason.NOPERM,
                () -> store.account("bob").create(MailboxName.of("Other Users/ann/Work/hidden"), Set.of()));
    }

    @Test
    void theNamesOfOthersAreNotTheUsersOwn() throws StoreException {
        Account bob = store.account("bob");
        for (String name : new String[] {"Other Users", "Other Users/ann", "Other Users/bob/Work", "Other Users/x/y"}) {
            refused(Reason.NONEXISTENT, () -> bob.create(MailboxName.of(name), Set.of()));
        }
        bob.create(MailboxName.of("Other Users' letters"), Set.of());
        bob.create(work, Set.of());
        refused(Reason.NONEXISTENT, () -> bob.rename(work, MailboxName.of("Other Users/Work")));
    }

    @Test
    void anAccountWhoseNameIsNoLevelSharesNothing() throws StoreException {
        share("a/b", MailboxName.INBOX, Right.values());
        assertThat(store.account("bob").list()).hasSize(1);
        refused(Reason.NONEXISTENT, () -> store.account("bob").open(MailboxName.of("Other Users/a/b/INBOX")));
    }

    @Test
    void anothersInboxIsOneInAnyCase() throws StoreException {
        share("ann", MailboxName.INBOX, Right.LOOKUP, Right.READ);
        assertThat(store.account("bob")
                        .open(MailboxName.of("Other Users/ann/inbox"))
                        .uidValidity())
                .isEqualTo(store.account("ann").open(MailboxName.INBOX).uidValidity());
    }
}

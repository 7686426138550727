package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.ALREADYEXISTS;
import static dev.yubin.mailbox.StoreException.Reason.CANNOT;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Accounts, and their mailboxes' names. */
interface AccountContract extends Chapter {
    /** Names that some storage takes for something else. */
    List<String> NAMES = List.of(
            "Sent",
            "sent",
            "Lists/netty/dev",
            "..",
            "../../etc/passwd",
            ".",
            "~",
            "*",
            "%",
            "a*b%c",
            "_",
            "a'b",
            "a\"b",
            "a\\b",
            "&-",
            "&AOk-",
            " ",
            "C:",
            "con",
            "Entw\u00fcrfe",
            "Entwu\u0308rfe",
            "\u65e5\u672c\u8a9e/\u90f5\u4fbf",
            "\uD83D\uDCEC",
            "INBOX/inbox",
            "INBOXES",
            "x".repeat(1000),
            "\u00e9".repeat(500),
            "d/".repeat(499) + "d");

    static MailboxName name(String name) {
        return MailboxName.of(name);
    }

    static Set<String> existing(Account account) throws StoreException {
        return account.list().stream()
                .filter(MailboxEntry::exists)
                .map(entry -> entry.name().toString())
                .collect(Collectors.toSet());
    }

    static Optional<MailboxEntry> entry(Account account, MailboxName name) throws StoreException {
        return account.list().stream()
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    @Test
    default void anAccountThatIsNotThereIsRefused() {
        Chapter.refused(NONEXISTENT, "MailStore.account", () -> store().account("nobody@example.test"));
        Chapter.refused(NONEXISTENT, "MaildropStore.maildrop", () -> store().maildrop("nobody@example.test"));
        Chapter.refused(NONEXISTENT, "MailStore.account", () -> store().account(""));
    }

    @Test
    default void inboxIsAlwaysThere() throws StoreException {
        assertThat(existing(ann())).as("Account: an INBOX is always there").containsExactly("INBOX");
        long uid = Chapter.add(ann().open(name("inBox")), "text");
        assertThat(Chapter.uids(store().maildrop(ANN)))
                .as("MailStore.maildrop: the user's INBOX")
                .containsExactly(uid);
        Chapter.refused(ALREADYEXISTS, "Account.create: INBOX", () -> ann().create(name("inbox"), Set.of()));
        Chapter.refused(CANNOT, "Account.delete: INBOX cannot be removed", () -> ann().delete(name("Inbox")));
        assertThat(Chapter.uids(inbox()))
                .as("Account.delete: INBOX stays as it was")
                .containsExactly(uid);
    }

    @Test
    default void twoAccountsNeverSeeEachOther() throws StoreException {
        Account bob = store().account(BOB);
        Chapter.add(inbox(), "for ann");
        ann().create(OTHER, Set.of());
        ann().subscribe(name("Ann's"), true);
        assertThat(bob.open(INBOX).messages())
                .as("MailStore.account: another user's mail")
                .isEmpty();
        assertThat(bob.list()).as("Account.list: another user's mailboxes").hasSize(1);
        bob.create(OTHER, Set.of());
        Chapter.add(bob.open(OTHER), "for bob");
        assertThat(other().messages())
                .as("MailStore.account: another user's mail")
                .isEmpty();
        bob.delete(OTHER);
        assertThat(existing(ann())).as("Account.delete: another user's mailbox").contains("Other");
    }

    @Test
    default void anyTextIsAName() throws StoreException {
        for (String name : NAMES) {
            MailboxName mailbox = name(name);
            if (!existing(ann()).contains(name)) {
                ann().create(mailbox, Set.of());
            }
            Chapter.add(ann().open(mailbox), name.substring(0, 1));
            ann().subscribe(mailbox, true);
        }
        assertThat(existing(ann())).as("MailboxName: a level is any text").containsAll(NAMES);
        for (String name : NAMES) {
            assertThat(ann().open(name(name)).messages())
                    .as("Account.open: %s and no other", name)
                    .hasSize(1);
            assertThat(entry(ann(), name(name)).orElseThrow().subscribed())
                    .as("Account.subscribe: %s", name)
                    .isTrue();
        }
        ann().delete(name("*"));
        ann().delete(name("_"));
        ann().rename(name("%"), name("was %"));
        assertThat(existing(ann()))
                .as("Account.delete, rename: wildcards are plain text")
                .containsAll(NAMES.stream()
                        .filter(n -> !Set.of("*", "_", "%").contains(n))
                        .collect(Collectors.toSet()));
    }

    @Test
    default void aMailboxThatIsNotThereIsRefused() {
        MailboxName none = name("None");
        Chapter.refused(NONEXISTENT, "Account.open", () -> ann().open(none));
        Chapter.refused(NONEXISTENT, "Account.delete", () -> ann().delete(none));
        Chapter.refused(NONEXISTENT, "Account.rename", () -> ann().rename(none, name("Some")));
    }

    @Test
    default void superiorsAreMadeToo() throws StoreException {
        ann().create(name("a/b/c"), Set.of());
        assertThat(existing(ann()))
                .as("Account.create: superiors that are missing are made too")
                .containsExactlyInAnyOrder("INBOX", "a", "a/b", "a/b/c");
        Chapter.refused(ALREADYEXISTS, "Account.create", () -> ann().create(name("a/b"), Set.of()));
    }

    @Test
    default void inferiorsOutliveTheirSuperior() throws StoreException {
        ann().create(name("a/b"), Set.of());
        long uid = Chapter.add(ann().open(name("a/b")), "text");
        ann().delete(name("a"));
        assertThat(existing(ann())).as("Account.delete: inferiors stay").containsExactlyInAnyOrder("INBOX", "a/b");
        assertThat(Chapter.text(ann().open(name("a/b")), uid))
                .as("Account.delete: inferiors stay")
                .isEqualTo("text");
    }

    @Test
    default void aNameThatIsMadeAgainHasAGreaterUidValidity() throws StoreException {
        long greatest = 0;
        for (int i = 0; i < 4; i++) {
            ann().create(OTHER, Set.of());
            Mailbox made = ann().open(OTHER);
            assertThat(made.messages()).as("Account.create: an empty mailbox").isEmpty();
            assertThat(made.uidValidity())
                    .as("Account.create: a UIDVALIDITY above every one that this name has had")
                    .isGreaterThan(greatest);
            greatest = made.uidValidity();
            Chapter.add(made, "text");
            ann().delete(OTHER);
        }
    }

    @Test
    default void whatItIsForIsKept() throws StoreException {
        ann().create(OTHER, Set.of(SpecialUse.SENT, SpecialUse.ARCHIVE));
        assertThat(entry(ann(), OTHER).orElseThrow().uses())
                .as("Account.create: what it is for")
                .containsExactlyInAnyOrder(SpecialUse.SENT, SpecialUse.ARCHIVE);
        for (SpecialUse use : SpecialUse.values()) {
            MailboxName named = name(use.attribute());
            ann().create(named, Set.of(use));
            assertThat(entry(ann(), named).orElseThrow().uses())
                    .as("Account.create: what it is for")
                    .containsExactly(use);
        }
        assertThat(entry(ann(), INBOX).orElseThrow().uses())
                .as("MailboxEntry.uses: mostly empty")
                .isEmpty();
    }

    @Test
    default void aNameIsGivenToAMailboxWithAllThatIsBelow() throws StoreException {
        ann().create(name("a/b"), Set.of(SpecialUse.SENT));
        ann().create(name("ab"), Set.of());
        long uid = Chapter.add(ann().open(name("a/b")), "text");
        Mailbox opened = ann().open(name("a/b"));
        long uidValidity = opened.uidValidity();
        ann().rename(name("a"), name("x/y"));
        assertThat(existing(ann()))
                .as("Account.rename: with all its inferiors; superiors of the new name are made")
                .containsExactlyInAnyOrder("INBOX", "ab", "x", "x/y", "x/y/b");
        Mailbox renamed = ann().open(name("x/y/b"));
        assertThat(Chapter.uids(renamed)).as("Account.rename: UIDs go with it").containsExactly(uid);
        assertThat(renamed.uidValidity())
                .as("Account.rename: UIDVALIDITY goes with it")
                .isEqualTo(uidValidity);
        assertThat(Chapter.text(renamed, uid))
                .as("Account.rename: octets go with it")
                .isEqualTo("text");
        assertThat(entry(ann(), name("x/y/b")).orElseThrow().uses())
                .as("Account.rename")
                .containsExactly(SpecialUse.SENT);
        ann().create(name("a/b"), Set.of());
        assertThat(ann().open(name("a/b")).uidValidity())
                .as(
                        "Account.create: above every UIDVALIDITY that this name has had, also under the mailbox that left it")
                .isGreaterThan(uidValidity);
        long more = Chapter.add(opened, "more");
        assertThat(Chapter.uids(renamed))
                .as("Account.open: what was opened before it was renamed is that mailbox still")
                .containsExactly(uid, more);
    }

    @Test
    default void aNameThatIsTakenIsNotGivenAgain() throws StoreException {
        ann().create(name("a/b"), Set.of());
        ann().create(name("c/b"), Set.of());
        ann().delete(name("c"));
        Chapter.refused(ALREADYEXISTS, "Account.rename: to a/b", () -> ann().rename(name("a"), name("a/b")));
        Chapter.refused(ALREADYEXISTS, "Account.rename: to itself", () -> ann().rename(name("a"), name("a")));
        Chapter.refused(ALREADYEXISTS, "Account.rename: to INBOX", () -> ann().rename(name("a"), name("inbox")));
        Chapter.refused(ALREADYEXISTS, "Account.rename: an inferior's", () -> ann().rename(name("a"), name("c")));
        Chapter.refused(CANNOT, "Account.rename: below itself", () -> ann().rename(name("a"), name("a/c")));
        assertThat(existing(ann()))
                .as("Account.rename: one that is refused changes nothing")
                .containsExactlyInAnyOrder("INBOX", "a", "a/b", "c/b");
    }

    @Test
    default void aTreeMayMoveUpIntoItsOwnNames() throws StoreException {
        ann().create(name("a/b/b"), Set.of());
        long uid = Chapter.add(ann().open(name("a/b/b")), "text");
        ann().delete(name("a"));
        ann().rename(name("a/b"), name("a"));
        assertThat(existing(ann())).as("Account.rename: upwards").containsExactlyInAnyOrder("INBOX", "a", "a/b");
        assertThat(Chapter.uids(ann().open(name("a/b"))))
                .as("Account.rename: upwards")
                .containsExactly(uid);
    }

    @Test
    default void renamingInboxMovesItsMessagesAndLeavesItEmpty() throws StoreException {
        Mailbox inbox = inbox();
        ann().create(name("INBOX/below"), Set.of());
        Chapter.add(inbox, "first");
        Chapter.add(inbox, "second");
        long uidNext = inbox.status().uidNext();
        Follower follower = new Follower(inbox);
        ann().rename(INBOX, name("Old/2026"));
        assertThat(existing(ann()))
                .as("Account.rename: INBOX's inferiors are untouched")
                .containsExactlyInAnyOrder("INBOX", "INBOX/below", "Old", "Old/2026");
        Mailbox old = ann().open(name("Old/2026"));
        List<Long> uids = Chapter.uids(old);
        assertThat(uids).as("Account.rename: INBOX's messages are moved").hasSize(2);
        assertThat(List.of(Chapter.text(old, uids.get(0)), Chapter.text(old, uids.get(1))))
                .as("Account.rename: INBOX's messages are moved")
                .containsExactly("first", "second");
        assertThat(inbox().messages()).as("Account.rename: INBOX is left empty").isEmpty();
        long uid = Chapter.add(inbox(), "new");
        if (inbox().uidValidity() == inbox.uidValidity()) {
            assertThat(uid)
                    .as("Mailbox: a UID is never given twice under one UIDVALIDITY")
                    .isGreaterThanOrEqualTo(uidNext);
        }
        follower.catchUp();
        follower.requireSame("Mailbox.changes: tells that INBOX's messages have gone");
    }

    @Test
    default void aSubscriptionNeedsNoMailbox() throws StoreException {
        MailboxName none = name("None/such");
        ann().subscribe(none, true);
        ann().subscribe(none, true);
        MailboxEntry entry = entry(ann(), none).orElseThrow();
        assertThat(entry.exists()).as("MailboxEntry.exists: only subscribed").isFalse();
        assertThat(entry.subscribed()).as("Account.subscribe").isTrue();
        assertThat(entry(ann(), name("None")))
                .as("Account.subscribe: makes no superior")
                .isEmpty();
        ann().create(none, Set.of());
        assertThat(entry(ann(), none).orElseThrow().exists())
                .as("MailboxEntry.exists")
                .isTrue();
        ann().delete(none);
        assertThat(entry(ann(), none).map(MailboxEntry::subscribed))
                .as("Account.subscribe: only the user takes a name off the list (RFC 9051 section 6.3.7)")
                .contains(true);
        ann().subscribe(none, false);
        ann().subscribe(none, false);
        assertThat(entry(ann(), none))
                .as("Account.subscribe: taken off the list")
                .isEmpty();
        ann().subscribe(INBOX, true);
        assertThat(entry(ann(), INBOX).orElseThrow().subscribed())
                .as("Account.subscribe: INBOX")
                .isTrue();
    }

    @Test
    default void everyNameIsListedOnce() throws StoreException {
        ann().create(name("a/b"), Set.of());
        ann().subscribe(name("a"), true);
        ann().subscribe(INBOX, true);
        assertThat(ann().list().stream().map(MailboxEntry::name))
                .as("Account.list: each name once")
                .containsExactlyInAnyOrder(INBOX, name("a"), name("a/b"));
    }

    @Test
    default void theSameMailboxIsSeenThroughEveryHandle() throws StoreException {
        Mailbox one = ann().open(INBOX);
        Mailbox another = store().account(ANN).open(INBOX);
        long uid = Chapter.add(one, "text");
        assertThat(Chapter.uids(another))
                .as("MailStore: visible to every call that begins afterwards")
                .containsExactly(uid);
        another.expunge(UidSet.of(uid));
        assertThat(one.messages())
                .as("MailStore: visible to every call that begins afterwards")
                .isEmpty();
    }
}

package dev.yubin.conformance;

import static dev.yubin.mailbox.StoreException.Reason.CANNOT;
import static dev.yubin.mailbox.StoreException.Reason.NONEXISTENT;
import static dev.yubin.mailbox.StoreException.Reason.NOPERM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Sharing with others, in a store that has {@link AccessRights}. */
interface AccessRightsContract extends Chapter {
    Set<Right> ALL_RIGHTS = EnumSet.allOf(Right.class);

    /** Something that a user may do or may not. */
    interface Attempt {
        void make() throws StoreException;
    }

    private Account bob() throws StoreException {
        return store().account(BOB);
    }

    private AccessRights anns() throws StoreException {
        return Chapter.feature(AccessRights.class, ann());
    }

    private AccessRights bobs() throws StoreException {
        return Chapter.feature(AccessRights.class, bob());
    }

    /** Says what an identifier may do in Ann's second mailbox from now on. */
    private void grant(String identifier, Set<Right> rights) throws StoreException {
        other();
        anns().change(OTHER, identifier, new RightsChange(FlagChange.Kind.REPLACE, rights));
    }

    /** Lets Bob do this in Ann's second mailbox, and nothing else. */
    private void allow(Right... rights) throws StoreException {
        grant(BOB, Set.of(rights));
    }

    /** What Bob calls a mailbox of Ann's. */
    private MailboxName bobsNameOf(MailboxName anns) throws StoreException {
        return MailboxName.of(bobs().othersPrefix() + ANN + "/" + anns);
    }

    private MailboxName shared() throws StoreException {
        return bobsNameOf(OTHER);
    }

    @Test
    default void whatIsNotSharedIsNotThere() throws StoreException {
        Chapter.feature(AccessRights.class, ann());
        other();
        assertThat(bob().list())
                .as("Account.list: nothing of Ann's is shared with Bob")
                .hasSize(1);
        for (MailboxName hidden : List.of(
                shared(),
                bobsNameOf(INBOX),
                bobsNameOf(MailboxName.of("None")),
                MailboxName.of(bobs().othersPrefix() + "nobody@example.test/INBOX"))) {
            for (Attempt attempt : Arrays.<Attempt>asList(
                    () -> bob().open(hidden).messages(),
                    () -> bob().delete(hidden),
                    () -> bob().rename(hidden, MailboxName.of("Mine")),
                    () -> bob().create(MailboxName.of(hidden + "/below"), Set.of()),
                    () -> bob().open(INBOX).copy(UidSet.ALL, hidden),
                    () -> bobs().myRights(hidden),
                    () -> bobs().rights(hidden),
                    () -> bobs().change(hidden, BOB, new RightsChange(FlagChange.Kind.ADD, ALL_RIGHTS)))) {
                Chapter.refused(NONEXISTENT, "AccessRights: nobody learns of " + hidden, attempt::make);
            }
        }
    }

    @Test
    default void whoMayLookAMailboxUpSeesItListed() throws StoreException {
        allow(Right.LOOKUP);
        assertThat(bob().list().stream().filter(MailboxEntry::exists).map(MailboxEntry::name))
                .as("Account.list: with what others share")
                .containsExactlyInAnyOrder(INBOX, shared());
        assertThat(bobs().myRights(shared())).as("AccessRights.myRights").containsExactly(Right.LOOKUP);
        bob().subscribe(shared(), true);
        assertThat(AccountContract.entry(bob(), shared()).orElseThrow().subscribed())
                .as("Account.subscribe: to another's mailbox")
                .isTrue();
        assertThat(AccountContract.entry(ann(), OTHER).orElseThrow().subscribed())
                .as("Account.subscribe: each user's own")
                .isFalse();
        allow(Right.READ);
        assertThat(AccountContract.entry(bob(), shared()).orElseThrow().exists())
                .as("Account.list: not what the user may not look up, though subscribed to")
                .isFalse();
        assertThat(bobs().myRights(shared())).as("AccessRights.myRights").containsExactly(Right.READ);
    }

    @Test
    default void eachRightAllowsItsOwnAndNothingElse() throws StoreException {
        other();
        bob().create(OTHER, Set.of());
        allow(Right.LOOKUP);
        for (Right right : EnumSet.complementOf(EnumSet.of(Right.LOOKUP, Right.POST))) {
            for (Attempt attempt : attempts(right)) {
                Set<Right> others = EnumSet.complementOf(EnumSet.of(right));
                requireRefused(others, right, NOPERM, attempt);
                others.remove(Right.LOOKUP);
                requireRefused(others, right, NONEXISTENT, attempt);
                grant(BOB, EnumSet.of(Right.READ, right));
                try {
                    attempt.make();
                } catch (StoreException e) {
                    throw new AssertionError("AccessRights: " + right + " allows it", e);
                }
            }
        }
    }

    private void requireRefused(Set<Right> rights, Right missing, StoreException.Reason reason, Attempt attempt)
            throws StoreException {
        // Flags, and what is marked as deleted, are refused only to who may change none at all.
        Set<Right> without = EnumSet.copyOf(rights);
        if (Set.of(Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES).contains(missing)) {
            without.removeAll(Set.of(Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES));
        }
        grant(BOB, without);
        Chapter.refused(reason, "AccessRights: it needs " + missing, attempt::make);
    }

    /** What Bob does that needs this right, and READ at most besides. The mailbox is made anew where it went. */
    private List<Attempt> attempts(Right right) throws StoreException {
        long uid = Chapter.add(other(), "text");
        return switch (right) {
            case LOOKUP, POST -> List.of();
            case READ ->
                List.of(
                        () -> bob().open(shared()).messages(),
                        () -> bob().open(shared()).status(),
                        () -> bob().open(shared()).snapshot(),
                        () -> bob().open(shared()).changes(0),
                        () -> bob().open(shared()).outlines(UidSet.of(uid)),
                        () -> Chapter.text(bob().open(shared()), uid),
                        () -> bob().open(shared()).copy(UidSet.of(uid), OTHER));
            case SEEN -> List.of(() -> FlagContract.flag(bob().open(shared()), Flag.SEEN, uid));
            case WRITE -> List.of(() -> FlagContract.flag(bob().open(shared()), Flag.of("$Work"), uid));
            case DELETE_MESSAGES -> List.of(() -> FlagContract.flag(bob().open(shared()), Flag.DELETED, uid));
            case INSERT ->
                List.of(
                        () -> Chapter.add(bob().open(shared()), "bob's"),
                        () -> bob().open(INBOX).copy(UidSet.of(Chapter.add(bob().open(INBOX), "copied")), shared()));
            case CREATE -> List.of(() -> bob().create(MailboxName.of(shared() + "/below"), Set.of()));
            case EXPUNGE ->
                List.of(
                        () -> bob().open(shared()).expunge(UidSet.of(uid)),
                        () -> bob().open(shared()).expungeDeleted(UidSet.ALL));
            case DELETE_MAILBOX -> List.of(() -> bob().delete(shared()));
            case ADMINISTER ->
                List.of(
                        () -> bobs().rights(shared()),
                        () -> bobs().change(shared(), "anyone", new RightsChange(FlagChange.Kind.ADD, Set.of())));
        };
    }

    @Test
    default void flagsThatMayNotBeChangedAreLeftAsTheyAre() throws StoreException {
        Flag work = Flag.of("$Work");
        long uid = Chapter.add(other(), "text", Flag.DELETED, Flag.FLAGGED);
        allow(Right.READ, Right.SEEN, Right.INSERT);
        Mailbox mailbox = bob().open(shared());
        mailbox.store(UidSet.of(uid), FlagChange.replace(Flag.SEEN, work), OptionalLong.empty());
        assertThat(Chapter.message(other(), uid).flags())
                .as("Mailbox.store: with SEEN alone")
                .containsExactlyInAnyOrder(Flag.DELETED, Flag.FLAGGED, Flag.SEEN);
        mailbox.store(UidSet.of(uid), FlagChange.remove(Flag.SEEN, Flag.FLAGGED), OptionalLong.empty());
        assertThat(Chapter.message(other(), uid).flags())
                .as("Mailbox.store: with SEEN alone")
                .containsExactlyInAnyOrder(Flag.DELETED, Flag.FLAGGED);
        long added = Chapter.add(mailbox, "bob's", Flag.SEEN, Flag.DELETED, work);
        assertThat(Chapter.message(other(), added).flags())
                .as("Mailbox.append: with SEEN alone")
                .containsExactly(Flag.SEEN);
        long bobs = Chapter.add(bob().open(INBOX), "bob's", Flag.SEEN, Flag.DELETED, work);
        Copied copied = bob().open(INBOX).copy(UidSet.of(bobs), shared());
        assertThat(Chapter.message(other(), copied.target().get(0)).flags())
                .as("Mailbox.copy: with SEEN alone")
                .containsExactly(Flag.SEEN);
        allow(Right.LOOKUP, Right.READ, Right.WRITE, Right.DELETE_MESSAGES);
        Chapter.refused(
                NOPERM,
                "Mailbox.store: none of the flags may be changed",
                () -> FlagContract.flag(mailbox, Flag.SEEN, uid));
        mailbox.store(UidSet.of(uid), FlagChange.replace(Flag.SEEN, work), OptionalLong.empty());
        assertThat(Chapter.message(other(), uid).flags())
                .as("Mailbox.store: with all but SEEN")
                .containsExactly(work);
    }

    @Test
    default void bothSeeTheSameMailbox() throws StoreException, InterruptedException {
        grant(BOB, ALL_RIGHTS);
        Mailbox anns = other();
        Mailbox bobs = bob().open(shared());
        Follower follower = new Follower(anns);
        long first = Chapter.add(anns, "ann's");
        long second = Chapter.add(bobs, "bob's", Flag.FLAGGED);
        FlagContract.flag(bobs, Flag.SEEN, first);
        assertThat(bobs.messages()).as("AccessRights: the same mailbox").isEqualTo(anns.messages());
        assertThat(bobs.status()).as("AccessRights: the same mailbox").isEqualTo(anns.status());
        assertThat(Chapter.text(anns, second))
                .as("AccessRights: the same mailbox")
                .isEqualTo("bob's");
        bobs.expunge(UidSet.of(first));
        follower.catchUp();
        follower.requireSame("Mailbox.changes: by whomever it was changed");
        bob().create(MailboxName.of(shared() + "/below"), Set.of());
        assertThat(AccountContract.existing(ann()))
                .as("Account.create: in Ann's")
                .contains("Other/below");
    }

    @Test
    default void whoWatchesIsToldOfWhatOthersDo() throws StoreException, InterruptedException {
        AccountWatch watched = Chapter.feature(AccountWatch.class, bob());
        Chapter.feature(AccessRights.class, ann());
        other();
        BlockingQueue<MailboxName> told = new LinkedBlockingQueue<>();
        Watch watch = watched.watch(news -> told.add(news.mailbox().orElseThrow()));
        try {
            Chapter.add(other(), "not shared yet");
            assertThat(told)
                    .as("AccountWatch.watch: nothing of what is not shared")
                    .isEmpty();
            requireTold(told, "it was shared", () -> allow(Right.LOOKUP));
            requireTold(told, "an append", () -> Chapter.add(other(), "text"));
            requireTold(told, "it is not shared any longer", () -> allow());
        } finally {
            watch.close();
        }
    }

    private void requireTold(BlockingQueue<MailboxName> told, String step, Attempt attempt)
            throws StoreException, InterruptedException {
        told.clear();
        attempt.make();
        MailboxName next;
        do {
            next = told.poll(10, TimeUnit.SECONDS);
            assertThat(next)
                    .as("AccountWatch.watch: within ten seconds, of another's mailbox behind %s", step)
                    .isNotNull();
        } while (!next.equals(shared()));
    }

    @Test
    default void messagesGoFromOneAccountToAnother() throws StoreException {
        grant(BOB, ALL_RIGHTS);
        Mailbox inbox = bob().open(INBOX);
        Mailbox shared = bob().open(shared());
        long first = Chapter.add(inbox, "first", Flag.SEEN);
        long second = Chapter.add(inbox, "second", Flag.of("$Work"));
        Copied copied = inbox.copy(UidSet.of(first), shared());
        Copied moved = AtomicMove.move(inbox, UidSet.of(first, second), shared());
        assertThat(inbox.messages()).as("AtomicMove.move: removed here").isEmpty();
        assertThat(Chapter.uids(other()))
                .as("Mailbox.copy, AtomicMove.move: to another's mailbox")
                .containsExactly(
                        copied.target().get(0),
                        moved.target().get(0),
                        moved.target().get(1));
        Message message = Chapter.message(other(), moved.target().get(1));
        assertThat(message.flags()).as("AtomicMove.move: flags").containsExactly(Flag.of("$Work"));
        assertThat(Chapter.text(other(), message.uid()))
                .as("AtomicMove.move: octets")
                .isEqualTo("second");
        assertThat(other().outlines(UidSet.of(message.uid())).get(message.uid()))
                .as("AtomicMove.move: outline")
                .isEqualTo(Chapter.octets("second"));
        AtomicMove.move(shared, UidSet.of(message.uid()), INBOX);
        assertThat(Chapter.text(inbox, Chapter.uids(inbox).get(0)))
                .as("AtomicMove.move: and back")
                .isEqualTo("second");
        allow(Right.LOOKUP, Right.READ, Right.INSERT, Right.DELETE_MESSAGES);
        Chapter.refused(NOPERM, "AtomicMove.move: it needs EXPUNGE", () -> AtomicMove.move(shared, UidSet.ALL, INBOX));
        assertThat(other().messages()).as("AtomicMove.move: all or none").hasSize(2);
        Chapter.refused(
                CANNOT,
                "Account.rename: a mailbox stays in its account",
                () -> bob().rename(shared(), MailboxName.of("Mine")));
    }

    @Test
    default void messagesThatGoBothWaysAtOnceAreNeverLost() throws Exception {
        grant(BOB, ALL_RIGHTS);
        int messages = 20;
        for (int i = 0; i < messages; i++) {
            Chapter.add(bob().open(INBOX), "message " + i);
        }
        Together.run(4, number -> {
            MailboxName from = number % 2 == 0 ? INBOX : shared();
            MailboxName to = number % 2 == 0 ? shared() : INBOX;
            for (int i = 0; i < 100; i++) {
                Mailbox source = bob().open(from);
                if (source instanceof AtomicMove atomic) {
                    atomic.move(UidSet.ALL, to);
                } else {
                    source.copy(UidSet.EMPTY, to);
                }
            }
        });
        assertThat(bob().open(INBOX).status().messages() + other().status().messages())
                .as("AtomicMove.move: between two accounts, in both directions at once")
                .isEqualTo(messages);
    }

    @Test
    default void rightsAreAddedUpAndTakenAway() throws StoreException {
        grant("anyone", EnumSet.of(Right.LOOKUP, Right.READ, Right.SEEN));
        grant(BOB, EnumSet.of(Right.WRITE));
        assertThat(bobs().myRights(shared()))
                .as("AccessRights: Bob's and anyone's (RFC 4314 section 2)")
                .containsExactlyInAnyOrder(Right.LOOKUP, Right.READ, Right.SEEN, Right.WRITE);
        grant("-" + BOB, EnumSet.of(Right.SEEN, Right.WRITE, Right.POST));
        assertThat(bobs().myRights(shared()))
                .as("AccessRights: without what is taken away from Bob")
                .containsExactlyInAnyOrder(Right.LOOKUP, Right.READ);
        grant("-anyone", EnumSet.of(Right.READ));
        assertThat(bobs().myRights(shared()))
                .as("AccessRights: without what is taken away from anyone")
                .containsExactly(Right.LOOKUP);
        assertThat(anns().myRights(OTHER))
                .as("AccessRights: the owner has all rights always")
                .isEqualTo(ALL_RIGHTS);
    }

    @Test
    default void rightsAreTold() throws StoreException {
        allow(Right.LOOKUP, Right.READ);
        anns().change(OTHER, BOB, new RightsChange(FlagChange.Kind.ADD, Set.of(Right.SEEN, Right.ADMINISTER)));
        anns().change(OTHER, BOB, new RightsChange(FlagChange.Kind.REMOVE, Set.of(Right.READ, Right.WRITE)));
        grant("anyone", EnumSet.of(Right.POST));
        Map<String, Set<Right>> expected = Map.of(
                ANN, ALL_RIGHTS, BOB, Set.of(Right.LOOKUP, Right.SEEN, Right.ADMINISTER), "anyone", Set.of(Right.POST));
        assertThat(anns().rights(OTHER)).as("AccessRights.rights: everybody's").isEqualTo(expected);
        assertThat(bobs().rights(shared()))
                .as("AccessRights.rights: whoever asks")
                .isEqualTo(expected);
        grant("anyone", Set.of());
        assertThat(anns().rights(OTHER))
                .as("AccessRights.change: one that has none left is no longer listed")
                .containsOnlyKeys(ANN, BOB);
        assertThat(anns().rights(INBOX))
                .as("AccessRights.rights: each mailbox has its own")
                .containsOnlyKeys(ANN);
        Chapter.refused(
                CANNOT,
                "AccessRights.change: the owner's own rights",
                () -> anns().change(OTHER, ANN, new RightsChange(FlagChange.Kind.REMOVE, Set.of(Right.READ))));
    }

    @Test
    default void rightsGoWithTheMailboxAndEndWithIt() throws StoreException {
        allow(Right.LOOKUP, Right.READ);
        MailboxName renamed = MailboxName.of("Else");
        ann().rename(OTHER, renamed);
        assertThat(bobs().myRights(bobsNameOf(renamed)))
                .as("AccessRights: RENAME does not change them (RFC 4314 section 4)")
                .containsExactlyInAnyOrder(Right.LOOKUP, Right.READ);
        Chapter.refused(NONEXISTENT, "AccessRights: the name is nobody's now", () -> bobs().myRights(shared()));
        ann().delete(renamed);
        ann().create(renamed, Set.of());
        assertThat(anns().rights(renamed))
                .as("AccessRights: DELETE ends them (RFC 4314 section 4)")
                .containsOnlyKeys(ANN);
    }

    @Test
    default void annotationsNeedRightsToo() throws StoreException {
        Annotations annotations = Chapter.feature(Annotations.class, bob());
        Chapter.feature(AccessRights.class, ann());
        allow(Right.LOOKUP, Right.ADMINISTER);
        Optional<MailboxName> of = Optional.of(shared());
        Optional<byte[]> value = Optional.of(Chapter.octets("bob's"));
        Chapter.refused(NOPERM, "Annotations (RFC 5464 section 3.3)", () -> annotations.annotations(of));
        Chapter.refused(
                NOPERM,
                "Annotations (RFC 5464 section 3.3)",
                () -> annotations.annotate(of, Map.of("/shared/comment", value)));
        allow(Right.LOOKUP, Right.POST);
        annotations.annotate(of, Map.of("/shared/comment", value, "/private/comment", value));
        assertThat(annotations.annotations(of))
                .as("Annotations.annotations: of another's mailbox")
                .containsOnlyKeys("/shared/comment", "/private/comment");
        assertThat(((Annotations) ann()).annotations(Optional.of(OTHER)))
                .as("Annotations.annotations: what is private is the user's own")
                .containsOnlyKeys("/shared/comment");
    }

    @Test
    default void rightsOutliveTheStore() throws Exception {
        allow(Right.LOOKUP, Right.READ);
        grant("-anyone", EnumSet.of(Right.READ));
        ReopenContract.reopen(this);
        assertThat(bobs().myRights(shared()))
                .as("AccessRights: what has returned is durable")
                .containsExactly(Right.LOOKUP);
    }
}

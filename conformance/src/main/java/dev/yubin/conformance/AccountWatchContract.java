package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.AtomicMove;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Being told of changes in any mailbox, in a store that has {@link AccountWatch}. */
interface AccountWatchContract extends Chapter {
    private AccountWatch watched() throws StoreException {
        return Chapter.feature(AccountWatch.class, ann());
    }

    /** Has each mailbox that changed put into {@code told}. */
    private Watch watchChanged(BlockingQueue<MailboxName> told) throws StoreException {
        return watched().watch(news -> {
            if (news.kind() == AccountNews.Kind.CHANGED) {
                told.add(news.mailbox().orElseThrow());
            }
        });
    }

    /** Makes a change, and waits until the listener has been told of all these mailboxes. */
    private static void requireTold(
            BlockingQueue<MailboxName> told, String step, WatchContract.Change change, MailboxName... names)
            throws StoreException, InterruptedException {
        told.clear();
        change.make();
        Set<MailboxName> missing = new TreeSet<>(Set.of(names));
        while (!missing.isEmpty()) {
            MailboxName next = told.poll(10, TimeUnit.SECONDS);
            assertThat(next)
                    .as("AccountWatch.watch: the listener is called within ten seconds behind %s, of %s", step, missing)
                    .isNotNull();
            missing.remove(next);
        }
    }

    @Test
    default void everyKindOfChangeIsToldWithItsMailbox() throws StoreException, InterruptedException {
        MailboxName a = MailboxName.of("a");
        MailboxName below = MailboxName.of("a/b");
        Mailbox inbox = inbox();
        BlockingQueue<MailboxName> told = new LinkedBlockingQueue<>();
        Watch watch = watchChanged(told);
        try {
            requireTold(told, "CREATE", () -> ann().create(below, Set.of()), a, below);
            requireTold(told, "SUBSCRIBE", () -> ann().subscribe(below, true), below);
            requireTold(told, "UNSUBSCRIBE", () -> ann().subscribe(below, false), below);
            requireTold(told, "an append", () -> Chapter.add(inbox, "text"), INBOX);
            UidSet uid = UidSet.of(Chapter.uids(inbox).get(0));
            requireTold(told, "a change of flags", () -> FlagContract.flag(inbox, Flag.SEEN, uid.first()), INBOX);
            requireTold(told, "a copy", () -> inbox.copy(uid, below), below);
            requireTold(told, "a move", () -> AtomicMove.move(inbox, uid, below), INBOX, below);
            requireTold(told, "a removal", () -> ann().open(below).expunge(UidSet.of(1)), below);
            MailboxName c = MailboxName.of("c");
            MailboxName renamed = MailboxName.of("c/b");
            requireTold(told, "RENAME", () -> ann().rename(a, c), a, below, c, renamed);
            requireTold(told, "an append behind RENAME", () -> Chapter.add(ann().open(renamed), "text"), renamed);
            requireTold(told, "DELETE", () -> ann().delete(renamed), renamed);
            Chapter.add(inbox, "text");
            requireTold(told, "RENAME of INBOX", () -> ann().rename(INBOX, OTHER), INBOX, OTHER);
        } finally {
            watch.close();
        }
    }

    private static AccountNews next(BlockingQueue<AccountNews> told, String step) throws InterruptedException {
        AccountNews next = told.poll(10, TimeUnit.SECONDS);
        assertThat(next)
                .as("AccountWatch.watch: the listener is called within ten seconds behind %s", step)
                .isNotNull();
        return next;
    }

    @Test
    default void aRenameIsToldOnceAndBeforeItsNames() throws StoreException, InterruptedException {
        MailboxName a = MailboxName.of("a");
        MailboxName b = MailboxName.of("b");
        ann().create(MailboxName.of("a/below"), Set.of());
        BlockingQueue<AccountNews> told = new LinkedBlockingQueue<>();
        Watch watch = watched().watch(told::add);
        try {
            ann().rename(a, b);
            assertThat(next(told, "RENAME"))
                    .as("AccountWatch.watch: first, that it was renamed")
                    .isEqualTo(AccountNews.renamed(a, b));
            Set<AccountNews> names = new HashSet<>();
            while (names.size() < 4) {
                names.add(next(told, "RENAME, of each old and new name"));
            }
            assertThat(names)
                    .as("AccountWatch.watch: of those below, each old and new name alone")
                    .containsExactlyInAnyOrder(
                            AccountNews.changed(a),
                            AccountNews.changed(MailboxName.of("a/below")),
                            AccountNews.changed(b),
                            AccountNews.changed(MailboxName.of("b/below")));
            ann().rename(INBOX, a);
            assertThat(next(told, "RENAME of INBOX")).isEqualTo(AccountNews.renamed(INBOX, a));
        } finally {
            watch.close();
        }
    }

    @Test
    default void annotationsAreToldByTheNamesOfTheirEntries() throws StoreException, InterruptedException {
        Annotations annotations = Chapter.feature(Annotations.class, ann());
        BlockingQueue<AccountNews> told = new LinkedBlockingQueue<>();
        Watch watch = watched().watch(told::add);
        try {
            Optional<byte[]> value = Optional.of(Chapter.octets("x"));
            for (Optional<MailboxName> of : List.of(Optional.of(INBOX), Optional.<MailboxName>empty())) {
                annotations.annotate(of, Map.of("/shared/comment", value));
                AccountNews comment = AccountNews.annotated(of, Set.of("/shared/comment"));
                assertThat(next(told, "an entry is set"))
                        .as("AccountWatch.watch: set")
                        .isEqualTo(comment);
                annotations.annotate(of, Map.of("/shared/comment", Optional.empty()));
                assertThat(next(told, "an entry is removed"))
                        .as("AccountWatch.watch: removed")
                        .isEqualTo(comment);
                annotations.annotate(of, Map.of("/private/a", value));
                assertThat(next(told, "a private entry is set"))
                        .as("AccountWatch.watch: of the user's own")
                        .isEqualTo(AccountNews.annotated(of, Set.of("/private/a")));
            }
        } finally {
            watch.close();
        }
    }

    @Test
    default void aWatchOfTheAccountThatIsClosedIsQuietAndOthersGoOn() throws StoreException, InterruptedException {
        BlockingQueue<MailboxName> closed = new LinkedBlockingQueue<>();
        BlockingQueue<MailboxName> open = new LinkedBlockingQueue<>();
        Watch ended = watchChanged(closed);
        Watch watch = watchChanged(open);
        try {
            ended.close();
            ended.close();
            requireTold(open, "an append, though another was closed", () -> Chapter.add(inbox(), "first"), INBOX);
            // A call that was under way has come by now; what follows is behind the close.
            closed.clear();
            requireTold(open, "an append", () -> Chapter.add(inbox(), "second"), INBOX);
            assertThat(closed).as("Watch.close: ends it").isEmpty();
        } finally {
            watch.close();
        }
    }

    @Test
    default void aListenerMayLookAtTheAccount() throws StoreException, InterruptedException {
        BlockingQueue<MailboxName> seen = new LinkedBlockingQueue<>();
        Watch watch = watched().watch(news -> {
            try {
                // From another thread: a lock that this one may enter again would hide that it is held.
                Together.run(1, number -> ann().list());
                seen.add(news.mailbox().orElseThrow());
            } catch (Exception e) {
                throw new AssertionError("AccountWatch.watch: with nothing locked", e);
            }
        });
        try {
            requireTold(seen, "CREATE, and may look what there is", () -> ann().create(OTHER, Set.of()), OTHER);
            requireTold(seen, "an append, and may look what there is", () -> Chapter.add(other(), "text"), OTHER);
        } finally {
            watch.close();
        }
    }
}

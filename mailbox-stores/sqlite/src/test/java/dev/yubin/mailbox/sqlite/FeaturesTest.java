package dev.yubin.mailbox.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.Watch;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.AtomicMove;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an account can do besides: annotations, and being told of all its mailboxes. */
class FeaturesTest {
    private static final MailboxName NEW = MailboxName.of("New/name");

    @TempDir
    private Path directory;

    private SqliteMailStore store;
    private Account ann;

    @BeforeEach
    void open() throws StoreException {
        store = SqliteMailStore.open(directory.resolve("mail.db"));
        ann = store.addAccount(Mail.ANN);
        store.addAccount(Mail.BOB);
    }

    @AfterEach
    void close() throws StoreException {
        assertThat(store.check().faults()).isEmpty();
        store.close();
    }

    private static Optional<byte[]> value(String text) {
        return Optional.of(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    void annotationsBelongToTheirMailboxUnderWhateverName() throws StoreException {
        Annotations annotations = (Annotations) ann;
        ann.create(Mail.OTHER, Set.of());
        annotations.annotate(
                Optional.of(Mail.OTHER), Map.of("/private/comment", value("mine"), "/shared/comment", value("")));
        annotations.annotate(Optional.empty(), Map.of("/shared/admin", value("mailto:root")));
        ann.rename(Mail.OTHER, NEW);
        assertThat(annotations.annotations(Optional.of(NEW)))
                .containsOnlyKeys("/private/comment", "/shared/comment")
                .containsEntry("/private/comment", value("mine").orElseThrow());
        assertThat(annotations.annotations(Optional.empty())).containsOnlyKeys("/shared/admin");
        annotations.annotate(
                Optional.of(NEW), Map.of("/private/comment", Optional.empty(), "/shared/comment", value("ours")));
        assertThat(annotations.annotations(Optional.of(NEW)))
                .containsOnlyKeys("/shared/comment")
                .containsEntry("/shared/comment", value("ours").orElseThrow());
        assertThat(((Annotations) store.account(Mail.BOB)).annotations(Optional.empty()))
                .isEmpty();
        Mail.refused(Reason.NONEXISTENT, () -> annotations.annotations(Optional.of(Mail.OTHER)));
        ann.delete(NEW);
        ann.create(NEW, Set.of());
        assertThat(annotations.annotations(Optional.of(NEW))).isEmpty();
    }

    @Test
    void annotationsAreSetAllOrNoneAndBounded() throws StoreException {
        Annotations annotations = (Annotations) ann;
        Mail.refused(
                Reason.TOOBIG,
                () -> annotations.annotate(
                        Optional.empty(),
                        Map.of("/private/a", value("small"), "/private/b", Optional.of(new byte[65_537]))));
        Map<String, Optional<byte[]>> many = new HashMap<>();
        for (int i = 0; i < 1001; i++) {
            many.put("/private/" + i, value("x"));
        }
        Mail.refused(Reason.LIMIT, () -> annotations.annotate(Optional.empty(), many));
        assertThat(annotations.annotations(Optional.empty())).isEmpty();
    }

    /** A change to be told of. */
    private interface Change {
        void make() throws StoreException;
    }

    private static void requireTold(BlockingQueue<MailboxName> told, Change change, MailboxName... names)
            throws Exception {
        change.make();
        for (MailboxName name : names) {
            assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(name);
        }
    }

    @Test
    void whoWatchesAnAccountIsToldOfEachOfItsMailboxes() throws Exception {
        BlockingQueue<MailboxName> told = new LinkedBlockingQueue<>();
        Watch watch = ((AccountWatch) ann).watch(news -> {
            if (news.kind() == AccountNews.Kind.CHANGED) {
                told.add(news.mailbox().orElseThrow());
            }
        });
        Mailbox inbox = ann.open(MailboxName.INBOX);
        requireTold(told, () -> ann.create(NEW, Set.of()), MailboxName.of("New"), NEW);
        requireTold(told, () -> ann.subscribe(Mail.OTHER, true), Mail.OTHER);
        requireTold(told, () -> ann.rename(NEW, Mail.OTHER), NEW, Mail.OTHER);
        requireTold(told, () -> Mail.add(inbox, "text"), MailboxName.INBOX);
        requireTold(
                told,
                () -> inbox.store(UidSet.ALL, FlagChange.add(Flag.SEEN), OptionalLong.empty()),
                MailboxName.INBOX);
        requireTold(told, () -> ((AtomicMove) inbox).move(UidSet.ALL, Mail.OTHER), Mail.OTHER, MailboxName.INBOX);
        requireTold(told, () -> ann.delete(Mail.OTHER), Mail.OTHER);
        Mail.add(Mail.inbox(store, Mail.BOB), "another's news");
        inbox.store(UidSet.ALL, FlagChange.add(Flag.SEEN), OptionalLong.empty());
        watch.close();
        watch.close();
        Mail.add(inbox, "unwatched");
        assertThat(told).isEmpty();
    }

    @Test
    void aMailboxThatWasDeletedTellsItsWatchersAndIsGone() throws Exception {
        ann.create(Mail.OTHER, Set.of());
        Mailbox other = ann.open(Mail.OTHER);
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        other.watch(() -> told.add("told"));
        ann.delete(Mail.OTHER);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("told");
        Mail.refused(Reason.NONEXISTENT, other::status);
        Mail.refused(Reason.NONEXISTENT, other::snapshot);
        Mail.refused(Reason.NONEXISTENT, () -> other.changes(0));
        Mail.refused(Reason.NONEXISTENT, () -> other.watch(() -> {}));
    }
}

package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Copied;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.ObjectId;
import dev.yubin.mailbox.feature.ObjectIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

/** Names that never change, in a store that has {@link ObjectIds}. */
interface ObjectIdsContract extends Chapter {
    String OBJECT_ID = "[A-Za-z0-9_-]{1,255}";

    private static String mailboxId(Mailbox mailbox) throws StoreException {
        return Chapter.feature(ObjectIds.class, mailbox).mailboxId();
    }

    private static ObjectId objectId(Mailbox mailbox, long uid) throws StoreException {
        SortedMap<Long, ObjectId> ids =
                Chapter.feature(ObjectIds.class, mailbox).objectIds(UidSet.of(uid));
        assertThat(ids).as("ObjectIds.objectIds: of UID %d", uid).containsOnlyKeys(uid);
        return ids.get(uid);
    }

    @Test
    default void aMailboxIsCalledAsNoOther() throws StoreException {
        List<String> ids = new ArrayList<>();
        for (Mailbox mailbox : List.of(inbox(), other(), store().account(BOB).open(INBOX))) {
            ids.add(mailboxId(mailbox));
        }
        for (int i = 0; i < 2; i++) {
            ann().delete(OTHER);
            ids.add(mailboxId(other()));
        }
        assertThat(ids)
                .as(
                        "ObjectIds.mailboxId: one that was given is never given to anything else, under the same name neither")
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches(OBJECT_ID));
        assertThat(mailboxId(store().account(ANN).open(INBOX)))
                .as("ObjectIds.mailboxId: never changes")
                .isEqualTo(ids.get(0));
    }

    @Test
    default void aMailboxIdOutlivesRename() throws StoreException {
        MailboxName below = MailboxName.of("Other/below");
        String id = mailboxId(other());
        ann().create(below, Set.of());
        String belowId = mailboxId(ann().open(below));
        ann().rename(OTHER, MailboxName.of("Else"));
        assertThat(mailboxId(ann().open(MailboxName.of("Else"))))
                .as("ObjectIds.mailboxId: outlives a RENAME")
                .isEqualTo(id);
        assertThat(mailboxId(ann().open(MailboxName.of("Else/below"))))
                .as("ObjectIds.mailboxId: an inferior's outlives a RENAME")
                .isEqualTo(belowId);
        assertThat(mailboxId(other()))
                .as("ObjectIds.mailboxId: the name is another mailbox's now")
                .isNotEqualTo(id);
    }

    @Test
    default void whatInboxHeldIsInAnotherMailboxWhenItIsRenamed() throws StoreException {
        String id = mailboxId(inbox());
        ObjectId message = objectId(inbox(), Chapter.add(inbox(), "text"));
        ann().rename(INBOX, OTHER);
        assertThat(mailboxId(inbox()))
                .as("ObjectIds.mailboxId: INBOX stays INBOX (RFC 8474 section 4)")
                .isEqualTo(id);
        assertThat(mailboxId(other()))
                .as("ObjectIds.mailboxId: of a new mailbox")
                .isNotEqualTo(id);
        assertThat(objectId(other(), Chapter.uids(other()).get(0)))
                .as("ObjectIds.objectIds: of a message that went along")
                .isEqualTo(message);
    }

    @Test
    default void eachMessageIsCalledAsNoOther() throws StoreException {
        Mailbox inbox = inbox();
        long first = Chapter.add(inbox, "first");
        long second = Chapter.add(inbox, "second");
        long gone = Chapter.add(inbox, "gone");
        String goneId = objectId(inbox, gone).email();
        inbox.expunge(UidSet.of(gone));
        long third = Chapter.add(inbox, "third");
        SortedMap<Long, ObjectId> ids =
                Chapter.feature(ObjectIds.class, inbox).objectIds(UidSet.of(first, second, gone, third + 50));
        assertThat(ids)
                .as("ObjectIds.objectIds: a UID without a message is left out")
                .containsOnlyKeys(first, second);
        assertThat(List.of(
                        ids.get(first).email(),
                        ids.get(second).email(),
                        goneId,
                        objectId(inbox, third).email()))
                .as("ObjectId.email: for no other content")
                .doesNotHaveDuplicates()
                .allSatisfy(id -> assertThat(id).matches(OBJECT_ID));
        ids.values()
                .forEach(id -> id.thread()
                        .ifPresent(thread ->
                                assertThat(thread).as("ObjectId.thread").matches(OBJECT_ID)));
    }

    @Test
    default void aMessageKeepsItsNameWhereverItGoes() throws StoreException {
        Mailbox inbox = inbox();
        Mailbox other = other();
        long first = Chapter.add(inbox, "first");
        long second = Chapter.add(inbox, "second");
        ObjectId firstId = objectId(inbox, first);
        ObjectId secondId = objectId(inbox, second);
        FlagContract.flag(inbox, Flag.SEEN, first);
        assertThat(objectId(inbox, first))
                .as("ObjectIds.objectIds: with other flags")
                .isEqualTo(firstId);
        Copied copied = inbox.copy(UidSet.of(first, second), OTHER);
        Copied moved = AtomicMove.move(inbox, UidSet.of(second), OTHER);
        assertThat(List.of(
                        objectId(other, copied.target().get(0)),
                        objectId(other, copied.target().get(1)),
                        objectId(other, moved.target().get(0))))
                .as("ObjectId.email: the same for each copy")
                .containsExactly(firstId, secondId, secondId);
    }

    @Test
    default void namesOutliveTheStore() throws Exception {
        String mailbox = mailboxId(other());
        ObjectId message = objectId(other(), Chapter.add(other(), "text"));
        ReopenContract.reopen(this);
        assertThat(mailboxId(other())).as("ObjectIds.mailboxId: never changes").isEqualTo(mailbox);
        assertThat(objectId(other(), Chapter.uids(other()).get(0)))
                .as("ObjectIds.objectIds: never change")
                .isEqualTo(message);
        assertThat(objectId(inbox(), Chapter.add(inbox(), "next")))
                .as("ObjectIds.objectIds: one that was given is never given to anything else")
                .isNotEqualTo(message);
    }
}

package dev.yubin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.FlagChange.Kind;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.Stored;
import dev.yubin.mailbox.UidSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How flags change. */
interface FlagContract extends Chapter {
    static Stored flag(Mailbox mailbox, Flag added, long... uids) throws StoreException {
        return mailbox.store(UidSet.of(uids), new FlagChange(Kind.ADD, Set.of(added)), OptionalLong.empty());
    }

    @Test
    default void flagsAreSetAddedAndTakenAway() throws StoreException {
        Mailbox inbox = inbox();
        Flag work = Flag.of("$Work");
        long uid = Chapter.add(inbox, "text", Flag.SEEN, work);
        for (Kind kind : Kind.values()) {
            FlagChange change = new FlagChange(kind, Set.of(Flag.SEEN, Flag.FLAGGED));
            Set<Flag> expected = change.appliedTo(Chapter.message(inbox, uid).flags());
            Stored stored = inbox.store(UidSet.of(uid), change, OptionalLong.empty());
            assertThat(stored.messages())
                    .as("Stored.messages: as it is now")
                    .containsExactly(Chapter.message(inbox, uid));
            assertThat(Chapter.message(inbox, uid).flags())
                    .as("Mailbox.store: %s", change)
                    .isEqualTo(expected);
        }
    }

    @Test
    default void everyFlagThatCanBeWrittenIsKept() throws StoreException {
        Mailbox inbox = inbox();
        long uid = Chapter.add(inbox, "text");
        Set<Flag> flags = new HashSet<>(Set.of(
                Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.DRAFT, Flag.FORWARDED, Flag.MDN_SENT));
        flags.addAll(Set.of(Flag.JUNK, Flag.NOT_JUNK, Flag.PHISHING, Flag.of("\\X"), Flag.of("X"), Flag.of("a'b;--")));
        flags.addAll(Set.of(Flag.of("x".repeat(255)), Flag.of("[+1"), Flag.of("~!#$&'+,-./:;<=>?@^_`|}")));
        inbox.store(UidSet.of(uid), new FlagChange(Kind.REPLACE, flags), OptionalLong.empty());
        assertThat(Chapter.message(inbox, uid).flags())
                .as("Mailbox.store: every flag")
                .isEqualTo(flags);
        inbox.store(UidSet.of(uid), new FlagChange(Kind.REPLACE, Set.of()), OptionalLong.empty());
        assertThat(Chapter.message(inbox, uid).flags())
                .as("Mailbox.store: no flag")
                .isEmpty();
    }

    @Test
    default void aKeywordIsTheSameInAnyCase() throws StoreException {
        Mailbox inbox = inbox();
        long uid = Chapter.add(inbox, "text", Flag.of("ToDo"));
        flag(inbox, Flag.of("TODO"), uid);
        assertThat(Chapter.message(inbox, uid).flags())
                .as("Flag: names compare without regard to case")
                .hasSize(1);
        FlagChange removal = new FlagChange(Kind.REMOVE, Set.of(Flag.of("todo"), Flag.of("\\seen")));
        inbox.store(UidSet.of(uid), removal, OptionalLong.empty());
        assertThat(Chapter.message(inbox, uid).flags())
                .as("Flag: names compare without regard to case")
                .isEmpty();
        flag(inbox, Flag.of("\\SEEN"), uid);
        assertThat(inbox.status().unseen())
                .as("MailboxStatus.unseen: \\SEEN is \\Seen")
                .isZero();
    }

    @Test
    default void eachMessageThatChangesIsGivenANewModSequenceAndNoOther() throws StoreException {
        Mailbox inbox = inbox();
        long first = Chapter.add(inbox, "first", Flag.SEEN);
        long second = Chapter.add(inbox, "second");
        long third = Chapter.add(inbox, "third");
        Message untouched = Chapter.message(inbox, third);
        Message unchanged = Chapter.message(inbox, first);
        long before = inbox.status().modSeq();
        Stored stored = flag(inbox, Flag.SEEN, first, second);
        assertThat(Chapter.message(inbox, second).modSeq())
                .as("Mailbox.store: gives each message that it changed a new mod-sequence")
                .isGreaterThan(before);
        assertThat(Chapter.message(inbox, first))
                .as("Mailbox.store: this one had the flag")
                .isEqualTo(unchanged);
        assertThat(Chapter.message(inbox, third)).as("Mailbox.store: not named").isEqualTo(untouched);
        assertThat(stored.messages().stream().map(Message::uid).collect(Collectors.toList()))
                .as("Stored.messages: every message named that exists, by ascending UID")
                .containsExactly(first, second);
        assertThat(inbox.status().modSeq())
                .as("MailboxStatus.modSeq: the highest that was ever given")
                .isGreaterThanOrEqualTo(Chapter.message(inbox, second).modSeq());
    }

    @Test
    default void aMessageThatHasChangedSinceIsLeftAndReported() throws StoreException {
        Mailbox inbox = inbox();
        List<Long> uids =
                List.of(Chapter.add(inbox, "first"), Chapter.add(inbox, "second"), Chapter.add(inbox, "third"));
        long since = inbox.status().modSeq();
        flag(inbox, Flag.FLAGGED, uids.get(1));
        Stored stored =
                inbox.store(UidSet.of(uids), new FlagChange(Kind.ADD, Set.of(Flag.SEEN)), OptionalLong.of(since));
        assertThat(stored.modified())
                .as("Stored.modified: changed since %d", since)
                .isEqualTo(UidSet.of(uids.get(1)));
        assertThat(stored.messages())
                .as("Stored.messages: those not refused")
                .isEqualTo(inbox.messages(UidSet.of(uids.get(0), uids.get(2)), 0));
        assertThat(Chapter.message(inbox, uids.get(1)).flags())
                .as("Mailbox.store: a message with a greater mod-sequence is left as it is")
                .containsExactly(Flag.FLAGGED);
        Stored none = inbox.store(UidSet.of(uids), new FlagChange(Kind.ADD, Set.of(Flag.DRAFT)), OptionalLong.of(0));
        assertThat(none.modified())
                .as("Mailbox.store: unchanged since 0 is never true")
                .isEqualTo(UidSet.of(uids));
        Stored exact = inbox.store(
                UidSet.of(uids.get(1)),
                new FlagChange(Kind.ADD, Set.of(Flag.DRAFT)),
                OptionalLong.of(Chapter.message(inbox, uids.get(1)).modSeq()));
        assertThat(exact.modified())
                .as("Mailbox.store: the very mod-sequence is not greater")
                .isEqualTo(UidSet.EMPTY);
    }

    @Test
    default void uidsWithoutAMessageArePassedOver() throws StoreException {
        Mailbox inbox = inbox();
        long gone = Chapter.add(inbox, "gone");
        long here = Chapter.add(inbox, "here");
        inbox.expunge(UidSet.of(gone));
        Stored stored = inbox.store(UidSet.ALL, new FlagChange(Kind.ADD, Set.of(Flag.SEEN)), OptionalLong.empty());
        assertThat(stored.messages().stream().map(Message::uid))
                .as("Mailbox.store: of all UIDs")
                .containsExactly(here);
        Stored nothing = flag(inbox, Flag.DRAFT, gone, here + 1000);
        assertThat(nothing.messages())
                .as("Mailbox.store: UIDs without a message")
                .isEmpty();
        assertThat(nothing.modified())
                .as("Mailbox.store: UIDs without a message")
                .isEqualTo(UidSet.EMPTY);
    }
}

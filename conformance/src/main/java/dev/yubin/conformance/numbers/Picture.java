package dev.yubin.conformance.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.UidSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The selected mailbox as its server has described it to one client: which sequence number is which message. Of a message that is new the
 * client knows no more than that it is there, until a FETCH response says its UID. What cannot be is an error at once.
 */
final class Picture {
    /** A message as far as it is known. */
    static final class Entry {
        /** 0 while it is not known. */
        long uid;
        /** Null while they are not known. */
        Set<String> flags;

        long modSeq;
    }

    private final List<Entry> entries = new ArrayList<>();
    /** The last mod-sequence heard of each message. */
    private final Map<Long, Long> modSeqs = new HashMap<>();

    int size() {
        return entries.size();
    }

    List<Entry> entries() {
        return entries;
    }

    /** @param number 1 to {@link #size} */
    Entry entry(int number) {
        assertThat(number).as("a sequence number, of %d messages", size()).isBetween(1, size());
        return entries.get(number - 1);
    }

    void exists(int messages) {
        assertThat(messages)
                .as("EXISTS: messages go by EXPUNGE and VANISHED alone")
                .isGreaterThanOrEqualTo(size());
        while (size() < messages) {
            entries.add(new Entry());
        }
    }

    void expunge(int number) {
        entries.remove(entry(number));
    }

    /** Takes away the message with this UID, or one of those that can be it. */
    void vanished(long uid) {
        int place = place(uid);
        assertThat(place).as("VANISHED: UID %d is one of this mailbox's", uid).isPositive();
        if (entry(place).uid == 0) {
            forgetFlagsAround(place);
        }
        entries.remove(place - 1);
    }

    /** It is not known which of the messages here, whose UIDs are not known either, is the one. */
    private void forgetFlagsAround(int place) {
        for (int number = place; number > 0 && entry(number).uid == 0; number--) {
            entry(number).flags = null;
        }
        for (int number = place; number <= size() && entry(number).uid == 0; number++) {
            entry(number).flags = null;
        }
    }

    /** The sequence number of this UID, or of a message that can be it; 0 where there is none. */
    int place(long uid) {
        int unknown = 0;
        for (int number = 1; number <= size(); number++) {
            long each = entries.get(number - 1).uid;
            if (each == uid) {
                return number;
            } else if (each > uid) {
                return unknown;
            }
            unknown = each == 0 ? number : 0;
        }
        return unknown;
    }

    /** A FETCH response that names this message. */
    Entry fetched(int number, Optional<Long> uid, Optional<Set<String>> flags, Optional<Long> modSeq) {
        Entry entry = entry(number);
        uid.ifPresent(named -> name(number, entry, named));
        flags.ifPresent(told -> entry.flags = told);
        modSeq.ifPresent(told -> {
            entry.modSeq = told;
            if (entry.uid != 0) {
                long before = modSeqs.getOrDefault(entry.uid, 0L);
                assertThat(told)
                        .as("FETCH: the mod-sequence of UID %d never falls", entry.uid)
                        .isGreaterThanOrEqualTo(before);
                modSeqs.put(entry.uid, told);
            }
        });
        return entry;
    }

    private void name(int number, Entry entry, long uid) {
        if (entry.uid != 0) {
            assertThat(uid).as("FETCH: the UID of message %d", number).isEqualTo(entry.uid);
            return;
        }
        for (int other = 1; other <= size(); other++) {
            long known = entries.get(other - 1).uid;
            if (known != 0 && (other < number ? known >= uid : known <= uid)) {
                throw new AssertionError("FETCH: message " + number + " has UID " + uid + ", yet message " + other
                        + " has " + known + "; UIDs ascend with sequence numbers");
            }
        }
        entry.uid = uid;
    }

    /**
     * Compares with what is in the mailbox: every message below the last whose UID is known has its place here. Messages that this client
     * has not heard of yet lie above it, and those that it has not heard to be gone are here all the same.
     */
    void requireHolds(UidSet there) {
        int at = 0;
        for (long uid : there.uids().toArray()) {
            while (at < size() && entries.get(at).uid != 0 && entries.get(at).uid < uid) {
                at++;
            }
            boolean knownBehind = entries.subList(at, size()).stream().anyMatch(entry -> entry.uid != 0);
            if (!knownBehind) {
                return;
            }
            assertThat(entries.get(at).uid)
                    .as("UID %d is in the mailbox, and so has message %d of this client's picture", uid, at + 1)
                    .isIn(uid, 0L);
            at++;
        }
    }
}

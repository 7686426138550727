package dev.yubin.mailbox;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A mailbox as SELECT shows it (RFC 9051 section 6.3.2), all of one instant.
 *
 * @param uids        the UIDs of all messages: sequence numbers are counted off from these. Few octets where few messages were removed
 * @param firstUnseen the smallest UID of a message that lacks {@code \Seen} (RFC 3501 section 7.1, UNSEEN)
 * @param keywords    every keyword that some message bears; one that none bears any longer may be among them (RFC 9051 section 7.3.5)
 */
public record Snapshot(MailboxStatus status, UidSet uids, OptionalLong firstUnseen, Set<Flag> keywords) {
    public Snapshot {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(uids, "uids");
        Objects.requireNonNull(firstUnseen, "firstUnseen");
        keywords = Set.copyOf(keywords);
    }

    /**
     * Counted off from a list of messages, for stores that have one at hand.
     *
     * @param status   of the same instant as the list, or taken before it: what came meanwhile is left out, and met again in the next
     *     {@code changes}
     * @param messages by ascending UID
     */
    public static Snapshot of(MailboxStatus status, Iterable<Message> messages) {
        UidSet.Builder uids = new UidSet.Builder();
        OptionalLong firstUnseen = OptionalLong.empty();
        Set<Flag> keywords = new TreeSet<>();
        for (Message message : messages) {
            if (message.uid() >= status.uidNext()) {
                break;
            }
            uids.add(message.uid());
            if (firstUnseen.isEmpty() && !message.flags().contains(Flag.SEEN)) {
                firstUnseen = OptionalLong.of(message.uid());
            }
            message.flags().stream().filter(flag -> !flag.system()).forEach(keywords::add);
        }
        return new Snapshot(status, uids.build(), firstUnseen, keywords);
    }
}

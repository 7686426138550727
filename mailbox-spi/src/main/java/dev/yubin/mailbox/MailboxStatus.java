package dev.yubin.mailbox;

import java.util.List;

/**
 * A mailbox's counters and totals, all of one instant: RFC 9051 sections 6.3.11 and 7.3.
 *
 * @param uidValidity 1 to 2^32-1
 * @param uidNext     greater than every UID that was ever given
 * @param modSeq      the highest mod-sequence that was ever given, at least 1
 * @param messages    how many there are
 * @param unseen      how many lack {@code \Seen}
 * @param deleted     how many bear {@code \Deleted}
 * @param octets      their sizes added up
 */
public record MailboxStatus(
        long uidValidity, long uidNext, long modSeq, long messages, long unseen, long deleted, long octets) {

    /** Totals counted off from all messages, for stores that have them at hand; of the same instant as the counters. */
    public static MailboxStatus of(long uidValidity, long uidNext, long modSeq, List<Message> messages) {
        return new MailboxStatus(
                uidValidity,
                uidNext,
                modSeq,
                messages.size(),
                messages.size() - bearing(messages, Flag.SEEN),
                bearing(messages, Flag.DELETED),
                messages.stream().mapToLong(Message::octets).sum());
    }

    private static long bearing(List<Message> messages, Flag flag) {
        return messages.stream()
                .filter(message -> message.flags().contains(flag))
                .count();
    }
}

package dev.yubin.mailbox;

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
        long uidValidity, long uidNext, long modSeq, long messages, long unseen, long deleted, long octets) {}

package dev.yubin.imap.client;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.NumberData;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Count;
import dev.yubin.imap.ResponseCode.MailboxId;
import dev.yubin.imap.ResponseCode.PermanentFlags;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.ResponseKind;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.mailbox.FlagsData;
import dev.yubin.mailbox.Flag;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A mailbox as it was when it was selected: RFC 9051 section 6.3.2. What changes later, {@link ImapNews} hears.
 *
 * @param exists         how many messages it has
 * @param recent         how many of them bear {@code \Recent} (RFC 3501 section 2.3.2); 0 from a server that speaks of it no more
 * @param flags          the flags that its messages can have
 * @param permanentFlags those that outlive the session; all, where the server does not say (RFC 9051 section 7.1.2)
 * @param newKeywords    whether a client can make keywords of its own
 * @param uidValidity    empty from a server without UIDs that last
 * @param uidNotSticky   whether the UIDs do not outlive the session (RFC 4315 section 2)
 * @param uidNext        the UID that the next message gets at least
 * @param firstUnseen    the number of the first message without {@code \Seen}, from a server that tells (RFC 3501 section 7.1)
 * @param highestModSeq  empty from a server, or for a mailbox, without mod-sequences (RFC 7162 section 3.1.2); what it is later, {@link
 *     ImapNews#highestModSeq} hears
 * @param mailboxId      what identifies it, whatever its name, from a server that tells (RFC 8474 section 4.2)
 * @param readOnly       whether nothing in it can be changed
 */
public record Selected(
        long exists,
        long recent,
        Set<Flag> flags,
        Set<Flag> permanentFlags,
        boolean newKeywords,
        OptionalLong uidValidity,
        boolean uidNotSticky,
        OptionalLong uidNext,
        OptionalLong firstUnseen,
        OptionalLong highestModSeq,
        Optional<String> mailboxId,
        boolean readOnly) {
    public Selected {
        flags = Set.copyOf(flags);
        permanentFlags = Set.copyOf(permanentFlags);
    }

    /** Gathers what a server tells while it opens a mailbox. */
    static final class Gathering {
        private long exists;
        private long recent;
        private Set<Flag> flags = Set.of();
        private Optional<PermanentFlags> permanent = Optional.empty();
        private Optional<String> mailboxId = Optional.empty();
        private boolean uidNotSticky;
        private final Map<Count.Name, Long> counts = new EnumMap<>(Count.Name.class);

        boolean take(ImapResponse response) {
            if (response instanceof NumberData data && data.kind() == ResponseKind.EXISTS) {
                exists = data.number();
            } else if (response instanceof NumberData data && data.kind() == ResponseKind.RECENT) {
                recent = data.number();
            } else if (response instanceof FlagsData data) {
                flags = data.flags();
            } else if (response instanceof StatusReply reply
                    && (reply.condition() == Condition.OK || isNotSticky(reply))) {
                reply.code().ifPresent(this::take);
            } else {
                return false;
            }
            return true;
        }

        /** Which an untagged NO tells: RFC 4315 section 3. */
        private static boolean isNotSticky(StatusReply reply) {
            return reply.code().filter(Plain.UIDNOTSTICKY::equals).isPresent();
        }

        private void take(ResponseCode code) {
            if (code instanceof PermanentFlags told) {
                permanent = Optional.of(told);
            } else if (code instanceof Count count) {
                counts.put(count.name(), count.number());
            } else if (code instanceof MailboxId told) {
                mailboxId = Optional.of(told.id());
            } else if (code == Plain.UIDNOTSTICKY) {
                uidNotSticky = true;
            } else if (code == Plain.CLOSED) { // what was told before it is of the mailbox that was open before
                exists = 0;
                recent = 0;
                uidNotSticky = false;
                counts.clear();
            }
        }

        Selected selected(StatusReply ok, boolean examined) {
            take(ok);
            return new Selected(
                    exists,
                    recent,
                    flags,
                    permanent.map(PermanentFlags::flags).orElse(flags),
                    permanent.map(PermanentFlags::more).orElse(false),
                    count(Count.Name.UIDVALIDITY),
                    uidNotSticky,
                    count(Count.Name.UIDNEXT),
                    count(Count.Name.UNSEEN),
                    count(Count.Name.HIGHESTMODSEQ),
                    mailboxId,
                    examined || ok.code().filter(Plain.READ_ONLY::equals).isPresent());
        }

        /** What was told of it; 0 is what some servers say for none. */
        private OptionalLong count(Count.Name name) {
            long number = counts.getOrDefault(name, 0L);
            return number == 0 ? OptionalLong.empty() : OptionalLong.of(number);
        }
    }
}

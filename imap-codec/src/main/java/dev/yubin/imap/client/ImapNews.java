package dev.yubin.imap.client;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.InProgress;
import dev.yubin.imap.ResponseCode.MessageLimit;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.protocol.Fault;
import java.util.Set;

/**
 * Hears what the server tells without being asked, while a command runs, in IDLE, or whenever NOTIFY asked for it:
 * RFC 9051 sections 5.2 and 7. Every method does nothing unless
 * it is written anew or says otherwise.
 *
 * <p>Called by a worker, one call at a time, in the order in which the server spoke; it may block, and while it is far behind, nothing more is read.
 * Results of commands are completed by other workers, before or after. EXISTS, EXPUNGE and VANISHED are told here whichever command brought
 * them, so that a view of the mailbox that is kept from here misses nothing.
 */
public interface ImapNews {
    /** Hears nothing. */
    ImapNews NONE = new ImapNews() {};

    /** So many messages are in the selected mailbox now: RFC 9051 section 7.4.1. */
    default void exists(long messages) {}

    /** The message of that number is gone, and those behind it have moved up by one: RFC 9051 section 7.5.1. */
    default void expunged(long number) {}

    /**
     * The messages of these UIDs are gone, and those behind each have moved up by one; instead of {@link #expunged} once QRESYNC or UIDONLY is
     * enabled.
     */
    default void vanished(SequenceSet uids) {}

    /**
     * These UIDs name no message any more, since a time that SELECT or FETCH spoke of; no number moves: RFC 7162 section 3.2.10.1. Some may never
     * have named one.
     */
    default void vanishedEarlier(SequenceSet uids) {}

    /** Something of a message that the running command did not ask for, mostly its flags: RFC 9051 section 7.5.2. */
    default void fetched(Fetched message) {}

    /**
     * As {@link #fetched}, which hears it unless this is written anew, but octets of sections were passed over, since the response has more than
     * {@link ImapClient.Builder#answerLimit}: fetch them into a channel.
     *
     * @param message what else was told of it
     * @param why     {@code LIMIT}
     */
    default void dropped(Fetched message, Fault why) {
        fetched(message);
    }

    /** A mailbox's counters, where no STATUS asked for them, as when LIST (RFC 9051 section 6.3.9.2) or NOTIFY did. */
    default void status(StatusData status) {}

    /**
     * The result of a search with UPDATE has changed; which search it was, its tag tells ({@link Found#tag}, {@link Sorted#tag}). What
     * {@link EsearchData#changes} says is to be done in that order. RFC 5267 section 4.3.
     */
    default void resultChanged(EsearchData changes) {}

    /**
     * The result of a search with UPDATE that was answered before is not kept up to date any more, or never was; which search it is, its tag tells. Of one
     * that is still to be answered, {@link Found#tag} and {@link Sorted#tag} are empty then; of a search in many mailboxes, this tells. RFC 5267 section 4.3.1.
     */
    default void noUpdate(String tag) {}

    /**
     * The selected mailbox is known up to that mod-sequence, by what was told before this and by the results of commands: told when a command is
     * answered and it is another than before. Who keeps it can have told by {@link dev.yubin.imap.mailbox.Resync} what has changed since. It may be less than
     * what messages have, where something that has vanished is still to be told. RFC 7162 section 6.
     */
    default void highestModSeq(long modSeq) {}

    /**
     * A mailbox was made, removed ({@code \NonExistent}) or renamed (its old name told), a name was subscribed to or not, or a mailbox cannot be
     * watched ({@code \NoAccess}), as NOTIFY asked: RFC 5465 sections 5.4 and 5.5. While a LIST runs, its answer has it.
     */
    default void listed(ListData mailbox) {}

    /** Which annotations of a mailbox, or for {@code ""} of the server, have changed, as NOTIFY asked: RFC 5465 sections 5.6 and 5.7. */
    default void annotated(ImapName mailbox, Set<String> entries) {}

    /** The server is no longer able to tell what NOTIFY asked for, and tells nothing as if by NOTIFY NONE: RFC 5465 section 5.8. */
    default void notificationOverflow() {}

    /**
     * How far the running command is, or that somebody is still at it, from a server that tells (RFC 9585): for a bar on a screen and nothing else.
     * What cannot be, such as more done than there is, is not told. Whoever says this is not silent: the time allowed for an answer begins anew.
     */
    default void inProgress(InProgress progress) {}

    /**
     * A command has dealt with so many messages, of the highest UIDs, and not with the others: it is to be repeated for those, as with UIDBEFORE in a
     * SEARCH. The server's limit is the {@linkplain dev.yubin.imap.CapabilityData#value value} of its capability {@code MESSAGELIMIT}. Where the
     * command failed for it, its {@link RefusedException#code} tells. RFC 9738 section 3.1.
     */
    default void limited(MessageLimit limit) {}

    /**
     * Words that have to be shown to the user: RFC 9051 section 7.1. What comes without TLS is not told, since anybody between could have written it; the
     * {@link ImapClient.Builder#witness} hears it all the same.
     */
    default void alert(String words) {}

    /** The server is about to close the connection, which nobody asked it to: RFC 9051 section 7.1.5. */
    default void bye(String words) {}
}

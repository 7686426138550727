package dev.yubin.imap.server;

import dev.yubin.imap.search.EsearchData;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a client must be told so that its picture of the selected mailbox is right again: RFC 9051 section 7.5. Told in this order.
 *
 * @param lost     messages that went from results that are kept up to date, named before the numbers move
 * @param expunged sequence numbers, each as it stands when those before it are gone
 * @param vanished the UIDs of the same messages
 * @param exists   how many messages there are, where some are new
 * @param keywords whether a keyword was met that the client has not heard of
 * @param flagged  messages known to the client whose flags changed
 * @param gained   messages that came to results that are kept up to date
 */
record Updates(
        List<EsearchData> lost,
        int[] expunged,
        UidSet vanished,
        OptionalInt exists,
        boolean keywords,
        List<Message> flagged,
        List<EsearchData> gained) {
    /** The same for a client that does not want to hear of flags. */
    Updates withoutFlags() {
        return new Updates(lost, expunged, vanished, exists, false, List.of(), gained);
    }
}

package dev.yubin.mailbox;

import java.util.List;

/**
 * What became of a change of flags.
 *
 * @param messages every message named that exists and was not refused, as it is now, by ascending UID
 * @param modified the UIDs that were left as they are because they had changed since: MODIFIED of RFC 7162 section 3.1.3
 */
public record Stored(List<Message> messages, UidSet modified) {
    public Stored {
        messages = List.copyOf(messages);
    }
}

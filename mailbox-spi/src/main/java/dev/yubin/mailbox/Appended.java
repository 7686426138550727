package dev.yubin.mailbox;

import java.util.List;

/**
 * Where new messages came to lie (RFC 4315 section 3).
 *
 * @param uids their UIDs in the order they were handed in
 */
public record Appended(long uidValidity, List<Long> uids) {
    public Appended {
        uids = List.copyOf(uids);
    }
}

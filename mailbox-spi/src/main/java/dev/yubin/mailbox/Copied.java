package dev.yubin.mailbox;

import java.util.List;

/**
 * Which message became which (RFC 4315 section 3): {@code source.get(i)} became {@code target.get(i)}.
 *
 * @param uidValidity the target mailbox's
 * @param source      UIDs here, ascending
 * @param target      UIDs there, ascending
 */
public record Copied(long uidValidity, List<Long> source, List<Long> target) {
    public Copied {
        source = List.copyOf(source);
        target = List.copyOf(target);
        if (source.size() != target.size()) {
            throw new IllegalArgumentException(source.size() + " UIDs cannot have become " + target.size());
        }
    }
}

package dev.yubin.imap.server;

import dev.yubin.imap.NumberData;
import dev.yubin.imap.ResponseKind;
import dev.yubin.mailbox.Message;
import java.util.ArrayDeque;
import java.util.Deque;

/** Tells {@link Updates} in their order, as much at a time as the client can take, and lets go of what is told. Sequence numbers stand still meanwhile. */
final class Updating {
    private final Updates updates;
    private final MailboxView view;
    private final Dialect dialect;
    private final boolean uids;
    private final boolean keywords;
    private final Deque<Message> flagged;
    private boolean begun;
    private int expunged;
    private boolean counted;

    /** @param uids whether changes of flags bear the UID */
    Updating(Updates updates, MailboxView view, Dialect dialect, boolean uids) {
        this.flagged = new ArrayDeque<>(updates.flagged());
        this.keywords = updates.keywords();
        this.updates = updates.withoutFlags();
        this.view = view;
        this.dialect = dialect;
        this.uids = uids;
    }

    /** Whether all is told. */
    boolean tell(Answers out) {
        if (!begun) {
            begun = true;
            updates.lost().forEach(out::untagged);
            if (dialect.tellsVanished()) {
                out.vanished(false, updates.vanished());
            }
        }
        for (int[] numbers = updates.expunged(); !dialect.tellsVanished() && expunged < numbers.length; expunged++) {
            if (out.enough()) {
                return false;
            }
            out.untagged(new NumberData(ResponseKind.EXPUNGE, numbers[expunged]));
        }
        if (!counted) {
            counted = true;
            count(out);
        }
        for (; !flagged.isEmpty(); flagged.poll()) {
            if (out.enough()) {
                return false;
            }
            out.fetchFlags(flagged.peek(), view, dialect, uids);
        }
        updates.gained().forEach(out::untagged);
        return true;
    }

    private void count(Answers out) {
        updates.exists().ifPresent(exists -> {
            out.untagged(new NumberData(ResponseKind.EXISTS, exists));
            if (dialect.recent()) {
                out.untagged(new NumberData(ResponseKind.RECENT, view.recent()));
            }
        });
        if (keywords) {
            view.writeFlags(out);
        }
    }
}

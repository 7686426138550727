package dev.yubin.routing.spool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is under way, and whom of them the operator has dropped meanwhile: of these the sender hears only once the attempt has ended, for the destination may have
 * taken the message. Its lock is held while a turn begins an attempt and while the operator or {@link Aging} gives up a message, so that one end is told of each
 * recipient. Each method is called under it.
 */
final class UnderWay {
    /** What the operator said of somebody under way. */
    enum Wish {
        NONE,
        DROP,
        DROP_WITH_NOTICE
    }

    private record Who(long message, int recipient) {
        Who(SpooledMessage message, SpooledRecipient recipient) {
            this(message.id(), recipient.number());
        }
    }

    private final Map<Who, Wish> wishes = new HashMap<>();

    void begin(Consignment consignment) {
        consignment.recipients().forEach(recipient -> wishes.put(new Who(consignment.message(), recipient), Wish.NONE));
    }

    boolean has(SpooledMessage message, SpooledRecipient recipient) {
        return wishes.containsKey(new Who(message, recipient));
    }

    /** @param recipient one who is under way */
    void drop(SpooledMessage message, SpooledRecipient recipient, boolean notice) {
        wishes.put(new Who(message, recipient), notice ? Wish.DROP_WITH_NOTICE : Wish.DROP);
    }

    /** They are under way no more. @return those whom the operator has dropped, as they were before the attempt */
    Map<Wish, List<SpooledRecipient>> end(Consignment consignment) {
        Map<Wish, List<SpooledRecipient>> dropped = new HashMap<>();
        for (SpooledRecipient recipient : consignment.recipients()) {
            Wish wish = wishes.remove(new Who(consignment.message(), recipient));
            dropped.computeIfAbsent(wish, none -> new ArrayList<>()).add(recipient);
        }
        dropped.remove(Wish.NONE);
        return dropped;
    }
}

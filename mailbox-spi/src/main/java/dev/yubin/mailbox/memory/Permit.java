package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.Right;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/** What one user may do in one mailbox at this moment: RFC 4314 section 4. */
record Permit(Set<Right> rights) {
    static final Permit OWNER = new Permit(Set.of(Right.values()));
    static final Permit NONE = new Permit(Set.of());

    private static final Set<Right> FLAGS = EnumSet.of(Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES);

    private static final Set<Right> ANNOTATE =
            EnumSet.of(Right.READ, Right.SEEN, Right.WRITE, Right.INSERT, Right.POST);

    boolean has(Right right) {
        return rights.contains(right);
    }

    void require(Right... needed) throws StoreException {
        for (Right right : needed) {
            if (!has(right)) {
                throw refusal("it needs right " + right.letter());
            }
        }
    }

    void requireAnyOf(Set<Right> needed) throws StoreException {
        if (needed.stream().noneMatch(this::has)) {
            throw refusal("it needs one of the rights " + needed);
        }
    }

    /** Who cannot look a mailbox up is told what he would be told if there were none. */
    private StoreException refusal(String why) {
        return has(Right.LOOKUP) ? new StoreException(Reason.NOPERM, why) : hidden();
    }

    static StoreException hidden() {
        return new StoreException(Reason.NONEXISTENT, "there is no such mailbox");
    }

    void requireAnything() throws StoreException {
        requireAnyOf(OWNER.rights());
    }

    /** RFC 5464 section 3.3. */
    void requireAnnotating() throws StoreException {
        require(Right.LOOKUP);
        requireAnyOf(ANNOTATE);
    }

    void requireChange(FlagChange change) throws StoreException {
        requireAnyOf(FLAGS);
        boolean replaced = change.kind() == FlagChange.Kind.REPLACE;
        if (!replaced && !change.flags().isEmpty() && change.flags().stream().noneMatch(this::mayChange)) {
            throw refusal("none of these flags may be changed");
        }
    }

    private boolean mayChange(Flag flag) {
        if (flag.equals(Flag.SEEN)) {
            return has(Right.SEEN);
        }
        return has(flag.equals(Flag.DELETED) ? Right.DELETE_MESSAGES : Right.WRITE);
    }

    /** What a message's flags become: as they are wanted where they may be changed, and else as they were. */
    Set<Flag> permitted(Set<Flag> before, Set<Flag> wanted) {
        if (rights.containsAll(FLAGS)) {
            return wanted;
        }
        Set<Flag> after = new HashSet<>(wanted);
        after.removeIf(flag -> !mayChange(flag));
        before.stream().filter(flag -> !mayChange(flag)).forEach(after::add);
        return Set.copyOf(after);
    }

    /** A message as it may come in: without the flags that may not be set. */
    Entry.Arrival permitted(Entry.Arrival arrival) {
        return new Entry.Arrival(permitted(Set.of(), arrival.flags()), arrival.received(), arrival.body());
    }
}

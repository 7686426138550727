package dev.yubin.routing;

import dev.yubin.mailbox.StoreException;
import dev.yubin.smtp.Mailbox;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a recipient's aliases to where they end. Each address is looked at once, so that no circle is walked twice and nobody is reached twice. RFC 5321 section
 * 3.9.
 */
final class Expansion {
    /** How many addresses one recipient may become on the way. */
    static final int MAX_ADDRESSES = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Expansion.class);

    private final RoutingTable table;
    private final Router.Sender sender;
    private final Deque<Mailbox> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<Route.Target> targets = new LinkedHashSet<>();
    private boolean circle;

    Expansion(RoutingTable table, Router.Sender sender) {
        this.table = table;
        this.sender = sender;
    }

    void add(Mailbox address) {
        Mailbox named = table.withoutLiteral(address);
        if (seen.add(table.compared(named))) {
            open.add(named);
        } else {
            circle = true;
        }
    }

    void run() throws StoreException {
        while (!open.isEmpty() && !isTooLong()) {
            Mailbox address = open.remove();
            if (table.isLocal(address)) {
                follow(address);
            } else {
                targets.add(table.onward(address, sender));
            }
        }
    }

    private void follow(Mailbox address) throws StoreException {
        RoutingTable.Meaning meaning = table.meaning(address);
        meaning.mailbox().ifPresent(targets::add);
        for (Mailbox other : meaning.others()) {
            if (table.compared(other).equals(table.compared(address))) {
                table.mailbox(address).ifPresent(targets::add); // a copy for itself, beside the others
            } else {
                add(other);
            }
        }
        if (meaning.mailbox().isEmpty() && meaning.others().isEmpty() && seen.size() > 1) {
            LOG.warn("an alias leads to {}, who is not here", address);
        }
    }

    boolean isTooLong() {
        return seen.size() > MAX_ADDRESSES;
    }

    /** Whether a way was cut off where it came back to an address that it had passed. */
    boolean goesInCircles() {
        return circle;
    }

    /** Where it ends; empty when nobody is there. */
    List<Route.Target> targets() {
        return List.copyOf(targets);
    }
}

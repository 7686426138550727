package dev.yubin.routing;

import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a router's table says against itself.
 *
 * @param about the {@link Domain}, {@link Mailbox} or {@link Way} of which it says that; empty when something is missing
 */
record Contradiction(Optional<Object> about, String words) {
    /**
     * Whose mail a table sends to servers of its own, or leaves to the DNS.
     *
     * @param from  whether it is a sender's, and not a recipient's
     * @param whose a {@link Domain} or {@link Mailbox}
     */
    record Way(boolean from, Object whose) {
        static Way to(Domain recipients) {
            return new Way(false, recipients);
        }

        static Way from(Object sender) {
            return new Way(true, sender);
        }
    }

    /** All of them, in any order. */
    static List<Contradiction> in(Router.Builder table) {
        List<Contradiction> all = new ArrayList<>();
        if (table.postmaster.isEmpty()) {
            all.add(new Contradiction(
                    Optional.empty(), "name the account that reads the postmaster's mail (RFC 5321 section 4.5.1)"));
        }
        for (Domain domain : table.local) {
            if (table.routes.containsKey(domain) || table.relayed.contains(domain)) {
                all.add(about(domain, domain + " is both local and routed elsewhere"));
            }
        }
        for (Domain domain : table.catchAll.keySet()) {
            requireLocal(table, domain, domain, " has a catch-all but is not local", all);
        }
        for (Domain domain : table.caseSensitive) {
            requireLocal(table, domain, domain, " minds case but is not local", all);
        }
        for (Domain domain : table.literals.values()) {
            requireLocal(table, domain, domain, " has an address literal but is not local", all);
        }
        for (Mailbox alias : table.aliases.keySet()) {
            requireLocal(table, alias, alias.host(), " is an alias, but not of a local domain", all);
        }
        for (Way way : table.byDns) {
            List<NextHop> hops = hops(table, way);
            if (!hops.isEmpty()) {
                all.add(about(
                        way,
                        "mail " + (way.from() ? "from " : "for ") + way.whose()
                                + " goes either where the DNS says or to "
                                + hops.stream().map(NextHop::toString).collect(Collectors.joining(", "))));
            }
        }
        return all;
    }

    private static List<NextHop> hops(Router.Builder table, Way way) {
        if (way.whose() instanceof Mailbox sender) {
            return table.senders.get(sender);
        }
        return (way.from() ? table.senderDomains : table.routes).get((Domain) way.whose());
    }

    private static void requireLocal(
            Router.Builder table, Object about, Object host, String words, List<Contradiction> all) {
        if (!(host instanceof Domain domain && table.local.contains(domain))) {
            all.add(about(about, about + words));
        }
    }

    private static Contradiction about(Object subject, String words) {
        return new Contradiction(Optional.of(subject), words);
    }
}

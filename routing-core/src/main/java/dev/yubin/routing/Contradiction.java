package dev.yubin.routing;

import dev.yubin.smtp.Domain;
import dev.yubin.smtp.Mailbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a router's table says against itself.
 *
 * @param about the {@link Domain} or {@link Mailbox} of which it says that; empty when something is missing
 */
record Contradiction(Optional<Object> about, String words) {
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
        return all;
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

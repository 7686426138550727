package dev.yubin.routing;

import dev.yubin.smtp.Domain;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * The names and addresses by which this server might be known, so that it knows itself among a domain's mail exchangers: RFC 5321 section 5.1.
 *
 * @param names     the first is the one by which it introduces itself
 * @param addresses at which others reach it; none where that is not known
 */
record Ourselves(List<Domain> names, Set<InetAddress> addresses) {
    /** @throws IllegalArgumentException without a name */
    Ourselves {
        names = List.copyOf(names);
        addresses = Set.copyOf(addresses);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("a server has a name");
        }
    }

    /** Known by its name alone. */
    static Ourselves named(Domain name) {
        return new Ourselves(List.of(name), Set.of());
    }

    Domain name() {
        return names.get(0);
    }

    /** @param host as the DNS has it, so perhaps nobody's name */
    boolean isNamed(String host) {
        return names.stream().anyMatch(name -> name.aLabels().equalsIgnoreCase(host));
    }
}

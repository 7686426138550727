package dev.yubin.routing;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Where a message is to be handed over.
 *
 * @param hop       the server
 * @param addresses those of its addresses that race each other (RFC 8305), at least one; the first is the first to be tried, which does not tell two places apart
 * @param tls       how the session is secured
 */
record Place(NextHop hop, Set<InetAddress> addresses, SessionTls tls) {
    Place {
        Objects.requireNonNull(hop, "hop");
        addresses = Collections.unmodifiableSet(new LinkedHashSet<>(addresses));
        Objects.requireNonNull(tls, "tls");
    }

    Place(NextHop hop, Collection<InetAddress> addresses, SessionTls tls) {
        this(hop, new LinkedHashSet<>(addresses), tls);
    }

    /** The same at no more than these of its addresses; all where none of them is left. */
    Place at(Collection<InetAddress> some) {
        return some.isEmpty() ? this : new Place(hop, some, tls);
    }
}

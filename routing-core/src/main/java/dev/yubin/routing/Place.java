package dev.yubin.routing;

import java.net.InetAddress;
import java.util.Objects;

/**
 * Where a message is to be handed over.
 *
 * @param hop     the server
 * @param address one of its addresses
 * @param tls     how the session is secured
 */
record Place(NextHop hop, InetAddress address, SessionTls tls) {
    Place {
        Objects.requireNonNull(hop, "hop");
        Objects.requireNonNull(address, "address");
        Objects.requireNonNull(tls, "tls");
    }
}

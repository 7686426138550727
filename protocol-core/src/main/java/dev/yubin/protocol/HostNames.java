package dev.yubin.protocol;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds a host's addresses by its name. It may wait: it is asked on a worker's thread. */
@FunctionalInterface
public interface HostNames {
    /**
     * @param host a name, or an address as text
     * @return its addresses in the order in which to try them; at least one
     * @throws UnknownHostException when it has none, or none can be found now
     */
    List<InetAddress> addresses(String host) throws UnknownHostException;

    /** As the JDK and the system it runs on find them. */
    static HostNames system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}

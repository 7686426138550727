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
     * @throws LookupFailedException when there is no telling now
     * @throws UnknownHostException  when it has none
     */
    List<InetAddress> addresses(String host) throws UnknownHostException;

    /**
     * Whether such a failure means that there is no telling now. So does {@code EAI_AGAIN} in the words of the C library, which are all that the JDK passes on: no
     * DNS server has answered, as on a machine without a network.
     */
    static boolean isForNow(UnknownHostException failure) {
        return failure instanceof LookupFailedException
                || String.valueOf(failure.getMessage()).contains("Temporary failure");
    }

    /** As the JDK and the system it runs on find them. */
    static HostNames system() {
        return host -> List.of(InetAddress.getAllByName(host));
    }
}

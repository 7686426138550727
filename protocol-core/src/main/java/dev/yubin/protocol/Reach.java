package dev.yubin.protocol;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * By which way a client reaches its server. Begin with {@link #direct} and change what is to be otherwise.
 *
 * @param names   where addresses come from: the server's, or those of the proxy that is told the server's name
 * @param from    this machine's addresses to connect from, one at most of each family; none where the system chooses
 * @param through the proxy, where there is one
 */
public record Reach(HostNames names, List<InetAddress> from, Optional<Proxy> through) {
    /** @throws IllegalArgumentException when two of this side's addresses are of one family */
    public Reach {
        Objects.requireNonNull(names, "names");
        Objects.requireNonNull(through, "through");
        from = List.copyOf(from);
        if (from.stream().map(InetAddress::getClass).distinct().count() < from.size()) {
            throw new IllegalArgumentException(
                    "of one family there is one address to connect from, not all of " + from);
        }
    }

    /** As the system has it: its look-up of names, its choice of an address, and no proxy. */
    public static Reach direct() {
        return new Reach(HostNames.system(), List.of(), Optional.empty());
    }

    /** The same with names from elsewhere. */
    public Reach names(HostNames names) {
        return new Reach(names, from, through);
    }

    /**
     * The same from these addresses of this machine. A server's addresses of a family that is not among them are not tried.
     *
     * @throws IllegalArgumentException when two are of one family
     */
    public Reach from(InetAddress... addresses) {
        return new Reach(names, List.of(addresses), through);
    }

    /** The same through a proxy. */
    public Reach through(Proxy proxy) {
        return new Reach(names, from, Optional.of(proxy));
    }

    /** The address to connect to that one from; empty where the system chooses. */
    public Optional<InetAddress> sourceFor(InetAddress target) {
        return from.stream()
                .filter(source -> source.getClass() == target.getClass())
                .findFirst();
    }

    /** Those of these addresses that can be connected to from here. */
    public List<InetAddress> within(List<InetAddress> targets) {
        return targets.stream()
                .filter(target -> from.isEmpty() || sourceFor(target).isPresent())
                .collect(Collectors.toUnmodifiableList());
    }
}

package dev.yubin.conformance.internal;

import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What stands on the command line: flags, each with a value or with none. */
public final class Flags {
    private final Map<String, String> given = new TreeMap<>();

    /**
     * @param values   flags that have a value
     * @param switches flags that have none
     * @throws IllegalArgumentException for any other, and where a value is missing
     */
    public Flags(Set<String> values, Set<String> switches, String... args) {
        for (int i = 0; i < args.length; i++) {
            if (switches.contains(args[i])) {
                given.put(args[i], "");
            } else if (values.contains(args[i]) && i + 1 < args.length) {
                given.put(args[i], args[++i]);
            } else {
                throw new IllegalArgumentException(args[i] + " is no flag, or lacks its value; --help names them");
            }
        }
    }

    /** Whether it is given. */
    public boolean has(String flag) {
        return given.containsKey(flag);
    }

    /** Its value, where it is given. */
    public Optional<String> find(String flag) {
        return Optional.ofNullable(given.get(flag));
    }

    /** @throws IllegalArgumentException where it is not given */
    public String needed(String flag) {
        return find(flag).orElseThrow(() -> new IllegalArgumentException(flag + " is needed; --help says what for"));
    }

    /**
     * Its value as a number from 1.
     *
     * @throws IllegalArgumentException where it is none
     */
    public int number(String flag, int unlessGiven) {
        try {
            int number = find(flag).map(Integer::parseInt).orElse(unlessGiven);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told of below
        }
        throw new IllegalArgumentException(flag + " is a number from 1");
    }

    /** @throws IllegalArgumentException when it is not HOST:PORT */
    public static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        try {
            return new InetSocketAddress(server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("a server is HOST:PORT, not " + server, e);
        }
    }
}

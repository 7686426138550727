package dev.yubin.routing;

import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A server that mail is handed on to. Where there are several, the most preferred is tried first, and of those that are preferred alike the one that the dice
 * choose, each as often as its weight says; those without a weight follow in the order in which they were named. RFC 2782 has the same rule.
 *
 * @param host       a name, or an address as text (an IPv6 address without brackets)
 * @param port       mostly 25; 587 or 465 where one logs in
 * @param tls        {@link TlsMode#STARTTLS_OPTIONAL} between servers that know nothing of each other (RFC 7435)
 * @param login      who this side is to that server, where it wants to know
 * @param preference 0 to 65535, the smallest first
 * @param weight     0 to 65535; 0 where there is nothing to be chosen
 */
public record NextHop(String host, int port, TlsMode tls, Optional<Credentials> login, int preference, int weight) {
    /** The port of SMTP between servers: RFC 5321 section 4.5.4.2. */
    public static final int SMTP = 25;

    private static final int MAX_PORT = 65_535;

    /**
     * @throws IllegalArgumentException when a part is not as said above, or there is a login under {@code STARTTLS_OPTIONAL}, which believes whoever answers
     */
    public NextHop {
        Objects.requireNonNull(tls, "tls");
        if (!isHost(host)) {
            throw new IllegalArgumentException("a next hop needs a host, in printable ASCII without spaces");
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (login.isPresent() && tls == TlsMode.STARTTLS_OPTIONAL) {
            throw new IllegalArgumentException("who logs in has to know where: STARTTLS_REQUIRED or IMPLICIT");
        }
        within(preference, "preference");
        within(weight, "weight");
    }

    /** A server to which one need not log in, and which is the only one. */
    public NextHop(String host, int port, TlsMode tls) {
        this(host, port, tls, Optional.empty(), 0, 0);
    }

    private static void within(int number, String what) {
        if (number < 0 || number > 0xffff) {
            throw new IllegalArgumentException("a " + what + " is 0 to 65535, not " + number);
        }
    }

    /** Whether it could be one at all: what the DNS says can have any octets. */
    static boolean isHost(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c <= '~');
    }

    /** A server at port 25 with TLS where it offers it. */
    public static NextHop of(String host) {
        return new NextHop(host, SMTP, TlsMode.STARTTLS_OPTIONAL);
    }

    /**
     * Reads {@code host:port}, {@code [IPv6]:port} or a host alone, with TLS where it is offered.
     *
     * @throws IllegalArgumentException when it is none of these
     */
    public static NextHop parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        if (bracketed ? text.endsWith("]") : colon < 0) {
            return of(bare(text));
        }
        String port = text.substring(colon + 1);
        if (!port.matches("[0-9]{1,5}") || (!bracketed && text.indexOf(':') != colon)) {
            throw new IllegalArgumentException("expected host:port or [IPv6]:port, not \"" + text + '"');
        }
        return new NextHop(bare(text.substring(0, colon)), Integer.parseInt(port), TlsMode.STARTTLS_OPTIONAL);
    }

    private static String bare(String host) {
        if (!host.startsWith("[")) {
            return host;
        }
        if (!host.endsWith("]")) {
            throw new IllegalArgumentException("the bracket of \"" + host + "\" is not closed");
        }
        return host.substring(1, host.length() - 1);
    }

    /** The same server, to which one logs in before anything is sent: RFC 4954. The mode is named with it, for it decides who can hear. */
    public NextHop withLogin(Credentials login, TlsMode tls) {
        return new NextHop(host, port, tls, Optional.of(login), preference, weight);
    }

    /** The same server among others. */
    public NextHop among(int preference, int weight) {
        return new NextHop(host, port, tls, login, preference, weight);
    }

    /** In which order to try them this time. */
    static List<NextHop> inOrder(List<NextHop> hops, RandomGenerator dice) {
        List<NextHop> rest = new ArrayList<>(hops);
        rest.sort(Comparator.comparingInt(NextHop::preference)); // which keeps the order of equals
        List<NextHop> order = new ArrayList<>();
        while (!rest.isEmpty()) {
            order.add(rest.remove(chosen(rest, dice)));
        }
        return List.copyOf(order);
    }

    /** One of the most preferred, which stand in front. */
    private static int chosen(List<NextHop> rest, RandomGenerator dice) {
        int weights = rest.stream()
                .filter(hop -> hop.preference == rest.get(0).preference)
                .mapToInt(NextHop::weight)
                .sum();
        if (weights == 0) {
            return 0;
        }
        int chosen = 0;
        for (int drawn = dice.nextInt(weights); drawn >= rest.get(chosen).weight; chosen++) {
            drawn -= rest.get(chosen).weight;
        }
        return chosen;
    }

    /** Its host and port alone. */
    @Override
    public String toString() {
        return text(host, port);
    }

    static String text(String host, int port) {
        return (host.indexOf(':') < 0 ? host : '[' + host + ']') + ':' + port;
    }
}

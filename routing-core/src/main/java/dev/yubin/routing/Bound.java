package dev.yubin.routing;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.ForwardPath;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where mail in a spool is bound for. What is bound for one place is tried together, and waits for nothing else: one upload of a message for fifty domains behind one
 * smart host, and each mailbox here by itself. Its key is a {@link SpooledRecipient#destination}; but for a domain's, it begins with a parenthesis.
 */
sealed interface Bound {
    String key();

    /** A mailbox here, which is filled once. */
    record ToMailbox(Route.Local mailbox) implements Bound {
        private static final String BEGINNING = "(here)";

        @Override
        public String key() {
            return BEGINNING
                    + encoded(mailbox.account())
                    + '/'
                    + encoded(mailbox.mailbox().toString());
        }

        private static ToMailbox read(String key) {
            String[] parts = key.substring(BEGINNING.length()).split("/", 2);
            return new ToMailbox(new Route.Local(decoded(parts[0]), MailboxName.of(decoded(parts[1]))));
        }

        private static String encoded(String name) {
            return URLEncoder.encode(name, StandardCharsets.UTF_8);
        }

        private static String decoded(String name) {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        }
    }

    /** A list itself, of which its sender hears; its members are bound for their own places. */
    record ToList() implements Bound {
        private static final String KEY = "(list)";

        @Override
        public String key() {
            return KEY;
        }
    }

    /** Nowhere: the message was sent on by this address before, and its sender is to hear that. */
    record InCircles() implements Bound {
        private static final String KEY = "(circle)";

        @Override
        public String key() {
            return KEY;
        }
    }

    /** Elsewhere. */
    record Onward(String key) implements Bound {
        private static final String BEGINNING = "(via)";
        /** With more servers than a line can show, their names are no key. */
        private static final int MOST_OCTETS = 1000;
    }

    /** To the servers that the table names, whoever's mail they take; else to those that the DNS names for the domain. */
    static Bound onward(Route.Onward to) {
        String servers = servers(to.hops());
        return new Onward(
                to.hops().isEmpty() || servers.length() > Onward.MOST_OCTETS
                        ? SpooledRecipient.destination(ForwardPath.to(to.to()))
                        : Onward.BEGINNING + servers);
    }

    /** The same for all that are the same servers, in whatever order they are tried. */
    static String servers(List<NextHop> hops) {
        return hops.stream().map(NextHop::toString).distinct().sorted().collect(Collectors.joining(","));
    }

    /** @throws IllegalArgumentException when it begins as a mailbox's, and is none */
    static Bound parse(String key) {
        if (key.equals(ToList.KEY)) {
            return new ToList();
        } else if (key.equals(InCircles.KEY)) {
            return new InCircles();
        }
        return key.startsWith(ToMailbox.BEGINNING) ? ToMailbox.read(key) : new Onward(key);
    }
}

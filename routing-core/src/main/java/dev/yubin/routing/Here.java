package dev.yubin.routing;

import dev.yubin.mailbox.MailboxName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The destination in a spool of mail for one mailbox here, so that each is filled once and none waits for another; and of lists. They are no domains. */
final class Here {
    /** The destination of a list itself, whose members have theirs. */
    static final String LIST = "(list)";

    private static final String BEGINNING = "(here)";

    private Here() {}

    /** @throws IllegalArgumentException when the account's name is far too long */
    static String destination(Route.Local to) {
        return BEGINNING + encoded(to.account()) + '/' + encoded(to.mailbox().toString());
    }

    /** Which mailbox; empty where it is elsewhere. */
    static Optional<Route.Local> mailbox(String destination) {
        if (!destination.startsWith(BEGINNING)) {
            return Optional.empty();
        }
        String[] parts = destination.substring(BEGINNING.length()).split("/", 2);
        return Optional.of(new Route.Local(decoded(parts[0]), MailboxName.of(decoded(parts[1]))));
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private static String decoded(String name) {
        return URLDecoder.decode(name, StandardCharsets.UTF_8);
    }
}

package dev.yubin.routing;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.Network;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Reply;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Looks at the domain behind the {@code @} and decides: a mailbox here, another server, or no. RFC 5321 sections 3.6 and 5.
 *
 * <p>It is closed to strangers: mail for other domains is taken only from who has logged in or comes from a network that was named. A {@code %} or
 * {@code !} in a local part has no meaning, so neither opens a way around that. Immutable; any thread may ask.
 */
public final class Router {
    /** What is known of whoever brings the mail. */
    public record Sender(Optional<String> login, InetAddress address) {
        public Sender {
            Objects.requireNonNull(login, "login");
            Objects.requireNonNull(address, "address");
        }
    }

    private static final Reply NO_MAILBOX = Reply.of(550, "5.1.1", "No such mailbox here");
    private static final Reply DENIED =
            Reply.of(554, "5.7.1", "Relaying denied: log in first, or send to the recipient's own server");

    private final Set<Domain> local;
    private final Map<String, String> aliases;
    private final Map<Domain, String> catchAll;
    private final OptionalInt subaddress;
    private final String postmaster;
    private final Map<Domain, List<NextHop>> routes;
    private final List<NextHop> smartHosts;
    private final List<Network> trusted;
    private final Accounts accounts;

    private Router(Builder builder, String postmaster) {
        this.local = Set.copyOf(builder.local);
        this.aliases = Map.copyOf(builder.aliases);
        this.catchAll = Map.copyOf(builder.catchAll);
        this.subaddress = builder.subaddress;
        this.postmaster = postmaster;
        this.routes = Map.copyOf(builder.routes);
        this.smartHosts = List.copyOf(builder.smartHosts);
        this.trusted = List.copyOf(builder.trusted);
        this.accounts = builder.accounts;
    }

    /** A table to be filled: with nothing in it, everything is refused. */
    public static Builder builder(Accounts accounts) {
        return new Builder(accounts);
    }

    /**
     * Decides for one recipient. Blocks as long as {@link Accounts} does.
     *
     * @throws StoreException when it cannot be told whether the mailbox exists
     */
    public Route route(ForwardPath recipient, Sender sender) throws StoreException {
        if (recipient.isPostmaster()) {
            return into(postmaster);
        }
        Mailbox mailbox = recipient.mailbox().orElseThrow();
        if (mailbox.host() instanceof Domain domain && local.contains(domain)) {
            return local(mailbox, domain);
        }
        if (!mayRelay(sender)) {
            return new Route.Reject(DENIED);
        }
        return new Route.Onward(mailbox.host(), hops(mailbox.host()));
    }

    /** Whether mail from this sender is taken for other domains too. */
    public boolean mayRelay(Sender sender) {
        return sender.login().isPresent() || trusted.stream().anyMatch(network -> network.contains(sender.address()));
    }

    private Route local(Mailbox mailbox, Domain domain) throws StoreException {
        String address = name(mailbox.localPart(), domain);
        String withoutDetail = withoutDetail(mailbox.localPart(), domain);
        Optional<String> found = known(address);
        if (found.isEmpty() && !withoutDetail.equals(address)) {
            found = known(withoutDetail);
        }
        if (found.isEmpty() && mailbox.localPart().equalsIgnoreCase("postmaster")) {
            found = Optional.of(postmaster); // always there: RFC 5321 section 4.5.1
        }
        if (found.isEmpty()) {
            found = Optional.ofNullable(catchAll.get(domain));
        }
        return found.map(Router::into).orElseGet(() -> new Route.Reject(NO_MAILBOX));
    }

    /** The account that this address stands for, through its alias where it has one. */
    private Optional<String> known(String address) throws StoreException {
        String account = aliases.getOrDefault(address.toLowerCase(Locale.ROOT), address);
        if (accounts.contains(account)) {
            return Optional.of(account);
        }
        // A local part belongs to its host (RFC 5321 section 2.4), and this host means the same by Bbb and bbb.
        String folded = account.toLowerCase(Locale.ROOT);
        return !folded.equals(account) && accounts.contains(folded) ? Optional.of(folded) : Optional.empty();
    }

    private String withoutDetail(String localPart, Domain domain) {
        int at = subaddress.isPresent() ? localPart.indexOf(subaddress.getAsInt()) : -1;
        return name(at > 0 ? localPart.substring(0, at) : localPart, domain);
    }

    private List<NextHop> hops(Host destination) {
        if (destination instanceof Domain domain && routes.containsKey(domain)) {
            return routes.get(domain);
        }
        if (!smartHosts.isEmpty()) {
            return smartHosts;
        }
        return destination instanceof AddressLiteral literal
                ? List.of(NextHop.of(literal.address().getHostAddress()))
                : List.of();
    }

    private static Route into(String account) {
        return new Route.Local(account, MailboxName.INBOX);
    }

    private static String name(String localPart, Domain domain) {
        return localPart + '@' + domain.aLabels();
    }

    /** What a {@link Router} decides by. */
    public static final class Builder {
        private final Accounts accounts;
        private final Set<Domain> local = new HashSet<>();
        private final Map<String, String> aliases = new HashMap<>();
        private final Map<Domain, String> catchAll = new HashMap<>();
        private final Map<Domain, List<NextHop>> routes = new HashMap<>();
        private final List<NextHop> smartHosts = new ArrayList<>();
        private final List<Network> trusted = new ArrayList<>();
        private OptionalInt subaddress = OptionalInt.empty();
        private Optional<String> postmaster = Optional.empty();

        private Builder(Accounts accounts) {
            this.accounts = Objects.requireNonNull(accounts, "accounts");
        }

        /** Mail for this domain stays here. */
        public Builder local(Domain domain) {
            local.add(domain);
            return this;
        }

        /** Who reads what is sent to the postmaster of any local domain that has no account of that name. Required: RFC 5321 section 4.5.1. */
        public Builder postmaster(String account) {
            postmaster = Optional.of(account);
            return this;
        }

        /** Mail for {@code address}, in any case, goes into {@code account}, which is not itself looked up among the aliases. */
        public Builder alias(Mailbox address, String account) {
            if (!(address.host() instanceof Domain domain)) {
                throw new IllegalArgumentException("an alias has a domain, not the address " + address.host());
            }
            aliases.put(name(address.localPart(), domain).toLowerCase(Locale.ROOT), account);
            return this;
        }

        /** Mail for whoever in this domain has no account goes into this one. */
        public Builder catchAll(Domain domain, String account) {
            catchAll.put(domain, account);
            return this;
        }

        /** What stands between a local part and its detail, mostly {@code +}: {@code bbb+lists} is then {@code bbb} (RFC 5233). */
        public Builder subaddress(char separator) {
            subaddress = OptionalInt.of(separator);
            return this;
        }

        /** Mail for this domain is handed to these servers, the first that answers. */
        public Builder route(Domain domain, NextHop... hops) {
            routes.put(domain, List.of(hops));
            return this;
        }

        /** Mail for domains that have neither mailboxes nor a route here is handed to this server; to the next of them when it does not answer. */
        public Builder smartHost(NextHop hop) {
            smartHosts.add(hop);
            return this;
        }

        /** Whoever sends from this network may send to any domain, as if logged in. */
        public Builder trust(Network network) {
            trusted.add(network);
            return this;
        }

        /** @throws IllegalStateException when the table contradicts itself; says how */
        public Router build() {
            routes.keySet().stream().filter(local::contains).findFirst().ifPresent(domain -> {
                throw new IllegalStateException(domain + " is both local and routed elsewhere");
            });
            catchAll.keySet().stream()
                    .filter(domain -> !local.contains(domain))
                    .findFirst()
                    .ifPresent(domain -> {
                        throw new IllegalStateException(domain + " has a catch-all but is not local");
                    });
            return new Router(
                    this,
                    postmaster.orElseThrow(() -> new IllegalStateException(
                            "name the account that reads the postmaster's mail (RFC 5321 section 4.5.1)")));
        }
    }
}

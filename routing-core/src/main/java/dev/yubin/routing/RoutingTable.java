package dev.yubin.routing;

import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.Network;
import dev.yubin.protocol.TlsMode;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Host;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A router's table. Immutable. */
final class RoutingTable implements Router {
    private static final String POSTMASTER = "postmaster";
    private static final Reply DENIED =
            Reply.of(554, "5.7.1", "Relaying denied: log in first, or send to the recipient's own server");
    private static final Reply TOO_MANY =
            Reply.of(554, "5.2.4", "This address stands for more than " + Expansion.MAX_ADDRESSES + " others");
    private static final Reply IN_CIRCLES = Reply.of(554, "5.4.6", "This address stands for itself alone");
    private static final Reply NO_POSTMASTER =
            Reply.of(451, "4.3.5", "The postmaster's mailbox is missing; try again later");

    private final Accounts accounts;
    private final Set<Domain> local;
    private final Set<Domain> caseSensitive;
    private final Map<AddressLiteral, Domain> literals;
    private final List<Mailbox> postmaster;
    private final Map<String, List<Mailbox>> aliases;
    private final Map<Domain, List<Mailbox>> catchAll;
    private final String separators;
    private final Map<Domain, List<NextHop>> routes;
    private final Set<Domain> tlsRequired;
    private final Map<String, List<NextHop>> senders;
    private final Map<Domain, List<NextHop>> senderDomains;
    private final Set<Domain> relayed;
    private final List<NextHop> smartHosts;
    private final List<Network> trusted;

    RoutingTable(Builder table) {
        this.accounts = table.accounts;
        this.local = Set.copyOf(table.local);
        this.caseSensitive = Set.copyOf(table.caseSensitive);
        this.literals = Map.copyOf(table.literals);
        this.postmaster = List.copyOf(table.postmaster);
        this.aliases = byName(table.aliases);
        this.catchAll = copy(table.catchAll);
        this.separators = table.separators;
        this.routes = copy(table.routes);
        this.tlsRequired = Set.copyOf(table.tlsRequired);
        this.senders = byName(table.senders);
        this.senderDomains = copy(table.senderDomains);
        this.relayed = Set.copyOf(table.relayed);
        this.smartHosts = List.copyOf(table.smartHosts);
        this.trusted = List.copyOf(table.trusted);
    }

    private static <K, V> Map<K, List<V>> copy(Map<K, List<V>> lists) {
        Map<K, List<V>> copy = new HashMap<>();
        lists.forEach((key, list) -> copy.put(key, List.copyOf(list)));
        return copy;
    }

    /** By addresses as they are compared, under which two that were written apart may be one. */
    private <V> Map<String, List<V>> byName(Map<Mailbox, List<V>> lists) {
        Map<String, List<V>> named = new HashMap<>();
        lists.forEach((mailbox, list) -> named.computeIfAbsent(compared(mailbox), none -> new ArrayList<>())
                .addAll(list));
        return copy(named);
    }

    @Override
    public Route route(ForwardPath recipient, Sender sender) throws StoreException {
        if (recipient.isPostmaster()) {
            return expanded(postmaster, sender, NO_POSTMASTER);
        }
        Mailbox to = withoutLiteral(recipient.mailbox().orElseThrow());
        if (isLocal(to)) {
            return expanded(List.of(to), sender, isPostmaster(to) ? NO_POSTMASTER : Replies.NO_SUCH_MAILBOX);
        }
        return mayGoOn(to, sender) ? onward(to, sender) : new Route.Reject(DENIED);
    }

    private Route expanded(List<Mailbox> addresses, Sender sender, Reply whenNobody) throws StoreException {
        Expansion expansion = new Expansion(this, sender);
        addresses.forEach(expansion::add);
        expansion.run();
        List<Route.Target> targets = expansion.targets();
        if (expansion.isTooLong()) {
            return new Route.Reject(TOO_MANY);
        } else if (targets.isEmpty()) {
            return new Route.Reject(expansion.goesInCircles() ? IN_CIRCLES : whenNobody);
        }
        return targets.size() == 1 ? targets.get(0) : new Route.Several(targets);
    }

    /** With the domain that stands for this host's address: RFC 5321 section 4.1.3. */
    Mailbox withoutLiteral(Mailbox mailbox) {
        Domain domain = mailbox.host() instanceof AddressLiteral literal ? literals.get(literal) : null;
        return domain == null ? mailbox : new Mailbox(mailbox.localPart(), domain);
    }

    boolean isLocal(Mailbox mailbox) {
        return mailbox.host() instanceof Domain domain && local.contains(domain);
    }

    /** An address as it is compared with others: two are equal that are one here. What is elsewhere is as it is written. */
    String compared(Mailbox mailbox) {
        return name(compared(mailbox.localPart(), mailbox.host()), mailbox.host());
    }

    private String compared(String localPart, Host host) {
        boolean anyCase = host instanceof Domain domain && local.contains(domain) && !caseSensitive.contains(domain);
        return anyCase ? Normalizer.normalize(localPart, Normalizer.Form.NFC).toLowerCase(Locale.ROOT) : localPart;
    }

    private static String name(String localPart, Host host) {
        return localPart + '@' + (host instanceof Domain domain ? domain.aLabels() : host);
    }

    // What a local address means

    /**
     * What a local address is.
     *
     * @param mailbox its own, where it is an account's
     * @param others  whom it stands for, where it is an alias; neither where nobody is here
     */
    record Meaning(Optional<Route.Local> mailbox, List<Mailbox> others) {}

    Meaning meaning(Mailbox address) throws StoreException {
        for (String localPart : localParts(address)) {
            String name = name(compared(localPart, address.host()), address.host());
            List<Mailbox> others = aliases.containsKey(name) ? aliases.get(name) : mailboxes(accounts.aliases(name));
            Optional<Route.Local> mailbox = others.isEmpty() ? account(localPart, address.host()) : Optional.empty();
            if (!others.isEmpty() || mailbox.isPresent()) {
                return new Meaning(mailbox, others);
            }
        }
        List<Mailbox> stead = isPostmaster(address) // who is always there: RFC 5321 section 4.5.1
                ? postmaster
                : catchAll.getOrDefault((Domain) address.host(), List.of());
        return new Meaning(Optional.empty(), stead);
    }

    private static List<Mailbox> mailboxes(List<String> addresses) {
        return addresses.stream().map(Mailbox::of).toList();
    }

    /** Its own mailbox, whether or not an alias takes its mail. */
    Optional<Route.Local> mailbox(Mailbox address) throws StoreException {
        for (String localPart : localParts(address)) {
            Optional<Route.Local> mailbox = account(localPart, address.host());
            if (mailbox.isPresent()) {
                return mailbox;
            }
        }
        return Optional.empty();
    }

    private Optional<Route.Local> account(String localPart, Host host) throws StoreException {
        String asWritten = name(localPart, host);
        if (accounts.contains(asWritten)) {
            return Optional.of(Route.Local.inbox(asWritten));
        }
        String compared = name(compared(localPart, host), host);
        return !compared.equals(asWritten) && accounts.contains(compared)
                ? Optional.of(Route.Local.inbox(compared))
                : Optional.empty();
    }

    /** The local part, and the same without its detail where it has one: RFC 5233. */
    private Set<String> localParts(Mailbox address) {
        Set<String> localParts = new LinkedHashSet<>(List.of(address.localPart()));
        localParts.add(withoutDetail(address.localPart()));
        return localParts;
    }

    private String withoutDetail(String localPart) {
        for (int i = 1; i < localPart.length(); i++) {
            if (separators.indexOf(localPart.charAt(i)) >= 0) {
                return localPart.substring(0, i);
            }
        }
        return localPart;
    }

    private boolean isPostmaster(Mailbox address) {
        return withoutDetail(address.localPart()).equalsIgnoreCase(POSTMASTER);
    }

    // What goes on

    /** Whether this sender's mail for another domain is taken. */
    private boolean mayGoOn(Mailbox to, Sender sender) {
        return isKnown(sender)
                || (to.host() instanceof Domain domain && relayed.contains(domain) && !isSourceRouted(to.localPart()));
    }

    private boolean isKnown(Sender sender) {
        return sender.login().isPresent() || trusted.stream().anyMatch(network -> network.contains(sender.address()));
    }

    /** Whether a server that does not keep to RFC 5321 could send it on elsewhere: {@code a%b@here}, {@code b!a@here}, {@code "a@b"@here}. */
    private static boolean isSourceRouted(String localPart) {
        return localPart.chars().anyMatch(c -> c == '%' || c == '!' || c == '@');
    }

    Route.Onward onward(Mailbox to, Sender sender) {
        boolean securely = to.host() instanceof Domain domain && tlsRequired.contains(domain);
        TlsMode tls = securely ? TlsMode.STARTTLS_REQUIRED : TlsMode.STARTTLS_OPTIONAL;
        return new Route.Onward(to, hops(to.host(), sender), tls);
    }

    private List<NextHop> hops(Host destination, Sender sender) {
        if (destination instanceof Domain domain && routes.containsKey(domain)) {
            return routes.get(domain);
        }
        Optional<Mailbox> from =
                sender.from().mailbox().filter(any -> isKnown(sender)); // a stranger names whom he likes
        if (from.isPresent() && senders.containsKey(compared(from.get()))) {
            return senders.get(compared(from.get()));
        } else if (from.isPresent()
                && from.get().host() instanceof Domain domain
                && senderDomains.containsKey(domain)) {
            return senderDomains.get(domain);
        } else if (smartHosts.isEmpty() && destination instanceof AddressLiteral literal) {
            return List.of(NextHop.of(literal.address().getHostAddress()));
        }
        return smartHosts;
    }
}

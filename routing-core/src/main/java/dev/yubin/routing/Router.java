package dev.yubin.routing;

import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.Network;
import dev.yubin.routing.authentication.SenderRewriting;
import dev.yubin.smtp.AddressLiteral;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.ReversePath;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the domain behind the {@code @} and decides: a mailbox here, another server, or no. RFC 5321 sections 3.6 and 5.
 *
 * <p>Write one, or describe one by {@link #builder}, or in a text by {@link RouteFile}. These two are closed to strangers: mail for other domains is taken only
 * from who has logged in or comes from a network that was named, and for domains that this server was said to relay for. A {@code %}, {@code !} or {@code @} in
 * a local part has no meaning here, so none opens a way around that; to a domain that is relayed for, strangers may not send it, for what stands behind may
 * give it one.
 */
@FunctionalInterface
public interface Router {
    /**
     * Decides for one recipient, and has no other effect. Any thread may ask; it may block, as {@link Accounts} may.
     *
     * @throws StoreException when it cannot be told whether the mailbox exists
     */
    Route route(ForwardPath recipient, Sender sender) throws StoreException;

    /**
     * What is known of whoever brings the mail.
     *
     * @param login   the account that was logged in to
     * @param address where the client is
     * @param from    whom MAIL names, which proves nothing
     */
    record Sender(Optional<String> login, InetAddress address, ReversePath from) {
        public Sender {
            Objects.requireNonNull(login, "login");
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(from, "from");
        }

        /** One who has named nobody. */
        public Sender(Optional<String> login, InetAddress address) {
            this(login, address, ReversePath.NULL);
        }

        /** This server, which may send anywhere what it has accepted. */
        static Sender ourselves(ReversePath from) {
            return new Sender(Optional.of("postmaster"), InetAddress.getLoopbackAddress(), from);
        }
    }

    /** The same, which takes mail for rewritten senders from anybody, and leads it to whom they are: the way back of what {@link Relay.Builder#rewriting} sends on. */
    default Router returning(SenderRewriting rewriting) {
        return new Returning(this, rewriting);
    }

    /** A table to be filled: with nothing in it, everything is refused. */
    static Builder builder(Accounts accounts) {
        return new Builder(accounts);
    }

    /**
     * What a router decides by. What is said twice of one domain or address adds up. Addresses that are named as targets may be anywhere, and are looked up in
     * their turn if they are here. Used by one thread.
     */
    final class Builder {
        final Accounts accounts;
        final Set<Domain> local = new HashSet<>();
        final Set<Domain> caseSensitive = new HashSet<>();
        final Map<AddressLiteral, Domain> literals = new HashMap<>();
        final List<Mailbox> postmaster = new ArrayList<>();
        final Map<Mailbox, List<Mailbox>> aliases = new LinkedHashMap<>();
        final Map<Domain, List<Mailbox>> catchAll = new HashMap<>();
        final Map<Domain, List<NextHop>> routes = new HashMap<>();
        /** What was said to be the DNS's. */
        final Set<Contradiction.Way> byDns = new LinkedHashSet<>();

        final Set<Domain> tlsRequired = new HashSet<>();
        final Map<Mailbox, List<NextHop>> senders = new HashMap<>();
        final Map<Domain, List<NextHop>> senderDomains = new HashMap<>();
        final Set<Domain> relayed = new HashSet<>();
        final List<NextHop> smartHosts = new ArrayList<>();
        final List<Network> trusted = new ArrayList<>();
        String separators = "";

        private Builder(Accounts accounts) {
            this.accounts = Objects.requireNonNull(accounts, "accounts");
        }

        /** Mail for this domain stays here. */
        public Builder local(Domain domain) {
            local.add(domain);
            return this;
        }

        /**
         * In this local domain {@code Bbb} and {@code bbb} are two. In all others they are one: a local part means what its host says (RFC 5321 section 2.4).
         * What goes on to other servers is left as it was written.
         */
        public Builder caseSensitive(Domain domain) {
            caseSensitive.add(domain);
            return this;
        }

        /** Mail for {@code bbb@[192.0.2.1]}, an address of this host, is mail for {@code bbb} of this local domain (RFC 5321 section 4.1.3). */
        public Builder literal(InetAddress address, Domain domain) {
            literals.put(new AddressLiteral(address), domain);
            return this;
        }

        /**
         * Who reads what is sent to the postmaster, of the server and of each local domain that has neither account nor alias of that name. Required: RFC 5321
         * section 4.5.1.
         *
         * @throws IllegalArgumentException when a target is no address; says why
         */
        public Builder postmaster(String... targets) {
            postmaster.addAll(mailboxes(targets));
            return this;
        }

        /**
         * Mail for this address of a local domain goes to these in its place, and to its own mailbox only where it is one of them. Whoever is reached in two
         * ways has the message once, and a way that leads back to where it began ends there.
         *
         * @throws IllegalArgumentException when a target is no address; says why
         */
        public Builder alias(Mailbox address, String... targets) {
            aliases.computeIfAbsent(address, none -> new ArrayList<>()).addAll(mailboxes(targets));
            return this;
        }

        /**
         * Mail for whoever in this local domain has neither account nor alias goes to these.
         *
         * @throws IllegalArgumentException when a target is no address; says why
         */
        public Builder catchAll(Domain domain, String... targets) {
            catchAll.computeIfAbsent(domain, none -> new ArrayList<>()).addAll(mailboxes(targets));
            return this;
        }

        /**
         * What may stand between a local part and its detail, mostly {@code +}: {@code bbb+lists} is then {@code bbb} (RFC 5233). Nothing unless said.
         *
         * @throws IllegalArgumentException for a letter, a digit, {@code @}, or what is no printable ASCII, with which no name could be told from another
         */
        public Builder subaddress(char... separators) {
            for (char separator : separators) {
                if (separator <= ' ' || separator > '~' || separator == '@' || Character.isLetterOrDigit(separator)) {
                    throw new IllegalArgumentException("expected separators such as + or - but found \"" + separator
                            + "\" among \"" + new String(separators) + '"');
                }
            }
            this.separators += new String(separators);
            return this;
        }

        /** Mail for this domain is handed to these servers; without one to those that the DNS names, whatever else is said here. */
        public Builder route(Domain domain, NextHop... hops) {
            return put(routes, domain, Contradiction.Way.to(domain), hops);
        }

        /**
         * Mail for this domain is handed to the servers that the DNS names, whatever else is said here, through TLS with a certificate that proves their names;
         * else it waits ({@code 451 4.7.5}). Where the domain itself demands what proves more, DANE or MTA-STS, that counts.
         */
        public Builder routeSecurely(Domain domain) {
            tlsRequired.add(domain);
            return route(domain);
        }

        private <K> Builder put(Map<K, List<NextHop>> ways, K whose, Contradiction.Way way, NextHop... hops) {
            ways.computeIfAbsent(whose, none -> new ArrayList<>()).addAll(List.of(hops));
            if (hops.length == 0) {
                byDns.add(way);
            }
            return this;
        }

        /** Mail for this domain is taken from anybody, and handed on. To these servers, where there are any: {@link #route} says it for both. */
        public Builder relay(Domain domain, NextHop... hops) {
            relayed.add(domain);
            return hops.length == 0 ? this : route(domain, hops);
        }

        /** What this sender may send on is handed to these servers, unless the recipient's domain has a {@link #route}; without one as in {@link #route}. */
        public Builder from(Mailbox sender, NextHop... hops) {
            return put(senders, sender, Contradiction.Way.from(sender), hops);
        }

        /** The same for all senders of a domain that have nothing of their own. */
        public Builder fromDomain(Domain sender, NextHop... hops) {
            return put(senderDomains, sender, Contradiction.Way.from(sender), hops);
        }

        /** All else that goes on is handed to this server; where it is not said, to those that the DNS names. */
        public Builder smartHost(NextHop hop) {
            smartHosts.add(hop);
            return this;
        }

        /** Whoever sends from this network may send to any domain, as if logged in. */
        public Builder trust(Network network) {
            trusted.add(network);
            return this;
        }

        private static List<Mailbox> mailboxes(String... addresses) {
            List<Mailbox> mailboxes = new ArrayList<>();
            for (String address : addresses) {
                mailboxes.add(Mailbox.of(address));
            }
            return mailboxes;
        }

        /**
         * The router of all that was said; what is said afterwards changes it no more.
         *
         * @throws IllegalStateException when the table contradicts itself; says how
         */
        public Router build() {
            Contradiction.in(this).stream().findFirst().ifPresent(contradiction -> {
                throw new IllegalStateException(contradiction.words());
            });
            return new RoutingTable(this);
        }
    }
}

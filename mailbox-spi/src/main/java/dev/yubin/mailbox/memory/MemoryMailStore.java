package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.SharedContent;
import dev.yubin.mailbox.feature.SingleInstance;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps mail in memory, and keeps every promise of {@link MailStore} but that of durability. It serves tests and first steps, and is an
 * example to those who write a store.
 *
 * <p>All further abilities of {@code dev.yubin.mailbox.feature} that a store can have are here. Mailboxes of others are named
 * {@code Other Users/}, the account, {@code /} and the name there; an account whose name is no level of such a name shares none.
 *
 * <p>An account exists once it was added; asking for any other fails with {@code NONEXISTENT}. Its name is compared octet for octet.
 */
public final class MemoryMailStore implements MailStore, SingleInstance {
    private final Map<String, MemoryAccount> accounts = new ConcurrentHashMap<>();
    private final Bounds bounds;

    private MemoryMailStore(Bounds bounds) {
        this.bounds = bounds;
    }

    /** A store without bounds on octets, with these accounts in it: {@code MemoryMailStore.create("ann@example.net")}. */
    public static MemoryMailStore create(String... users) {
        MemoryMailStore store = builder().build();
        for (String user : users) {
            store.addAccount(user);
        }
        return store;
    }

    /** A store with bounds. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes an account with an empty INBOX; where the account is there already, that one is given and nothing changes. */
    public Account addAccount(String user) {
        return accounts.computeIfAbsent(
                Objects.requireNonNull(user, "user"), name -> new MemoryAccount(name, bounds, accounts));
    }

    @Override
    public Account account(String user) throws StoreException {
        return existing(user);
    }

    @Override
    public boolean neverWaits() {
        return true;
    }

    MemoryAccount existing(String user) throws StoreException {
        MemoryAccount account = accounts.get(Objects.requireNonNull(user, "user"));
        if (account == null) {
            throw new StoreException(Reason.NONEXISTENT, "there is no account " + user);
        }
        return account;
    }

    @Override
    public SharedContent begin(OptionalLong octets) throws StoreException {
        bounds.requireMessage(octets.orElse(0));
        return new MemorySharedContent(this, bounds, octets);
    }

    /** The bounds of a store in the making; each is out of reach until it is set, but those of tombstones and annotations. */
    public static final class Builder {
        private long accountOctets = Room.UNBOUNDED;
        private long accountMessages = Room.UNBOUNDED;
        private long accountMailboxes = Room.UNBOUNDED;
        private long messageOctets = Room.UNBOUNDED;
        private long tombstones = 100_000;
        private long annotations = 1_000;
        private long annotationOctets = 64 * 1024;
        private boolean usersSetQuotas;

        private Builder() {}

        /** How many octets the messages of one account may have together; beyond it the store says {@code OVERQUOTA}. */
        public Builder accountOctets(long octets) {
            accountOctets = notNegative(octets);
            return this;
        }

        /** How many messages one account may have; beyond it the store says {@code OVERQUOTA}. */
        public Builder accountMessages(long messages) {
            accountMessages = notNegative(messages);
            return this;
        }

        /** How many mailboxes one account may have, INBOX among them; beyond it the store says {@code OVERQUOTA}. */
        public Builder accountMailboxes(long mailboxes) {
            accountMailboxes = notNegative(mailboxes);
            return this;
        }

        /** How many octets one message may have; beyond it the store says {@code TOOBIG}. */
        public Builder messageOctets(long octets) {
            messageOctets = notNegative(octets);
            return this;
        }

        /** How many removed messages each mailbox remembers for {@code changes}; 100,000 unless it is set. */
        public Builder tombstones(long messages) {
            tombstones = notNegative(messages);
            return this;
        }

        /** How many annotations a mailbox may have, and an account besides; 1,000 unless it is set. Beyond it the store says {@code LIMIT}. */
        public Builder annotations(long entries) {
            annotations = notNegative(entries);
            return this;
        }

        /** How many octets one annotation may have; 64 KiB unless it is set. Beyond it the store says {@code TOOBIG}. */
        public Builder annotationOctets(long octets) {
            annotationOctets = notNegative(octets);
            return this;
        }

        /** Whether users may bound their own accounts anew, as administrators of a test do; no unless it is set. */
        public Builder usersSetQuotas(boolean allowed) {
            usersSetQuotas = allowed;
            return this;
        }

        private static long notNegative(long bound) {
            if (bound < 0) {
                throw new IllegalArgumentException("a bound is 0 or more, not " + bound);
            }
            return bound;
        }

        /** The store, without accounts. */
        public MemoryMailStore build() {
            return new MemoryMailStore(new Bounds(
                    accountOctets,
                    accountMessages,
                    accountMailboxes,
                    messageOctets,
                    tombstones,
                    annotations,
                    annotationOctets,
                    usersSetQuotas));
        }
    }
}

package dev.yubin.pop3.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.pop3.DropListing;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.UniqueIdListing;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A maildrop as it was at login, and the marks that one session sets on it: RFC 1939 section 4. Message-numbers count from 1. The marks belong to
 * whoever obeys the session's present command, and there is one at a time; what talks to the store says so.
 */
final class Drop {
    private final MaildropStore store;
    private final String account;
    private final MaildropPolicy policy;
    private final UniqueIds names;
    private final Maildrop maildrop;
    private final long uidValidity;
    private final long[] uids;
    private final long[] octets;
    private final BitSet deleted = new BitSet();
    /** What goes at QUIT though nobody marked it; it is shown until then. */
    private final BitSet expired = new BitSet();

    private Drop(Service service, String account, MaildropPolicy policy) throws StoreException {
        this.store = service.store();
        this.account = account;
        this.policy = policy;
        this.names = service.uniqueIds();
        this.maildrop = store.maildrop(account);
        policy.deletion().requireOf(maildrop);
        this.uidValidity = maildrop.uidValidity();
        List<Message> messages = maildrop.messages().stream()
                .filter(message -> !policy.deletion().hides(message))
                .toList();
        this.uids = messages.stream().mapToLong(Message::uid).toArray();
        this.octets = Sizes.of(maildrop, messages);
        markExpired(messages);
    }

    /** Looks once. Asks the store. */
    static Drop open(Service service, String account, MaildropPolicy policy) throws StoreException {
        return new Drop(service, account, policy);
    }

    private void markExpired(List<Message> messages) {
        int days = policy.expireDays().orElse(0);
        if (days > 0) { // 0 is about what is fetched: see retrieved()
            Instant end = Instant.now().minus(Duration.ofDays(days));
            IntStream.range(0, messages.size())
                    .filter(i -> messages.get(i).received().isBefore(end))
                    .forEach(expired::set);
        }
    }

    MaildropPolicy policy() {
        return policy;
    }

    /** Why this message cannot be named in a command; empty when it can. */
    Optional<Refusal> objection(int message) {
        if (message > uids.length) {
            return Optional.of(Refusal.of(Phrase.NO_SUCH_MESSAGE.with(Saying.messages(uids.length))));
        }
        return deleted.get(message - 1)
                ? Optional.of(Refusal.of(Phrase.ALREADY_DELETED.with(message)))
                : Optional.empty();
    }

    DropListing total() {
        return new DropListing(
                uids.length - deleted.cardinality(),
                present().mapToLong(i -> octets[i]).sum());
    }

    ScanListing scan(int message) {
        return new ScanListing(message, octets[message - 1]);
    }

    /** Asks the application; to be called by a worker. */
    UniqueIdListing uniqueId(int message) throws StoreException {
        return new UniqueIdListing(message, names.uniqueId(account, uidValidity, uids[message - 1]));
    }

    /** A line for each message that is not deleted. */
    BodySource listing(ListingSource.Line line) {
        return new ListingSource(present().map(i -> i + 1), line);
    }

    void delete(int message) {
        deleted.set(message - 1);
    }

    void undelete() {
        deleted.clear();
    }

    /** RETR has sent the message whole. */
    void retrieved(int message) {
        if (policy.expireDays().orElse(1) == 0) {
            expired.set(message - 1);
        }
    }

    /** Asks the store; to be called by a worker. */
    Content content(int message) throws StoreException {
        return maildrop.content(uids[message - 1]);
    }

    /**
     * Does with all that is marked or expired as the policy has it: with all of it or, when this fails, with none. Asks the store; to be called by a worker.
     *
     * @return how many messages are left of those that were there at login
     */
    int update() throws StoreException {
        BitSet going = (BitSet) deleted.clone();
        going.or(expired);
        if (!going.isEmpty()) {
            UidSet marked = UidSet.of(going.stream().mapToLong(i -> uids[i]).toArray());
            policy.deletion().carryOut(store, account, maildrop, marked);
        }
        return uids.length - going.cardinality();
    }

    private IntStream present() {
        return IntStream.range(0, uids.length).filter(i -> !deleted.get(i));
    }
}

package dev.yubin.pop3.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.pop3.DropListing;
import dev.yubin.pop3.ScanListing;
import dev.yubin.pop3.UniqueIdListing;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * A maildrop as it was at login, and the marks of deletion that one session sets on it: RFC 1939 section 4. Message-numbers count from 1. The
 * marks belong to the event loop; what talks to the store says so.
 */
final class Drop {
    private final Maildrop maildrop;
    private final long uidValidity;
    private final long[] uids;
    private final long[] octets;
    private final BitSet deleted = new BitSet();

    /** Looks once. Asks the store. */
    Drop(Maildrop maildrop) throws StoreException {
        this.maildrop = maildrop;
        this.uidValidity = maildrop.uidValidity();
        List<Message> messages = maildrop.messages();
        this.uids = messages.stream().mapToLong(Message::uid).toArray();
        this.octets = messages.stream().mapToLong(Message::octets).toArray();
    }

    /** Why this message cannot be named in a command; empty when it can. */
    Optional<String> objection(int message) {
        if (message > uids.length) {
            return Optional.of("no such message, only " + messages(uids.length) + " in maildrop");
        }
        return deleted.get(message - 1) ? Optional.of("message " + message + " already deleted") : Optional.empty();
    }

    DropListing total() {
        return new DropListing(
                uids.length - deleted.cardinality(),
                present().mapToLong(i -> octets[i]).sum());
    }

    ScanListing scan(int message) {
        return new ScanListing(message, octets[message - 1]);
    }

    /** UIDVALIDITY and UID, both in base 10 with a point between: no two messages that were ever in this maildrop share it. */
    UniqueIdListing uniqueId(int message) {
        return new UniqueIdListing(message, uidValidity + "." + uids[message - 1]);
    }

    /** A line for each message that is not deleted. */
    BodySource listing(IntFunction<Object> line) {
        return new ListingSource(
                () -> present().mapToObj(i -> line.apply(i + 1)).iterator());
    }

    void delete(int message) {
        deleted.set(message - 1);
    }

    void undelete() {
        deleted.clear();
    }

    /** The UIDs of what is marked. */
    UidSet deleted() {
        return UidSet.of(deleted.stream().mapToLong(i -> uids[i]).toArray());
    }

    /** Asks the store; to be called by a worker. */
    Content content(int message) throws StoreException {
        return maildrop.content(uids[message - 1]);
    }

    /** Asks the store; to be called by a worker. */
    void expunge(UidSet marked) throws StoreException {
        maildrop.expunge(marked);
    }

    /** {@code 1 message}, {@code 2 messages}. */
    static String messages(int count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    private IntStream present() {
        return IntStream.range(0, uids.length).filter(i -> !deleted.get(i));
    }
}

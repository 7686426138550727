package dev.yubin.imap.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The result of a SORT that is kept up to date, in its order: RFC 5267 section 4.3. Four octets a message; where another finds its place, what some of
 * them are sorted by is read again, of a million some twenty.
 */
final class SortedUids {
    private final MailboxView view;
    private final SortOrder order;
    private final Criterion criterion;
    /** As unsigned ints. */
    private int[] uids;

    /**
     * A message that comes in.
     *
     * @param key what it is sorted by
     * @param at  how many of those there are stand before it
     */
    record Gain(long uid, byte[] key, int at) {
        static final Comparator<Gain> ORDER = Comparator.comparingInt(Gain::at)
                .thenComparing(Gain::key, Arrays::compareUnsigned)
                .thenComparingLong(Gain::uid);

        private boolean standsBefore(byte[] itsKey, long its) {
            int compared = Arrays.compareUnsigned(key, itsKey);
            return compared < 0 || compared == 0 && uid < its;
        }

        private Gain moved(int place) {
            return new Gain(uid, key, place);
        }
    }

    /** Is told which message went or came, and its position at that moment, counted from 1. */
    @FunctionalInterface
    interface Teller {
        void tell(long uid, long position);
    }

    SortedUids(MailboxView view, SortOrder order, Criterion criterion, long[] sorted) {
        this.view = view;
        this.order = order;
        this.criterion = criterion;
        this.uids = Arrays.stream(sorted).mapToInt(uid -> (int) uid).toArray();
    }

    UidSet uids() {
        return UidSet.of(
                Arrays.stream(uids).mapToLong(uid -> uid & UidSet.MAX_UID).toArray());
    }

    private long uid(int place) {
        return uids[place] & UidSet.MAX_UID;
    }

    /** Where a message comes in. */
    Gain place(Candidate candidate) throws StoreException {
        Gain gain = new Gain(candidate.message().uid(), order.key(candidate), 0);
        int low = 0;
        int high = uids.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int there = middle;
            Optional<byte[]> key = key(uid(there));
            while (key.isEmpty() && ++there < high) { // that one is gone, unheard of: the next tells the way
                key = key(uid(there));
            }
            if (key.isEmpty() || gain.standsBefore(key.get(), uid(there))) {
                high = middle;
            } else {
                low = there + 1;
            }
        }
        return gain.moved(low);
    }

    private Optional<byte[]> key(long uid) throws StoreException {
        AtomicReference<byte[]> key = new AtomicReference<>();
        Candidate.each(view, UidSet.of(uid), candidate -> {
            if (order.readsScores()) {
                criterion.look().at(candidate); // says how well it fits
            }
            key.set(order.key(candidate));
        });
        return Optional.ofNullable(key.get());
    }

    /**
     * Takes messages out.
     *
     * @param gained what is to come in; each is put where it then stands
     */
    void remove(UidSet gone, List<Gain> gained, Teller teller) {
        int[] rest = new int[uids.length];
        int[] before = new int[uids.length + 1]; // how many stay of so many first
        int left = 0;
        for (int place = 0; place < uids.length; place++) {
            if (gone.contains(uid(place))) {
                teller.tell(uid(place), left + 1L);
            } else {
                rest[left++] = uids[place];
            }
            before[place + 1] = left;
        }
        uids = Arrays.copyOf(rest, left);
        gained.replaceAll(gain -> gain.moved(before[gain.at()]));
    }

    /** Puts messages in. */
    void insert(List<Gain> gained, Teller teller) {
        gained.sort(Gain.ORDER);
        int[] all = new int[uids.length + gained.size()];
        int from = 0;
        for (int i = 0; i < gained.size(); i++) {
            Gain gain = gained.get(i);
            System.arraycopy(uids, from, all, from + i, gain.at() - from);
            from = gain.at();
            all[from + i] = (int) gain.uid();
            teller.tell(gain.uid(), from + i + 1L);
        }
        System.arraycopy(uids, from, all, from + gained.size(), uids.length - from);
        uids = all;
    }
}

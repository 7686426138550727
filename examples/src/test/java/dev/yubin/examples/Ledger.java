package dev.yubin.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a server has acknowledged, and what it was asked for when it died. {@link #settle} compares that with what the store has. Used by many threads.
 */
final class Ledger {
    record Place(String user, String mailbox) {}

    /** A UID, under the one UIDVALIDITY that a place has. */
    record Key(Place place, long uid) {}

    record Held(Letter letter, Set<Flag> flags) {}

    record Arrival(Place place, Held message) {}

    /**
     * What one command does.
     *
     * @param whole   all of it happens or nothing
     * @param becomes what there is under a UID afterwards; empty for nothing
     */
    record Step(boolean whole, List<Arrival> arrivals, Map<Key, Optional<Held>> becomes) {
        static Step arrive(boolean whole, List<Arrival> arrivals) {
            return new Step(whole, arrivals, Map.of());
        }

        static Step become(Key key, Optional<Held> after) {
            return new Step(true, List.of(), Map.of(key, after));
        }
    }

    private final List<Place> places;
    private final Map<Place, MailboxStatus> counters = new HashMap<>();
    private final Map<Place, Long> seenModSeq = new HashMap<>();
    /** Every UID that was ever told or met, gone or not. */
    private final Map<Key, Letter> given = new HashMap<>();

    private final Map<Key, Held> held = new HashMap<>();
    private final Set<Key> read = new HashSet<>();
    /** Acknowledged, and nobody said under which UID. */
    private final List<Arrival> unplaced = new ArrayList<>();

    private final List<Step> pending = new ArrayList<>();
    private long acknowledged;
    private long half;

    Ledger(List<Place> places) {
        this.places = List.copyOf(places);
    }

    List<Place> places() {
        return places;
    }

    /** Noted before the command is sent. */
    synchronized void begin(Step step) {
        pending.add(step);
    }

    /** Noted once the answer was heard. */
    synchronized void acknowledge(Step step) {
        end(step);
        unplaced.addAll(step.arrivals());
    }

    /** Likewise, where the answer names the UIDs. */
    synchronized void acknowledge(Step step, long uidValidity, List<Long> uids) {
        end(step);
        assertThat(uids).as("as many UIDs as messages").hasSameSizeAs(step.arrivals());
        for (int i = 0; i < uids.size(); i++) {
            Arrival arrival = step.arrivals().get(i);
            assertThat(uidValidity)
                    .as("UIDVALIDITY of %s", arrival.place())
                    .isEqualTo(counters.get(arrival.place()).uidValidity());
            hold(new Key(arrival.place(), uids.get(i)), arrival.message());
        }
    }

    private void end(Step step) {
        pending.removeIf(each -> each == step);
        acknowledged++;
        notifyAll();
        step.becomes().forEach(this::become);
    }

    private void become(Key key, Optional<Held> after) {
        if (after.isPresent()) {
            held.put(key, after.get());
        } else {
            held.remove(key);
        }
    }

    private void hold(Key key, Held message) {
        assertThat(given.put(key, message.letter())).as("%s is given once", key).isNull();
        held.put(key, message);
    }

    synchronized void sawModSeq(Place place, long modSeq) {
        seenModSeq.merge(place, modSeq, Math::max);
    }

    synchronized long acknowledged() {
        return acknowledged;
    }

    /** Waits until so many commands were acknowledged, or for so long. */
    synchronized void await(long acknowledgements, Duration longest) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        for (long left = longest.toMillis();
                acknowledged < acknowledgements && left > 0;
                left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    /** How many commands were under way when the server died, over all its deaths. */
    synchronized long half() {
        return half;
    }

    synchronized long held() {
        return held.size();
    }

    /**
     * Compares, and goes on from what was found: of a command that was not acknowledged either outcome is right.
     *
     * @param all whether each message is read, or those alone that were never read before
     */
    synchronized void settle(MailStore store, boolean all) throws StoreException {
        Map<Key, Held> found = new HashMap<>();
        for (Place place : places) {
            Mailbox mailbox = store.account(place.user()).open(MailboxName.of(place.mailbox()));
            Map<Long, Held> messages = read(place, mailbox, all);
            messages.forEach((uid, message) -> found.put(new Key(place, uid), message));
            compareCounters(place, mailbox.status());
        }
        Map<Key, Optional<Held>> undecided = new HashMap<>();
        pending.forEach(step -> undecided.putAll(step.becomes()));
        held.forEach((key, message) -> {
            Optional<Held> now = Optional.ofNullable(found.get(key));
            if (!now.equals(undecided.get(key))) {
                assertThat(now).as("%s", key).contains(message);
            }
        });
        Map<Key, Held> unexplained = new HashMap<>(found);
        unexplained.keySet().removeAll(held.keySet());
        unplaced.forEach(arrival -> assertThat(take(arrival, unexplained))
                .as("acknowledged %s", arrival)
                .isPresent());
        pending.forEach(step -> decide(step, found, unexplained));
        assertThat(unexplained)
                .as("messages of which nobody was told, or told that they are gone")
                .isEmpty();
        held.keySet().retainAll(found.keySet());
        held.putAll(found);
        half += pending.size();
        pending.clear();
        unplaced.clear();
    }

    private Map<Long, Held> read(Place place, Mailbox mailbox, boolean all) throws StoreException {
        Map<Long, Held> messages = new TreeMap<>();
        long octets = 0;
        for (Message message : mailbox.messages()) {
            Key key = new Key(place, message.uid());
            Letter letter = all || !read.contains(key) ? Letter.of(content(mailbox, message)) : given.get(key);
            read.add(key);
            messages.put(message.uid(), new Held(letter, message.flags()));
            octets += message.octets();
        }
        MailboxStatus status = mailbox.status();
        assertThat(status.messages()).as("messages of %s", place).isEqualTo(messages.size());
        assertThat(status.octets()).as("octets of %s", place).isEqualTo(octets);
        return messages;
    }

    static byte[] content(Mailbox mailbox, Message message) throws StoreException {
        ByteBuffer octets = ByteBuffer.allocate(Math.toIntExact(message.octets()));
        try (Content content = mailbox.content(message.uid())) {
            while (octets.hasRemaining() && content.read(octets.position(), octets) >= 0) {
                // read on
            }
        }
        assertThat(octets.hasRemaining())
                .as("UID %d ends before its end", message.uid())
                .isFalse();
        return octets.array();
    }

    private void compareCounters(Place place, MailboxStatus now) {
        MailboxStatus before = counters.getOrDefault(place, now);
        assertThat(now.uidValidity()).as("UIDVALIDITY of %s", place).isEqualTo(before.uidValidity());
        assertThat(now.uidNext()).as("UIDNEXT of %s", place).isGreaterThanOrEqualTo(before.uidNext());
        assertThat(now.modSeq())
                .as("mod-sequence of %s", place)
                .isGreaterThanOrEqualTo(Math.max(before.modSeq(), seenModSeq.getOrDefault(place, 0L)));
        given.keySet().stream()
                .filter(key -> key.place().equals(place))
                .forEach(key -> assertThat(key.uid()).as("UIDNEXT of %s", place).isLessThan(now.uidNext()));
        counters.put(place, now);
    }

    /** Takes the one message that this is; empty when there is none. A second stays, unexplained. */
    private Optional<Key> take(Arrival arrival, Map<Key, Held> unexplained) {
        Optional<Key> key = unexplained.entrySet().stream()
                .filter(each -> each.getKey().place().equals(arrival.place()))
                .filter(each -> each.getValue().equals(arrival.message()))
                .map(Map.Entry::getKey)
                .findFirst();
        key.ifPresent(taken -> hold(taken, unexplained.remove(taken)));
        return key;
    }

    private void decide(Step step, Map<Key, Held> found, Map<Key, Held> unexplained) {
        Set<Boolean> came = step.arrivals().stream()
                .map(arrival -> take(arrival, unexplained).isPresent())
                .collect(Collectors.toCollection(TreeSet::new));
        if (step.whole()) {
            assertThat(came).as("all of %s or nothing", step).hasSizeLessThan(2);
        }
        if (step.whole() && !came.isEmpty()) {
            boolean done = came.contains(true);
            step.becomes()
                    .forEach((key, after) -> assertThat(Optional.ofNullable(found.get(key)))
                            .as("%s, of which the arrival is %s", step, done)
                            .isEqualTo(done ? after : Optional.of(held.get(key))));
        }
    }
}

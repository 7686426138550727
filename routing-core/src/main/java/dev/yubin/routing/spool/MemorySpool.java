package dev.yubin.routing.spool;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.routing.spool.SpooledRecipient.State;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Reply;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Keeps messages on the heap and forgets them with the program: for tests, and for mail that somebody else answers for. */
public final class MemorySpool implements Spool {
    /** A message with all that is kept of it. */
    private static final class Entry {
        private final SpooledMessage message;
        private final byte[] octets;
        private final NavigableMap<Integer, SpooledRecipient> recipients = new TreeMap<>();

        Entry(SpooledMessage message, byte[] octets) {
            this.message = message;
            this.octets = octets;
        }

        Optional<Consignment> of(Predicate<SpooledRecipient> wanted) {
            List<SpooledRecipient> found =
                    recipients.values().stream().filter(wanted).toList();
            return found.isEmpty() ? Optional.empty() : Optional.of(new Consignment(message, found));
        }
    }

    /** Where a pending recipient stands in his destination's line. */
    private record Place(Instant due, long message, int number) implements Comparable<Place> {
        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::due).thenComparing(Place::message).thenComparing(Place::number);

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }

    /** What waits for one destination. */
    private static final class Line {
        private final NavigableSet<Place> pending = new TreeSet<>();
        private final NavigableSet<Place> held = new TreeSet<>();
        private int failures;
        private Optional<Instant> putOff = Optional.empty();

        Optional<Instant> next() {
            return pending.isEmpty()
                    ? Optional.empty()
                    : Stream.concat(putOff.stream(), Stream.of(pending.first().due()))
                            .max(Comparator.naturalOrder());
        }

        Destination named(String name) {
            return new Destination(name, pending.size(), held.size(), failures, putOff);
        }
    }

    private final long mostOctets;
    private final NavigableMap<Long, Entry> entries = new TreeMap<>();
    private final NavigableMap<String, Line> lines = new TreeMap<>();
    private long lastId;
    private long octets;
    private boolean closed;

    /** @param octets how much content it takes; more is refused with {@code FULL} */
    public MemorySpool(long octets) {
        this.mostOctets = octets;
    }

    @Override
    public synchronized Intake begin(OptionalLong announced) throws StoreException {
        requireRoom(announced.orElse(0));
        return new MemoryIntake();
    }

    private void requireRoom(long more) throws StoreException {
        requireOpen();
        if (octets + more > mostOctets) {
            throw new StoreException(Reason.FULL, "the spool holds " + mostOctets + " octets, and no more");
        }
    }

    private void requireOpen() throws StoreException {
        if (closed) {
            throw new StoreException(Reason.UNAVAILABLE, "the spool is closed");
        }
    }

    private final class MemoryIntake implements Intake {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean ended;

        @Override
        public void write(ByteBuffer content) throws StoreException {
            synchronized (MemorySpool.this) {
                requireRoom(content.remaining());
                octets += content.remaining();
            }
            byte[] piece = new byte[content.remaining()];
            content.get(piece);
            kept.writeBytes(piece);
        }

        @Override
        public long commit(Mail mail, Instant arrived, List<SpooledRecipient> recipients) throws StoreException {
            if (ended || recipients.isEmpty()) {
                throw new IllegalStateException("commit() is called once, before close(), and for somebody");
            }
            synchronized (MemorySpool.this) {
                requireOpen();
                ended = true;
                return add(mail, arrived, recipients, kept.toByteArray());
            }
        }

        @Override
        public void close() {
            synchronized (MemorySpool.this) {
                if (!ended) {
                    ended = true;
                    octets -= kept.size();
                }
            }
        }
    }

    private long add(Mail mail, Instant arrived, List<SpooledRecipient> recipients, byte[] content) {
        long id = ++lastId;
        Entry entry = new Entry(
                new SpooledMessage(id, mail, arrived.truncatedTo(ChronoUnit.MILLIS), content.length), content);
        recipients.forEach(recipient -> put(entry, recipient));
        entries.put(id, entry);
        dropIfDone(entry);
        return id;
    }

    private void put(Entry entry, SpooledRecipient given) {
        SpooledRecipient recipient = given.due(given.due().truncatedTo(ChronoUnit.MILLIS));
        Optional.ofNullable(entry.recipients.put(recipient.number(), recipient))
                .ifPresent(before -> leave(entry, before));
        if (recipient.state().waits()) {
            Line line = lines.computeIfAbsent(recipient.destination(), name -> new Line());
            (recipient.state() == State.PENDING ? line.pending : line.held).add(place(entry, recipient));
        }
    }

    private void leave(Entry entry, SpooledRecipient recipient) {
        Line line = lines.get(recipient.destination());
        if (line != null) {
            line.pending.remove(place(entry, recipient));
            line.held.remove(place(entry, recipient));
        }
    }

    private void forgetIfEmpty(String destination) {
        Line line = lines.get(destination);
        if (line != null && line.pending.isEmpty() && line.held.isEmpty()) {
            lines.remove(destination);
        }
    }

    private static Place place(Entry entry, SpooledRecipient recipient) {
        return new Place(recipient.due(), entry.message.id(), recipient.number());
    }

    private void dropIfDone(Entry entry) {
        if (entry.recipients.values().stream()
                .noneMatch(recipient -> recipient.state().waits())) {
            entries.remove(entry.message.id());
            octets -= entry.octets.length;
        }
    }

    @Override
    public synchronized Optional<SpooledMessage> message(long id) throws StoreException {
        requireOpen();
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.message);
    }

    @Override
    public synchronized List<SpooledRecipient> recipients(long message) throws StoreException {
        requireOpen();
        Entry entry = entries.get(message);
        return entry == null ? List.of() : List.copyOf(entry.recipients.values());
    }

    @Override
    public synchronized Content content(long message) throws StoreException {
        requireOpen();
        Entry entry = entries.get(message);
        if (entry == null) {
            throw new StoreException(Reason.NONEXISTENT, "message " + message + " is gone");
        }
        return Content.of(entry.octets);
    }

    @Override
    public synchronized List<SpooledMessage> messages(long after, int most) throws StoreException {
        requireOpen();
        return entries.tailMap(after, false).values().stream()
                .limit(most)
                .map(entry -> entry.message)
                .toList();
    }

    @Override
    public synchronized List<SpooledMessage> messagesFor(String destination, long after, int most)
            throws StoreException {
        requireOpen();
        Predicate<SpooledRecipient> waits = recipient ->
                recipient.state().waits() && recipient.destination().equals(destination);
        return entries.tailMap(after, false).values().stream()
                .filter(entry -> entry.of(waits).isPresent())
                .limit(most)
                .map(entry -> entry.message)
                .toList();
    }

    @Override
    public synchronized Optional<Destination> destination(String name) throws StoreException {
        requireOpen();
        return Optional.ofNullable(lines.get(name)).map(line -> line.named(name));
    }

    @Override
    public List<Destination> destinations(String after, int most) throws StoreException {
        return destinations(after, most, line -> true);
    }

    @Override
    public List<Destination> dueDestinations(Instant now, String after, int most) throws StoreException {
        return destinations(
                after, most, line -> line.next().filter(at -> !at.isAfter(now)).isPresent());
    }

    private synchronized List<Destination> destinations(String after, int most, Predicate<Line> wanted)
            throws StoreException {
        requireOpen();
        return lines.tailMap(after, false).entrySet().stream()
                .filter(line -> wanted.test(line.getValue()))
                .limit(most)
                .map(line -> line.getValue().named(line.getKey()))
                .toList();
    }

    @Override
    public synchronized Optional<Instant> nextDue(Instant now) throws StoreException {
        requireOpen();
        return lines.values().stream()
                .flatMap(line -> line.next().stream())
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder());
    }

    @Override
    public synchronized List<Consignment> due(String destination, Instant now, Set<Long> except, int most)
            throws StoreException {
        requireOpen();
        Line line = lines.getOrDefault(destination, new Line());
        return line.pending.stream()
                .takeWhile(place -> !place.due().isAfter(now))
                .map(Place::message)
                .filter(id -> !except.contains(id))
                .distinct()
                .limit(most)
                .flatMap(id -> entries
                        .get(id)
                        .of(recipient -> recipient.state() == State.PENDING
                                && recipient.destination().equals(destination)
                                && !recipient.due().isAfter(now))
                        .stream())
                .toList();
    }

    @Override
    public synchronized List<Consignment> putOffSince(Instant arrived, Instant now, boolean warned, int most)
            throws StoreException {
        requireOpen();
        return entries.values().stream()
                .filter(entry -> !entry.message.arrived().isAfter(arrived))
                .flatMap(entry ->
                        entry.of(recipient -> isPutOff(recipient, now) && (warned || !recipient.warned())).stream())
                .sorted(Comparator.comparing(
                        consignment -> consignment.message().arrived()))
                .limit(most)
                .toList();
    }

    private boolean isPutOff(SpooledRecipient recipient, Instant now) {
        return recipient.state() == State.PENDING
                && (recipient.due().isAfter(now)
                        || lines.get(recipient.destination())
                                .putOff
                                .filter(until -> until.isAfter(now))
                                .isPresent());
    }

    @Override
    public synchronized void change(long message, Set<Integer> recipients, UnaryOperator<SpooledRecipient> change)
            throws StoreException {
        requireOpen();
        Entry entry = entries.get(message);
        if (entry == null) {
            return;
        }
        List<SpooledRecipient> before = new ArrayList<>();
        recipients.forEach(
                number -> Optional.ofNullable(entry.recipients.get(number)).ifPresent(before::add));
        List<SpooledRecipient> after = before.stream().map(change).toList();
        after.forEach(recipient -> put(entry, recipient));
        after.forEach(recipient -> forgetIfEmpty(recipient.destination()));
        dropIfDone(entry);
    }

    @Override
    public synchronized void replace(long message, int recipient, Reply said, List<SpooledRecipient> others)
            throws StoreException {
        requireOpen();
        Optional<SpooledRecipient> before = Optional.ofNullable(entries.get(message))
                .map(entry -> entry.recipients.get(recipient))
                .filter(found -> found.state().waits());
        if (before.isPresent()) {
            Entry entry = entries.get(message);
            int number = entry.recipients.lastKey();
            for (SpooledRecipient other : others) {
                put(entry, other.numbered(++number).in(before.get().state()));
            }
            put(entry, before.get().ended(State.DELIVERED, said));
            forgetIfEmpty(before.get().destination());
            dropIfDone(entry);
        }
    }

    @Override
    public synchronized void putOff(String destination, int failures, Instant until) throws StoreException {
        requireOpen();
        Line line = lines.get(destination);
        if (line != null) {
            line.failures = failures;
            line.putOff = Optional.of(until.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}

package dev.yubin.routing.spool;

import dev.yubin.mailbox.StoreException;
import dev.yubin.protocol.Workers;
import dev.yubin.routing.spool.Deliveries.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries to deliver what lies in a {@link Spool}, until it is delivered or given up. RFC 5321 section 4.5.4.1.
 *
 * <p>It goes round the destinations that have something due, a delivery for each in turn, so that no number of messages for one makes another wait longer
 * than a turn takes. A destination that was not reached is put off as a whole; then one message tries for all. How many deliveries one destination has at
 * once grows while it answers and is halved while it says "not now"; none is begun while the carrier
 * calls its server busy. All that it must remember lies in the spool: where a program ended, the next goes on.
 *
 * <p>An outcome that the spool cannot record, for its disk is full, is kept until it can; meanwhile nothing else is begun, since it could not be recorded
 * either, and who has a message must not be sent it again and again. Where the spool is damaged at one message, the others go on.
 *
 * <p>In memory it holds a page of destinations, and what is under way. It never waits by itself: {@link Alarm} and {@link InstantSource} tell the time.
 */
public final class Scheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    /** How often it looks whether something has become too old, and how long it waits for a spool that fails. */
    static final Duration TICK = Duration.ofMinutes(1);

    /** Of how many destinations that have nothing under way it remembers how much they bear. */
    private static final int MOST_RESTED = 1000;

    private static final Duration LONGEST_ATTEMPT = Duration.ofMinutes(10);
    /** How many destinations, or messages that are too old, are looked at together. */
    private static final int PAGE = 256;

    private final Spool spool;
    private final Deliveries deliveries;
    private final UnderWay underWay = new UnderWay();
    private final MailQueue queue;
    private final Aging aging;
    private final SchedulerLimits limits;
    private final InstantSource clock;
    private final Alarm alarm;
    private final Workers threads;

    /** Runs one task at a time; what stands below is its tasks' alone. */
    private final Executor turns;

    private final Map<String, Site> sites = new HashMap<>();
    /** Destinations without anything under way that were served lately, and need not show again how much they bear. */
    private final Map<String, Site> rested = new LinkedHashMap<>();

    private final Deque<Delivery> unrecorded = new ArrayDeque<>();
    private int running;
    private String served = "";
    private Instant lastAging = Instant.MIN;
    private boolean complained;

    /** A delivery that came to its end since the last turn. */
    private record Ended(Delivery delivery, Recorded recorded) {}

    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final CountDownLatch idle = new CountDownLatch(1);
    private volatile boolean closing;

    private Scheduler(Builder settings) {
        this.spool = settings.spool;
        this.limits = settings.limits;
        this.clock = settings.clock;
        this.alarm = settings.alarm;
        this.threads = settings.threads.orElseGet(() -> Workers.upTo(limits.deliveries() + 1));
        this.turns = threads.inOrder();
        this.deliveries = new Deliveries(spool, settings.carrier, settings.listener, limits, clock);
        this.queue = new MailQueue(spool, settings.listener, underWay, clock, this::wake);
        this.aging = new Aging(spool, settings.listener, limits, underWay);
    }

    /** Begins to describe one. */
    public static Builder builder(Spool spool, Carrier carrier) {
        return new Builder(spool, carrier);
    }

    /** Looks for what is due: to be called at the start, and when something has come into the spool. Any thread may, and none waits. */
    public void wake() {
        if (!closing) {
            askForTurn();
        }
    }

    private void askForTurn() {
        if (wanted.getAndSet(true)) {
            return;
        }
        try {
            turns.execute(this::turn);
        } catch (RejectedExecutionException e) {
            wanted.set(false);
            LOG.warn("no thread is free to look what is due; it is asked for again in {}", TICK);
            alarm.set(TICK, this::wake);
        }
    }

    private void turn() {
        wanted.set(false);
        for (Ended next = ended.poll(); next != null; next = ended.poll()) {
            end(next.delivery(), next.recorded());
        }
        if (closing) {
            recordAgain();
            idleIfNothingRuns();
            return;
        }
        try {
            Instant now = clock.instant();
            alarm.set(TICK, this::wake); // whatever happens below
            if (recordAgain()) {
                while (round(now)) {
                    // until nothing more is to be begun
                }
                age(now);
                alarm.set(untilNext(now), this::wake);
            }
            complained = false;
        } catch (RejectedExecutionException e) {
            LOG.warn("no thread is free to deliver; it is tried again in {}", TICK);
        } catch (StoreException | RuntimeException e) {
            if (!complained) {
                LOG.error("the spool fails, and is asked again every {}: {}", TICK, e.getMessage(), e);
                complained = true;
            }
        }
    }

    private Duration untilNext(Instant now) throws StoreException {
        Optional<Instant> next = spool.nextDue(now);
        Duration wait = next.map(at -> Duration.between(now, at)).orElse(TICK);
        return wait.compareTo(TICK) < 0 ? wait : TICK;
    }

    /** False when the spool takes nothing, so that nothing must be begun. */
    private boolean recordAgain() {
        boolean takes = true;
        int left = unrecorded.size();
        for (int i = 0; i < left; i++) {
            Delivery delivery = unrecorded.poll();
            Recorded recorded = deliveries.record(delivery);
            end(delivery, recorded);
            takes &= recorded != Recorded.NOT_NOW;
        }
        return takes;
    }

    private void end(Delivery delivery, Recorded recorded) {
        if (recorded == Recorded.YES) {
            free(delivery);
        } else {
            unrecorded.add(delivery);
            delivery.site().notRecorded(delivery);
        }
    }

    private boolean hasRoom() {
        return running - unrecorded.size() < limits.deliveries();
    }

    private void age(Instant now) throws StoreException {
        if (now.isBefore(lastAging.plus(TICK))) {
            return;
        }
        if (aging.look(now, PAGE, this::isUnderWay)) {
            wake(); // there may be more, and a notice may wait to be sent
        } else {
            lastAging = now;
        }
    }

    private boolean isUnderWay(long message) {
        return sites.values().stream().anyMatch(site -> site.messages().contains(message));
    }

    /** Offers each destination that has something due one delivery, beginning behind the one served last. False when none was begun or no more can be. */
    private boolean round(Instant now) throws StoreException {
        String first = served;
        boolean begun = false;
        boolean wrapped = false;
        while (!closing && hasRoom()) {
            List<Destination> page = spool.dueDestinations(now, served, PAGE);
            for (Destination destination : page) {
                if (closing || !hasRoom() || wrapped && destination.name().compareTo(first) > 0) {
                    return begun;
                }
                served = destination.name();
                begun |= begin(destination, now);
            }
            if (page.size() < PAGE) {
                if (wrapped) {
                    return begun;
                }
                wrapped = true;
                served = "";
            }
        }
        return false;
    }

    private boolean begin(Destination destination, Instant now) throws StoreException {
        Site site = site(destination);
        if (!site.hasRoom() || deliveries.carrier().isBusy(destination.name())) {
            return false;
        }
        synchronized (underWay) {
            List<Consignment> next = spool.due(destination.name(), now, site.messages(), 1);
            if (next.isEmpty()) {
                return false;
            }
            Delivery delivery = new Delivery(site, next.get(0).first(limits.recipients()));
            threads.inOrder().execute(() -> carry(delivery)); // when it is refused, nothing was begun
            underWay.begin(delivery.consignment());
            site.begin(delivery);
        }
        sites.put(destination.name(), site);
        running++;
        return true;
    }

    private Site site(Destination destination) {
        Site site = sites.get(destination.name());
        if (site == null) {
            site = rested.remove(destination.name());
        }
        if (site == null) {
            return new Site(destination, limits);
        }
        site.heed(destination);
        return site;
    }

    private void carry(Delivery delivery) {
        Recorded recorded = Recorded.NOT_NOW;
        try {
            deliveries.carry(delivery);
            recorded = deliveries.record(delivery);
        } finally { // behind an Error too, or the scheduler would count it for ever
            ended.add(new Ended(delivery, recorded));
            askForTurn();
        }
    }

    private void free(Delivery delivery) {
        Site site = delivery.site();
        running--;
        long message = delivery.consignment().message().id();
        try {
            queue.ended(delivery.consignment());
        } catch (StoreException | RuntimeException e) {
            LOG.error("message {} is held and not dropped; drop it again: {}", message, e.getMessage(), e);
        }
        try {
            Optional<Site.PutOff> change = site.end(delivery, clock.instant());
            if (change.isPresent()) {
                spool.putOff(site.name(), change.get().failures(), change.get().until());
            }
        } catch (StoreException | RuntimeException e) {
            LOG.warn("{} is tried sooner than it should be: {}", site.name(), e.getMessage());
        }
        if (site.running() == 0) {
            sites.remove(site.name());
            rest(site);
        }
    }

    private void rest(Site site) {
        if (site.isPutOff()) {
            return;
        }
        rested.put(site.name(), site);
        if (rested.size() > MOST_RESTED) {
            rested.remove(rested.keySet().iterator().next());
        }
    }

    private void idleIfNothingRuns() {
        if (running == unrecorded.size()) {
            unrecorded.forEach(delivery -> LOG.error(
                    "message {} will be tried again: what came of it could not be recorded",
                    delivery.consignment().message().id()));
            idle.countDown();
        }
    }

    /** The operator's view of the spool, and his hands. */
    public MailQueue queue() {
        return queue;
    }

    /**
     * Begins nothing more, and waits for what is under way; the spool stays open.
     *
     * @return false when some of it has not ended within this time, or before the thread was interrupted: once the spool is closed it counts as not tried
     */
    public boolean drain(Duration peace) {
        closing = true;
        alarm.close();
        askForTurn();
        try {
            return idle.await(peace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** {@link #drain}, for as long as an attempt may take. */
    @Override
    public void close() {
        drain(LONGEST_ATTEMPT);
    }

    /** What a scheduler is to be like. Used by one thread. */
    public static final class Builder {
        private final Spool spool;
        private final Carrier carrier;
        private SpoolListener listener = SpoolListener.NONE;
        private SchedulerLimits limits = SchedulerLimits.standard();
        private InstantSource clock = InstantSource.system();
        private Alarm alarm = Alarm.system();
        private Optional<Workers> threads = Optional.empty();

        private Builder(Spool spool, Carrier carrier) {
            this.spool = Objects.requireNonNull(spool, "spool");
            this.carrier = Objects.requireNonNull(carrier, "carrier");
        }

        /** Who hears what becomes of messages; nobody unless said. */
        public Builder listener(SpoolListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** How long and how often it tries; {@link SchedulerLimits#standard} unless said. */
        public Builder limits(SchedulerLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Who tells the time; the system unless said. */
        public Builder time(InstantSource clock, Alarm alarm) {
            this.clock = Objects.requireNonNull(clock, "clock");
            this.alarm = Objects.requireNonNull(alarm, "alarm");
            return this;
        }

        /** The threads on which it delivers; unless said, virtual ones where the JVM has them, else as many of its own as there are deliveries. */
        public Builder threads(Workers threads) {
            this.threads = Optional.of(threads);
            return this;
        }

        /** A scheduler that has looked for nothing yet; see {@link Scheduler#wake}. */
        public Scheduler build() {
            return new Scheduler(this);
        }
    }
}

package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extensions;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A message that is given to a pool, until all its recipients have their outcome: over one connection mostly. One connection has it at a time. */
final class Consignment {
    final MessageSource source;
    final Pending<Delivery> result = new Pending<>();

    private final Envelope envelope;
    private final Fitting fitting;
    private final Map<Integer, Reply> decided = new TreeMap<>();
    /** The places of those for whom the content was sent whole, and no reply came. */
    private final Set<Integer> perhapsTaken = new HashSet<>();

    private Optional<Fault> refused = Optional.empty();
    /** Whether it was lost with a connection that had been used before, and is tried over another. */
    private boolean triedAgain;

    private volatile Pending<?> underWay;

    Consignment(Envelope envelope, Fitting fitting, MessageSource source) {
        this.envelope = envelope;
        this.fitting = fitting;
        this.source = source;
    }

    /** What is being done for it, so that it can be cancelled. */
    <T> Pending<T> underWay(Pending<T> step) {
        underWay = step;
        if (result.isCancelled()) {
            step.cancel(true);
        }
        return step;
    }

    void cancel() {
        Pending<?> step = underWay;
        if (step != null) {
            step.cancel(true);
        }
    }

    /** By which address of the server it is tried. */
    void over(InetAddress address) {
        fitting.over(address);
    }

    /** What a server that offers these extensions is told: the envelope of those who have no outcome yet. */
    Envelope rest(Extensions offered) throws FaultException {
        List<Rcpt> left = undecided().stream().map(envelope.recipients()::get).collect(Collectors.toUnmodifiableList());
        return fitting.fit(new Envelope(envelope.mail(), left), offered);
    }

    private List<Integer> undecided() {
        return IntStream.range(0, envelope.recipients().size())
                .filter(place -> !decided.containsKey(place))
                .boxed()
                .collect(Collectors.toUnmodifiableList());
    }

    /** Whether it may go over another connection though it was lost with this one: once, for that one may have been dead before. */
    boolean mayTryAgain() {
        boolean first = !triedAgain;
        triedAgain = true;
        return first;
    }

    /**
     * Takes what a connection has brought for the rest.
     *
     * @return whether all have their outcome; else another session has room for those who are left
     */
    boolean take(List<Outcome> outcomes) {
        List<Integer> places = undecided();
        for (int i = 0; i < places.size(); i++) {
            Reply reply = outcomes.get(i).reply();
            if (reply != Mailing.LEFT_OUT) {
                decided.put(places.get(i), reply);
            }
            if (outcomes.get(i).perhapsTaken()) {
                perhapsTaken.add(places.get(i));
            }
        }
        return undecided().isEmpty();
    }

    boolean take(RefusedException refusal) {
        refused = Optional.of(refusal.fault());
        return take(refusal.outcomes());
    }

    /** All have their outcome. */
    void complete() {
        List<Outcome> outcomes = IntStream.range(0, envelope.recipients().size())
                .mapToObj(place -> new Outcome(
                        envelope.recipients().get(place).to(), decided.get(place), perhapsTaken.contains(place)))
                .collect(Collectors.toUnmodifiableList());
        if (outcomes.stream().anyMatch(Outcome::accepted)) {
            result.complete(new Delivery(outcomes));
        } else {
            result.completeExceptionally(Mailing.refusal(refused.orElseThrow(), outcomes));
        }
    }

    /** It goes no further. What was accepted must not be sent again, so it is told. */
    void fail(FaultException why) {
        if (decided.values().stream().noneMatch(Reply::isPositive)) {
            result.completeExceptionally(why);
            return;
        }
        boolean perhaps = why.fault().cause() == Cause.PERHAPS_TAKEN;
        if (perhaps) {
            perhapsTaken.addAll(undecided());
        }
        String words = perhaps ? "Perhaps sent: " : "Not sent: ";
        Reply lost = Reply.of(451, "4.4.2", Escaped.text(words + why.fault().detail()));
        undecided().forEach(place -> decided.put(place, lost));
        complete();
    }
}

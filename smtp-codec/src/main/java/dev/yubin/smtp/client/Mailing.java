package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A message on its way to all its recipients, in as many transactions as the server's limits make of it: RFC 9422, and RFC 5321 section 4.5.3.1.10 where it
 * tells them only when they are passed.
 */
final class Mailing extends Exchange<Delivery> {
    static final String STEP = "sending a message";
    /** For those whom the server's limits leave out: what it would have answered itself. Another session has room for them. */
    static final Reply LEFT_OUT = Reply.of(452, "4.5.3", "Not asked for: the server's limits leave no room");

    /** No more is kept of what was said of one recipient: each of many could have a reply of 64 KiB. */
    static final int MOST_KEPT_CHARACTERS = 2 << 10;

    private final Envelope envelope;
    private final MessageSource source;
    private final boolean once;
    private final boolean lmtp;
    private final boolean asciiHeader;

    /** By the recipient's place in the envelope: the reply that decided on them, as far as one has. */
    private final Map<Integer, Reply> decided = new TreeMap<>();

    /** The places of those for whom the content was sent whole, and no reply came. */
    private final Set<Integer> perhapsTaken = new HashSet<>();

    private Transaction transaction;
    /** The places of those whom it names. */
    private List<Integer> named = List.of();

    /**
     * @param envelope    as the server's {@link Terms} have it
     * @param asciiHeader whether a header beyond ASCII, should it come to light, is more than the server can take
     * @param once        whether the source can be read but once, so that there is one transaction at most
     */
    Mailing(
            SmtpConnection connection,
            Envelope envelope,
            MessageSource source,
            boolean asciiHeader,
            boolean once,
            boolean lmtp) {
        super(connection);
        this.envelope = envelope;
        this.source = source;
        this.asciiHeader = asciiHeader;
        this.once = once;
        this.lmtp = lmtp;
    }

    @Override
    String step() {
        return transaction == null ? STEP : transaction.step();
    }

    @Override
    void begin() {
        if (!next()) {
            conclude();
            over();
        }
    }

    /** Begins a transaction, unless there is nobody left whom it could be for. */
    private boolean next() {
        if (once && transaction != null) {
            return false;
        }
        List<Integer> places = connection.allowance().admit(undecided(), envelope.recipients());
        if (places.isEmpty()) {
            return false;
        }
        List<Rcpt> recipients =
                places.stream().map(envelope.recipients()::get).collect(Collectors.toUnmodifiableList());
        named = places;
        transaction = new Transaction(this, new Envelope(envelope.mail(), recipients), source, asciiHeader, lmtp);
        transaction.begin();
        return true;
    }

    private List<Integer> undecided() {
        return IntStream.range(0, envelope.recipients().size())
                .filter(place -> !decided.containsKey(place))
                .boxed()
                .collect(Collectors.toUnmodifiableList());
    }

    /**
     * What the present transaction has brought; {@link #transacted} follows, once the server has forgotten it.
     *
     * @param replies by the recipient's place in the transaction
     * @param tooMany those of them who may be asked for again
     */
    void decided(Map<Integer, Reply> replies, Set<Integer> tooMany) {
        replies.forEach((place, reply) -> {
            if (once || !tooMany.contains(place)) {
                decided.put(named.get(place), reply);
            }
        });
        if (undecided().isEmpty()) {
            conclude();
        }
    }

    /** The present transaction is over. */
    void transacted() {
        if (undecided().isEmpty()) {
            over();
        } else {
            begin();
        }
    }

    @Override
    void writable() {
        if (transaction != null) {
            transaction.writable();
        }
    }

    /** What was accepted must not be sent again, so it is told. */
    @Override
    void broken(FaultException why) {
        FaultException meaning = why;
        if (transaction != null) {
            meaning = transaction.abandoned(why);
            transaction.decided().forEach((place, reply) -> decided.putIfAbsent(named.get(place), reply));
            if (meaning.fault().cause() == Cause.PERHAPS_TAKEN) {
                transaction.taken().forEach(place -> perhapsTaken.add(named.get(place)));
                perhapsTaken.removeAll(decided.keySet());
            }
        }
        if (decided.values().stream().noneMatch(Reply::isPositive)) {
            fail(meaning);
            return;
        }
        Reply lost = Reply.of(
                451,
                "4.4.2",
                Escaped.text("The reply did not come: " + why.fault().detail()));
        undecided().forEach(place -> decided.put(place, lost));
        conclude();
    }

    private void conclude() {
        List<Outcome> outcomes = IntStream.range(0, envelope.recipients().size())
                .mapToObj(place -> new Outcome(
                        envelope.recipients().get(place).to(),
                        decided.getOrDefault(place, LEFT_OUT),
                        perhapsTaken.contains(place)))
                .collect(Collectors.toUnmodifiableList());
        if (outcomes.stream().anyMatch(Outcome::accepted)) {
            succeed(new Delivery(outcomes));
        } else {
            fail(refusal(connection.failure(Cause.REFUSED, STEP, "").fault(), outcomes));
        }
    }

    /** As much of a reply as is kept: its first lines. */
    static Reply kept(Reply reply) {
        List<String> lines = new ArrayList<>();
        int characters = 0;
        for (String line : reply.lines()) {
            characters += line.length();
            if (characters > MOST_KEPT_CHARACTERS) {
                lines.add("...");
                return new Reply(reply.code(), reply.status(), lines);
            }
            lines.add(line);
        }
        return reply;
    }

    /** That nobody of these was accepted, in the place of that fault. */
    static RefusedException refusal(Fault place, List<Outcome> outcomes) {
        boolean forNow = outcomes.stream().anyMatch(outcome -> outcome.reply().isTransient());
        Fault fault = new Fault(
                forNow ? Cause.REFUSED_FOR_NOW : Cause.REFUSED,
                place.host(),
                place.port(),
                STEP,
                Optional.of(Escaped.text(outcomes.get(0).reply().toString())),
                "the server takes it for nobody");
        return new RefusedException(fault, outcomes);
    }
}

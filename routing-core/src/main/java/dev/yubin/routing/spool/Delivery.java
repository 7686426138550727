package dev.yubin.routing.spool;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One attempt: a consignment on its way to a destination, and what came of it. Handed from thread to thread, by one at a time. */
final class Delivery {
    /** What the destination's other messages may expect. */
    enum Answer {
        /** It was not asked: it is busy, or others are tried in the place of all of them. */
        NOT_ASKED,
        /** It decided about this message for one recipient at least. */
        DECIDED,
        /** It said "not now" for all of them. */
        NOT_NOW,
        /** It was not reached. */
        NOT_REACHED
    }

    /** What the listener hears of it. */
    enum Event {
        SUCCESS,
        FAILURE
    }

    private final Site site;
    private final Consignment consignment;
    private List<Outcome> outcomes = List.of();
    private Answer answer = Answer.NOT_ASKED;
    private final Set<Event> told = EnumSet.noneOf(Event.class);

    Delivery(Site site, Consignment consignment) {
        this.site = site;
        this.consignment = consignment;
    }

    Site site() {
        return site;
    }

    Consignment consignment() {
        return consignment;
    }

    void answered(List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
        List<Outcome> asked =
                outcomes.stream().filter(outcome -> outcome.others().isEmpty()).toList();
        boolean notNow = asked.stream().allMatch(outcome -> outcome.reply().isTransient());
        answer = asked.isEmpty() ? Answer.NOT_ASKED : notNow ? Answer.NOT_NOW : Answer.DECIDED;
    }

    void notReached(Outcome why) {
        outcomes = consignment.recipients().stream().map(recipient -> why).toList();
        answer = Answer.NOT_REACHED;
    }

    /** One for each recipient; none where nothing was tried. */
    List<Outcome> outcomes() {
        return outcomes;
    }

    /** Each recipient with his outcome; none before there is one. */
    List<Settled> settled() {
        List<Settled> settled = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            settled.add(new Settled(consignment.recipients().get(i), outcomes.get(i)));
        }
        return settled;
    }

    /** The listener knows, and is not told again. */
    void told(Event event) {
        told.add(event);
    }

    boolean isTold(Event event) {
        return told.contains(event);
    }

    /** Nobody would know of those who are refused for good: they are kept, and tried again. */
    void keepRefused(Outcome why) {
        outcomes = outcomes.stream()
                .map(outcome -> outcome.reply().isPermanent() ? why : outcome)
                .toList();
    }

    Answer answer() {
        return answer;
    }
}

package dev.yubin.routing;

import dev.yubin.smtp.Notify;
import dev.yubin.smtp.Notify.Event;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameter;
import dev.yubin.smtp.RcptParameters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Of what a sender wants notices about a recipient: RFC 3461 section 4.1. */
final class Wishes {
    /** Who says nothing hears of these. */
    private static final Set<Event> UNLESS_SAID = EnumSet.of(Event.FAILURE, Event.DELAY);

    private Wishes() {}

    /** Whether he wants to hear of success. */
    static boolean ofSuccess(Rcpt rcpt) {
        return said(rcpt).filter(of -> of.contains(Event.SUCCESS)).isPresent();
    }

    /** The same recipient as one of a list's members, of whose success nothing is told: section 5.2.7.3 (c). */
    static Rcpt asMember(Rcpt rcpt) {
        if (!ofSuccess(rcpt)) {
            return rcpt;
        }
        Set<Event> rest = EnumSet.copyOf(said(rcpt).orElseThrow());
        rest.remove(Event.SUCCESS);
        return with(rcpt, rest);
    }

    /** One recipient who was named twice, and of whom all is told that either wish asks for. */
    static Rcpt both(Rcpt one, Rcpt other) {
        Optional<Set<Event>> first = said(one);
        Optional<Set<Event>> second = said(other);
        if (first.equals(second)) {
            return one;
        }
        Set<Event> all = EnumSet.noneOf(Event.class);
        all.addAll(first.orElse(UNLESS_SAID));
        all.addAll(second.orElse(UNLESS_SAID));
        return with(one, all);
    }

    private static Optional<Set<Event>> said(Rcpt rcpt) {
        return rcpt.parameters().find(Notify.class).map(Notify::of);
    }

    private static Rcpt with(Rcpt rcpt, Set<Event> wished) {
        List<RcptParameter> parameters = new ArrayList<>(rcpt.parameters().all());
        parameters.removeIf(Notify.class::isInstance);
        parameters.add(new Notify(wished));
        return new Rcpt(rcpt.to(), new RcptParameters(parameters));
    }
}

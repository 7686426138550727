package dev.yubin.routing;

import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.ReversePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** One message's recipients by where they go: each mailbox once, and once each who is elsewhere. Used by one thread. */
final class Split {
    private final List<List<Route.Target>> recipients = new ArrayList<>();
    private final List<Rcpt> named = new ArrayList<>();
    private final List<Rcpt> stopped = new ArrayList<>();
    private final Map<Route.Local, Rcpt> here = new LinkedHashMap<>();
    private final Map<Route.Onward, Rcpt> elsewhere = new LinkedHashMap<>();
    private final List<Rcpt> lists = new ArrayList<>();

    /**
     * What goes to the same servers goes together: RFC 5321 section 4.5.4.1.
     *
     * @param from       under whom it goes on
     * @param by         the address here that named them; empty where the sender did
     * @param targets    each with the same hops, and where there are none with the same destination
     * @param recipients what RCPT says of each
     */
    record Leg(ReversePath from, Optional<Mailbox> by, List<Route.Onward> targets, List<Rcpt> recipients) {
        Route.Onward route() {
            return targets.get(0);
        }
    }

    /** @param targets of the recipient's route, which rejects nobody */
    void add(Rcpt recipient, List<Route.Target> targets) {
        recipients.add(targets);
        named.add(recipient);
        boolean list = targets.size() > 1;
        Rcpt each = list ? Wishes.asMember(recipient) : recipient;
        for (Route.Target target : targets) {
            if (target instanceof Route.Local local) {
                here.merge(local, each, Wishes::both);
            } else if (target instanceof Route.Onward onward) {
                Rcpt next = new Rcpt(ForwardPath.to(onward.to()), each.parameters());
                elsewhere.merge(
                        onward,
                        isSentOn(recipient, onward)
                                ? ByAlias.marked(next, recipient.to().mailbox())
                                : next,
                        Split::both);
            }
        }
        if (list) {
            lists.add(recipient);
        }
    }

    private static Rcpt both(Rcpt one, Rcpt other) {
        Rcpt both = Wishes.both(one, other);
        return ByAlias.named(other) ? ByAlias.marked(both, ByAlias.of(other)) : both;
    }

    /** Each recipient's targets. */
    List<List<Route.Target>> recipients() {
        return recipients;
    }

    List<Route.Local> here() {
        return List.copyOf(here.keySet());
    }

    private static boolean isSentOn(Rcpt recipient, Route.Target target) {
        return target instanceof Route.Onward onward
                && !recipient.to().mailbox().equals(Optional.of(onward.to()));
    }

    /** Those who stand for somebody elsewhere, and have sent this message on before. */
    List<Rcpt> comingBack(Heading heading) {
        List<Rcpt> back = new ArrayList<>();
        for (int i = 0; i < named.size(); i++) {
            Rcpt rcpt = named.get(i);
            if (recipients.get(i).stream().anyMatch(target -> isSentOn(rcpt, target))
                    && rcpt.to()
                            .mailbox()
                            .filter(address -> DeliveredTo.isIn(heading, address))
                            .isPresent()) {
                back.add(rcpt);
            }
        }
        return back;
    }

    /** The same, in which these go nowhere, and wait for their notice. */
    Split stopping(List<Rcpt> back) {
        Split split = new Split();
        for (int i = 0; i < named.size(); i++) {
            if (back.contains(named.get(i))) {
                split.stopped.add(named.get(i));
            } else {
                split.add(named.get(i), recipients.get(i));
            }
        }
        return split;
    }

    /** Whether somebody is an alias of several. */
    boolean hasList() {
        return !lists.isEmpty();
    }

    /** What waits in a spool: each target, and each list whose sender wants to hear of it. */
    List<SpooledRecipient> spooled(Instant now) {
        List<SpooledRecipient> all = targets(now);
        lists.stream().filter(Wishes::ofSuccess).forEach(list -> add(all, list, new Bound.ToList(), now));
        stopped.forEach(rcpt -> add(all, rcpt, new Bound.InCircles(), now));
        return all;
    }

    /** Each mailbox here under the name that its recipient was given, and each who is elsewhere. */
    List<SpooledRecipient> targets(Instant now) {
        List<SpooledRecipient> all = new ArrayList<>();
        here.forEach((local, rcpt) -> add(all, rcpt, new Bound.ToMailbox(local), now));
        elsewhere.forEach((onward, rcpt) -> add(all, rcpt, Bound.onward(onward), now));
        return all;
    }

    private static void add(List<SpooledRecipient> all, Rcpt rcpt, Bound bound, Instant now) {
        all.add(SpooledRecipient.pending(all.size(), rcpt, bound.key(), now));
    }

    /** Whether somebody is elsewhere. */
    boolean leavesHere() {
        return !elsewhere.isEmpty();
    }

    /** @param sender under whom it goes on to each */
    List<Leg> legs(Function<Rcpt, ReversePath> sender) {
        Map<List<Object>, Leg> legs = new LinkedHashMap<>();
        elsewhere.forEach((onward, rcpt) -> {
            Object servers = onward.hops().isEmpty() ? onward.destination() : onward.hops();
            ReversePath from = sender.apply(rcpt);
            Optional<Mailbox> by = ByAlias.of(rcpt);
            Leg leg = legs.computeIfAbsent(
                    List.of(servers, from, by), none -> new Leg(from, by, new ArrayList<>(), new ArrayList<>()));
            leg.targets().add(onward);
            leg.recipients().add(rcpt);
        });
        return List.copyOf(legs.values());
    }
}

package dev.yubin.routing;

import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Rcpt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One message's recipients by where they go: each mailbox once, and once each who is elsewhere. Used by one thread. */
final class Split {
    private final List<List<Route.Target>> recipients = new ArrayList<>();
    private final Set<Route.Local> here = new LinkedHashSet<>();
    private final Map<Route.Onward, Rcpt> elsewhere = new LinkedHashMap<>();

    /**
     * What goes to the same servers goes together: RFC 5321 section 4.5.4.1.
     *
     * @param targets    each with the same hops, and where there are none with the same destination
     * @param recipients what RCPT says of each
     */
    record Leg(List<Route.Onward> targets, List<Rcpt> recipients) {
        Route.Onward route() {
            return targets.get(0);
        }
    }

    /** @param route the recipient's, and no rejection */
    void add(Rcpt recipient, Route route) {
        recipients.add(route.targets());
        for (Route.Target target : route.targets()) {
            if (target instanceof Route.Local local) {
                here.add(local);
            } else if (target instanceof Route.Onward onward) {
                elsewhere.putIfAbsent(onward, new Rcpt(ForwardPath.to(onward.to()), recipient.parameters()));
            }
        }
    }

    /** Each recipient's targets. */
    List<List<Route.Target>> recipients() {
        return recipients;
    }

    List<Route.Local> here() {
        return List.copyOf(here);
    }

    List<Leg> legs() {
        Map<Object, Leg> legs = new LinkedHashMap<>();
        elsewhere.forEach((onward, rcpt) -> {
            Object servers = onward.hops().isEmpty() ? onward.destination() : onward.hops();
            Leg leg = legs.computeIfAbsent(servers, none -> new Leg(new ArrayList<>(), new ArrayList<>()));
            leg.targets().add(onward);
            leg.recipients().add(rcpt);
        });
        return List.copyOf(legs.values());
    }
}

package dev.yubin.examples;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.Forwarding;
import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.Spool;
import dev.yubin.smtp.Domain;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail of {@link PostOffice} that waits to go on: the spool, who tries, and who tells the senders. */
final class Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private final Spool spool;
    private final Scheduler scheduler;
    private final Relay relay;

    private Outgoing(Spool spool, Scheduler scheduler, Relay relay) {
        this.spool = spool;
        this.scheduler = scheduler;
        this.relay = relay;
    }

    /** Opens the spool; nothing is tried before {@link #start}. */
    static Outgoing open(Path file, Domain host, Router router, MailStore store) throws StoreException {
        Spool spool = SqliteSpool.open(file);
        SchedulerLimits limits = SchedulerLimits.standard();
        Relay relay = builder(host.aLabels()).atOnce(limits.deliveries()).build();
        Scheduler scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                .limits(limits)
                .listener(new Notices(host, spool, limits, InstantSource.system()))
                .build();
        return new Outgoing(spool, scheduler, relay);
    }

    /** Who hands mail on, by the DNS that this machine asks. */
    static Relay relay(String host) {
        return builder(host).build();
    }

    private static Relay.Builder builder(String host) {
        return Relay.builder(host).mailExchangers(MailExchangers.system());
    }

    Spool spool() {
        return spool;
    }

    /** Has what is due tried, what has just come in among it. */
    void start() {
        scheduler.wake();
    }

    /** Waits so long for what is under way. */
    void end(Duration peace) {
        if (!scheduler.drain(peace)) {
            LOG.warn("what was under way is tried again at the next start");
        }
        relay.close();
        try {
            spool.close();
        } catch (StoreException e) {
            LOG.error("the spool did not close: {}", e.getMessage(), e);
        }
    }
}

package dev.yubin.examples;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.Forwarding;
import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.Dns.SecurePath;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.Spool;
import dev.yubin.routing.tls.Dane;
import dev.yubin.routing.tls.MtaSts;
import dev.yubin.routing.tls.TlsPolicies;
import dev.yubin.smtp.Domain;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail of {@link PostOffice} that waits to go on: the spool, who tries, and who tells the senders. */
final class Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private static final SchedulerLimits LIMITS = SchedulerLimits.standard();

    private final Spool spool;
    private final Scheduler scheduler;
    private final Relay relay;

    private Outgoing(Spool spool, Scheduler scheduler, Relay relay) {
        this.spool = spool;
        this.scheduler = scheduler;
        this.relay = relay;
    }

    /** Opens the spool; nothing is tried before {@link #start}. @param relay who hands its mail on */
    static Outgoing open(Path file, Domain host, Router router, MailStore store, Relay relay) throws StoreException {
        Spool spool = SqliteSpool.open(file);
        Scheduler scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                .limits(LIMITS)
                .listener(new Notices(host, spool, LIMITS, InstantSource.system()))
                .build();
        return new Outgoing(spool, scheduler, relay);
    }

    /** Who hands mail on, with or without a spool. */
    static Relay relay(PostOfficeFlags flags) throws IOException {
        Dns dns = dns(flags);
        TlsPolicies policies = flags.dane ? Dane.by(dns) : TlsPolicies.NONE;
        if (flags.mtaSts.isPresent()) {
            policies = TlsPolicies.inOrder(
                    policies, MtaSts.builder(dns, flags.mtaSts.get()).build());
        }
        Relay.Builder relay = Relay.builder(flags.host().aLabels())
                .ownAddresses(flags.ownAddresses())
                .mailExchangers(MailExchangers.by(dns))
                .policies(policies);
        return (flags.spool.isPresent() ? relay.atOnce(LIMITS.deliveries()) : relay).build();
    }

    private static Dns dns(PostOfficeFlags flags) {
        return flags.dane
                ? Dns.validating(flags.dns.orElseThrow(), SecurePath.LOOPBACK)
                : flags.dns.map(Dns::at).orElseGet(Dns::system);
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

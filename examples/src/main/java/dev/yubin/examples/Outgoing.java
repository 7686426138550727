package dev.yubin.examples;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.routing.Forwarding;
import dev.yubin.routing.MailExchangers;
import dev.yubin.routing.Relay;
import dev.yubin.routing.Router;
import dev.yubin.routing.dns.Dns;
import dev.yubin.routing.dns.Dns.SecurePath;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.Notices;
import dev.yubin.routing.spool.Scheduler;
import dev.yubin.routing.spool.SchedulerLimits;
import dev.yubin.routing.spool.Spool;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.routing.tls.Dane;
import dev.yubin.routing.tls.MtaSts;
import dev.yubin.routing.tls.TlsPolicies;
import dev.yubin.routing.tls.TlsResults;
import dev.yubin.smtp.Domain;
import dev.yubin.smtp.ForwardPath;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.MailParameters;
import dev.yubin.smtp.Mailbox;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.RcptParameters;
import dev.yubin.smtp.ReversePath;
import dev.yubin.spool.sqlite.SqliteSpool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mail of {@link PostOffice} that waits to go on: the spool, who tries, and who tells the senders. */
final class Outgoing {
    private static final Logger LOG = LoggerFactory.getLogger(Outgoing.class);

    private static final SchedulerLimits LIMITS = SchedulerLimits.standard();

    private final Spool spool;
    private final Scheduler scheduler;
    private final Optional<QueueDoor> door;

    private Outgoing(Spool spool, Scheduler scheduler, Optional<QueueDoor> door) {
        this.spool = spool;
        this.scheduler = scheduler;
        this.door = door;
    }

    /** Opens the spool; nothing is tried before {@link #start}. @param relay who hands its mail on */
    static Outgoing open(Path file, Domain host, Router router, MailStore store, Relay relay) throws StoreException {
        Spool spool = SqliteSpool.open(file);
        Scheduler scheduler = Scheduler.builder(spool, new Forwarding(router, store, relay))
                .limits(LIMITS)
                .listener(new Notices(host, spool, LIMITS, InstantSource.system()))
                .build();
        return new Outgoing(spool, scheduler, QueueDoor.open(file, scheduler.queue()));
    }

    /** Who hands mail on, with or without a spool. */
    static Relay relay(PostOfficeFlags flags, Dns dns, TlsResults results) throws IOException {
        TlsPolicies policies = flags.dane ? Dane.by(dns) : TlsPolicies.NONE;
        if (flags.mtaSts.isPresent()) {
            policies = TlsPolicies.inOrder(
                    policies, MtaSts.builder(dns, flags.mtaSts.get()).build());
        }
        Relay.Builder relay = Relay.builder(flags.host().aLabels())
                .ownAddresses(flags.ownAddresses())
                .mailExchangers(MailExchangers.by(dns))
                .port(flags.mxPort)
                .policies(policies)
                .results(results);
        return (flags.spool.isPresent() ? relay.atOnce(LIMITS.deliveries()) : relay).build();
    }

    static Dns dns(PostOfficeFlags flags) {
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

    /** Takes a message of the post office's own. It is on the disk when this returns. */
    void take(Mailbox from, Mailbox to, byte[] message) throws IOException {
        Rcpt rcpt = new Rcpt(ForwardPath.to(to), RcptParameters.NONE);
        Instant now = Instant.now();
        try (Intake intake = spool.begin(OptionalLong.of(message.length))) {
            intake.write(ByteBuffer.wrap(message));
            intake.commit(
                    new Mail(ReversePath.to(from), MailParameters.NONE),
                    now,
                    List.of(SpooledRecipient.pending(0, rcpt, SpooledRecipient.destination(rcpt.to()), now)));
        } catch (StoreException e) {
            throw new IOException("the spool does not take it: " + e.getMessage(), e);
        }
        scheduler.wake();
    }

    /** Waits so long for what is under way. */
    void drain(Duration peace) {
        if (!scheduler.drain(peace)) {
            LOG.warn("what was under way is tried again at the next start");
        }
    }

    void close() {
        try {
            if (door.isPresent()) {
                door.get().close();
            }
            spool.close();
        } catch (IOException | StoreException e) {
            LOG.error("the spool did not close: {}", e.getMessage(), e);
        }
    }
}

package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How long one message may be on its way to a next server, from when this is made. Any thread. */
final class Patience {
    private final Duration inAll;
    private final boolean clientWaits;
    private final long end;

    private Patience(Duration inAll, boolean clientWaits) {
        this.inAll = inAll;
        this.clientWaits = clientWaits;
        this.end = System.nanoTime() + inAll.toNanos();
    }

    /** The client who brought the message waits for what becomes of it: what is under way by then is broken off, for he would bring it again. */
    static Patience ofClient(Duration inAll) {
        return new Patience(inAll, true);
    }

    /**
     * The message lies in a spool: by then no further server is begun with. One that is spoken to has the time of each phase, the ten minutes for the final dot
     * among them (RFC 5321 section 4.5.3.2): what is large, or slowly taken, would else never arrive.
     */
    static Patience ofSpool(Duration forServers) {
        return new Patience(forServers, false);
    }

    /** Whether no further server is to be tried. */
    boolean isOver() {
        return left() <= 0;
    }

    private long left() {
        return end - System.nanoTime();
    }

    /**
     * What becomes of a message that this server is given.
     *
     * @throws FaultException what it fails with; {@code TIMEOUT} when the client who waits for it would have gone
     */
    <T> T await(Pending<T> message, NextHop hop) throws FaultException {
        if (!clientWaits) {
            return message.await();
        }
        CompletableFuture<Void> limit = new CompletableFuture<Void>().orTimeout(left(), TimeUnit.NANOSECONDS);
        limit.whenComplete((none, passed) -> {
            if (passed != null) {
                message.cancel(true);
            }
        });
        try {
            return message.await();
        } catch (FaultException e) {
            if (!limit.isCompletedExceptionally()) {
                throw e;
            }
            throw new FaultException(
                    new Fault(
                            Cause.TIMEOUT,
                            hop.host(),
                            hop.port(),
                            "relaying",
                            Optional.empty(),
                            "the message was not taken within the " + inAll.toSeconds() + " seconds it has"),
                    e);
        } finally {
            limit.complete(null);
        }
    }
}

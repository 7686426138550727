package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** A connection of a pool. It carries one message at a time, and is in the hands of one thread then. */
final class PooledConnection {
    /** How a connection ends that was dead before it was used: it is gone, or the server has said 421. */
    private static final Set<Cause> STALE = EnumSet.of(Cause.CONNECTION_LOST, Cause.REFUSED_FOR_NOW);

    private final SmtpPool pool;
    private final SmtpClient client;
    private final SmtpPoolLimits limits;
    private final Duration patience;

    private int messages;
    private long idleSince;
    private Future<?> expiry;

    /** @param patience how long to wait for the replies to NOOP and QUIT, which no message hangs on */
    PooledConnection(SmtpPool pool, SmtpClient client, SmtpPoolLimits limits, Duration patience) {
        this.pool = pool;
        this.client = client;
        this.limits = limits;
        this.patience = patience;
    }

    /** Any thread. */
    void whenClosed(Runnable then) {
        client.connection().channel().closeFuture().addListener(closed -> then.run());
    }

    /** It has nothing to do; called under the pool's lock. */
    void idles() {
        idleSince = System.nanoTime();
        expiry = client.connection()
                .channel()
                .eventLoop()
                .schedule(() -> pool.expired(this), limits.idle().toNanos(), TimeUnit.NANOSECONDS);
    }

    void quit() {
        client.quit(patience);
    }

    void close() {
        client.close();
    }

    /** Sends a message, when it has been seen that somebody is there. */
    void carry(Consignment message) {
        expiry.cancel(false);
        boolean trusted = System.nanoTime() - idleSince <= limits.trusted().toNanos();
        if (message.result.isDone()) { // cancelled
            pool.free(this);
        } else if (client.connection().hasEnded()) {
            pool.returned(message);
        } else if (trusted) {
            send(message);
        } else {
            message.underWay(client.probe(patience)).whenComplete((alive, failure) -> {
                if (failure == null) {
                    send(message);
                } else {
                    client.quit(patience); // ends it, should it be there all the same
                    pool.returned(message);
                }
            });
        }
    }

    private void send(Consignment message) {
        client.address().ifPresent(message::over);
        message.underWay(client.send(message::rest, message.source)).whenComplete((delivery, failure) -> {
            messages++;
            if (failure == null) {
                taken(message, message.take(delivery.outcomes()));
            } else if (failure instanceof RefusedException refusal) {
                taken(message, message.take(refusal));
            } else {
                failed(message, failure);
            }
        });
    }

    private void taken(Consignment message, boolean whole) {
        if (whole && messages < limits.messages() && !client.connection().isSpent()) {
            pool.free(this);
        } else {
            client.quit(patience);
        }
        if (whole) {
            message.complete();
        } else {
            pool.returned(message);
        }
    }

    private void failed(Consignment message, Throwable failure) {
        if (!(failure instanceof FaultException why)) {
            client.close(); // it was cancelled
        } else if (!client.connection().hasEnded()) {
            pool.free(this); // nothing was begun, for the server cannot take such a message
            message.fail(why);
        } else if (messages > 1 && STALE.contains(why.fault().cause()) && message.mayTryAgain()) {
            pool.returned(message);
        } else {
            message.fail(why);
        }
    }
}

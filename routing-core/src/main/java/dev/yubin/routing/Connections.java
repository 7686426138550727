package dev.yubin.routing;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.routing.tls.TlsPolicy;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.client.Delivery;
import dev.yubin.smtp.client.Fitting;
import dev.yubin.smtp.client.MessageSource;
import dev.yubin.smtp.client.RefusedException;
import dev.yubin.smtp.client.SmtpPool;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Connections to next servers, which are kept for a while for further messages. RFC 5321 section 4.5.4.1. Any thread. */
final class Connections implements AutoCloseable {
    /** To so many servers that have nothing to do; of more the one used longest ago hears QUIT. */
    static final int MOST_SERVERS = 100;

    private static final String LOGGING_IN = "logging in";

    /** A server at some of its addresses. A connection that is secured in one way does not serve who wants another. */
    record Server(Place place, TlsPolicy.Way way) {}

    private static final class Kept {
        private final SmtpPool pool;
        private int users;

        Kept(SmtpPool pool) {
            this.pool = pool;
        }
    }

    private final Function<Server, SmtpPool> opening;
    /** The one used longest ago first. Guarded by this. */
    private final Map<Server, Kept> servers = new LinkedHashMap<>(16, 0.75f, true);

    private boolean closed;

    Connections(Function<Server, SmtpPool> opening) {
        this.opening = opening;
    }

    /** Sends a message as {@link SmtpPool#send} does. */
    Delivery send(Server server, Envelope envelope, Fitting fitting, MessageSource content, Patience patience)
            throws FaultException {
        Kept kept = take(server);
        try {
            return patience.await(
                    kept.pool.send(envelope, fitting, content), server.place().hop());
        } catch (FaultException e) {
            throw isRefusedLogin(e) ? refusedLogin(e) : e;
        } finally {
            giveBack(kept);
        }
    }

    private synchronized Kept take(Server server) {
        Kept kept = servers.computeIfAbsent(server, each -> new Kept(opening.apply(each)));
        kept.users++;
        if (closed) {
            kept.pool.quit(); // which has the message fail
        }
        return kept;
    }

    private void giveBack(Kept kept) {
        List<SmtpPool> forgotten;
        synchronized (this) {
            kept.users--;
            forgotten = forget();
        }
        forgotten.forEach(SmtpPool::quit);
    }

    /** Those without a connection, and those that are too many. */
    private List<SmtpPool> forget() {
        List<SmtpPool> forgotten = new ArrayList<>();
        Iterator<Kept> longestAgo = servers.values().iterator();
        while (longestAgo.hasNext()) {
            Kept kept = longestAgo.next();
            if (kept.users == 0 && (servers.size() > MOST_SERVERS || kept.pool.isEmpty())) {
                longestAgo.remove();
                forgotten.add(kept.pool);
            } else if (kept.users == 0) {
                break; // whoever was used later has connections yet
            }
        }
        return forgotten;
    }

    private static boolean isRefusedLogin(FaultException failure) {
        Fault fault = failure.fault();
        return fault.cause() == Cause.REFUSED
                && fault.step().equals(LOGGING_IN)
                && !(failure instanceof RefusedException);
    }

    /** Whatever such a server means, it is about the login, and no word about the message. */
    private static FaultException refusedLogin(FaultException refused) {
        Fault fault = refused.fault();
        return new FaultException(
                new Fault(
                        Cause.CREDENTIALS_REFUSED,
                        fault.host(),
                        fault.port(),
                        fault.step(),
                        fault.lastReply(),
                        fault.detail()),
                refused);
    }

    /** QUIT is said over each once what it carries is over. */
    @Override
    public void close() {
        List<Kept> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(servers.values());
        }
        all.forEach(kept -> kept.pool.quit());
    }
}

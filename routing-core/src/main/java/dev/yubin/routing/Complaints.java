package dev.yubin.routing;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.client.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The log's word on servers that were not handed a message: once for each, and again when the cause is another or when it has taken one meanwhile, so that a server
 * that is down for hours does not fill the log. What a server says of one message is no such cause, and is told each time. Any thread.
 */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    /** Of so many servers it is remembered; of more, the one that failed longest ago is told of again. */
    private static final int MOST_SERVERS = 1000;

    private final Map<String, Cause> last = new LinkedHashMap<>(16, 0.75f, true);

    void notHandedOver(NextHop server, FaultException why) {
        Level level = isNews(server, why) ? Level.INFO : Level.DEBUG;
        LOG.atLevel(level).log("not handed over to {}: {}", server, why.getMessage());
    }

    /** Whether the log has not heard it yet. */
    synchronized boolean isNews(NextHop server, FaultException why) {
        if (why instanceof RefusedException) {
            return true;
        }
        Cause before = last.put(server.toString(), why.fault().cause());
        if (last.size() > MOST_SERVERS) {
            last.remove(last.keySet().iterator().next());
        }
        return before != why.fault().cause();
    }

    synchronized void handedOver(NextHop server) {
        last.remove(server.toString());
    }
}

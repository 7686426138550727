package dev.yubin.protocol;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** A running server: bound when it is given to you, closed by you. Any thread that may wait may call it. */
public interface Listener extends AutoCloseable {
    /** Where it is bound, in the order asked for; a port that was asked for as 0 is shown as the one given. */
    List<InetSocketAddress> addresses();

    /** The port of the first address. */
    default int port() {
        return addresses().get(0).getPort();
    }

    /**
     * Ends in peace: takes no new connection, lets each session end at its next safe point, and then closes. Blocks until all are gone or the
     * time is over, when those that remain are closed as they stand. Not to be called by application code that the server itself runs.
     */
    void drain(Duration atMost);

    /** Closes the ports and every connection at once. To close again does nothing. Not to be called on an event loop. */
    @Override
    void close();
}

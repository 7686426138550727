package dev.yubin.smtp.client;

import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extensions;
import java.net.InetAddress;

/** Makes an envelope fit for a server once it is known what that offers, where a message can do without some of it: as a relay's does without DSN (RFC 3461 section 5.2.2). */
@FunctionalInterface
public interface Fitting {
    /**
     * What the server is told. Asked anew for each connection that carries some of a message's recipients, on a worker.
     *
     * @return an envelope of the same recipients in the same order
     * @throws FaultException when such a server is not to have the message, which fails with it
     */
    Envelope fit(Envelope envelope, Extensions offered) throws FaultException;

    /**
     * Told before {@link #fit} to which of the server's addresses the connection leads that is to carry the message; and before the message fails with it, of one
     * that came to stand and did not get through its opening.
     */
    default void over(InetAddress address) {}
}

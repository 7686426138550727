package dev.yubin.smtp.client;

import dev.yubin.protocol.FaultException;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Extensions;

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
}

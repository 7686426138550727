package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.FaultException;

/**
 * The connection ended in the midst of a message, behind the server's reply to MAIL (RFC 5321 section 3.3). What ended it may lie in this very message, so it
 * does not mean that the server cannot be reached for others. The fault's cause says what happened: {@code CONNECTION_LOST}, {@code TIMEOUT},
 * {@code PROTOCOL_BROKEN}, {@code PERHAPS_TAKEN}, {@code REFUSED_FOR_NOW} (421) or what this side ended it for.
 */
public final class BrokenOffException extends FaultException {
    private static final long serialVersionUID = 1;

    BrokenOffException(Fault fault, FaultException cause) {
        super(fault, cause);
    }

    @Override
    protected FaultException again() {
        return new BrokenOffException(fault(), this);
    }
}

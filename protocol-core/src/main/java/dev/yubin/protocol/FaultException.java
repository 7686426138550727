package dev.yubin.protocol;

import java.io.IOException;
import java.util.Objects;

/** The one exception to catch of clients, relays and listeners; its {@link Fault} says which failure it is, where, and what to do. */
public class FaultException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Fault fault;

    /** The failure that this fault tells of; its message is the fault's text. */
    public FaultException(Fault fault) {
        super(fault.toString());
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    /** The same, with what was thrown below it. */
    public FaultException(Fault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    /** Which failure it is; null only in an exception that was serialized and read back. */
    public final Fault fault() {
        return fault;
    }

    /** The same failure on this thread's stack, so that it shows who waited; this one is its cause. A kind that says more than the fault overrides it. */
    protected FaultException again() {
        return new FaultException(fault, this);
    }
}

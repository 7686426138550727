package dev.yubin.protocol;

import java.io.IOException;
import java.util.Objects;

/** The one exception that clients, relays and listeners fail with; its {@link Fault} says which failure it is, where, and what to do. */
public final class FaultException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient Fault fault;

    public FaultException(Fault fault) {
        super(fault.toString());
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    public FaultException(Fault fault, Throwable cause) {
        super(fault.toString(), cause);
        this.fault = Objects.requireNonNull(fault, "fault");
    }

    public Fault fault() {
        return fault;
    }
}

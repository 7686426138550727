package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault;
import dev.yubin.protocol.FaultException;
import java.util.List;

/**
 * The server took the message for nobody: it refused the sender, every recipient, or the content. The fault's cause is {@code REFUSED_FOR_NOW} when one
 * of the replies at least is 4xx, for then it is worth trying again, and {@code REFUSED} when all are 5xx.
 */
public final class RefusedException extends FaultException {
    private static final long serialVersionUID = 1;

    private final transient List<Outcome> outcomes;

    RefusedException(Fault fault, List<Outcome> outcomes) {
        super(fault);
        this.outcomes = List.copyOf(outcomes);
    }

    private RefusedException(RefusedException first) {
        super(first.fault(), first);
        this.outcomes = first.outcomes;
    }

    /** One for each recipient, in the envelope's order; none is accepted. */
    public List<Outcome> outcomes() {
        return outcomes;
    }

    @Override
    protected FaultException again() {
        return new RefusedException(this);
    }
}

package dev.yubin.routing.spool;

/** A destination could not be reached, or takes nothing now whatever it is. It is put off as a whole. */
public final class NotReachedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Outcome outcome;

    /**
     * Why, as an outcome for each recipient.
     *
     * @throws IllegalArgumentException unless it is 4xx
     */
    public NotReachedException(Outcome outcome) {
        super(outcome.reply().toString());
        if (!outcome.reply().isTransient()) {
            throw new IllegalArgumentException("\"" + outcome.reply() + "\" is for good, and for each recipient alone");
        }
        this.outcome = outcome;
    }

    /** Why. */
    public Outcome outcome() {
        return outcome;
    }
}

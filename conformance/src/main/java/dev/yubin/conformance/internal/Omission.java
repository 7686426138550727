package dev.yubin.conformance.internal;

/** A check that cannot be made, and why. */
public final class Omission extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Result.Outcome outcome;

    private Omission(Result.Outcome outcome, String why) {
        super(why, null, false, false);
        this.outcome = outcome;
    }

    /** The server does not say that it can do this, and it need not. */
    public static Omission notOffered(String why) {
        return new Omission(Result.Outcome.NOT_OFFERED, why);
    }

    /** Something is missing on the examiner's side. */
    public static Omission skipped(String why) {
        return new Omission(Result.Outcome.SKIPPED, why);
    }

    Result.Outcome outcome() {
        return outcome;
    }
}

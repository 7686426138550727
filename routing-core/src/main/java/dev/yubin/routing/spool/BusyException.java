package dev.yubin.routing.spool;

/**
 * The server behind a destination has as many deliveries as it is to have. Nothing was tried, and nobody waits longer for it: the destination has its turn again
 * once {@link Carrier#isBusy} says no.
 */
public final class BusyException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param why for the log */
    public BusyException(String why) {
        super(why);
    }
}

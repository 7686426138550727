package dev.yubin.routing.spool;

import java.util.Objects;

/** A recipient as he was before, and what was decided about him. */
public record Settled(SpooledRecipient recipient, Outcome outcome) {
    public Settled {
        Objects.requireNonNull(recipient, "recipient");
        Objects.requireNonNull(outcome, "outcome");
    }
}

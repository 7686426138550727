package dev.yubin.smtp.client;

import java.util.List;

/**
 * What became of a message that the server took for one recipient at least.
 *
 * @param outcomes one for each recipient, in the envelope's order
 */
public record Delivery(List<Outcome> outcomes) {
    public Delivery {
        outcomes = List.copyOf(outcomes);
    }

    /** For whom the server took it; never empty. */
    public List<Outcome> accepted() {
        return outcomes.stream().filter(Outcome::accepted).toList();
    }

    /** For whom it did not. */
    public List<Outcome> refused() {
        return outcomes.stream().filter(outcome -> !outcome.accepted()).toList();
    }
}

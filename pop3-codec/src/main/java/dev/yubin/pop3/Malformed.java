package dev.yubin.pop3;

import java.util.Objects;

/**
 * A line that breaks the grammar; a value like any other command, so that its reply keeps its place among pipelined ones.
 *
 * @param complaint what was expected and what came, fit for the peer
 */
public record Malformed(String complaint) implements Pop3Command {
    public Malformed {
        Objects.requireNonNull(complaint, "complaint");
    }

    @Override
    public Verb verb() {
        return Verb.MALFORMED;
    }
}

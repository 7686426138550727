package dev.yubin.mailbox.text;

/** Takes texts, each in one portion or several. */
@FunctionalInterface
public interface TextSink {
    /**
     * Takes the next portion.
     *
     * @param portion perhaps empty
     * @param follows whether it goes on where the portion before it ended; else it begins a text of its own
     * @return whether more is wanted
     */
    boolean take(String portion, boolean follows);
}

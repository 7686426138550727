package dev.yubin.imap;

import dev.yubin.imap.wire.ImapWriter;

/** A command that is its verb and nothing more, such as NOOP, IDLE or EXPUNGE. */
public record Bare(Verb verb) implements ImapCommand {
    /** @throws IllegalArgumentException when the verb has arguments */
    public Bare {
        if (!verb.isBare()) {
            throw new IllegalArgumentException(verb + " has arguments");
        }
    }

    @Override
    public void write(ImapWriter out) {}
}

package dev.yubin.imap;

import dev.yubin.imap.wire.ImapGrammar;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;

/** A command that is its verb and nothing more, such as NOOP, IDLE or EXPUNGE. */
public record Bare(Verb verb) implements ImapCommand {
    /** Marks in {@link Verb} the rows of these. */
    static final ImapGrammar<Bare> NO_ARGUMENTS = new ImapGrammar<>() {
        @Override
        public Bare read(ImapReader in) {
            throw new IllegalStateException("a verb without arguments is read by its row");
        }

        @Override
        public void write(Bare command, ImapWriter out) {}
    };

    /** @throws IllegalArgumentException when the verb has arguments */
    public Bare {
        if (!verb.isBare()) {
            throw new IllegalArgumentException(verb + " has arguments");
        }
    }
}

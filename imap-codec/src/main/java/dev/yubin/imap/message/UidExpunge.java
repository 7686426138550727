package dev.yubin.imap.message;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/** Removes those of some messages that bear {@code \Deleted}: RFC 9051 section 6.4.9. EXPUNGE of all is {@link dev.yubin.imap.Bare}. */
public record UidExpunge(SequenceSet uids) implements ImapCommand {
    public UidExpunge {
        Objects.requireNonNull(uids, "uids");
    }

    @Override
    public Verb verb() {
        return Verb.UID_EXPUNGE;
    }

    /** uid-expunge = "EXPUNGE" SP sequence-set */
    public static UidExpunge read(ImapReader in) throws SyntaxException {
        return new UidExpunge(SequenceSet.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        uids.write(out);
    }
}

package dev.yubin.imap.message;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;

/**
 * Moves messages to the end of another mailbox: RFC 9051 sections 6.4.8 and 6.4.9.
 *
 * @param uid whether {@code messages} are UIDs
 */
public record Move(boolean uid, SequenceSet messages, ImapName target) implements ImapCommand {
    public Move {
        Objects.requireNonNull(messages, "messages");
        Objects.requireNonNull(target, "target");
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_MOVE : Verb.MOVE;
    }

    /** move = "MOVE" SP sequence-set SP mailbox */
    public static Move read(boolean uid, ImapReader in) throws SyntaxException {
        SequenceSet messages = SequenceSet.read(in);
        in.space();
        return new Move(uid, messages, ImapName.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        messages.write(out);
        target.write(out.space());
    }
}

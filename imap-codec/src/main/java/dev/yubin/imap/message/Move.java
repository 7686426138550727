package dev.yubin.imap.message;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapGrammar;
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

    public static final ImapGrammar<Move> BY_NUMBER = grammar(false);
    public static final ImapGrammar<Move> BY_UID = grammar(true);

    /** move = "MOVE" SP sequence-set SP mailbox */
    private static ImapGrammar<Move> grammar(boolean uid) {
        return new ImapGrammar<>() {
            @Override
            public Move read(ImapReader in) throws SyntaxException {
                in.space();
                SequenceSet messages = SequenceSet.read(in);
                in.space();
                return new Move(uid, messages, ImapName.read(in));
            }

            @Override
            public void write(Move command, ImapWriter out) {
                command.messages.write(out.space());
                command.target.write(out.space());
            }
        };
    }
}

package dev.yubin.imap.message;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.Verb;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Objects;
import java.util.Optional;

/**
 * Brings a message into a mailbox in the place of another, as when a draft is saved again: RFC 8508. As {@link dev.yubin.imap.mailbox.Append},
 * this is its head; no other message may follow.
 *
 * @param uid      whether {@code replaced} is a UID
 * @param replaced the one message of the selected mailbox that is removed
 * @param mailbox  where the other one goes
 */
public record Replace(boolean uid, SequenceSet replaced, ImapName mailbox, AppendMessage message)
        implements ImapCommand {
    public Replace {
        Objects.requireNonNull(mailbox, "mailbox");
        Objects.requireNonNull(message, "message");
        if (replaced.isSaved() || replaced.within(UidSet.MAX_UID).size() != 1) {
            throw new IllegalArgumentException("REPLACE names one message, not " + replaced);
        }
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_REPLACE : Verb.REPLACE;
    }

    @Override
    public Optional<AppendMessage> streamed() {
        return Optional.of(message).filter(head -> head.literal().isPresent());
    }

    /** replace = "REPLACE" SP seq-number SP mailbox append-message */
    public static Replace read(boolean uid, ImapReader in) throws SyntaxException {
        SequenceSet replaced = SequenceSet.read(in);
        ImapName mailbox = ImapName.read(in.space());
        return new Replace(uid, replaced, mailbox, AppendMessage.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        replaced.write(out);
        mailbox.write(out.space());
        message.write(out);
    }
}

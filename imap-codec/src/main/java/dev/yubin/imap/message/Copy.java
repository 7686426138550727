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
 * Copies messages to the end of another mailbox: RFC 9051 sections 6.4.7 and 6.4.9.
 *
 * @param uid whether {@code messages} are UIDs
 */
public record Copy(boolean uid, SequenceSet messages, ImapName target) implements ImapCommand {
    public Copy {
        Objects.requireNonNull(messages, "messages");
        Objects.requireNonNull(target, "target");
    }

    @Override
    public Verb verb() {
        return uid ? Verb.UID_COPY : Verb.COPY;
    }

    /** copy = "COPY" SP sequence-set SP mailbox */
    public static Copy read(boolean uid, ImapReader in) throws SyntaxException {
        SequenceSet messages = SequenceSet.read(in);
        in.space();
        return new Copy(uid, messages, ImapName.read(in));
    }

    @Override
    public void write(ImapWriter out) {
        messages.write(out);
        target.write(out.space());
    }
}

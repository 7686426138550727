package dev.yubin.imap.mailbox;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/** Asks for a mailbox's counters without selecting it: RFC 9051 section 6.3.11. */
public record Status(ImapName mailbox, Set<StatusItem> items) implements ImapCommand {
    public Status {
        Objects.requireNonNull(mailbox, "mailbox");
        items = Collections.unmodifiableSet(new LinkedHashSet<>(items));
        if (items.isEmpty()) {
            throw new IllegalArgumentException("STATUS asks for at least one item");
        }
    }

    @Override
    public Verb verb() {
        return Verb.STATUS;
    }

    /** status = "STATUS" SP mailbox SP "(" status-att *(SP status-att) ")" */
    public static Status read(ImapReader in) throws SyntaxException {
        ImapName mailbox = ImapName.read(in);
        in.space();
        return new Status(mailbox, StatusItem.readList(in));
    }

    @Override
    public void write(ImapWriter out) {
        mailbox.write(out);
        out.space().options(items);
    }
}

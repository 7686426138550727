package dev.yubin.imap.notify;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says what the server is to tell, also between commands, from here on: RFC 5465 section 3.1.
 *
 * @param status whether the counters of mailboxes whose messages are watched are to be told at once
 * @param groups none for NOTIFY NONE; at most one of them is of the selected mailbox, and where there is none, nothing is told of it
 */
public record Notify(boolean status, List<EventGroup> groups) implements ImapCommand {
    /** NOTIFY NONE. */
    public static final Notify NONE = new Notify(false, List.of());

    public Notify {
        groups = List.copyOf(groups);
        if (groups.isEmpty() && status) {
            throw new IllegalArgumentException("NOTIFY NONE asks for no STATUS");
        }
        if (groups.stream().filter(group -> group.mailboxes().isSelected()).count() > 1) {
            throw new IllegalArgumentException("only one of SELECTED and SELECTED-DELAYED (RFC 5465 section 6.1)");
        }
    }

    /** NOTIFY SET, without STATUS. */
    public static Notify set(EventGroup... groups) {
        return new Notify(false, List.of(groups));
    }

    @Override
    public Verb verb() {
        return Verb.NOTIFY;
    }

    /** The one that is of the selected mailbox. */
    public Optional<EventGroup> selected() {
        return groups.stream().filter(group -> group.mailboxes().isSelected()).findFirst();
    }

    /** notify = "NOTIFY" SP (("SET" [SP "STATUS"] SP event-group *(SP event-group)) / "NONE") */
    public static Notify read(ImapReader in) throws SyntaxException {
        if (in.acceptWord("NONE")) {
            return NONE;
        }
        in.expect("SET ");
        boolean status = in.accept("STATUS ");
        List<EventGroup> groups = new ArrayList<>();
        do {
            in.countItem();
            groups.add(EventGroup.read(in));
        } while (in.accept(' '));
        return new Notify(status, groups);
    }

    @Override
    public void write(ImapWriter out) {
        if (groups.isEmpty()) {
            out.text("NONE");
        } else {
            out.text(status ? "SET STATUS " : "SET ").joined(groups, EventGroup::write);
        }
    }
}

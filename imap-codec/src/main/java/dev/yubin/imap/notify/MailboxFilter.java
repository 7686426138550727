package dev.yubin.imap.notify;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;

/**
 * Which mailboxes are meant: RFC 5465 section 6.
 *
 * @param mailboxes at least one for {@link Kind#SUBTREE} and {@link Kind#MAILBOXES}, none for all else; no wildcards
 */
public record MailboxFilter(Kind kind, List<ImapName> mailboxes) {
    /** How they are named. */
    public enum Kind {
        /** The one that is selected, told at any time. */
        SELECTED,
        /** The one that is selected, of messages that are gone only when a command may tell of them: section 6.1.2. */
        SELECTED_DELAYED,
        /** Those of the user to which mail is delivered. */
        INBOXES,
        /** All of the user's own. */
        PERSONAL,
        /** All that are subscribed to. */
        SUBSCRIBED,
        /** Those named, and all below them. */
        SUBTREE,
        /** Those named. */
        MAILBOXES
    }

    public MailboxFilter {
        Objects.requireNonNull(kind, "kind");
        mailboxes = List.copyOf(mailboxes);
        if (mailboxes.isEmpty() == (kind == Kind.SUBTREE || kind == Kind.MAILBOXES)) {
            throw new IllegalArgumentException("SUBTREE and MAILBOXES name mailboxes, and no other filter does");
        }
    }

    /** A filter that names no mailbox. */
    public static MailboxFilter of(Kind kind) {
        return new MailboxFilter(kind, List.of());
    }

    /** Whether it is for the selected mailbox: filter-mailboxes-selected. */
    public boolean isSelected() {
        return kind == Kind.SELECTED || kind == Kind.SELECTED_DELAYED;
    }

    /** filter-mailboxes = "selected" / ... / ("subtree" SP one-or-more-mailbox) / ("mailboxes" SP one-or-more-mailbox) */
    static MailboxFilter read(ImapReader in) throws SyntaxException {
        Kind kind = in.option(Kind.values());
        if (kind != Kind.SUBTREE && kind != Kind.MAILBOXES) {
            return of(kind);
        }
        in.space();
        return new MailboxFilter(kind, in.peek() == '(' ? in.fullList(ImapName::read) : List.of(ImapName.read(in)));
    }

    void write(ImapWriter out) {
        out.text(Syntax.word(kind));
        if (mailboxes.size() == 1) {
            mailboxes.get(0).write(out.space());
        } else if (!mailboxes.isEmpty()) {
            out.space().list(mailboxes, ImapName::write);
        }
    }
}

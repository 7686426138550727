package dev.yubin.imap.search;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Syntax;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;
import java.util.Objects;

/**
 * Mailboxes to look in: filter-mailboxes of RFC 5465 section 6, as RFC 7377 section 2.2 has it.
 *
 * @param mailboxes at least one where the kind names some, none for all others; no wildcards
 */
public record SearchScope(Kind kind, List<ImapName> mailboxes) {
    /** How they are named. */
    public enum Kind {
        /** The one that is selected. */
        SELECTED,
        /** Those to which mail is delivered. */
        INBOXES,
        /** All of the user's own. */
        PERSONAL,
        /** All that are subscribed to. */
        SUBSCRIBED,
        /** Those named, and all below them. */
        SUBTREE,
        /** Those named, and those directly below them. */
        SUBTREE_ONE,
        /** Those named. */
        MAILBOXES;

        private boolean names() {
            return compareTo(SUBTREE) >= 0;
        }
    }

    public SearchScope {
        Objects.requireNonNull(kind, "kind");
        mailboxes = List.copyOf(mailboxes);
        if (mailboxes.isEmpty() == kind.names()) {
            throw new IllegalArgumentException(
                    "SUBTREE, SUBTREE-ONE and MAILBOXES name at least one mailbox, and no other scope does");
        }
    }

    /** Those named, or for another kind none. */
    public static SearchScope of(Kind kind, ImapName... mailboxes) {
        return new SearchScope(kind, List.of(mailboxes));
    }

    /** filter-mailboxes = "selected" / ... / ("subtree" / "subtree-one" / "mailboxes") SP (mailbox / "(" mailbox *(SP mailbox) ")") */
    static SearchScope read(ImapReader in) throws SyntaxException {
        Kind kind = in.option(Kind.values());
        if (!kind.names()) {
            return of(kind);
        }
        in.space();
        return new SearchScope(kind, in.peek() == '(' ? in.fullList(ImapName::read) : List.of(ImapName.read(in)));
    }

    void write(ImapWriter out) {
        out.text(Syntax.word(kind));
        if (mailboxes.size() == 1) {
            mailboxes.get(0).write(out.space());
        } else if (kind.names()) {
            out.space().list(mailboxes, ImapName::write);
        }
    }
}

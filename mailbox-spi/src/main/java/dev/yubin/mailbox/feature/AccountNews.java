package dev.yubin.mailbox.feature;

import dev.yubin.mailbox.MailboxName;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What an {@link AccountWatch} tells. Two that are equal say the same, so that a store may make one of them.
 *
 * @param mailbox  which one; empty for the account's own annotations alone
 * @param oldName  what it was called before, where it was renamed
 * @param entries  of annotations that were set or removed, their names
 */
public record AccountNews(
        Kind kind, Optional<MailboxName> mailbox, Optional<MailboxName> oldName, Set<String> entries) {
    /** What happened. */
    public enum Kind {
        /** The mailbox was made, removed, subscribed to or not, or has messages that came, went or changed. */
        CHANGED,
        /** The mailbox has another name, and so have those below it. */
        RENAMED,
        /** Annotations of the mailbox, or of the account, were set or removed. */
        ANNOTATED
    }

    public AccountNews {
        Objects.requireNonNull(kind, "kind");
        entries = Set.copyOf(entries);
        if (oldName.isPresent() != (kind == Kind.RENAMED)
                || entries.isEmpty() == (kind == Kind.ANNOTATED)
                || (mailbox.isEmpty() && kind != Kind.ANNOTATED)) {
            throw new IllegalArgumentException(
                    "news of a mailbox, of its old name where it is renamed, of entries where"
                            + " it is annotated; not " + kind + " " + mailbox + " " + oldName + " " + entries);
        }
    }

    public static AccountNews changed(MailboxName mailbox) {
        return new AccountNews(Kind.CHANGED, Optional.of(mailbox), Optional.empty(), Set.of());
    }

    public static AccountNews renamed(MailboxName from, MailboxName to) {
        return new AccountNews(Kind.RENAMED, Optional.of(to), Optional.of(from), Set.of());
    }

    /** @param entries at least one */
    public static AccountNews annotated(Optional<MailboxName> mailbox, Set<String> entries) {
        return new AccountNews(Kind.ANNOTATED, mailbox, Optional.empty(), entries);
    }
}

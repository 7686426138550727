package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.notify.EventGroup;
import dev.yubin.imap.notify.MailboxFilter;
import dev.yubin.imap.notify.NotifyEvent;
import dev.yubin.mailbox.MailboxName;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which events NOTIFY has asked for of which mailbox, the selected one apart: RFC 5465 section 6. */
final class EventFilter {
    private final List<EventGroup> groups;
    private final Optional<String> othersPrefix;

    /** @param othersPrefix what begins the names of others' mailboxes, where there are such */
    EventFilter(List<EventGroup> groups, Optional<String> othersPrefix) {
        this.groups = groups.stream()
                .filter(group ->
                        !group.mailboxes().isSelected() && !group.events().isEmpty())
                .toList();
        this.othersPrefix = othersPrefix;
    }

    /** Whether it asks for nothing. */
    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Whether that event is asked for of any mailbox, as for the server's annotations. */
    boolean asks(NotifyEvent event) {
        return groups.stream().anyMatch(group -> group.events().contains(event));
    }

    /** What is asked for of a mailbox: by all groups that it is in. */
    Set<NotifyEvent> events(MailboxName mailbox, boolean subscribed) {
        Set<NotifyEvent> events = EnumSet.noneOf(NotifyEvent.class);
        for (EventGroup group : groups) {
            if (matches(group.mailboxes(), mailbox, subscribed)) {
                events.addAll(group.events());
            }
        }
        return events;
    }

    private boolean matches(MailboxFilter filter, MailboxName mailbox, boolean subscribed) {
        return switch (filter.kind()) {
            case SELECTED, SELECTED_DELAYED -> false;
            case INBOXES, PERSONAL ->
                isPersonal(mailbox); // which of them mail is delivered to, the store does not say: section 6.3
            case SUBSCRIBED -> subscribed;
            case SUBTREE ->
                filter.mailboxes().stream()
                        .anyMatch(top -> isNamed(top, mailbox)
                                || mailbox.toString().startsWith(top.text() + MailboxName.DELIMITER));
            case MAILBOXES -> filter.mailboxes().stream().anyMatch(named -> isNamed(named, mailbox));
        };
    }

    private boolean isPersonal(MailboxName mailbox) {
        return othersPrefix
                .filter(prefix -> mailbox.toString().startsWith(prefix))
                .isEmpty();
    }

    private static boolean isNamed(ImapName named, MailboxName mailbox) {
        return named.text().equals(mailbox.toString());
    }
}

package dev.yubin.imap.notify;

import java.util.Arrays;
import java.util.Optional;

/** What NOTIFY can tell of: event-name of RFC 5465 section 8. */
public enum NotifyEvent {
    /** Messages came: section 5.2. */
    MESSAGE_NEW("MessageNew", true),
    /** Messages are gone: section 5.3. */
    MESSAGE_EXPUNGE("MessageExpunge", true),
    /** Flags changed: section 5.1. */
    FLAG_CHANGE("FlagChange", true),
    /** Annotations of messages changed (RFC 5257): section 5.1. */
    ANNOTATION_CHANGE("AnnotationChange", true),
    /** A mailbox was made, removed or renamed: section 5.4. */
    MAILBOX_NAME("MailboxName", false),
    /** A name was subscribed to, or is not any longer: section 5.5. */
    SUBSCRIPTION_CHANGE("SubscriptionChange", false),
    /** A mailbox's annotations changed: section 5.6. */
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange", false),
    /** The server's annotations changed: section 5.7. */
    SERVER_METADATA_CHANGE("ServerMetadataChange", false);

    private final String word;
    private final boolean ofMessages;

    NotifyEvent(String word, boolean ofMessages) {
        this.word = word;
        this.ofMessages = ofMessages;
    }

    /** As on the wire, such as {@code MessageNew}. */
    public String word() {
        return word;
    }

    /** Whether it is a message-event, which the selected mailbox has too. */
    public boolean ofMessages() {
        return ofMessages;
    }

    static Optional<NotifyEvent> named(String word) {
        return Arrays.stream(values())
                .filter(event -> event.word.equalsIgnoreCase(word))
                .findFirst();
    }
}

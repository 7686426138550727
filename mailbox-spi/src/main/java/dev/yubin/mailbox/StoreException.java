package dev.yubin.mailbox;

import java.util.Objects;

/** A store's no. The reason decides what the peer hears; the message goes to the log and, in short, to the peer. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1;

    /** Why, mostly in the words of RFC 5530 section 3. */
    public enum Reason {
        /** Storage does not answer now; the same call may succeed later. */
        UNAVAILABLE,
        /** The storage as a whole has no room left, whoever asks: a full disk. The same call may succeed once there is room again. */
        FULL,
        /** The user may not do this. */
        NOPERM,
        /** Another session holds what this one needs. */
        INUSE,
        /** The message was removed meanwhile. */
        EXPUNGED,
        /** What is kept is damaged. */
        CORRUPTION,
        /** The account is over its quota. */
        OVERQUOTA,
        /** This one message is larger than the store takes. */
        TOOBIG,
        /** A mailbox of that name is there already. */
        ALREADYEXISTS,
        /** There is no such account, mailbox or message. */
        NONEXISTENT,
        /** It can never be done, such as deleting INBOX. */
        CANNOT,
        /** The user's credentials, or his account, are no longer good: what {@link MailStore#account} says. */
        EXPIRED,
        /** Only whoever runs the store can help, such as with an account that is locked. */
        CONTACTADMIN,
        /** A bound on a number of things would be passed, such as mailboxes or keywords. */
        LIMIT
    }

    private final Reason reason;

    public StoreException(Reason reason, String message) {
        super(message);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public StoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    public Reason reason() {
        return reason;
    }
}

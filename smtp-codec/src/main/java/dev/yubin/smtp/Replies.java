package dev.yubin.smtp;

/** Replies that servers give every day. Give one of your own with {@link Reply#of} where you have more to say. */
public final class Replies {
    public static final Reply SENDER_OK = Reply.of(250, "2.1.0", "Sender ok");
    public static final Reply RECIPIENT_OK = Reply.of(250, "2.1.5", "Recipient ok");
    /** The message is taken, and its safety with it. RFC 5321 section 6.1. */
    public static final Reply MESSAGE_OK = Reply.of(250, "2.0.0", "Message accepted");

    public static final Reply NO_SUCH_MAILBOX = Reply.of(550, "5.1.1", "No such mailbox here");
    /** RFC 5321 section 3.5.3: neither yes nor no, so that nobody learns who is here. */
    public static final Reply CANNOT_VERIFY =
            Reply.of(252, "2.0.0", "Cannot verify, but a message to a mailbox here will be taken");

    /** RFC 5321 section 3.5.3 wants no list of people told to everybody. */
    public static final Reply CANNOT_EXPAND = Reply.of(502, "5.5.1", "Lists are not told here");

    public static final Reply UNRECOGNIZED = Reply.of(500, "5.5.1", "No such command is known here");
    /** Something here failed that is no fault of the peer's. */
    public static final Reply FAILURE = Reply.of(451, "4.3.0", "An error here; try again later");

    private Replies() {}
}

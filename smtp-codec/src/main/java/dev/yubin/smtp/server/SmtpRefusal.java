package dev.yubin.smtp.server;

import dev.yubin.smtp.Reply;

/** The application says no: the client hears this reply, and the connection goes on, unless it is a 421. */
public final class SmtpRefusal extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Reply reply;

    /** @throws IllegalArgumentException when the reply is not 4xx or 5xx */
    public SmtpRefusal(Reply reply) {
        super(reply.toString(), null, false, false); // not a bug, so nobody looks for its stack
        if (!reply.isTransient() && !reply.isPermanent()) {
            throw new IllegalArgumentException("a refusal is 4xx or 5xx, not " + reply);
        }
        this.reply = reply;
    }

    /** Such as {@code new SmtpRefusal(550, "5.1.1", "No such mailbox here")}. */
    public SmtpRefusal(int code, String status, String text) {
        this(Reply.of(code, status, text));
    }

    public Reply reply() {
        return reply;
    }
}

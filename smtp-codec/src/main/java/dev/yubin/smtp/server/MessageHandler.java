package dev.yubin.smtp.server;

/** The shortest way to receive mail: one method that is handed whole messages. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes a message. To return is to take responsibility for it (RFC 5321 section 6.1). Called on a worker thread; it may block. Calls come from many
     * connections at once.
     *
     * @param message its content is there until this method returns
     * @throws SmtpRefusal to refuse it with a reply of your own
     * @throws Exception   is logged, and the client hears {@code 451 4.3.0} and may try again
     */
    void receive(SmtpMessage message) throws Exception;
}

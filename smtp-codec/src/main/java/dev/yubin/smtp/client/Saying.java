package dev.yubin.smtp.client;

import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;

/** A command whose reply is the result, whatever it is. */
final class Saying extends Exchange<Reply> {
    private final SmtpCommand command;

    Saying(SmtpConnection connection, SmtpCommand command) {
        super(connection);
        this.command = command;
    }

    @Override
    void begin() {
        connection.say(command, connection.timeouts().command(), reply -> {
            succeed(reply);
            over();
        });
    }

    @Override
    String step() {
        return SmtpConnection.step(command.verb());
    }
}

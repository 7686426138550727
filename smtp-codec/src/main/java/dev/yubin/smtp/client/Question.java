package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Verb;
import java.time.Duration;
import java.util.function.Function;

/** A command and its one reply. */
final class Question<T> extends Exchange<T> {
    private final SmtpCommand command;
    private final Duration patience;
    private final Function<Reply, T> reading;

    Question(SmtpConnection connection, SmtpCommand command, Function<Reply, T> reading) {
        this(connection, command, connection.timeouts().command(), reading);
    }

    /** @param patience how long to wait for the reply */
    Question(SmtpConnection connection, SmtpCommand command, Duration patience, Function<Reply, T> reading) {
        super(connection);
        this.command = command;
        this.patience = patience;
        this.reading = reading;
    }

    @Override
    void begin() {
        connection.say(command, patience, this::answered);
    }

    @Override
    String step() {
        return SmtpConnection.step(command.verb());
    }

    private void answered(Reply reply) {
        if (reply.isPositive()) {
            succeed(reading.apply(reply));
        } else {
            fail(connection.refusal(reply, step()));
        }
        if (command.verb() == Verb.QUIT) {
            connection.end(connection.failure(Cause.CLOSED_HERE, step(), "this side has said QUIT"));
        } else {
            over();
        }
    }
}

package dev.yubin.smtp.client;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.SaslClient;
import dev.yubin.protocol.sasl.SaslText;
import dev.yubin.smtp.Auth;
import dev.yubin.smtp.AuthResponse;
import dev.yubin.smtp.Reply;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A login by AUTH: RFC 4954 section 4. Challenges are answered by a worker, since some take a second of computing. */
final class Login extends Exchange<Void> {
    static final String STEP = "logging in";
    /** With its CR LF: RFC 4954 section 4 has it in the lines of RFC 5321 section 4.5.3.1.4. */
    private static final int LONGEST_COMMAND = 512;

    private final Auth command;
    private final SaslClient client;
    private final Executor worker;

    Login(SmtpConnection connection, SaslClient client) {
        super(connection);
        this.command = command(client);
        this.client = client;
        this.worker = connection.workers().inOrder();
    }

    private static Auth command(SaslClient client) {
        Auth whole = new Auth(client.mechanism().text(), client.initialResponse());
        boolean fits = whole.line().octets().length + 2 <= LONGEST_COMMAND;
        return fits ? whole : new Auth(whole.mechanism(), Optional.empty());
    }

    @Override
    void begin() {
        connection.say(command, STEP, connection.timeouts().command(), this::answered);
    }

    @Override
    String step() {
        return STEP;
    }

    private void answered(Reply reply) {
        if (reply.isIntermediate()) {
            String challenge = String.join("", reply.lines()); // a long one was folded when it was read
            worker.execute(() -> respond(challenge));
        } else if (reply.isPositive()) {
            succeeded();
        } else {
            fail(connection.failure(cause(reply), STEP, "the server refuses the login"));
            over();
        }
    }

    /** On a worker. */
    private void respond(String challenge) {
        try {
            Secret response = client.respond(SaslText.CHALLENGE.read(LineReader.of(challenge)));
            connection.send(() -> say(AuthResponse.of(response)));
        } catch (SyntaxException e) {
            giveUp(Cause.PROTOCOL_BROKEN, e);
        } catch (IOException e) {
            giveUp(SaslClient.cause(e), e);
        }
    }

    private void giveUp(Cause cause, Exception why) {
        connection.run(() -> {
            say(AuthResponse.CANCEL);
            connection.channel().flush(); // behind the end nothing is
            connection.end(connection.failure(cause, STEP, String.valueOf(why.getMessage())));
        });
    }

    private void say(AuthResponse response) {
        if (!connection.hasEnded()) {
            connection.say(response, STEP, connection.timeouts().command(), this::answered);
        }
    }

    private void succeeded() {
        try {
            client.succeeded();
            connection.loggedIn(() -> {
                succeed(null);
                over();
            });
        } catch (ProtocolException e) {
            connection.end(connection.failure(Cause.PROTOCOL_BROKEN, STEP, e.getMessage()));
        }
    }

    /** RFC 4954 sections 4 and 6. */
    private static Cause cause(Reply reply) {
        return switch (reply.code()) {
            case 535 -> Cause.CREDENTIALS_REFUSED;
            case 504, 534, 538 -> Cause.MECHANISM_NOT_OFFERED;
            default -> reply.isTransient() ? Cause.REFUSED_FOR_NOW : Cause.REFUSED;
        };
    }
}

package dev.yubin.pop3.client;

import dev.yubin.pop3.Auth;
import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.SaslResponse;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.SaslClient;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** A login by AUTH: RFC 5034 section 4. Challenges are answered by a worker, since some take a second of computing. */
final class AuthExchange extends Exchange<Pop3Reply> {
    /** With its CR LF, as far as servers have to take it: RFC 5034 section 4. */
    private static final int LONGEST_COMMAND = 255;

    private final SaslClient client;
    private final Executor worker;
    private final Consumer<SaslResponse> send;
    private final Consumer<ProtocolException> broken;

    AuthExchange(
            Mechanism mechanism,
            SaslClient client,
            Executor worker,
            Consumer<SaslResponse> send,
            Consumer<ProtocolException> broken) {
        super(Optional.of(command(mechanism, client)), "logging in", true);
        this.client = client;
        this.worker = worker;
        this.send = send;
        this.broken = broken;
    }

    private static Auth command(Mechanism mechanism, SaslClient client) {
        Auth whole = new Auth(Optional.of(mechanism.text()), client.initialResponse());
        boolean fits = whole.line().octets().length + 2 <= LONGEST_COMMAND;
        return fits ? whole : new Auth(whole.mechanism(), Optional.empty());
    }

    @Override
    void challenged(Challenge challenge) {
        worker.execute(() -> {
            try {
                send.accept(new SaslResponse(Optional.of(client.respond(challenge.octets()))));
            } catch (ProtocolException e) {
                send.accept(new SaslResponse(Optional.empty()));
                broken.accept(e);
            }
        });
    }

    @Override
    void accepted(Pop3Reply reply, Answered<Pop3Reply> answered) throws ProtocolException {
        client.succeeded();
        answered.with(reply);
    }
}

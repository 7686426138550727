package dev.yubin.pop3.client;

import dev.yubin.pop3.Auth;
import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.SaslResponse;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.sasl.SaslClient;
import java.io.IOException;
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
    private final Consumer<IOException> broken;
    /** Why this side has cancelled: the worker's word, before the server's answer can come. */
    private volatile Optional<IOException> cancelled = Optional.empty();

    /** @param broken takes why the exchange cannot go on */
    AuthExchange(SaslClient client, Executor worker, Consumer<SaslResponse> send, Consumer<IOException> broken) {
        super(Optional.of(command(client)), "logging in", true);
        this.client = client;
        this.worker = worker;
        this.send = send;
        this.broken = broken;
    }

    private static Auth command(SaslClient client) {
        Auth whole = new Auth(Optional.of(client.mechanism().text()), client.initialResponse());
        boolean fits = whole.line().octets().length + 2 <= LONGEST_COMMAND;
        return fits ? whole : new Auth(whole.mechanism(), Optional.empty());
    }

    @Override
    void challenged(Challenge challenge) {
        worker.execute(() -> {
            try {
                send.accept(new SaslResponse(Optional.of(client.respond(challenge.octets()))));
            } catch (IOException e) {
                cancelled = Optional.of(e);
                send.accept(new SaslResponse(Optional.empty()));
                broken.accept(e);
            }
        });
    }

    @Override
    Cause refusal(Pop3Reply reply) {
        return cancelled.map(SaslClient::cause).orElseGet(() -> super.refusal(reply));
    }

    @Override
    void accepted(Pop3Reply reply, Answered<Pop3Reply> answered) throws ProtocolException {
        client.succeeded();
        answered.with(reply);
    }
}

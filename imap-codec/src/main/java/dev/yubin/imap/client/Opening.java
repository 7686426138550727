package dev.yubin.imap.client;

import dev.yubin.imap.Bare;
import dev.yubin.imap.CapabilityData;
import dev.yubin.imap.Condition;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Verb;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Fault.Kind;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.codec.Dialer;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * STARTTLS (RFC 9051 section 6.2.1), and what leads there and on: the steps from the greeting to a client that may log in, which knows what the
 * server can do.
 */
final class Opening extends Exchange<Void> {
    private static final String UPGRADING = "upgrading to TLS";

    private final Exchange<StatusReply> greeting = Exchange.greeting();
    private final ImapConnection connection;
    private final ImapClient client;
    private final TlsMode mode;

    Opening(Channel channel, Dialer dialer, ImapClient.Builder builder) {
        super(Optional.of(new Bare(Verb.STARTTLS)), UPGRADING, NOTHING, ok -> null);
        this.connection = new ImapConnection(channel, dialer, builder, greeting);
        this.client = new ImapClient(connection, builder);
        this.mode = dialer.mode();
    }

    CompletableFuture<ImapClient> client() {
        return greeting.result.thenCompose(this::greeted);
    }

    /** Who is logged in already can have no TLS any more: RFC 9051 section 7.1.4. */
    private CompletableFuture<ImapClient> greeted(StatusReply reply) {
        client.preauthenticated(reply.condition() == Condition.PREAUTH);
        CompletableFuture<CapabilityData> known = greeting.toldCapabilities
                ? CompletableFuture.completedFuture(client.capabilities())
                : client.capability();
        return known.thenCompose(this::secure);
    }

    private CompletableFuture<ImapClient> secure(CapabilityData told) {
        if (client.preauthenticated()) {
            return inTheClear("the server greets with PREAUTH, behind which there is no STARTTLS");
        } else if (!told.has("STARTTLS")) {
            return inTheClear("the server does not offer STARTTLS");
        } else if (!mode.startTls()) {
            return CompletableFuture.completedFuture(client);
        }
        return connection
                .ask(this)
                .handle((upgraded, failure) ->
                        failure == null ? client.capability().thenApply(anew -> client) : refused(failure))
                .thenCompose(Function.identity());
    }

    /** A BYE in the place of the answer is no refusal behind which anything follows. */
    private CompletableFuture<ImapClient> refused(Throwable failure) {
        boolean refusal = failure instanceof FaultException fault
                && fault.fault().cause().kind() == Kind.REFUSED
                && !connection.hasEnded();
        return refusal ? inTheClear("the server refuses STARTTLS") : CompletableFuture.failedFuture(failure);
    }

    private CompletableFuture<ImapClient> inTheClear(String why) {
        return mode == TlsMode.STARTTLS_REQUIRED
                ? Pending.failed(connection.failure(Cause.STARTTLS_NOT_OFFERED, UPGRADING, why))
                : CompletableFuture.completedFuture(client);
    }

    /** The handshake begins before another octet is read. */
    @Override
    void accepted(StatusReply ok, Consumer<Void> answered) throws ProtocolException {
        connection.forget();
        connection.dialer().startTls(connection.channel()).whenComplete((channel, failure) -> {
            if (failure == null) {
                answered.accept(null);
            } else {
                connection.fail(result, (FaultException) failure);
            }
        });
    }
}

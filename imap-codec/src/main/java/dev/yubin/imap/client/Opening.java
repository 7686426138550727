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
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The steps from nothing to a client that may log in: connection, greeting, CAPABILITY, STARTTLS, and CAPABILITY again. */
final class Opening {
    private static final String UPGRADING = "upgrading to TLS";

    private final ImapClient.Builder builder;
    private final Dialer dialer;
    private final Pending<ImapClient> result = new Pending<>();

    Opening(ImapClient.Builder builder, Dialer dialer) {
        this.builder = builder;
        this.dialer = dialer;
    }

    Pending<ImapClient> begin() {
        Attempt[] attempt = new Attempt[1]; // at the last of the host's addresses that was tried; set on its event loop
        CompletableFuture<Channel> dialing = dialer.dial(channel -> attempt[0] = new Attempt(channel));
        result.whenComplete((client, failure) -> {
            if (result.isCancelled()) {
                dialing.cancel(true);
                dialing.thenAccept(Channel::close);
            }
        });
        dialing.thenCompose(channel -> attempt[0].greeted())
                .whenComplete(
                        (client, failure) -> ImapConnection.complete(builder.workers, () -> settle(client, failure)));
        return result;
    }

    private void settle(ImapClient client, Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(plain(failure));
        } else if (!result.complete(client)) {
            client.close();
        }
    }

    /** One address's connection. */
    private final class Attempt {
        private final Exchange<StatusReply> greeting = Exchange.greeting();
        private final ImapConnection connection;
        private final ImapClient client;

        Attempt(Channel channel) {
            connection = ImapConnection.in(channel, dialer, builder, greeting);
            client = new ImapClient(connection, builder);
        }

        CompletionStage<ImapClient> greeted() {
            return greeting.result.thenCompose(this::greeted).whenComplete((opened, failure) -> {
                if (failure != null) {
                    client.close();
                }
            });
        }

        /** Who is logged in already can have no TLS any more: RFC 9051 section 7.1.4. */
        private CompletionStage<ImapClient> greeted(StatusReply reply) {
            boolean preauth = reply.condition() == Condition.PREAUTH;
            if (preauth && dialer.mode() == TlsMode.STARTTLS_REQUIRED) {
                return failed("the server greets with PREAUTH, behind which there is no STARTTLS");
            }
            client.preauthenticated(preauth);
            CompletionStage<CapabilityData> known = greeting.toldCapabilities
                    ? CompletableFuture.completedFuture(client.capabilities())
                    : client.capability();
            return preauth ? known.thenApply(told -> client) : known.thenCompose(this::secure);
        }

        private CompletionStage<ImapClient> secure(CapabilityData told) {
            boolean offered = told.has("STARTTLS");
            if (dialer.mode() == TlsMode.STARTTLS_REQUIRED && !offered) {
                return failed("the server does not offer STARTTLS");
            }
            if (!dialer.mode().startTls() || !offered) {
                return CompletableFuture.completedFuture(client);
            }
            return connection
                    .ask(new Upgrade(connection, dialer))
                    .thenCompose(upgraded -> client.capability())
                    .thenApply(anew -> client)
                    .exceptionallyCompose(this::refused);
        }

        private CompletionStage<ImapClient> refused(Throwable failure) {
            boolean refusal = plain(failure) instanceof FaultException fault
                    && fault.fault().cause().kind() == Kind.REFUSED
                    && fault.fault().step().equals(UPGRADING);
            if (!refusal) {
                return CompletableFuture.failedFuture(failure);
            }
            return dialer.mode() == TlsMode.STARTTLS_REQUIRED
                    ? failed("the server refuses STARTTLS")
                    : CompletableFuture.completedFuture(client);
        }

        private CompletionStage<ImapClient> failed(String detail) {
            return CompletableFuture.failedFuture(connection.failure(Cause.STARTTLS_NOT_OFFERED, UPGRADING, detail));
        }
    }

    /** STARTTLS: RFC 9051 section 6.2.1. The handshake begins before another octet is read. */
    private static final class Upgrade extends Exchange<Void> {
        private final ImapConnection connection;
        private final Dialer dialer;

        Upgrade(ImapConnection connection, Dialer dialer) {
            super(Optional.of(new Bare(Verb.STARTTLS)), UPGRADING, NOTHING, ok -> null);
            this.connection = connection;
            this.dialer = dialer;
        }

        @Override
        void accepted(StatusReply ok, Consumer<Void> answered) throws ProtocolException {
            connection.forget();
            dialer.startTls(connection.channel()).whenComplete((channel, failure) -> {
                if (failure == null) {
                    answered.accept(null);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        }
    }

    /** What failed, without what futures wrap around it. */
    private static Throwable plain(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? plain(failure.getCause())
                : failure;
    }
}

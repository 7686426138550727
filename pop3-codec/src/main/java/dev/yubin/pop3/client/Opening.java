package dev.yubin.pop3.client;

import dev.yubin.pop3.Capabilities;
import dev.yubin.pop3.Capability;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Fault.Kind;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.codec.Dialer;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The steps from nothing to a client that may log in: connection, greeting, CAPA, STLS, and CAPA again. */
final class Opening {
    private final Pop3Client.Builder builder;
    private final Dialer dialer;
    private final Pending<Pop3Client> result = new Pending<>();

    Opening(Pop3Client.Builder builder, Dialer dialer) {
        this.builder = builder;
        this.dialer = dialer;
    }

    Pending<Pop3Client> begin() {
        Attempt[] attempt = new Attempt
                [1]; // the last of the host's addresses that was tried; set on its event loop, read behind it
        CompletableFuture<Channel> dialing = dialer.dial(channel -> attempt[0] = new Attempt(channel));
        result.whenComplete((client, failure) -> {
            if (result.isCancelled()) {
                dialing.cancel(true);
                dialing.thenAccept(Channel::close);
            }
        });
        dialing.thenCompose(channel -> attempt[0].greeted())
                .whenComplete(
                        (client, failure) -> Pop3Connection.complete(() -> settle(client, failure), builder.workers));
        return result;
    }

    private void settle(Pop3Client client, Throwable failure) {
        if (failure != null) {
            result.completeExceptionally(plain(failure));
        } else if (!result.complete(client)) {
            client.close();
        }
    }

    /** One address's connection. */
    private final class Attempt {
        private final Exchange<Pop3Reply> greeting = Exchange.greeting();
        private final Pop3Connection connection;
        private final Pop3Client client;

        Attempt(Channel channel) {
            connection = Pop3Connection.in(
                    channel, new Pop3Connection(dialer, builder.timeout, builder.workers, builder.witness), greeting);
            client = new Pop3Client(connection, builder);
        }

        CompletionStage<Pop3Client> greeted() {
            return greeting.result
                    .thenCompose(reply -> ask())
                    .thenCompose(this::secure)
                    .whenComplete((opened, failure) -> {
                        if (failure != null) {
                            client.close();
                        }
                    });
        }

        /** A server that refuses CAPA does not know it: RFC 2449 section 5. */
        private CompletionStage<Capabilities> ask() {
            return client.capa()
                    .exceptionallyCompose(failure -> isRefusal(failure)
                            ? CompletableFuture.completedFuture(Capabilities.NONE)
                            : CompletableFuture.failedFuture(failure));
        }

        private CompletionStage<Pop3Client> secure(Capabilities told) {
            boolean offered =
                    told.has(Capability.STLS) || told.list().isEmpty(); // who does not know CAPA may know STLS
            if (dialer.mode() == TlsMode.STARTTLS_REQUIRED && !offered) {
                return CompletableFuture.failedFuture(notOffered("the server does not offer STLS"));
            }
            if (!dialer.mode().startTls() || !offered) {
                return CompletableFuture.completedFuture(client);
            }
            return connection
                    .ask(new StlsExchange(connection, dialer))
                    .exceptionallyCompose(this::refusedStls)
                    .thenCompose(upgraded -> upgraded ? askAnew() : CompletableFuture.completedFuture(client));
        }

        private CompletionStage<Pop3Client> askAnew() {
            client.forget();
            return ask().thenApply(told -> client);
        }

        private CompletionStage<Boolean> refusedStls(Throwable failure) {
            if (!isRefusal(failure)) {
                return CompletableFuture.failedFuture(failure);
            }
            return dialer.mode() == TlsMode.STARTTLS_REQUIRED
                    ? CompletableFuture.failedFuture(notOffered("the server refuses STLS"))
                    : CompletableFuture.completedFuture(false);
        }

        private FaultException notOffered(String detail) {
            return connection.failure(Cause.STARTTLS_NOT_OFFERED, "upgrading to TLS", detail);
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return plain(failure) instanceof FaultException fault
                && fault.fault().cause().kind() == Kind.REFUSED;
    }

    /** What failed, without what futures wrap around it. */
    private static Throwable plain(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? plain(failure.getCause())
                : failure;
    }
}

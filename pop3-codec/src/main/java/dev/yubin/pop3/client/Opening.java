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

/** The steps from a new channel to a client that may log in: greeting, CAPA, STLS, and CAPA again. */
final class Opening {
    private final Exchange<Pop3Reply> greeting = Exchange.greeting();
    private final Pop3Connection connection;
    private final Pop3Client client;
    private final TlsMode mode;

    Opening(Channel channel, Dialer dialer, Pop3Client.Builder builder) {
        this.connection = new Pop3Connection(channel, dialer, builder, greeting);
        this.client = new Pop3Client(connection, builder);
        this.mode = dialer.mode();
    }

    CompletableFuture<Pop3Client> client() {
        return greeting.result
                .thenCompose(reply -> {
                    client.greeted(reply);
                    return ask();
                })
                .thenCompose(this::secure);
    }

    /** A server that refuses CAPA does not know it: RFC 2449 section 5. */
    private CompletableFuture<Capabilities> ask() {
        return client.capa()
                .exceptionallyCompose(failure -> isRefusal(failure)
                        ? CompletableFuture.completedFuture(Capabilities.NONE)
                        : CompletableFuture.failedFuture(failure));
    }

    private CompletableFuture<Pop3Client> secure(Capabilities told) {
        boolean offered = told.has(Capability.STLS) || told.list().isEmpty(); // who does not know CAPA may know STLS
        if (mode == TlsMode.STARTTLS_REQUIRED && !offered) {
            return CompletableFuture.failedFuture(notOffered("the server does not offer STLS"));
        }
        if (!mode.startTls() || !offered) {
            return CompletableFuture.completedFuture(client);
        }
        return connection
                .ask(new StlsExchange(connection))
                .exceptionallyCompose(this::refusedStls)
                .thenCompose(upgraded -> upgraded ? askAnew() : CompletableFuture.completedFuture(client));
    }

    private CompletableFuture<Pop3Client> askAnew() {
        client.forget();
        return ask().thenApply(told -> client);
    }

    private CompletableFuture<Boolean> refusedStls(Throwable failure) {
        if (!isRefusal(failure)) {
            return CompletableFuture.failedFuture(failure);
        }
        return mode == TlsMode.STARTTLS_REQUIRED
                ? CompletableFuture.failedFuture(notOffered("the server refuses STLS"))
                : CompletableFuture.completedFuture(false);
    }

    private FaultException notOffered(String detail) {
        return connection.failure(Cause.STARTTLS_NOT_OFFERED, "upgrading to TLS", detail);
    }

    private static boolean isRefusal(Throwable failure) {
        return Pending.plain(failure) instanceof FaultException fault
                && fault.fault().cause().kind() == Kind.REFUSED;
    }
}

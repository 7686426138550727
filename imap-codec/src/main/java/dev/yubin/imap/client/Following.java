package dev.yubin.imap.client;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.mailbox.Resync;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.sasl.Credentials;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A mailbox that is followed until this is closed, whatever becomes of connections. IDLE (RFC 2177) is begun anew in time, which also shows whether the server
 * is still there; a connection that is lost is made again, after a pause; and where the server has QRESYNC (RFC 7162), what has changed
 * meanwhile is told, and nothing else. Made by {@link ImapClient.Builder#follow}; any thread may use it.
 */
public final class Following implements AutoCloseable {
    private final ImapClient.Builder settings;
    private final Credentials credentials;
    private final ImapName mailbox;
    private final FollowPace pace;

    /** What the mailbox was like when it was known last, from a server that can tell what has changed since. */
    private Optional<Resync> known = Optional.empty();

    private Duration pause;
    private Optional<ImapClient> current = Optional.empty();
    /** What is waited for: the connection, an IDLE that is long enough, or the next attempt. */
    private CompletableFuture<?> awaited = Pending.done(null);

    private boolean closed;

    Following(ImapClient.Builder settings, Credentials credentials, ImapName mailbox, FollowPace pace) {
        this.settings = settings;
        this.credentials = credentials;
        this.mailbox = mailbox;
        this.pace = pace;
        this.pause = pace.firstPause();
    }

    /** Follows it no more, and closes the connection. The follower hears nothing of that; what is on its way to it may still be told. */
    @Override
    public void close() {
        Optional<ImapClient> open;
        synchronized (this) {
            closed = true;
            open = current;
            awaited.cancel(false);
        }
        open.ifPresent(ImapClient::close);
    }

    /** The settings may have come to fail meanwhile: that is told as any other failure is, and tried again. */
    private void connectAgain() {
        try {
            connect();
        } catch (RuntimeException e) {
            lost(e);
        }
    }

    void connect() {
        await(settings.connect())
                .ifPresent(dialling -> dialling.thenCompose(this::open).whenComplete((idling, failure) -> {
                    if (failure != null) {
                        lost(failure);
                    }
                }));
    }

    /** Remembers what is waited for, so that {@link #close} can end it; empty, and it is cancelled, where that has come before. */
    private synchronized <C extends CompletableFuture<?>> Optional<C> await(C next) {
        if (closed) {
            next.cancel(false);
            return Optional.empty();
        }
        awaited = next;
        return Optional.of(next);
    }

    private CompletionStage<Void> open(ImapClient imap) {
        synchronized (this) {
            current = Optional.of(imap);
            if (closed) {
                imap.close();
            }
        }
        Pending<Void> loggedIn = imap.preauthenticated() ? Pending.done(null) : imap.login(credentials);
        return loggedIn.thenCompose(in -> resynchronizing(imap))
                .thenCompose(able -> select(imap, able ? known : Optional.empty(), able));
    }

    /** Whether the server tells what has changed since, which has to be enabled: RFC 7162 section 3.2.3. */
    private static CompletionStage<Boolean> resynchronizing(ImapClient imap) {
        return imap.capabilities().has("QRESYNC")
                ? imap.enable("QRESYNC").thenApply(on -> on.stream().anyMatch("QRESYNC"::equalsIgnoreCase))
                : Pending.done(false);
    }

    private CompletionStage<Void> select(ImapClient imap, Optional<Resync> before, boolean able) {
        return imap.select(new Select(mailbox, false, false, before)).thenAccept(selected -> {
            known = able ? state(selected) : Optional.empty();
            boolean resumed = before.isPresent()
                    && known.map(now -> now.uidValidity() == before.get().uidValidity())
                            .orElse(false);
            imap.tell(follower -> follower.opened(imap, selected, resumed));
            follow(imap);
        });
    }

    private static Optional<Resync> state(Selected selected) {
        return selected.uidValidity().isPresent()
                ? state(
                        selected.uidValidity().getAsLong(),
                        selected.highestModSeq().orElse(0))
                : Optional.empty();
    }

    private static Optional<Resync> state(long uidValidity, long modSeq) {
        return modSeq > 0
                ? Optional.of(new Resync(uidValidity, modSeq, Optional.empty(), Optional.empty(), Optional.empty()))
                : Optional.empty();
    }

    /** Waits for news, in one turn after another, until the connection is lost. */
    private void follow(ImapClient imap) {
        Pending.done(null)
                .thenCompose(begun -> imap.capabilities().has("IDLE") ? idle(imap) : poll(imap))
                .whenComplete((over, failure) -> {
                    if (failure == null) {
                        pause = pace.firstPause();
                        follow(imap);
                    } else {
                        lost(failure);
                    }
                });
    }

    private CompletionStage<Void> idle(ImapClient imap) {
        return imap.idle().thenCompose(idle -> {
            Optional<CompletableFuture<Void>> enough = after(pace.idle());
            enough.ifPresent(time -> time.thenRun(idle::done));
            return idle.ended().whenComplete((over, failure) -> enough.ifPresent(time -> time.cancel(false)));
        });
    }

    private CompletionStage<Void> poll(ImapClient imap) {
        Optional<CompletableFuture<Void>> time = after(pace.poll());
        return time.isPresent() ? time.get().thenCompose(come -> imap.noop()) : new Pending<>();
    }

    /** A time that comes once, unless it is cancelled or this is closed before; empty where it is closed. */
    private Optional<CompletableFuture<Void>> after(Duration time) {
        return await(new CompletableFuture<Void>().completeOnTimeout(null, time.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void lost(Throwable failure) {
        Duration wait;
        synchronized (this) {
            if (closed) {
                return;
            }
            current.ifPresent(this::leave);
            current = Optional.empty();
            wait = pause;
            pause = longer(wait);
        }
        tell(() -> ((Follower) settings.news).lost(fault(failure), wait));
        after(wait).ifPresent(time -> time.thenRun(this::connectAgain));
    }

    /** What was told over this connection need not be told again: RFC 7162 section 6. */
    private void leave(ImapClient imap) {
        long modSeq = imap.knownModSeq();
        if (modSeq > 0) { // else it was not opened there
            known = known.flatMap(before -> state(before.uidValidity(), modSeq));
        }
        imap.close();
    }

    /** Behind the news of the connection that is lost; without workers, on this thread rather than never. */
    private void tell(Runnable what) {
        try {
            settings.newsWorker().execute(what);
        } catch (RejectedExecutionException e) {
            what.run();
        }
    }

    private Duration longer(Duration wait) {
        Duration twice = wait.multipliedBy(2);
        return twice.compareTo(pace.longestPause()) < 0 ? twice : pace.longestPause();
    }

    private FaultException fault(Throwable failure) {
        Throwable plain = Pending.plain(failure);
        return plain instanceof FaultException known
                ? known
                : new FaultException(
                        new Fault(
                                Fault.Cause.CLOSED_HERE,
                                settings.host,
                                settings.port,
                                "following " + mailbox,
                                Optional.empty(),
                                "it failed in a way that nobody foresaw: " + plain),
                        plain);
    }
}

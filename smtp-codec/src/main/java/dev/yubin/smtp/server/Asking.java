package dev.yubin.smtp.server;

import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.Verb;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks an application on behalf of one session: on the workers, or at once where it never waits. What it throws is answered for it. */
final class Asking {
    private static final Logger LOG = LoggerFactory.getLogger(Asking.class);

    /** What it is asked. */
    @FunctionalInterface
    interface Question {
        Reply answer() throws SmtpRefusal, IOException;
    }

    private final SmtpApplication application;
    private final Executor workers;
    private final Executor where;
    /** Whoever answers may still have half of a group before him. */
    private volatile boolean lost;

    Asking(SmtpApplication application, Executor workers) {
        this.application = application;
        this.workers = workers;
        this.where = application.neverWaits() ? Runnable::run : workers;
    }

    /** Where it is asked. */
    Executor where() {
        return where;
    }

    CompletionStage<Reply> ask(SmtpPeer peer, Question question) {
        return CompletableFuture.supplyAsync(() -> answer(peer, question), where);
    }

    /** The same, but at once where the application's answer to this verb waits for nothing: to change threads costs more than all else. */
    CompletionStage<Reply> ask(SmtpPeer peer, Verb verb, Question question) {
        return Prompt.to(verb, application)
                ? CompletableFuture.completedFuture(answer(peer, question))
                : ask(peer, question);
    }

    /** The same on a worker in any case, for what is not the application's to answer and may wait. */
    CompletionStage<Reply> askWorker(SmtpPeer peer, Question question) {
        return CompletableFuture.supplyAsync(() -> answer(peer, question), workers);
    }

    private Reply answer(SmtpPeer peer, Question question) {
        if (lost) {
            return Replies.FAILURE; // nobody hears it, and nobody would end what is begun now
        }
        try {
            return Objects.requireNonNull(question.answer(), "the application's reply");
        } catch (SmtpRefusal refusal) {
            return refusal.reply();
        } catch (IOException e) {
            LOG.warn("{}: the application could not answer {}: {}", peer.id(), peer.remote(), e.toString());
        } catch (RuntimeException | Error e) {
            LOG.error("{}: the application failed over {}", peer.id(), peer.remote(), e);
        }
        return Replies.FAILURE;
    }

    /** The connection is gone: asks nothing more, and lets this be done behind what is asked already. */
    void lost(Runnable last) {
        inAnyCase(() -> {
            lost = true;
            last.run();
        });
    }

    /** On this thread where the workers take no more: none of them has anything of this connection's then, and a sink is not left open. */
    void inAnyCase(Runnable task) {
        try {
            where.execute(task);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }
}

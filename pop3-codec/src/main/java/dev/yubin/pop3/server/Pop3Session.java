package dev.yubin.pop3.server;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.pop3.Auth;
import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Dele;
import dev.yubin.pop3.ListMessages;
import dev.yubin.pop3.Malformed;
import dev.yubin.pop3.Pass;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.pop3.ResponseCode;
import dev.yubin.pop3.Retr;
import dev.yubin.pop3.SaslResponse;
import dev.yubin.pop3.Top;
import dev.yubin.pop3.Uidl;
import dev.yubin.pop3.Unrecognized;
import dev.yubin.pop3.User;
import dev.yubin.pop3.Verb;
import dev.yubin.pop3.server.Answer.Next;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.Outcome;
import dev.yubin.protocol.sasl.SaslServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's session: a command goes in, an answer comes out, one at a time. It knows nothing of Netty. Its methods are called, and its answers
 * completed, on one thread, {@code home}; what asks the application runs on {@code workers}, in order.
 */
final class Pop3Session {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Session.class);

    private final Service service;
    private final InetAddress peer;
    private final Executor workers;
    private final Executor home;
    /** Held while a client is in; set and emptied by workers. */
    private final AtomicReference<MaildropLocks.Lock> lock = new AtomicReference<>();

    private SessionState state = SessionState.AUTHORIZATION;
    private Security security;
    private String user;
    private SaslServer exchange;
    private Drop drop;
    private int failedLogins;
    private int badCommands;

    /** @param peer who failed logins are told of as */
    Pop3Session(Service service, Security security, InetAddress peer, Executor workers, Executor home) {
        this.service = service;
        this.security = security;
        this.peer = peer;
        this.workers = workers;
        this.home = home;
    }

    /** What is said first: RFC 1939 section 4. */
    Pop3Reply greeting() {
        return Pop3Reply.ok(service.name() + " POP3 server ready");
    }

    SessionState state() {
        return state;
    }

    /** Whether the next line belongs to a SASL exchange. */
    boolean inExchange() {
        return state == SessionState.EXCHANGE;
    }

    /** TLS is on; nothing learned before it survives: RFC 2595 section 4. */
    void secured() {
        security = security.withTls();
        user = null;
        exchange = null;
        move(SessionState.AUTHORIZATION);
    }

    /** Ends the session, however the connection ended: releases the maildrop, removes nothing. To be called at least once. */
    void end() {
        move(SessionState.CLOSED);
        try {
            workers.execute(this::release); // behind a login that may still be under way
        } catch (RejectedExecutionException e) {
            release();
        }
    }

    CompletionStage<Answer> answer(Pop3Command command) {
        Optional<Answer> refusal = refusal(command);
        badCommands = refusal.isPresent() ? badCommands + 1 : 0;
        if (refusal.isEmpty()) {
            return obey(command);
        }
        boolean patient = badCommands < service.limits().badCommands();
        return now(
                patient ? refusal.get() : Answer.error("too many bad commands").then(Next.CLOSE));
    }

    private Optional<Answer> refusal(Pop3Command command) {
        Verb verb = command.verb();
        if (command instanceof Malformed malformed) {
            return Optional.of(malformed(malformed));
        } else if (command instanceof Unrecognized unrecognized) {
            return Optional.of(Answer.error("unknown command " + Escaped.text(unrecognized.keyword())));
        } else if (!state.admits(verb)) {
            return Optional.of(Answer.error(verb + " out of turn, expected one of " + state.expected()));
        }
        return security.objection(verb).map(Answer::error);
    }

    private Answer malformed(Malformed malformed) {
        if (state == SessionState.EXCHANGE) {
            endExchange(); // RFC 5034 section 4: what cannot be decoded ends the exchange
        }
        return Answer.error(malformed.complaint());
    }

    private CompletionStage<Answer> obey(Pop3Command command) {
        return switch (command.verb()) {
            case USER -> now(user((User) command));
            case PASS -> pass((Pass) command);
            case AUTH -> auth((Auth) command);
            case SASL_RESPONSE -> respond((SaslResponse) command);
            case STLS -> now(Answer.ok("begin TLS negotiation").then(Next.TLS));
            case CAPA -> now(capa());
            case STAT -> now(Answer.ok(drop.total().toString()));
            case LIST -> now(listing(((ListMessages) command).message(), drop::scan));
            case UIDL -> now(listing(((Uidl) command).message(), drop::uniqueId));
            case RETR -> retr((Retr) command);
            case TOP -> top((Top) command);
            case DELE -> now(dele((Dele) command));
            case RSET -> now(rset());
            case NOOP -> now(Answer.ok(""));
            case QUIT -> quit();
            case APOP, UTF8, LANG, UNRECOGNIZED, MALFORMED -> throw new IllegalStateException("refused before");
        };
    }

    private Answer user(User named) {
        user = named.name();
        move(state.after(Verb.USER));
        return Answer.ok("send PASS"); // whether there is such a user, nobody learns here: RFC 1939 section 13
    }

    private CompletionStage<Answer> pass(Pass pass) {
        String name = user;
        user = null;
        return login(Verb.PASS, () -> SaslServer.login(service.users(), name, pass.password()));
    }

    private CompletionStage<Answer> auth(Auth auth) {
        if (auth.mechanism().isEmpty()) {
            return now(Answer.of(
                    Pop3Reply.ok("mechanisms follow"),
                    new ListingSource(Offer.mechanisms(service.users()).stream().<Object>map(name -> name)::iterator)));
        }
        Optional<Mechanism> mechanism = Offer.mechanism(auth.mechanism().get(), service.users());
        if (mechanism.isEmpty()) {
            return now(Answer.error("mechanism not offered; there are " + Offer.mechanisms(service.users())));
        }
        exchange = SaslServer.begin(mechanism.get(), service.users());
        if (auth.initialResponse().isEmpty()) {
            move(SessionState.EXCHANGE);
            return now(Answer.of(new Challenge(exchange.initialChallenge())));
        }
        SaslServer begun = exchange;
        return login(Verb.AUTH, () -> begun.step(auth.initialResponse().get()));
    }

    private CompletionStage<Answer> respond(SaslResponse response) {
        SaslServer begun = exchange;
        if (response.octets().isEmpty()) {
            endExchange();
            return now(Answer.error("authentication cancelled"));
        }
        return login(Verb.SASL_RESPONSE, () -> begun.step(response.octets().get()));
    }

    private void endExchange() {
        exchange = null;
        move(SessionState.AUTHORIZATION);
    }

    /** Asks who the client is, and opens the maildrop if it is known. */
    private CompletionStage<Answer> login(Verb verb, Supplier<Outcome> ask) {
        if (!service.throttle().admits(peer)) {
            endExchange();
            return now(failed(Pop3Reply.error(
                    ResponseCode.SYS_TEMP, "too many logins from your address have failed; try again later")));
        }
        return onWorker(
                () -> Login.after(ask.get(), service, lock),
                e -> Login.refused(Refusals.bug("logins cannot be checked now")),
                login -> loggedIn(verb, login));
    }

    private CompletionStage<Answer> loggedIn(Verb verb, Login login) {
        if (state == SessionState.CLOSED) {
            return now(Answer.of(login.response())); // nobody is there any more to hear it
        } else if (login.response() instanceof Challenge) {
            move(SessionState.EXCHANGE);
            return now(Answer.of(login.response()));
        } else if (login.drop().isPresent()) {
            drop = login.drop().get();
            exchange = null;
            move(state.after(verb));
            return now(Answer.of(login.response()));
        }
        endExchange();
        return login.counts() ? late(login) : now(Answer.of(login.response()));
    }

    /** A failure is told after a while that grows. The client's next command waits for it. */
    private CompletionStage<Answer> late(Login login) {
        Duration delay = service.throttle().failed(peer);
        Answer answer = failed(login.response());
        return CompletableFuture.supplyAsync(
                () -> answer, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, home));
    }

    private Answer failed(Pop3Response response) {
        failedLogins++;
        return Answer.of(response).then(failedLogins < service.limits().failedLogins() ? Next.GO_ON : Next.CLOSE);
    }

    private Answer capa() {
        move(state.after(Verb.CAPA));
        return Answer.of(
                Pop3Reply.ok("capabilities follow"),
                new ListingSource(
                        Offer.in(state, security, service.users()).stream().<Object>map(c -> c)::iterator));
    }

    private Answer listing(OptionalInt message, IntFunction<Object> line) {
        if (message.isEmpty()) {
            return Answer.of(Pop3Reply.ok(Drop.messages(drop.total().messages())), drop.listing(line));
        }
        return drop.objection(message.getAsInt())
                .map(Answer::error)
                .orElseGet(() -> Answer.ok(line.apply(message.getAsInt()).toString()));
    }

    private CompletionStage<Answer> retr(Retr retr) {
        return message(retr.message(), MessageSource::whole);
    }

    private CompletionStage<Answer> top(Top top) {
        return message(top.message(), content -> MessageSource.top(content, top.lines()));
    }

    private CompletionStage<Answer> message(int message, Function<Content, BodySource> body) {
        Optional<String> objection = drop.objection(message);
        if (objection.isPresent()) {
            return now(Answer.error(objection.get()));
        }
        Pop3Reply found = Pop3Reply.ok(drop.scan(message).octets() + " octets");
        return onWorker(
                () -> Answer.of(found, body.apply(drop.content(message))),
                e -> Answer.of(refused(e, "the message cannot be read")),
                Pop3Session::now);
    }

    private Answer dele(Dele dele) {
        Optional<String> objection = drop.objection(dele.message());
        if (objection.isEmpty()) {
            drop.delete(dele.message());
        }
        return objection.map(Answer::error).orElseGet(() -> Answer.ok("message " + dele.message() + " deleted"));
    }

    private Answer rset() {
        drop.undelete();
        return Answer.ok("maildrop has " + Drop.messages(drop.total().messages()));
    }

    /** From TRANSACTION into UPDATE: RFC 1939 section 6. The only place where anything is removed. */
    private CompletionStage<Answer> quit() {
        move(state.after(Verb.QUIT));
        if (state != SessionState.UPDATE) {
            return now(Answer.ok(service.name() + " POP3 server signing off").then(Next.CLOSE));
        }
        UidSet marked = drop.deleted();
        int left = drop.total().messages();
        return onWorker(() -> update(marked, left), e -> Refusals.bug("what was deleted may not be removed"), reply -> {
            move(SessionState.CLOSED);
            return now(Answer.of(reply).then(Next.CLOSE));
        });
    }

    /** Removes and releases, in this order, before anybody hears of it: who has the reply may log in again at once. */
    private Pop3Reply update(UidSet marked, int left) {
        try {
            if (!marked.isEmpty()) {
                drop.expunge(marked);
            }
            return Pop3Reply.ok(service.name() + " POP3 server signing off (" + Drop.messages(left) + " left)");
        } catch (StoreException e) {
            return Refusals.of(e, "no message is removed");
        } finally {
            release();
        }
    }

    private void release() {
        MaildropLocks.Lock held = lock.getAndSet(null);
        if (held != null) {
            held.close();
        }
    }

    private static Pop3Reply refused(Exception e, String what) {
        return e instanceof StoreException no ? Refusals.of(no, what) : Refusals.bug(what);
    }

    /** What a worker is given: it may wait, and the store may say no. */
    private interface Task<T> {
        T run() throws StoreException;
    }

    private <T> CompletionStage<Answer> onWorker(
            Task<T> task, Function<Exception, T> refuse, Function<T, CompletionStage<Answer>> then) {
        return CompletableFuture.supplyAsync(() -> run(task, refuse), workers).thenComposeAsync(then, home);
    }

    private static <T> T run(Task<T> task, Function<Exception, T> refuse) {
        try {
            return task.run();
        } catch (StoreException e) {
            return refuse.apply(e);
        } catch (RuntimeException e) {
            LOG.error("application code failed", e);
            return refuse.apply(e);
        }
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }

    private void move(SessionState to) {
        if (state != SessionState.CLOSED && state != to) {
            LOG.debug("{} -> {}", state, to);
            state = to;
        }
    }
}

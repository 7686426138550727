package dev.yubin.pop3.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.pop3.Apop;
import dev.yubin.pop3.Auth;
import dev.yubin.pop3.Challenge;
import dev.yubin.pop3.Dele;
import dev.yubin.pop3.Lang;
import dev.yubin.pop3.ListMessages;
import dev.yubin.pop3.Malformed;
import dev.yubin.pop3.Pass;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
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
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.protocol.sasl.SaslServer;
import dev.yubin.protocol.sasl.SharedSecrets;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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

    /** What APOP's digest is made of; empty where it is not offered. */
    private final Optional<String> timestamp;

    private SessionState state = SessionState.AUTHORIZATION;
    private Security security;
    private Language language = Language.ENGLISH;
    private boolean utf8;
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
        this.timestamp = service.users().sharedSecrets().isPresent() && security.leadsToLogin()
                ? Optional.of(timestamp(service.name()))
                : Optional.empty();
    }

    /** A msg-id that was never there before. */
    private static String timestamp(String name) {
        String host = name.codePoints()
                .map(c -> c < 0x7f && Character.isLetterOrDigit(c) ? c : c == '.' ? c : '-')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return "<" + UUID.randomUUID() + '@' + host + '>';
    }

    /** What is said first: RFC 1939 section 4. With the timestamp that APOP answers, where that is offered: section 7. */
    Pop3Reply greeting() {
        String ready = Phrase.READY.with(service.name()).in(language);
        return Pop3Reply.ok(timestamp.map(sign -> ready + ' ' + sign).orElse(ready));
    }

    /** What the client wants to be spoken to in. */
    Language language() {
        return language;
    }

    SessionState state() {
        return state;
    }

    /** Whether the next line belongs to a SASL exchange. */
    boolean inExchange() {
        return state == SessionState.EXCHANGE;
    }

    /** TLS is on; nothing learned before it survives: RFC 2595 section 4. */
    void secured(SaslConnection tls) {
        security = security.withTls(tls);
        user = null;
        exchange = null;
        utf8 = false;
        language = Language.ENGLISH;
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
        Optional<Refusal> refusal = refusal(command);
        badCommands = refusal.isPresent() ? badCommands + 1 : 0;
        if (refusal.isEmpty()) {
            return obey(command);
        }
        boolean patient = badCommands < service.limits().badCommands();
        return now(
                patient
                        ? no(refusal.get())
                        : no(Phrase.TOO_MANY_BAD_COMMANDS.with()).then(Next.CLOSE));
    }

    private Optional<Refusal> refusal(Pop3Command command) {
        Verb verb = command.verb();
        if (command instanceof Malformed malformed) {
            return Optional.of(Refusal.of(malformed(malformed)));
        } else if (command instanceof Unrecognized unrecognized) {
            return Optional.of(Refusal.of(Phrase.UNKNOWN_COMMAND.with(Escaped.text(unrecognized.keyword()))));
        } else if (!state.admits(verb)) {
            return Optional.of(Refusal.of(Phrase.OUT_OF_TURN.with(verb, state.expected())));
        } else if (verb == Verb.APOP && timestamp.isEmpty()) {
            return Optional.of(Refusal.of(Phrase.NOT_OFFERED.with(verb)));
        } else if (verb == Verb.STLS && utf8) {
            return Optional.of(Refusal.of(Phrase.STLS_BEHIND_UTF8.with()));
        }
        return security.objection(verb).map(Refusal::of);
    }

    private Saying malformed(Malformed malformed) {
        if (state == SessionState.EXCHANGE) {
            endExchange(); // RFC 5034 section 4: what cannot be decoded ends the exchange
        }
        return Phrase.MALFORMED.with(malformed.complaint());
    }

    private CompletionStage<Answer> obey(Pop3Command command) {
        return switch (command.verb()) {
            case USER -> now(user((User) command));
            case PASS -> pass((Pass) command);
            case APOP -> apop((Apop) command);
            case AUTH -> auth((Auth) command);
            case SASL_RESPONSE -> respond((SaslResponse) command);
            case STLS -> now(ok(Phrase.BEGIN_TLS.with()).then(Next.TLS));
            case CAPA -> now(capa());
            case UTF8 -> now(utf8());
            case LANG -> now(lang((Lang) command));
            case STAT -> now(Answer.of(Pop3Reply.ok(drop.total().toString())));
            case LIST -> listing(((ListMessages) command).message(), drop::scan);
            case UIDL -> listing(((Uidl) command).message(), drop::uniqueId);
            case RETR -> retr((Retr) command);
            case TOP -> top((Top) command);
            case DELE -> now(dele((Dele) command));
            case RSET -> now(rset());
            case NOOP -> now(Answer.of(Pop3Reply.ok("")));
            case QUIT -> quit();
            case UNRECOGNIZED, MALFORMED -> throw new IllegalStateException("refused before");
        };
    }

    private Answer user(User named) {
        user = named.name();
        move(state.after(Verb.USER));
        return ok(Phrase.SEND_PASS.with()); // whether there is such a user, nobody learns here: RFC 1939 section 13
    }

    private CompletionStage<Answer> pass(Pass pass) {
        String name = user;
        user = null;
        return login(Verb.PASS, () -> SaslServer.login(service.users(), name, pass.password()));
    }

    private CompletionStage<Answer> apop(Apop apop) {
        String sign = timestamp.orElseThrow();
        SharedSecrets secrets = service.users().sharedSecrets().orElseThrow();
        return login(
                Verb.APOP,
                () -> SaslServer.digest(secrets, apop.name(), secret -> Apop.digest(sign, secret), apop.digest()));
    }

    private CompletionStage<Answer> auth(Auth auth) {
        if (auth.mechanism().isEmpty()) {
            return now(listing(Phrase.MECHANISMS, mechanisms()));
        }
        Optional<Mechanism> mechanism =
                Mechanism.named(auth.mechanism().get()).filter(named -> named.servedBy(service.users()));
        boolean fits = mechanism.map(named -> named.runsOver(security.over())).orElse(false);
        if (!fits && mechanism.map(Mechanism::sendsPassword).orElse(false)) {
            return now(no(security.notInTheClear(mechanism.get().text())));
        } else if (!fits) {
            return now(no(Phrase.NO_SUCH_MECHANISM.with(mechanisms())));
        }
        exchange = SaslServer.begin(mechanism.get(), service.users(), security.over());
        if (auth.initialResponse().isEmpty()) {
            move(SessionState.EXCHANGE);
            return now(Answer.of(new Challenge(exchange.initialChallenge())));
        }
        SaslServer begun = exchange;
        return login(Verb.AUTH, () -> begun.step(auth.initialResponse().get()));
    }

    private List<String> mechanisms() {
        return Offer.mechanisms(security, service.users());
    }

    private CompletionStage<Answer> respond(SaslResponse response) {
        SaslServer begun = exchange;
        if (response.octets().isEmpty()) {
            endExchange();
            return now(no(Phrase.CANCELLED.with()));
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
            return now(failed(Refusal.of(ResponseCode.SYS_TEMP, Phrase.ADDRESS_FAILED.with())));
        }
        return onWorker(
                () -> Login.after(ask.get(), service, lock),
                e -> Login.refused(Refusal.bug(Phrase.CHECKING_LOGINS)),
                login -> loggedIn(verb, login));
    }

    private CompletionStage<Answer> loggedIn(Verb verb, Login login) {
        if (login.challenge().isPresent()) {
            move(SessionState.EXCHANGE);
            return now(Answer.of(login.challenge().get()));
        } else if (login.drop().isPresent()) {
            drop = login.drop().get();
            exchange = null;
            move(state.after(verb));
            return now(ok(Phrase.MAILDROP_HAS.with(
                    Saying.messages(drop.total().messages()), drop.total().octets())));
        }
        if (state != SessionState.CLOSED) {
            endExchange();
        }
        Refusal refusal = login.refusal().orElseThrow();
        return login.counts() ? late(refusal) : now(no(refusal));
    }

    /** A failure is told after a while that grows. The client's next command waits for it. */
    private CompletionStage<Answer> late(Refusal refusal) {
        Duration delay = service.throttle().failed(peer);
        Answer answer = failed(refusal);
        return CompletableFuture.supplyAsync(
                () -> answer, CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, home));
    }

    private Answer failed(Refusal refusal) {
        failedLogins++;
        return no(refusal).then(failedLogins < service.limits().failedLogins() ? Next.GO_ON : Next.CLOSE);
    }

    private Answer capa() {
        move(state.after(Verb.CAPA));
        Optional<MaildropPolicy> own = Optional.ofNullable(drop).map(Drop::policy);
        return listing(Phrase.CAPABILITIES, Offer.to(new Offer.To(service, security, own, utf8)));
    }

    private Answer utf8() {
        move(state.after(Verb.UTF8));
        utf8 = true;
        return ok(Phrase.UTF8_ON.with());
    }

    private Answer lang(Lang lang) {
        move(state.after(Verb.LANG));
        if (lang.range().isEmpty()) {
            return listing(Phrase.LANGUAGES, Language.listings());
        }
        Optional<Language> chosen = Language.matching(lang.range().get(), service.language());
        if (chosen.isEmpty()) {
            return no(Phrase.NO_SUCH_LANGUAGE.with(lang.range().get()));
        }
        language = chosen.get();
        return Answer.of(language.chosen());
    }

    private Answer listing(Phrase first, List<?> lines) {
        return Answer.of(language.ok(first.with()), ListingSource.of(lines));
    }

    private CompletionStage<Answer> listing(OptionalInt message, ListingSource.Line line) {
        if (message.isEmpty()) {
            return now(Answer.of(language.ok(Saying.messages(drop.total().messages())), drop.listing(line)));
        }
        Optional<Refusal> objection = drop.objection(message.getAsInt());
        return objection.isPresent()
                ? now(no(objection.get()))
                : onWorker(
                        () -> Answer.of(Pop3Reply.ok(line.of(message.getAsInt()).toString())),
                        e -> no(refusal(e, Phrase.NAMING)),
                        Pop3Session::now);
    }

    private CompletionStage<Answer> retr(Retr retr) {
        Drop from = drop;
        return message(
                retr.message(),
                (opening, octets) -> MessageSource.whole(opening, octets, utf8, () -> from.retrieved(retr.message())));
    }

    private CompletionStage<Answer> top(Top top) {
        return message(top.message(), (opening, octets) -> MessageSource.top(opening, octets, top.lines(), utf8));
    }

    /** How a message is sent, given where it is had from and how many octets it has. */
    private interface Sending {
        BodySource of(MessageSource.Opening opening, long octets);
    }

    private CompletionStage<Answer> message(int message, Sending sending) {
        Drop from = drop;
        Optional<Refusal> objection = from.objection(message);
        if (objection.isPresent()) {
            return now(no(objection.get()));
        }
        long octets = from.scan(message).octets();
        return now(Answer.of(language.ok(Phrase.OCTETS.with(octets)), sending.of(() -> from.content(message), octets)));
    }

    private Answer dele(Dele dele) {
        Optional<Refusal> objection = drop.objection(dele.message());
        if (objection.isPresent()) {
            return no(objection.get());
        }
        drop.delete(dele.message());
        return ok(Phrase.DELETED.with(dele.message()));
    }

    private Answer rset() {
        drop.undelete();
        return ok(Phrase.MAILDROP_HAS_AGAIN.with(Saying.messages(drop.total().messages())));
    }

    /** From TRANSACTION into UPDATE: RFC 1939 section 6. The only place where anything is removed. */
    private CompletionStage<Answer> quit() {
        move(state.after(Verb.QUIT));
        if (state != SessionState.UPDATE) {
            return now(ok(Phrase.GOODBYE.with(service.name())).then(Next.CLOSE));
        }
        return onWorker(this::update, e -> no(Refusal.bug(Phrase.REMOVING_BROKE)), answer -> {
            move(SessionState.CLOSED);
            return now(answer.then(Next.CLOSE));
        });
    }

    /** Removes and releases, in this order, before anybody hears of it: who has the reply may log in again at once. */
    private Answer update() {
        try {
            int left = drop.update();
            return ok(Phrase.GOODBYE_LEFT.with(service.name(), Saying.messages(left)));
        } catch (StoreException e) {
            return no(Refusal.of(e, Phrase.REMOVING));
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

    private static Refusal refusal(Exception e, Phrase what) {
        return e instanceof StoreException no ? Refusal.of(no, what) : Refusal.bug(what);
    }

    private Answer ok(Saying saying) {
        return Answer.of(language.ok(saying));
    }

    private Answer no(Saying why) {
        return no(Refusal.of(why));
    }

    private Answer no(Refusal refusal) {
        return Answer.of(refusal.in(language));
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

package dev.yubin.smtp.server;

import dev.yubin.protocol.sasl.Mechanism;
import dev.yubin.protocol.sasl.SaslConnection;
import dev.yubin.smtp.Auth;
import dev.yubin.smtp.AuthResponse;
import dev.yubin.smtp.Bdat;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Envelope;
import dev.yubin.smtp.Etrn;
import dev.yubin.smtp.Expn;
import dev.yubin.smtp.Hello;
import dev.yubin.smtp.Help;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Malformed;
import dev.yubin.smtp.Rcpt;
import dev.yubin.smtp.Replies;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Unrecognized;
import dev.yubin.smtp.Verb;
import dev.yubin.smtp.Vrfy;
import dev.yubin.smtp.XClient;
import dev.yubin.smtp.XForward;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One conversation: a command goes in, a reply comes out. RFC 5321 section 3. It knows no channel. One thing is asked of it at a time: the next once the
 * reply is there, from whatever thread; the application is asked on the executor, or at once where it never waits.
 */
final class SmtpSession {
    private static final Logger LOG = LoggerFactory.getLogger(SmtpSession.class);
    private static final Reply GO_AHEAD =
            Reply.plain(354, "Send the message, and end it with a dot on a line of its own");
    private static final Reply CHUNK_OK = Reply.of(250, "2.0.0", "Chunk received");

    private final SmtpService service;
    private final SmtpPort port;
    private final Executor workers;
    private final Asking asking;
    private final boolean tooMany;
    /** Whether its word is taken for whom it speaks for. */
    private final boolean forwarder;

    private Errors errors;
    private Allotment allotment;
    private SessionState state = SessionState.CONNECTED;
    private SmtpPeer peer;
    private SaslConnection connection;
    private Optional<Mail> mail = Optional.empty();
    private final List<Rcpt> recipients = new ArrayList<>();
    /** Whether MAIL was refused, and nothing but RCPT has come since. */
    private boolean senderRefused;

    private Optional<Receiving> receiving = Optional.empty();
    private final Stragglers stragglers = new Stragglers();

    private Optional<Login> login = Optional.empty();

    /** @param tooMany whether this connection is one too many, and will only be told so */
    SmtpSession(SmtpService service, SmtpPort port, SmtpPeer peer, Executor workers, boolean tooMany) {
        this.service = service;
        this.port = port;
        this.peer = peer;
        this.connection = SaslConnection.inTheClear(port.plaintextLogin());
        this.workers = workers;
        this.asking = new Asking(service.application(), workers);
        this.tooMany = tooMany;
        this.errors = new Errors(service.limits());
        this.allotment = new Allotment(service.limits());
        this.forwarder = port.believes(peer.remote().getAddress());
    }

    /** Whether the connection is to be closed once what was answered is sent. */
    boolean over() {
        return state == SessionState.CLOSED;
    }

    /** Whether there is nothing here for this client before it has logged in. */
    boolean awaitsLogin() {
        return port.loginRequired() && peer.login().isEmpty();
    }

    /** How long to wait whether the client speaks first, which it must not. */
    Duration greetingDelay() {
        return tooMany || forwarder ? Duration.ZERO : limits().greetingDelay();
    }

    /** How long the replies that are ready are to be held back; asked once for them. */
    Duration takeDelay() {
        return errors.takeDelay();
    }

    /** The greeting, or a refusal of the whole connection. */
    CompletionStage<Reply> greet() {
        if (tooMany) {
            become(SessionState.CLOSED);
            return now(Reply.of(421, "4.7.0", "Too many connections; try again later"));
        }
        return greet(peer);
    }

    private CompletionStage<Reply> greet(SmtpPeer client) {
        String protocol = port.purpose() == Purpose.LMTP ? "LMTP" : "ESMTP";
        return ask(() -> {
                    service.application().connection(client);
                    return Reply.plain(220, service.host() + " " + protocol);
                })
                .thenApply(reply -> {
                    if (!reply.isPositive()) {
                        become(SessionState.CLOSED);
                    }
                    return reply;
                });
    }

    /** Commands that came together, in their order. Fewer replies than commands, where one of them ended the conversation. */
    CompletionStage<List<Reply>> answer(List<SmtpCommand> group) {
        if (group.size() == 1) {
            return answer(group.get(0)).thenApply(List::of);
        }
        CompletionStage<List<Reply>> replies = CompletableFuture.completedFuture(new ArrayList<>());
        for (SmtpCommand command : group) {
            replies = replies.thenCompose(before -> over()
                    ? CompletableFuture.completedFuture(before)
                    : answer(command).thenApply(reply -> {
                        before.add(reply);
                        return before;
                    }));
        }
        return replies;
    }

    CompletionStage<Reply> answer(SmtpCommand command) {
        login = Optional.empty(); // where a response was awaited, this is none
        stragglers.none();
        Optional<Reply> refusal = refusal(command);
        return refusal.isPresent()
                ? now(forbidden(command, refusal.get()))
                : obey(command).thenApply(reply -> concluded(command, reply));
    }

    /** Why the protocol or this port's rules forbid it, if they do. */
    private Optional<Reply> refusal(SmtpCommand command) {
        Rules rules = new Rules(offering());
        Optional<Reply> refusal = rules.refusalByPort(command);
        if (refusal.isPresent()) {
            return refusal;
        } else if (!state.admits(command.verb())) {
            return refused(
                    503, "5.5.1", state.outOfTurn(command.verb(), port.purpose().greeting()));
        }
        refusal = rules.refusalOfClient(command);
        return refusal.isPresent() ? refusal : refusalOfTransaction(command);
    }

    private Optional<Reply> refusalOfTransaction(SmtpCommand command) {
        if (command instanceof Mail begun) {
            return allotment.begun().or(() -> offering().refusal(begun));
        } else if (command instanceof Rcpt rcpt) {
            return refusal(rcpt);
        }
        return command.verb() == Verb.DATA ? binaryByData() : Optional.empty();
    }

    private Optional<Reply> refusal(Rcpt command) {
        Optional<Reply> tooMuch = allotment.refusal(command, recipients.size());
        return tooMuch.isPresent() ? tooMuch : offering().refusal(command, mail.orElseThrow());
    }

    private Optional<Reply> binaryByData() {
        return mail.orElseThrow().parameters().body() == Body.BINARY_MIME
                ? refused(503, "5.5.1", "BINARYMIME comes by BDAT alone (RFC 3030 section 3)")
                : Optional.empty();
    }

    private CompletionStage<Reply> obey(SmtpCommand command) {
        SmtpApplication application = service.application();
        return switch (command.verb()) {
            case EHLO, HELO, LHLO -> ask(() -> hello((Hello) command));
            case MAIL -> ask(Verb.MAIL, () -> application.mail(peer, (Mail) command));
            case RCPT -> ask(Verb.RCPT, () -> application.rcpt(peer, envelope(), (Rcpt) command));
            case DATA -> begin(() -> GO_AHEAD);
            case BDAT -> throw new IllegalStateException("a chunk is answered at its end");
            case RSET -> now(Reply.of(250, "2.0.0", "Forgotten"));
            case NOOP -> now(Reply.of(250, "2.0.0", "Ok"));
            case QUIT -> now(Reply.of(221, "2.0.0", service.host() + " says goodbye"));
            case VRFY -> ask(() -> application.vrfy(peer, (Vrfy) command));
            case EXPN -> ask(() -> application.expn(peer, (Expn) command));
            case ETRN -> ask(() -> application.etrn(peer, (Etrn) command));
            case HELP -> ask(() -> application.help(peer, (Help) command));
            case XCLIENT -> greet(peer.with((XClient) command));
            case XFORWARD -> now(Reply.of(250, "2.0.0", "Noted"));
            case STARTTLS -> now(Reply.of(220, "2.0.0", "Begin TLS"));
            case AUTH -> logIn((Auth) command);
            case UNRECOGNIZED -> ask(() -> unrecognized((Unrecognized) command));
            case MALFORMED -> now(((Malformed) command).reply());
        };
    }

    private Reply unrecognized(Unrecognized command) throws SmtpRefusal, IOException {
        Optional<OwnExtension.VerbHandler> own = service.offers().ownVerb(command.word());
        return own.isPresent()
                ? own.get().answer(peer, command)
                : service.application().unrecognized(peer, command);
    }

    private Reply concluded(SmtpCommand command, Reply reply) {
        senderRefused = command.verb() == Verb.MAIL && !reply.isPositive();
        boolean asksForMore = command.verb() == Verb.DATA || command.verb() == Verb.AUTH;
        if (reply.isIntermediate() && !asksForMore) {
            LOG.error("{}: the application answered {} with {}", peer.id(), command.verb(), reply);
            return Replies.FAILURE;
        } else if (reply.isPositive()) {
            remember(command);
            become(state.after(command.verb()));
        } else if (command.verb() == Verb.RCPT && reply.isPermanent()) {
            return saidLast(errors.recipientRefused(reply));
        }
        return counted(reply);
    }

    /** The one place where the state changes. */
    private void become(SessionState next) {
        if (LOG.isTraceEnabled()) {
            LOG.trace("{}: {}, and now {}", peer.id(), state, next);
        }
        state = next;
    }

    /** Out of turn is an error; but who pipelines recipients behind a sender who is refused cannot know it yet (RFC 2920 section 3.1). */
    private Reply forbidden(SmtpCommand command, Reply refusal) {
        boolean behindSender = senderRefused && command.verb() == Verb.RCPT;
        senderRefused = behindSender || command.verb() == Verb.MAIL;
        return behindSender ? saidLast(errors.recipientRefused(refusal)) : counted(refusal);
    }

    private Reply counted(Reply reply) {
        return saidLast(errors.counted(reply));
    }

    /** Where it is a 421, nothing is said behind it. */
    private Reply saidLast(Reply reply) {
        if (reply.code() == 421) {
            become(SessionState.CLOSED);
        }
        return reply;
    }

    private void remember(SmtpCommand command) {
        if (command instanceof Hello hello) {
            peer = peer.with(hello);
            forgetTransaction();
        } else if (command instanceof Mail begun) {
            mail = Optional.of(begun);
        } else if (command instanceof Rcpt rcpt) {
            recipients.add(rcpt);
            allotment.took(rcpt);
        } else if (command instanceof XClient said) {
            peer = peer.with(said);
            errors = new Errors(limits()); // those of another
            allotment = new Allotment(limits());
        } else if (command instanceof XForward said) {
            peer = peer.with(said);
        } else if (command.verb() == Verb.RSET) {
            forgetTransaction();
        }
    }

    /** What came of the message so far leaves no trace. */
    private void abandon() {
        receiving.ifPresent(message -> asking.inAnyCase(message::abort));
        receiving = Optional.empty();
    }

    private void forgetTransaction() {
        abandon();
        mail = Optional.empty();
        recipients.clear();
        allotment.forgetTransaction();
        peer = peer.withoutForwarded();
    }

    /** As things stand. */
    private Offering offering() {
        return new Offering(service, port, peer, connection, forwarder);
    }

    private Envelope envelope() {
        return new Envelope(mail.orElseThrow(), recipients);
    }

    private Reply hello(Hello hello) throws SmtpRefusal, IOException {
        service.application().hello(peer.with(hello), hello);
        return hello.verb() == Verb.HELO
                ? Reply.plain(250, service.host().toString())
                : offering().extensions().reply(service.host().toString());
    }

    /** TLS has begun; nothing said before counts. RFC 3207 section 4.2. */
    void upgraded(String description, SaslConnection tls) {
        connection = tls;
        peer = peer.withTls(description);
        forgetTransaction();
    }

    // The way of the content

    private CompletionStage<Reply> begin(Asking.Question then) {
        return ask(Verb.DATA, () -> {
            MessageSink sink = service.application().data(peer, envelope());
            receiving = Optional.of(new Receiving(sink, limits()));
            return then.answer();
        });
    }

    /** A chunk comes, be it wanted or not. What is wrong is told at its end. */
    CompletionStage<Boolean> beginChunk(Bdat bdat) {
        login = Optional.empty();
        Optional<Reply> refusal = refusal(bdat);
        if (refusal.isPresent()) {
            abandon();
            Reply said = stragglers.excuse() ? refusal.get() : counted(refusal.get());
            receiving = Optional.of(Receiving.refused(said, limits(), stragglers.octets()));
            return CompletableFuture.completedFuture(true);
        } else if (receiving.isPresent()) {
            return CompletableFuture.completedFuture(true);
        }
        return begin(() -> CHUNK_OK).thenApply(reply -> {
            if (!reply.isPositive()) {
                receiving = Optional.of(Receiving.refused(reply, limits(), 0));
            }
            return true;
        });
    }

    /** A chunk is whole, and another is to come. Once one is refused, the transaction is over: RFC 3030 section 2. */
    CompletionStage<Reply> endOfChunk() {
        Receiving message = receiving.orElseThrow();
        return CompletableFuture.supplyAsync(() -> message.refusal().orElse(CHUNK_OK), asking.where())
                .thenApply(reply -> {
                    if (reply.isPositive()) {
                        become(state.after(Verb.BDAT));
                        return reply;
                    }
                    if (state.admits(Verb.BDAT)) {
                        stragglers.mayFollow(message.came());
                    } else {
                        stragglers.came(message.came());
                    }
                    return endOfTransaction(List.of(reply)).get(0);
                });
    }

    private List<Reply> endOfTransaction(List<Reply> replies) {
        forgetTransaction();
        boolean closing = replies.stream().anyMatch(reply -> reply.code() == 421);
        become(closing ? SessionState.CLOSED : state == SessionState.CONNECTED ? state : SessionState.READY);
        return replies;
    }

    /** Whether so much more of the content may come: false when so much was sent behind a refusal that the connection is better closed. */
    boolean mayCome(int octets) {
        return receiving.orElseThrow().mayCome(octets);
    }

    /**
     * The content goes on.
     *
     * @param pieces read once this is completed, and not later
     */
    CompletionStage<Void> content(List<ByteBuffer> pieces) {
        Receiving message = receiving.orElseThrow();
        return CompletableFuture.runAsync(() -> pieces.forEach(message::write), asking.where());
    }

    /** @return one reply, or in LMTP one for each recipient */
    CompletionStage<List<Reply>> endOfContent(boolean bareLineBreaks) {
        Receiving message = receiving.orElseThrow();
        int count = Math.max(1, recipients.size()); // none, where a last chunk came out of turn
        boolean unsound = bareLineBreaks
                && mail.map(begun -> begun.parameters().body() != Body.BINARY_MIME)
                        .orElse(true);
        stragglers.came(message.came());
        return CompletableFuture.supplyAsync(() -> message.end(unsound, port.purpose(), count), asking.where())
                .thenApply(this::endOfTransaction);
    }

    /** The connection is gone. */
    void lost() {
        asking.lost(() -> receiving.ifPresent(Receiving::abort));
    }

    // Logging in

    private CompletionStage<Reply> logIn(Auth auth) {
        Mechanism mechanism = Mechanism.named(auth.mechanism()).orElseThrow();
        Login begun = new Login(
                mechanism, service.users().orElseThrow(), connection, account -> peer = peer.withLogin(account));
        return loginStep(begun, () -> begun.begin(auth));
    }

    CompletionStage<Reply> answer(AuthResponse answer) {
        Optional<Login> running = login;
        login = Optional.empty();
        if (running.isEmpty() || answer.response().isEmpty()) {
            return now(counted(Reply.of(501, "5.7.0", "The login is cancelled")));
        }
        return loginStep(
                        running.get(),
                        () -> running.get().step(answer.response().get()))
                .thenApply(this::counted);
    }

    private CompletionStage<Reply> loginStep(Login running, Asking.Question step) {
        return asking.askWorker(peer, step).thenCompose(reply -> {
            if (reply.isIntermediate()) {
                login = Optional.of(running);
            }
            return running.failed() ? loginFailed(reply) : now(reply);
        });
    }

    /** Each failure costs more time than the last, so that guessing does not pay. */
    private CompletionStage<Reply> loginFailed(Reply reply) {
        Duration delay = service.throttle().failed(peer.remote().getAddress());
        Reply said = errors.loginFailed(reply);
        return CompletableFuture.supplyAsync(
                () -> saidLast(said),
                CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, workers));
    }

    private CompletionStage<Reply> ask(Verb verb, Asking.Question question) {
        return asking.ask(peer, verb, question);
    }

    private CompletionStage<Reply> ask(Asking.Question question) {
        return asking.ask(peer, question);
    }

    private static CompletionStage<Reply> now(Reply reply) {
        return CompletableFuture.completedFuture(reply);
    }

    private static Optional<Reply> refused(int code, String status, String text) {
        return Optional.of(Reply.of(code, status, text));
    }

    private SmtpLimits limits() {
        return service.limits();
    }
}

package dev.yubin.imap.server;

import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapState;
import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.imap.codec.Deflation;
import dev.yubin.imap.codec.ImapServerCodec;
import dev.yubin.imap.codec.LiteralOctets;
import dev.yubin.imap.codec.RequestBroken;
import dev.yubin.imap.codec.StreamEnd;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.codec.Drain;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.sasl.LoginThrottle;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one session: hands it what the client sends, a turn at a time on the connection's worker, and writes what it answers while the
 * channel takes it. No command is read while an answer is owed, or while the client does not take those it has. Used on the channel's
 * event loop.
 */
final class ImapServerHandler extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(ImapServerHandler.class);
    private static final Session.Turn GO = Running::go;
    private static final Session.Turn WOKEN = Running::woken;
    private static final String DRAINS = "this server stops; come again later";
    /** How long a client that was told goodbye has to read it and to hang up. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final Setting setting;
    private final Optional<Tls> tls;
    private final Executor worker;
    private final LoginThrottle throttle;
    private final ImapServerCodec codec;
    private final Session session;
    private final Advancing advancing;
    private final Answers answers;
    /** Wakes that were asked for since the last turn; many become one. */
    private final AtomicBoolean wakeAsked = new AtomicBoolean();

    private ChannelHandlerContext ctx;
    /** What the running command was last found to wait for; DONE between commands. */
    private Progress.Kind waits = Progress.Kind.DONE;
    /** Whether the worker has a turn. */
    private boolean busy;
    /** Whether the command, if it ends now, may leave octets behind that must not be read as commands. */
    private boolean streams;
    /** Whether the line that a running command waits for is being read. */
    private boolean lineAsked;
    /** Whether there is more to read once the client has taken what it was told. */
    private boolean readsLater;

    private Optional<Deflation> deflation = Optional.empty();
    /** Whether the turn that the worker has, or the client lets wait, is of news between two commands. */
    private boolean tellsNews;

    private boolean woken;
    private boolean greeted;
    private boolean draining;
    private boolean loggedIn;
    private boolean closing;

    private ImapServerHandler(
            Setting setting,
            TlsMode mode,
            Optional<Tls> tls,
            Executor worker,
            LoginThrottle throttle,
            ImapServerCodec codec) {
        this.setting = setting;
        this.tls = tls;
        this.worker = worker;
        this.throttle = throttle;
        this.codec = codec;
        this.answers = new Answers(setting.encoding());
        this.advancing = new Advancing(setting.limits().progress(), () -> busy && loggedIn && !tellsNews && !closing);
        this.session = new Session(
                setting,
                mode.startTls(),
                mode == TlsMode.STARTTLS_REQUIRED,
                () -> peer().map(throttle::admits).orElse(true),
                this::askForWake,
                this::later);
    }

    /** Makes the pipeline of a connection, behind TLS where it begins so. */
    static void install(
            Channel channel,
            Setting setting,
            TlsMode mode,
            Optional<Tls> tls,
            Executor worker,
            LoginThrottle throttle) {
        ImapServerCodec codec = new ImapServerCodec(setting.limits().wire().beforeLogin(), setting.encoding());
        channel.pipeline()
                .addLast("silence", silence(setting.limits().login()))
                .addLast(codec)
                .addLast(new ImapServerHandler(setting, mode, tls, worker, throttle, codec));
    }

    /** Runs out where nothing comes and, as of a long answer, nothing is taken either. */
    private static IdleStateHandler silence(Duration longest) {
        return new IdleStateHandler(true, 0, 0, longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        if (ctx.pipeline().get(SslHandler.class) == null) {
            greet();
        }
        ctx.read();
    }

    /** What is offered depends on TLS, so the greeting, which says it, waits for the handshake. */
    private void greet() {
        greeted = true;
        session.greet(answers);
        write();
        ctx.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, Object message) {
        if (!closing) { // or nobody listens any more
            receive(message);
        }
    }

    private void receive(Object message) {
        if (message instanceof ImapRequest request) {
            request(request);
        } else if (message instanceof LiteralOctets literal) {
            // The store may keep the thread for long and must not hold the buffer: a copy of a few KiB is the price.
            ByteBuffer octets = ByteBuffer.allocate(literal.content().readableBytes());
            literal.content().readBytes(octets);
            octets.flip();
            turn((running, out) -> running.octets(octets));
        } else if (message == StreamEnd.LITERAL_END) {
            ctx.read();
        } else if (message instanceof AppendMore more) {
            turn((running, out) -> running.next(more, out));
        } else if (message == StreamEnd.REQUEST_END) {
            turn(Running::end);
        } else if (message instanceof RequestBroken broken) {
            lineAsked = false;
            turn((running, out) -> running.broken(broken));
        } else if (message instanceof ContinuationLine line) {
            lineAsked = false;
            turn((running, out) -> running.line(line, out));
        } else if (message instanceof ProtocolException lost) {
            goodbye(lost.getMessage());
        }
    }

    private void request(ImapRequest request) {
        streams = request.command().streamed().isPresent();
        session.begin(request);
        advancing.begins(request.tag());
        turn(GO);
    }

    // ------------------------------------------------------------------ turns

    private void turn(Session.Turn turn) {
        advancing.turns(ctx);
        work(() -> session.turn(turn, answers));
    }

    private void work(Supplier<Progress.Kind> step) {
        codec.cancelRead(); // its go-ahead for a literal would fall into one of ours
        busy = true;
        woken = false;
        try {
            worker.execute(() -> {
                Optional<Progress.Kind> next = Optional.empty();
                try {
                    next = Optional.of(step.get());
                } catch (BrokenOff brokenOff) {
                    LOG.warn("{}", brokenOff.getMessage());
                } finally {
                    Optional<Progress.Kind> waitsFor = next; // none if an Error came, which the workers log
                    ctx.executor().execute(() -> turned(waitsFor));
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("no worker takes a turn; the connection is closed");
            busy = false;
            ctx.close();
        }
    }

    private void turned(Optional<Progress.Kind> next) {
        busy = false;
        if (!ctx.channel().isActive()) {
            closeSession();
        } else if (next.isEmpty()) {
            ctx.flush(); // earlier answers stand
            ctx.close(); // this one cannot be ended
        } else {
            waits = next.get();
            if (tellsNews) {
                newsTold();
            } else {
                turned();
            }
        }
    }

    private void turned() {
        advancing.turned(session.advance(), waits != Progress.Kind.MORE); // it looks when all of this is written
        switch (waits) {
            case MORE -> {
                write();
                more();
            }
            case WAITS -> read();
            case LITERAL -> {
                codec.accept();
                ctx.flush();
                read();
            }
            case LINE -> {
                write();
                ctx.flush();
                line();
            }
            case DONE -> answered();
        }
    }

    /** The next turn of a long answer, once the client has taken enough of what it has. */
    private void more() {
        if (ctx.channel().isWritable()) {
            again();
        }
        ctx.flush(); // what is flushed may make it writable at once, and that calls us then
    }

    private void again() {
        if (tellsNews) {
            news();
        } else {
            turn(GO);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (ctx.channel().isWritable() && !busy && !closing) {
            if (waits == Progress.Kind.MORE) {
                again();
            } else if (waits == Progress.Kind.LINE && woken) {
                turn(WOKEN);
            } else if (readsLater) {
                read();
            }
            tellNews();
        }
        changed.fireChannelWritabilityChanged();
    }

    private void line() {
        if (session.state() == ImapState.LOGOUT) {
            close();
        } else if (draining) {
            goodbye(DRAINS);
        } else {
            if (!lineAsked) {
                lineAsked = true;
                codec.expectContinuation();
            }
            ctx.read();
            if (!busy && woken && ctx.channel().isWritable()) {
                turn(WOKEN);
            }
        }
    }

    /** The command is done and its answer whole. */
    private void answered() {
        if (streams) {
            streams = false;
            codec.refuse(); // does nothing behind an APPEND that came to its end
        }
        if (session.logins().takeFailure(answers)) {
            ctx.flush();
            holdBack();
        } else {
            goOn();
        }
    }

    /** The answer to a failed login comes late, however it failed. */
    private void holdBack() {
        Optional<InetAddress> peer = peer();
        if (peer.isEmpty()) {
            goOn();
            return;
        }
        long millis = throttle.failed(peer.get()).toMillis();
        ScheduledFuture<?> later = ctx.executor().schedule(this::goOn, millis, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(closed -> later.cancel(false));
    }

    private Optional<InetAddress> peer() {
        return ctx.channel().remoteAddress() instanceof InetSocketAddress address
                ? Optional.of(address.getAddress())
                : Optional.empty();
    }

    private void goOn() {
        if (closing) {
            return;
        }
        write();
        if (session.state() == ImapState.LOGOUT) {
            close();
        } else if (session.logins().startsTls()) {
            startTls();
        } else if (draining) {
            goodbye(DRAINS);
        } else {
            agree();
            read();
            tellNews();
        }
    }

    /** What has changed with the command that was answered: encoding and layers, and the bounds, which are wider for who is known. */
    private void agree() {
        codec.encoding(answers.line().encoding());
        boolean known = session.state() != ImapState.NOT_AUTHENTICATED;
        if (known != loggedIn) {
            loggedIn = known;
            SessionLimits limits = setting.limits();
            codec.limits(known ? limits.wire() : limits.wire().beforeLogin());
            ctx.pipeline().replace("silence", "silence", silence(known ? limits.silence() : limits.login()));
        }
        if (session.logins().compressed() && deflation.isEmpty()) {
            compress();
        } else if (!session.logins().compressed() && deflation.isPresent()) {
            deflation.get().end();
            deflation = Optional.empty();
        }
    }

    /**
     * Takes what comes next; what was answered goes out once nothing more is at hand. A client that does not read what it was told is not
     * heard either, or its answers would fill the memory.
     */
    private void read() {
        readsLater = !ctx.channel().isWritable();
        if (!readsLater) {
            ctx.read();
        }
        if (!busy) {
            ctx.flush(); // may make it writable at once, and that reads
        }
    }

    private void write() {
        List<ByteBuffer> octets = answers.take();
        if (!octets.isEmpty()) {
            ctx.write(Unpooled.wrappedBuffer(octets.toArray(ByteBuffer[]::new)));
        }
    }

    // ------------------------------------------------------------------ RFC 9051 section 6.2.1

    private void startTls() {
        if (codec.bufferedOctets() > 0) { // what came in the clear must not count as if it had come within TLS
            LOG.warn("plaintext behind STARTTLS from {}", ctx.channel().remoteAddress());
            ctx.close();
            return;
        }
        codec.forget();
        ctx.flush();
        ctx.pipeline().addFirst(tls.orElseThrow().handler(ctx.channel()));
        ctx.read();
    }

    // ------------------------------------------------------------------ RFC 4978

    private void compress() {
        ctx.flush();
        if (codec.bufferedOctets()
                > 0) { // whether that is compressed, nobody can say; nor can the client tell how we would answer
            LOG.warn(
                    "octets ahead of the answer to COMPRESS from {}",
                    ctx.channel().remoteAddress());
            ctx.close();
            return;
        }
        deflation = Optional.of(new Deflation(Unpooled.EMPTY_BUFFER));
        ctx.pipeline().addBefore(ctx.pipeline().context(codec).name(), null, deflation.get());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event == Drain.NOW) {
            draining = true;
            if (!busy && (waits == Progress.Kind.DONE || waits == Progress.Kind.LINE)) {
                goodbye(DRAINS);
            }
        } else if (event instanceof IdleStateEvent) {
            silent();
        } else if (event instanceof SslHandshakeCompletionEvent handshake) {
            shaken(handshake);
        }
    }

    private void shaken(SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            ctx.close();
            return;
        }
        answers.speak(Languages.DEFAULT); // whoever stood between may have asked for another: RFC 5255 section 3.1
        session.logins().encrypted(tls.orElseThrow().sasl(ctx.channel()));
        if (!greeted && !closing) {
            greet();
        }
    }

    private void silent() {
        if (closing || !ctx.channel().isWritable()) {
            ctx.close(); // it takes nothing, not even a goodbye
        } else if (!busy) {
            goodbye("you were silent for too long");
        }
    }

    // ------------------------------------------------------------------ news of the mailbox

    /** From any thread. */
    private void askForWake() {
        if (wakeAsked.compareAndSet(false, true)) {
            ctx.executor().execute(this::wake);
        }
    }

    /** From any thread. */
    private void later(Runnable task, Duration pause) {
        ctx.executor().schedule(task, pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void wake() {
        wakeAsked.set(false);
        woken = true;
        if (!busy && waits == Progress.Kind.LINE && !closing && ctx.channel().isWritable()) {
            turn(WOKEN);
        }
        tellNews();
    }

    /** Between two commands: RFC 5465 section 3.1. */
    private void tellNews() {
        boolean between = waits == Progress.Kind.DONE && !busy && !closing;
        if (between && ctx.channel().isWritable() && session.news().hasNews()) {
            news();
        }
    }

    private void news() {
        tellsNews = true;
        work(() -> session.news().tell(answers, false));
    }

    private void newsTold() {
        write();
        if (waits == Progress.Kind.MORE) {
            more();
            return;
        }
        tellsNews = false;
        if (session.state() == ImapState.LOGOUT) {
            close();
        } else if (draining) {
            goodbye(DRAINS);
        } else {
            read();
            tellNews(); // of what has happened meanwhile
        }
    }

    // ------------------------------------------------------------------ the end

    private void goodbye(String words) {
        if (!closing) {
            session.bye(words, answers);
            write();
            close();
        }
    }

    private void close() {
        if (closing) {
            return;
        }
        closing = true;
        var told = ctx.writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (ctx.pipeline().get(SslHandler.class) != null) {
            told.addListener(ChannelFutureListener.CLOSE);
        } else {
            told.addListener(flushed -> linger());
        }
    }

    /**
     * Closes so that the last words are read. While the client still sends, a plain close would make its system throw them away unread
     * (RFC 1122 section 4.2.2.13): we fall silent first, and listen a little to nobody.
     */
    private void linger() {
        if (!ctx.channel().isActive()) {
            return;
        }
        ((DuplexChannel) ctx.channel()).shutdownOutput();
        ctx.pipeline().remove(codec);
        deflation.ifPresent(ctx.pipeline()::remove);
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> ctx.close(), LINGER.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        Throwable why = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (why instanceof ProtocolException) {
            channelRead0(from, why);
            return;
        }
        if (why instanceof RuntimeException) {
            LOG.error("a connection failed with what nobody caught", why);
        } else {
            LOG.debug("a connection ended: {}", why.toString());
        }
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        closing = true;
        advancing.close();
        if (!busy) {
            closeSession();
        }
    }

    /** The store's things are let go where they are used: on the worker. */
    private void closeSession() {
        try {
            worker.execute(session::close);
        } catch (RejectedExecutionException e) {
            LOG.warn("no worker is left to end a session");
        }
    }
}

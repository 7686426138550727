package dev.yubin.imap.server;

import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapState;
import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.imap.codec.ImapServerCodec;
import dev.yubin.imap.codec.LiteralEnd;
import dev.yubin.imap.codec.LiteralOctets;
import dev.yubin.imap.codec.NextMessage;
import dev.yubin.imap.codec.RequestBroken;
import dev.yubin.imap.codec.RequestEnd;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.wire.ImapEncoding;
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
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one session: hands it what the client sends, a turn at a time on the connection's worker, and writes what it answers while the
 * channel takes it. Nothing is read while an answer is owed. Used on the channel's event loop.
 */
final class ImapServerHandler extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(ImapServerHandler.class);
    private static final Session.Turn GO = Running::go;
    /** Until IMAP4rev2 is enabled: names in modified UTF-7, and LITERAL+. */
    private static final ImapEncoding ENCODING = ImapEncoding.PLAIN.with(ImapEncoding.Literals.PLUS);

    private final Setting setting;
    private final Optional<Tls> tls;
    private final Executor worker;
    private final LoginThrottle throttle;
    private final ImapServerCodec codec;
    private final Session session;
    private final Answers answers = new Answers(ENCODING);
    /** Wakes that were asked for since the last turn; many become one. */
    private final AtomicBoolean wakeAsked = new AtomicBoolean();

    private ChannelHandlerContext ctx;
    /** What the running command was last found to wait for; DONE between commands. */
    private Progress.Kind waits = Progress.Kind.DONE;
    /** Whether the worker has a turn. */
    private boolean busy;
    /** Whether a literal stands next of which nobody has said yet whether it may come. */
    private boolean literalAsks;
    /** Whether the line that a running command waits for is being read. */
    private boolean lineAsked;

    private boolean woken;
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
        this.session = new Session(
                setting,
                mode == TlsMode.IMPLICIT,
                mode.startTls(),
                mode == TlsMode.STARTTLS_REQUIRED,
                () -> peer().map(throttle::admits).orElse(true),
                this::askForWake);
    }

    /** Makes the pipeline of a connection, behind TLS where it begins so. */
    static void install(
            Channel channel,
            Setting setting,
            TlsMode mode,
            Optional<Tls> tls,
            Executor worker,
            LoginThrottle throttle) {
        ImapServerCodec codec = new ImapServerCodec(setting.limits().wire().beforeLogin(), ENCODING);
        channel.pipeline()
                .addLast("silence", silence(setting.limits().login().toMillis()))
                .addLast(codec)
                .addLast(new ImapServerHandler(setting, mode, tls, worker, throttle, codec));
    }

    private static IdleStateHandler silence(long millis) {
        return new IdleStateHandler(millis, 0, 0, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        session.greet(answers);
        write();
        ctx.flush();
        ctx.read();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, Object message) {
        if (message instanceof ImapRequest request) {
            request(request);
        } else if (message instanceof LiteralOctets literal) {
            // The store may keep the thread for long and must not hold the buffer: a copy of a few KiB is the price.
            ByteBuffer octets = ByteBuffer.allocate(literal.content().readableBytes());
            literal.content().readBytes(octets);
            octets.flip();
            turn((running, out) -> running.octets(octets));
        } else if (message instanceof LiteralEnd) {
            ctx.read();
        } else if (message instanceof NextMessage next) {
            literalAsks = true;
            turn((running, out) -> running.next(next.message()));
        } else if (message instanceof RequestEnd) {
            turn((running, out) -> running.end());
        } else if (message instanceof RequestBroken broken) {
            lineAsked = false;
            turn((running, out) -> running.broken(broken.complaint()));
        } else if (message instanceof ContinuationLine line) {
            lineAsked = false;
            turn((running, out) -> running.line(line, out));
        }
    }

    private void request(ImapRequest request) {
        literalAsks = request.command() instanceof Append;
        session.begin(request);
        turn(GO);
    }

    // ------------------------------------------------------------------ turns

    private void turn(Session.Turn turn) {
        busy = true;
        woken = false;
        try {
            worker.execute(() -> {
                Progress.Kind next;
                try {
                    next = session.turn(turn, answers);
                } catch (BrokenOff brokenOff) {
                    LOG.warn("{}", brokenOff.getMessage());
                    ctx.executor().execute(ctx::close);
                    return;
                }
                ctx.executor().execute(() -> turned(next));
            });
        } catch (RejectedExecutionException e) {
            LOG.warn("no worker takes a turn; the connection is closed");
            ctx.close();
        }
    }

    private void turned(Progress.Kind next) {
        busy = false;
        waits = next;
        if (!ctx.channel().isActive()) {
            closeSession();
            return;
        }
        switch (next) {
            case MORE -> {
                write();
                more();
            }
            case WAITS -> read();
            case LITERAL -> {
                literalAsks = false;
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
            turn(GO);
        }
        ctx.flush(); // what is flushed may make it writable at once, and that calls us then
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (!busy && waits == Progress.Kind.MORE && ctx.channel().isWritable()) {
            turn(GO);
        }
        changed.fireChannelWritabilityChanged();
    }

    private void line() {
        if (draining) {
            goodbye("this server stops; come again later");
            return;
        }
        if (!lineAsked) {
            lineAsked = true;
            codec.expectContinuation();
            ctx.read();
        }
        if (woken) {
            turn(GO);
        }
    }

    /** The command is done and its answer whole. */
    private void answered() {
        if (literalAsks) {
            literalAsks = false;
            codec.refuse();
        }
        if (session.takeLoginFailure(answers)) {
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
        write();
        switch (session.after()) {
            case NOTHING -> {
                if (draining) {
                    goodbye("this server stops; come again later");
                } else {
                    welcome();
                    read();
                }
            }
            case START_TLS -> startTls();
            case CLOSE -> close();
        }
    }

    /** Wider bounds for who is known, once. */
    private void welcome() {
        codec.encoding(answers.line().encoding());
        if (!loggedIn && session.state() != ImapState.NOT_AUTHENTICATED) {
            loggedIn = true;
            codec.limits(setting.limits().wire());
            ctx.pipeline()
                    .replace(
                            "silence",
                            "silence",
                            silence(setting.limits().silence().toMillis()));
        }
    }

    /** Takes what comes next; what was answered goes out once nothing more is at hand. */
    private void read() {
        ctx.read();
        if (!busy) {
            ctx.flush();
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
        session.encrypted();
        ctx.read();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event == Drain.NOW) {
            draining = true;
            if (!busy && (waits == Progress.Kind.DONE || waits == Progress.Kind.LINE)) {
                goodbye("this server stops; come again later");
            }
        } else if (event instanceof IdleStateEvent && !busy && waits != Progress.Kind.MORE) {
            goodbye("you were silent for too long");
        } else if (event instanceof IdleStateEvent && waits == Progress.Kind.MORE) {
            ctx.close(); // it takes nothing, not even a goodbye
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            ctx.close();
        }
    }

    // ------------------------------------------------------------------ news of the mailbox

    /** From any thread. */
    private void askForWake() {
        if (wakeAsked.compareAndSet(false, true)) {
            ctx.executor().execute(this::wake);
        }
    }

    private void wake() {
        wakeAsked.set(false);
        if (!busy && waits == Progress.Kind.LINE && !closing) {
            turn(GO);
        } else {
            woken = true;
        }
    }

    // ------------------------------------------------------------------ the end

    private void goodbye(String words) {
        session.bye(words, answers);
        write();
        close();
    }

    private void close() {
        closing = true;
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        Throwable why = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (why instanceof ProtocolException broken && !busy) {
            goodbye(broken.getMessage());
        } else {
            if (why instanceof RuntimeException) {
                LOG.error("a connection failed with what nobody caught", why);
            } else {
                LOG.debug("a connection ended: {}", why.toString());
            }
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
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

package dev.yubin.imap.server;

import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapState;
import dev.yubin.imap.codec.ContinuationLine;
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
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one session: hands it what the client sends, a turn at a time, and writes what it answers while the channel takes it. No command is
 * read while an answer is owed, or while the client does not take those it has. Used on the channel's event loop.
 */
final class ImapServerHandler extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(ImapServerHandler.class);
    private static final Session.Turn GO = Running::go;
    private static final Session.Turn WOKEN = Running::woken;
    private static final String DRAINS = "this server stops; come again later";

    private final LoginThrottle throttle;
    private final Turns turns;
    private final ImapServerCodec codec;
    private final Layers layers;
    private final Session session;
    private final Advancing advancing;
    private final Answers answers;
    /** Wakes that were asked for since the last turn; many become one. */
    private final AtomicBoolean wakeAsked = new AtomicBoolean();

    private ChannelHandlerContext ctx;
    private Phase phase = Phase.GREETING;
    /** Whether the command, if it ends now, may leave octets behind that must not be read as commands. */
    private boolean streams;
    /** Whether there is more to read once the client has taken what it was told. */
    private boolean readsLater;
    /** Whether something has happened since the last turn began. */
    private boolean woken;

    /** Whether the codec hands us what has come, and tells when that was all. */
    private boolean receiving;

    private boolean draining;

    private ImapServerHandler(
            Setting setting,
            TlsMode mode,
            Optional<Tls> tls,
            Turns turns,
            LoginThrottle throttle,
            ImapServerCodec codec) {
        this.turns = turns;
        this.throttle = throttle;
        this.codec = codec;
        this.answers = new Answers(setting.encoding());
        this.layers = new Layers(setting, codec, tls);
        this.advancing =
                new Advancing(setting.limits().progress(), () -> phase == Phase.TURN && layers.areForKnownUser());
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
                .addLast(Layers.SILENCE, Layers.silence(setting.limits().login()))
                .addLast(codec)
                .addLast(new ImapServerHandler(
                        setting, mode, tls, new Turns(worker, channel.eventLoop()), throttle, codec));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
        layers.join(added);
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        if (!layers.areEncrypted()) {
            greet();
        }
        ctx.read();
    }

    /** What is offered depends on TLS, so the greeting, which says it, waits for the handshake. */
    private void greet() {
        phase = Phase.BETWEEN_COMMANDS;
        session.greet(answers);
        write();
        ctx.flush();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext from, Object message) {
        if (phase != Phase.CLOSING) {
            receiving = true;
            try {
                receive(message);
            } finally {
                receiving = false;
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext complete) {
        flush();
        complete.fireChannelReadComplete();
    }

    private void receive(Object message) {
        if (message instanceof ImapRequest request) {
            request(request);
        } else if (message instanceof LiteralOctets literal) {
            ByteBuffer octets = session.isBrief() ? literal.content().nioBuffer() : copied(literal.content());
            turn((running, out) -> running.octets(octets));
        } else if (message == StreamEnd.LITERAL_END) {
            ctx.read();
        } else if (message instanceof AppendMore more) {
            turn((running, out) -> running.next(more, out));
        } else if (message == StreamEnd.REQUEST_END) {
            turn(Running::end);
        } else if (message instanceof RequestBroken broken) {
            turn((running, out) -> running.broken(broken));
        } else if (message instanceof ContinuationLine line) {
            turn((running, out) -> running.line(line, out));
        } else if (message instanceof ProtocolException lost) {
            goodbye(lost.getMessage());
        }
    }

    /** The store may keep the worker for long and must not hold the buffer: a copy of a few KiB is the price. */
    private static ByteBuffer copied(ByteBuf content) {
        ByteBuffer octets = ByteBuffer.allocate(content.readableBytes());
        content.readBytes(octets);
        return octets.flip();
    }

    private void request(ImapRequest request) {
        streams = request.command().streamed().isPresent();
        session.begin(request);
        advancing.begins(request.tag());
        turn(GO);
    }

    // ------------------------------------------------------------------ turns

    private void turn(Session.Turn turn) {
        if (session.isBrief()) {
            begins(Phase.TURN);
            turns.here(() -> session.turn(turn, answers), this::turned);
        } else {
            turnOnWorker(turn);
        }
    }

    private void turnOnWorker(Session.Turn turn) {
        advancing.turns(ctx);
        onWorker(Phase.TURN, () -> session.turn(turn, answers));
    }

    private void onWorker(Phase during, Supplier<Progress.Kind> turn) {
        begins(during);
        if (!turns.onWorker(turn, this::turned)) {
            phase = Phase.CLOSING;
            ctx.close();
        }
    }

    private void begins(Phase during) {
        codec.cancelRead(); // its go-ahead for a literal would fall into one of ours
        phase = during;
        woken = false;
    }

    private void turned(Optional<Progress.Kind> next) {
        if (!ctx.channel().isActive()) {
            phase = Phase.CLOSING;
            turns.last(session::close);
        } else if (next.isEmpty()) {
            phase = Phase.CLOSING;
            ctx.flush(); // earlier answers stand
            ctx.close(); // this one cannot be ended
        } else if (phase == Phase.NEWS_TURN) {
            newsTold(next.get());
        } else {
            turned(next.get());
        }
    }

    private void turned(Progress.Kind next) {
        advancing.turned(session.advance(), next != Progress.Kind.MORE); // it looks when all of this is written
        switch (next) {
            case MORE -> {
                phase = Phase.FULL;
                write();
                more();
            }
            case WAITS -> {
                phase = Phase.LITERAL;
                read();
            }
            case LITERAL -> {
                phase = Phase.LITERAL;
                codec.accept();
                read();
            }
            case LINE -> {
                phase = Phase.LINE;
                write();
                line();
            }
            case DONE -> {
                phase = Phase.BETWEEN_COMMANDS;
                answered();
            }
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
        if (phase == Phase.NEWS_FULL) {
            news();
        } else {
            turnOnWorker(GO); // not so brief: the loop's other connections come first
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (ctx.channel().isWritable()) {
            if (phase == Phase.FULL || phase == Phase.NEWS_FULL) {
                again();
            } else if (readsLater) {
                read();
            }
            tell();
        }
        changed.fireChannelWritabilityChanged();
    }

    private void line() {
        if (session.state() == ImapState.LOGOUT) {
            close();
        } else if (draining) {
            goodbye(DRAINS);
        } else {
            codec.expectContinuation();
            read();
            tell();
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
        if (phase == Phase.CLOSING) {
            return;
        }
        write();
        if (session.state() == ImapState.LOGOUT) {
            close();
        } else if (session.logins().startsTls()) {
            layers.startTls();
        } else if (draining) {
            goodbye(DRAINS);
        } else {
            layers.agree(session, answers.line().encoding());
            read();
            tell();
        }
    }

    /**
     * Takes what comes next; what was answered goes out once nothing more is at hand. A client that does not read what it was told is not
     * heard either, or its answers would fill the memory.
     */
    private void read() {
        if (phase.works() || phase == Phase.CLOSING) {
            return; // a flush has made it writable, and what was at hand is under way
        }
        readsLater = phase != Phase.LINE && !ctx.channel().isWritable(); // DONE is heard in any case
        if (!readsLater) {
            ctx.read();
        }
        flush();
    }

    /** What is said while more is at hand goes out together, behind it. */
    private void flush() {
        if (!receiving && !phase.works()) {
            ctx.flush(); // may make it writable at once, and that reads
        }
    }

    private void write() {
        List<ByteBuffer> octets = answers.take();
        if (!octets.isEmpty()) {
            ctx.write(Unpooled.wrappedBuffer(octets.toArray(ByteBuffer[]::new)));
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event == Drain.NOW) {
            draining = true;
            if (phase.rests()) {
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
        session.logins().encrypted(layers.sasl());
        if (phase == Phase.GREETING) {
            greet();
        }
    }

    private void silent() {
        if (phase == Phase.CLOSING || !ctx.channel().isWritable()) {
            ctx.close(); // it takes nothing, not even a goodbye
        } else if (!phase.works()) {
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
        tell();
    }

    /** Lets IDLE look at what has happened, and tells of it between two commands: RFC 5465 section 3.1. */
    private void tell() {
        if (phase == Phase.LINE && woken && ctx.channel().isWritable()) {
            turn(WOKEN);
        } else if (phase == Phase.BETWEEN_COMMANDS
                && ctx.channel().isWritable()
                && session.news().hasNews()) {
            news();
        }
    }

    private void news() {
        onWorker(Phase.NEWS_TURN, () -> session.news().tell(answers, false));
    }

    private void newsTold(Progress.Kind next) {
        if (next == Progress.Kind.MORE) {
            phase = Phase.NEWS_FULL;
            write();
            more();
            return;
        }
        phase = Phase.BETWEEN_COMMANDS;
        write();
        if (session.state() == ImapState.LOGOUT) {
            close();
        } else if (draining) {
            goodbye(DRAINS);
        } else {
            read();
            tell(); // of what has happened meanwhile
        }
    }

    // ------------------------------------------------------------------ the end

    private void goodbye(String words) {
        if (phase != Phase.CLOSING) {
            session.bye(words, answers);
            write();
            close();
        }
    }

    private void close() {
        if (phase != Phase.CLOSING) {
            phase = Phase.CLOSING;
            layers.end();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        Throwable why = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (why instanceof ProtocolException) {
            channelRead0(from, why);
            return;
        }
        if (why instanceof RuntimeException || why instanceof Error) {
            LOG.error("a connection failed with what nobody caught", why);
        } else {
            LOG.debug("a connection ended: {}", why.toString());
        }
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        advancing.close();
        if (!phase.works()) { // or once the turn has ended
            phase = Phase.CLOSING;
            turns.last(session::close);
        }
    }
}

package dev.yubin.imap.client;

import dev.yubin.imap.CapabilityData;
import dev.yubin.imap.Condition;
import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.EnabledData;
import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Tag;
import dev.yubin.imap.UnreadableData;
import dev.yubin.imap.codec.ContinuationLine;
import dev.yubin.imap.codec.ImapClientCodec;
import dev.yubin.imap.codec.LiteralEnd;
import dev.yubin.imap.codec.LiteralOctets;
import dev.yubin.imap.fetch.BodyName;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchContinuing;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum;
import dev.yubin.imap.fetch.FetchOpening;
import dev.yubin.imap.fetch.FetchPiece;
import dev.yubin.imap.mailbox.ExistsData;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.message.ExpungeData;
import dev.yubin.imap.message.VanishedData;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapEncoding.Literals;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.Fault;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.Workers;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a client: sends one command at a time, gives it what the server says until its final reply, and tells the rest as news. RFC 9051
 * section 5.5 would allow several at once, but then nobody could say for certain which of them an untagged response answers. Whatever breaks
 * the connection fails all that is under way. Unless said otherwise, all happens on its event loop; results are completed by workers.
 */
final class ImapConnection extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(ImapConnection.class);

    /** Octets that the application has not taken yet: more than this, and reading stops. */
    private static final int MOST_BEHIND = 262_144;
    /** What a piece of news counts as. */
    private static final int NEWS_OCTETS = 512;

    private final Dialer dialer;
    private final Duration timeout;
    private final Workers workers;
    private final ImapNews news;
    private final Executor newsWorker;
    private final long answerLimit;
    private final Hearing hearing;
    private final ImapClientCodec codec = new ImapClientCodec(ImapLimits.client(), ImapEncoding.PLAIN, 0);
    private final Deque<Exchange<?>> waiting = new ArrayDeque<>();

    private ChannelHandlerContext ctx;
    /** Sent, and not answered; null between two commands. */
    private Exchange<?> current;

    private Tag tag = Tag.UNTAGGED;
    private long sent;
    /** The final reply to a command that is not whole yet. */
    private StatusReply early;
    /** The FETCH response whose octets are coming. */
    private Assembly assembly;
    /** Why nothing can be asked any more; null while it can. */
    private FaultException end;

    private boolean utf8;
    private ImapEncoding encoding = ImapEncoding.PLAIN;
    private volatile CapabilityData capabilities = new CapabilityData(List.of());
    private volatile Optional<String> lastReply = Optional.empty();

    /** Octets that have come for the present command, those apart that went on at once. */
    private long kept;

    private int behind;
    private long lastProgress;
    private boolean watching;

    /** A FETCH response in the making. */
    private static final class Assembly {
        final long number;
        final List<FetchDatum> data;
        BodyName name;
        ByteArrayOutputStream octets;

        Assembly(FetchOpening opening) {
            number = opening.number();
            data = new ArrayList<>(opening.data());
            next(opening.body());
        }

        void next(BodyName body) {
            name = body;
            octets = new ByteArrayOutputStream();
        }
    }

    /** Counts what comes before it is taken apart. */
    private final class Meter extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext reading, Object message) {
            if (message instanceof ByteBuf octets) {
                kept += octets.readableBytes();
                progress();
            }
            reading.fireChannelRead(message);
        }
    }

    private ImapConnection(Dialer dialer, ImapClient.Builder builder, Exchange<?> greeting) {
        this.dialer = dialer;
        this.timeout = builder.timeout;
        this.workers = builder.workers;
        this.news = builder.news;
        this.newsWorker = builder.workers.inOrder();
        this.answerLimit = builder.answerLimit;
        this.hearing = new Hearing(builder.witness);
        this.current = greeting;
    }

    /** Takes its place in a new channel, and waits for the greeting. */
    static ImapConnection in(Channel channel, Dialer dialer, ImapClient.Builder builder, Exchange<?> greeting) {
        ImapConnection connection = new ImapConnection(dialer, builder, greeting);
        channel.pipeline().addLast(connection.new Meter(), connection.codec, connection);
        return connection;
    }

    Channel channel() {
        return ctx.channel();
    }

    /** What the server said last that it can do. Any thread. */
    CapabilityData capabilities() {
        return capabilities;
    }

    // ------------------------------------------------------------------ what is asked

    /**
     * Asks when it may. Any thread.
     *
     * @throws IllegalArgumentException when the command cannot be written
     */
    <T> Pending<T> ask(Exchange<T> exchange) {
        new ImapRequest(new Tag("A"), exchange.command(ImapEncoding.PLAIN))
                .write(ImapWriter.command(ImapEncoding.PLAIN));
        closeIfCancelled(exchange.result);
        onLoop(() -> {
            if (end == null) {
                waiting.add(exchange);
                sendNext();
            } else {
                fail(exchange, again(exchange.step()));
            }
        });
        return exchange.result;
    }

    /** Any thread. */
    void closeIfCancelled(Pending<?> result) {
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                close();
            }
        });
    }

    private void sendNext() {
        if (waiting.isEmpty()) {
            return;
        }
        if (current != null) {
            current.makeWay();
            return;
        }
        current = waiting.remove();
        kept = 0;
        sent++;
        tag = new Tag("A" + sent);
        watch();
        say(new ImapRequest(tag, current.command(encoding)));
        current.sent();
    }

    /** Sends a part of the present command. Any thread. */
    void say(Object part) {
        if (!ctx.executor().inEventLoop()) {
            onLoop(() -> say(part));
            return;
        }
        if (end != null) {
            ReferenceCountUtil.release(part);
            return;
        }
        progress();
        if (part instanceof ImapRequest request) {
            hearing.said(request);
        } else if (part instanceof ContinuationLine line) {
            hearing.line(Speaker.CLIENT, line == ContinuationLine.DONE ? "DONE" : line.isCancel() ? "*" : "[secret]");
        }
        ctx.writeAndFlush(part);
    }

    /** A message of so many octets was sent whole. */
    void saidContent(long octets) {
        hearing.content(Speaker.CLIENT, octets);
    }

    boolean isWritable() {
        return ctx.channel().isWritable();
    }

    /** The message of an APPEND stays here, since the server refused it before any of it was sent. */
    void withdraw() {
        codec.withdraw();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        if (current != null && isWritable()) {
            progress();
            current.writable();
        }
        changed.fireChannelWritabilityChanged();
    }

    // ------------------------------------------------------------------ what is answered

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) throws ProtocolException {
        if (end != null) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof LiteralOctets octets) {
            content(octets.content());
        } else if (message instanceof FetchPiece piece) {
            piece(piece);
        } else if (message instanceof ImapResponse response) {
            response(response);
        } else if (message == LiteralEnd.LITERAL_END) {
            contentEnds();
        }
    }

    private void response(ImapResponse response) throws ProtocolException {
        if (response instanceof ContinuationRequest request) {
            goOn(request);
            return;
        }
        hearing.heard(response);
        if (response instanceof StatusReply reply) {
            status(reply);
        } else if (response instanceof UnreadableData unreadable) {
            unreadable(unreadable);
        } else if (current != null && current.isGreeting()) {
            throw new ProtocolException("expected a greeting, but the server begins with " + response.kind());
        } else {
            heed(response);
            if (!isTaken(response)) {
                tellOf(response);
            }
        }
    }

    /** What counts whichever command brought it. */
    private void heed(ImapResponse response) {
        if (response instanceof CapabilityData told) {
            learn(told);
        } else if (response instanceof EnabledData data) {
            enabled(data);
        } else if (response instanceof ExistsData data) {
            tell(listener -> listener.exists(data.messages()));
        } else if (response instanceof ExpungeData data) {
            tell(listener -> listener.expunged(data.number()));
        } else if (response instanceof VanishedData data) {
            tell(listener -> listener.vanished(data.uids()));
        }
    }

    /** Whether the response is part of the present command's answer. What goes beyond the bound on answers is passed over. */
    private boolean isTaken(ImapResponse response) {
        if (current == null) {
            return false;
        }
        boolean taken = current.over || current.takes(response);
        current.over |= taken && kept > answerLimit;
        return taken;
    }

    /** What nobody asked for. */
    private void tellOf(ImapResponse response) {
        if (response instanceof FetchData fetch) {
            tell(listener -> listener.fetched(new Fetched(fetch.number(), fetch.data())));
        } else if (response instanceof StatusData status) {
            tell(listener -> listener.status(status));
        }
    }

    private void goOn(ContinuationRequest request) throws ProtocolException {
        boolean secret = current != null && current.isSecret();
        hearing.line(Speaker.SERVER, secret ? "+ [secret]" : "+ " + words(request));
        if (current == null) {
            throw new ProtocolException("the server asks to go on, but nothing was begun");
        }
        current.goOn(request);
    }

    private static String words(ContinuationRequest request) {
        try {
            return request.words();
        } catch (java.nio.charset.CharacterCodingException e) {
            return "...";
        }
    }

    private void status(StatusReply reply) throws ProtocolException {
        lastReply = Optional.of(shown(reply));
        ResponseCode code = reply.code().orElse(null);
        if (code instanceof ResponseCode.Capabilities told) {
            learn(new CapabilityData(told.capabilities()));
        } else if (code == ResponseCode.Plain.ALERT) {
            tell(listener -> listener.alert(reply.text()));
        }
        if (reply.condition() == Condition.BYE) {
            goodbye(reply);
        } else if (!reply.tag().isUntagged()) {
            tagged(reply);
        } else if (current != null && current.isGreeting()) {
            greeted(reply);
        } else {
            isTaken(reply);
        }
    }

    private String shown(ImapResponse reply) {
        ImapWriter out = ImapWriter.response(encoding);
        reply.write(out);
        return Escaped.text(out.toString());
    }

    private void greeted(StatusReply reply) throws ProtocolException {
        if (reply.condition() != Condition.OK && reply.condition() != Condition.PREAUTH) {
            throw new ProtocolException("expected OK, PREAUTH or BYE as a greeting");
        }
        Exchange<?> greeting = current;
        current = null;
        accepted(greeting, reply);
    }

    /** Where LOGOUT asked for it, its final reply follows: RFC 9051 section 6.1.3. */
    private void goodbye(StatusReply reply) {
        if (current == null || !current.isLogout()) {
            tell(listener -> listener.bye(reply.text()));
            end(failure(Cause.REFUSED_FOR_NOW, step(), "the server ends the session"));
        }
    }

    private void tagged(StatusReply reply) throws ProtocolException {
        if (current == null
                || current.isGreeting()
                || early != null
                || !reply.tag().equals(tag)) {
            throw new ProtocolException("the server answers a command that was not sent");
        }
        if (current.isUnfinished()) {
            early = reply; // what was announced is owed to the end: RFC 7888 section 3
        } else {
            answered(reply);
        }
    }

    /** The present command is whole, and perhaps it was answered before. */
    void finished() {
        StatusReply reply = early;
        early = null;
        if (reply != null) {
            try {
                answered(reply);
            } catch (ProtocolException e) {
                exceptionCaught(ctx, e);
            }
        }
    }

    private void answered(StatusReply reply) throws ProtocolException {
        Exchange<?> exchange = current;
        current = null;
        if (reply.condition() == Condition.OK) {
            accepted(exchange, reply);
        } else {
            exchange.refused();
            fail(exchange, failure(exchange.refusal(reply), exchange.step(), refusal(reply)));
        }
        sendNext();
    }

    private static String refusal(StatusReply reply) {
        String code = reply.code()
                .map(some -> {
                    ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN).text(" [");
                    some.write(out);
                    return Escaped.text(out.text("]").toString());
                })
                .orElse("");
        return (reply.condition() == Condition.BAD ? "the server does not understand" : "the server refuses") + code;
    }

    private <T> void accepted(Exchange<T> exchange, StatusReply reply) throws ProtocolException {
        try {
            if (exchange.over) {
                fail(
                        exchange,
                        failure(Cause.LIMIT, exchange.step(), "the answer has more than " + answerLimit + " octets"));
            } else if (exchange.complaint != null) {
                throw new SyntaxException(exchange.complaint);
            } else {
                exchange.accepted(reply, result -> complete(() -> exchange.result.complete(result)));
            }
        } catch (SyntaxException e) {
            fail(exchange, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
        } catch (ProtocolException e) {
            fail(exchange, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
            throw e;
        }
    }

    /** Untagged, it may be a part of the present answer, which then lacks it; otherwise it may be the final reply, which will not come again. */
    private void unreadable(UnreadableData response) throws ProtocolException {
        String line = response.line().toString();
        if (!line.startsWith("* ") || (current != null && current.isGreeting())) {
            lastReply = Optional.of(line);
            throw new ProtocolException(response.complaint());
        }
        if (current != null) {
            current.unreadable("in \"" + line + "\": " + response.complaint());
        }
    }

    // ------------------------------------------------------------------ octets of messages

    private void piece(FetchPiece piece) {
        hearing.heard(piece);
        if (piece instanceof FetchOpening opening) {
            assembly = new Assembly(opening);
        } else if (piece instanceof FetchContinuing further) {
            assembly.data.addAll(further.data());
            assembly.next(further.body());
        } else if (piece instanceof FetchClosing closing) {
            assembly.data.addAll(closing.data());
            FetchData whole = new FetchData(assembly.number, assembly.data);
            assembly = null;
            if (!isTaken(whole)) {
                tellOf(whole);
            }
        }
    }

    private void content(ByteBuf octets) {
        int count = octets.readableBytes();
        if (current != null && current.content(octets)) {
            kept -= count;
            assembly.octets = null;
            return;
        }
        try {
            if (kept > answerLimit) {
                assembly.octets = null; // who takes the response will find that it is too much
            } else if (assembly.octets != null) {
                octets.readBytes(assembly.octets, count);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e); // memory does not fail so
        } finally {
            octets.release();
        }
    }

    private void contentEnds() {
        if (assembly.octets != null) {
            assembly.data.add(
                    new FetchDatum.Content(assembly.name, Optional.of(Octets.of(assembly.octets.toByteArray()))));
        }
    }

    // ------------------------------------------------------------------ what is agreed

    private void learn(CapabilityData told) {
        capabilities = told;
        if (current != null) {
            current.toldCapabilities = true;
        }
        agree();
    }

    private void enabled(EnabledData data) {
        utf8 |= data.capabilities().stream()
                .anyMatch(name -> name.equalsIgnoreCase("IMAP4rev2") || name.equalsIgnoreCase("UTF8=ACCEPT"));
        agree();
    }

    private void agree() {
        Literals literals = capabilities.has("LITERAL+")
                ? Literals.PLUS
                : capabilities.has("LITERAL-") ? Literals.MINUS : Literals.SYNCHRONIZING;
        encoding = new ImapEncoding(utf8, literals);
        codec.encoding(encoding);
        hearing.encoding(encoding);
    }

    /**
     * Makes ready for TLS: nothing that was said in the clear counts any more. RFC 9051 section 6.2.1.
     *
     * @throws ProtocolException when more has come in the clear, from the server or from somebody between, which would count as said within TLS
     */
    void forget() throws ProtocolException {
        if (codec.bufferedOctets() > 0) {
            throw new ProtocolException("the server sent more in the clear behind its consent to STARTTLS");
        }
        codec.forget();
        capabilities = new CapabilityData(List.of());
        agree();
    }

    // ------------------------------------------------------------------ workers, and their pace

    /** Any thread. */
    void onLoop(Runnable task) {
        ctx.executor().execute(task);
    }

    /** An application's code may stand behind a result, and may block: not on the event loop, nor on a worker that others wait for. Any thread. */
    void complete(Runnable completion) {
        complete(workers, completion);
    }

    static void complete(Workers workers, Runnable completion) {
        try {
            workers.inOrder().execute(completion);
        } catch (RejectedExecutionException e) {
            completion.run(); // rather on a wrong thread than never
        }
    }

    private void tell(Consumer<ImapNews> what) {
        if (news != ImapNews.NONE) {
            behind(NEWS_OCTETS);
            newsWorker.execute(() -> {
                try {
                    what.accept(news);
                } finally {
                    behind(-NEWS_OCTETS);
                }
            });
        }
    }

    /** The application has so many octets more, or fewer, to take or to bring. Any thread. */
    void behind(int octets) {
        if (!ctx.executor().inEventLoop()) {
            onLoop(() -> behind(octets));
            return;
        }
        behind += octets;
        progress();
        boolean reading = ctx.channel().config().isAutoRead();
        if (reading && behind > MOST_BEHIND) {
            ctx.channel().config().setAutoRead(false);
        } else if (!reading && behind < MOST_BEHIND / 2) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    // ------------------------------------------------------------------ time, and the end

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        watch();
        active.fireChannelActive();
    }

    /** From here on the server has to say something in time. */
    void watch() {
        progress();
        if (!watching) {
            watching = true;
            ctx.executor().schedule(this::look, timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void progress() {
        lastProgress = now();
    }

    private long now() {
        return ctx.executor().ticker().nanoTime();
    }

    private void look() {
        watching = false;
        if (end != null || current == null || current.isPatient()) {
            return;
        }
        long left = timeout.toNanos() - (now() - lastProgress);
        if (left <= 0 && behind == 0) {
            end(failure(Cause.TIMEOUT, step(), "nothing came for " + timeout));
        } else {
            watching = true;
            ctx.executor().schedule(this::look, left > 0 ? left : timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private String step() {
        return current == null ? "waiting for nothing" : current.step();
    }

    /** Closes without a word. Any thread. */
    void close() {
        onLoop(() -> end(failure(Cause.CLOSED_HERE, step(), "this side closed the connection")));
    }

    /** Any thread. */
    void close(FaultException why) {
        onLoop(() -> end(why));
    }

    /** The application's own channel fails. Any thread. */
    void close(String step, String detail) {
        close(failure(Cause.CLOSED_HERE, step, detail));
    }

    /** For a failure that is noticed here. Any thread. */
    FaultException failure(Cause cause, String step, String detail) {
        return dialer.failure(cause, step, lastReply, detail);
    }

    @Override
    public void channelInactive(ChannelHandlerContext inactive) {
        end(dialer.failure(step(), new ClosedChannelException(), lastReply));
        inactive.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        Throwable why = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (why instanceof RuntimeException) {
            LOG.error("a connection failed with what nobody foresaw", why);
        }
        end(
                why instanceof ProtocolException
                        ? failure(Cause.PROTOCOL_BROKEN, step(), why.getMessage())
                        : dialer.failure(step(), why, lastReply));
    }

    void fail(Exchange<?> exchange, FaultException failure) {
        complete(() -> exchange.result.completeExceptionally(failure));
    }

    private void end(FaultException why) {
        if (end == null) {
            end = why;
            if (current != null) {
                fail(current, why);
            }
            waiting.forEach(exchange -> fail(exchange, again(exchange.step())));
            current = null;
            assembly = null;
            waiting.clear();
            ctx.close();
        }
    }

    /** The reason for which the connection ended, told of another step. */
    private FaultException again(String step) {
        Fault known = end.fault();
        return new FaultException(
                new Fault(known.cause(), dialer.host(), dialer.port(), step, lastReply, known.detail()), end);
    }
}

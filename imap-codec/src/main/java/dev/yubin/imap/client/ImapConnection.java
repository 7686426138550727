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
import dev.yubin.imap.codec.Deflation;
import dev.yubin.imap.codec.ImapClientCodec;
import dev.yubin.imap.codec.LiteralOctets;
import dev.yubin.imap.codec.StreamEnd;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchPiece;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.codec.ClientConnection;
import dev.yubin.protocol.codec.Dialer;
import dev.yubin.protocol.line.Escaped;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection of a client: sends commands in their order, gives the first that is under way what the server says until its final reply, and tells the
 * rest as news. Used on its event loop, save where it says "any thread".
 */
final class ImapConnection extends ClientConnection {
    private final Duration timeout;
    private final NewsTeller news;
    private final long answerLimit;
    private final Hearing hearing = new Hearing(this);
    private final FetchAssembly assembly = new FetchAssembly();
    private final ImapClientCodec codec = new ImapClientCodec(ImapLimits.client(), ImapEncoding.PLAIN, 0);
    private final Agreed agreed = new Agreed(this::speak);
    private final Standing standing = new Standing();
    private final CommandQueue commands;

    private Optional<Deflation> deflation = Optional.empty();

    /** How many octets have come. */
    private long arrived;
    /** How many of them stand before the response under way, or are of it and have gone on. */
    private long done;

    /** Takes its place in a new channel, and waits for the greeting. */
    ImapConnection(Channel channel, Dialer dialer, ImapClient.Builder builder, Exchange<?> greeting) {
        super(channel, dialer, builder.workers, builder.witness, builder.timeout);
        this.timeout = builder.timeout;
        this.news = new NewsTeller(this, builder.news, builder.newsWorker());
        this.answerLimit = builder.answerLimit;
        this.commands = new CommandQueue(greeting);
        join(codec);
    }

    /** What the server said last that it can do. Any thread. */
    CapabilityData capabilities() {
        return agreed.capabilities();
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
        run(() -> {
            if (hasEnded()) {
                fail(exchange.result, whyEnded(exchange.step()));
            } else {
                commands.add(exchange);
                sendNext();
            }
        });
        return tied(exchange.result);
    }

    /** Sends all that may go out now. */
    private void sendNext() {
        for (Optional<Exchange<?>> next = commands.next(channel().isWritable());
                next.isPresent();
                next = commands.next(channel().isWritable())) {
            Optional<String> against = standing.against(next.get().verb());
            if (against.isPresent()) {
                commands.drop();
                fail(next.get().result, failure(Cause.OUT_OF_TURN, "asking for it", against.get()));
            } else {
                CommandQueue.Sent under = commands.send();
                write(new ImapRequest(under.tag(), under.exchange().command(agreed.encoding())));
                under.exchange().sent();
            }
        }
        if (commands.isWaiting() && commands.current() != null) {
            commands.current().makeWay();
        }
    }

    /** Whether it is the first that is sent and not answered. */
    boolean isCurrent(Exchange<?> exchange) {
        return commands.current() == exchange;
    }

    /** Sends a part of a command, unless that is over: the server would take what comes behind its answer for another command. Any thread. */
    void say(Exchange<?> of, Object part) {
        if (!channel().eventLoop().inEventLoop()) {
            run(() -> say(of, part));
            return;
        }
        if (!isCurrent(of)) {
            ReferenceCountUtil.release(part);
            return;
        }
        write(part);
    }

    private void write(Object part) {
        progress();
        if (part instanceof ImapRequest request) {
            hearing.said(request);
        } else if (part instanceof ContinuationLine line) {
            told(Speaker.CLIENT, line == ContinuationLine.DONE ? "DONE" : line.isCancel() ? "*" : "[secret]");
        }
        channel().writeAndFlush(part);
    }

    /** The message of an APPEND stays here, since the server refused it before any of it was sent. */
    void withdraw() {
        codec.withdraw();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext changed) {
        Exchange<?> current = commands.current();
        if (current != null && channel().isWritable()) {
            progress();
            current.writable();
            sendNext();
        }
        changed.fireChannelWritabilityChanged();
    }

    // ------------------------------------------------------------------ what is answered

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) throws ProtocolException {
        if (hasEnded()) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof LiteralOctets octets) {
            content(octets);
        } else if (message instanceof FetchPiece piece) {
            piece(piece);
        } else if (message instanceof ImapResponse response) {
            response(response);
        } else if (message == StreamEnd.LITERAL_END) {
            assembly.contentEnds();
        }
    }

    private void response(ImapResponse response) throws ProtocolException {
        long octets = endResponse();
        if (response instanceof ContinuationRequest request) {
            goOn(request);
            return;
        }
        hearing.heard(response);
        if (response instanceof StatusReply reply) {
            status(reply, octets);
        } else if (response instanceof UnreadableData unreadable) {
            unreadable(unreadable);
        } else if (commands.isUngreeted()) {
            throw new ProtocolException("expected a greeting, but the server begins with " + response.kind());
        } else {
            heed(response);
            news.heed(response, octets);
            if (!isTaken(response, octets)) {
                news.unasked(response, octets);
            }
        }
    }

    private void heed(ImapResponse response) {
        if (response instanceof CapabilityData told) {
            learn(told);
        } else if (response instanceof EnabledData data) {
            agreed.enabled(data, commands.current());
        }
    }

    /** Whether the response is part of the present command's answer. What goes beyond the bound on answers is passed over. */
    private boolean isTaken(ImapResponse response, long octets) {
        Exchange<?> current = commands.current();
        if (current == null) {
            return false;
        }
        boolean taken = current.over || (!isOfAnother(response) && current.takes(response));
        if (taken) {
            current.kept += octets;
            current.over |= current.kept > answerLimit;
        }
        return taken;
    }

    /** Whether it names a search that was answered before: RFC 5267 section 4.3.1. */
    private boolean isOfAnother(ImapResponse response) {
        return response instanceof StatusReply reply
                && reply.code().orElse(null) instanceof ResponseCode.NoUpdate refused
                && !commands.isCurrent(new Tag(refused.tag()));
    }

    private void goOn(ContinuationRequest request) throws ProtocolException {
        Exchange<?> current = commands.current();
        boolean secret = current != null && current.isSecret();
        told(Speaker.SERVER, secret ? "+ [secret]" : "+ " + words(request));
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

    private void status(StatusReply reply, long octets) throws ProtocolException {
        replied(shown(reply));
        if (reply.code().orElse(null) instanceof ResponseCode.Capabilities told) {
            learn(new CapabilityData(told.capabilities()));
        }
        news.code(reply);
        if (reply.condition() == Condition.BYE) {
            goodbye(reply);
        } else if (!reply.tag().isUntagged()) {
            tagged(reply);
        } else if (commands.isUngreeted()) {
            greeted(reply);
        } else if (!isTaken(reply, octets)) {
            news.unasked(reply, octets);
        }
    }

    private String shown(ImapResponse reply) {
        ImapWriter out = ImapWriter.response(agreed.encoding());
        reply.write(out);
        return Escaped.text(out.toString());
    }

    private void greeted(StatusReply reply) throws ProtocolException {
        if (reply.condition() != Condition.OK && reply.condition() != Condition.PREAUTH) {
            throw new ProtocolException("expected OK, PREAUTH or BYE as a greeting");
        }
        Exchange<?> greeting = commands.current();
        commands.greeted();
        standing.greeted(reply);
        accepted(greeting, reply);
    }

    /** Where LOGOUT asked for it, its final reply follows: RFC 9051 section 6.1.3. */
    private void goodbye(StatusReply reply) {
        if (commands.current() == null || !commands.current().isLogout()) {
            news.tell(listener -> listener.bye(reply.text()));
            end(failure(Cause.REFUSED_FOR_NOW, step(), "the server ends the session"));
        }
    }

    private void tagged(StatusReply reply) throws ProtocolException {
        commands.keep(reply); // what was announced is owed to the end, though it is answered: RFC 7888 section 3
        answerAll();
    }

    /** The present command is whole, and perhaps it was answered before. */
    void finished() {
        try {
            answerAll();
        } catch (ProtocolException e) {
            end(failure(Cause.PROTOCOL_BROKEN, step(), e.getMessage()));
        }
    }

    /** Gives the commands their replies, each once all before it have theirs. */
    private void answerAll() throws ProtocolException {
        for (Optional<CommandQueue.Sent> next = commands.answered(); next.isPresent(); next = commands.answered()) {
            answered(next.get().exchange(), next.get().reply());
            sendNext();
        }
    }

    private void answered(Exchange<?> exchange, StatusReply reply) throws ProtocolException {
        standing.answered(exchange.verb(), reply.condition());
        news.answered(exchange.verb(), reply.condition() == Condition.OK);
        if (reply.condition() == Condition.OK) {
            accepted(exchange, reply);
        } else {
            exchange.refused();
            FaultException why = failure(exchange.refusal(reply), exchange.step(), refusal(reply));
            fail(exchange.result, new RefusedException(why.fault(), reply.code()));
        }
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
                fail(exchange.result, failure(Cause.LIMIT, exchange.step(), tooMuch("the answer")));
            } else if (exchange.complaint != null) {
                throw new SyntaxException(exchange.complaint);
            } else {
                exchange.accepted(reply, result -> complete(() -> exchange.result.complete(result)));
            }
        } catch (SyntaxException e) {
            fail(exchange.result, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
        } catch (ProtocolException e) {
            fail(exchange.result, failure(Cause.PROTOCOL_BROKEN, exchange.step(), e.getMessage()));
            throw e;
        }
    }

    /** Untagged, it may be a part of the present answer, which then lacks it; otherwise it may be the final reply, which will not come again. */
    private void unreadable(UnreadableData response) throws ProtocolException {
        String line = response.line().toString();
        if (!line.startsWith("* ") || commands.isUngreeted()) {
            replied(line);
            throw new ProtocolException(response.complaint());
        }
        if (commands.current() != null) {
            commands.current().unreadable("in \"" + line + "\": " + response.complaint());
        }
    }

    // ------------------------------------------------------------------ octets of messages

    private void piece(FetchPiece piece) {
        hearing.heard(piece);
        if (piece instanceof FetchClosing closing) {
            FetchData whole = assembly.end(closing);
            long octets = endResponse();
            news.heed(whole, octets);
            boolean taken = isTaken(whole, octets);
            if (!taken && assembly.hasDropped()) {
                String detail = tooMuch("a message that is told of");
                news.dropped(
                        whole, failure(Cause.LIMIT, "hearing the news", detail).fault());
            } else if (!taken) {
                news.unasked(whole, octets);
            }
        } else {
            assembly.begin(piece, commands.current());
        }
    }

    private void content(LiteralOctets octets) {
        long kept = commands.current() == null ? 0 : commands.current().kept;
        done += assembly.content(octets.content(), kept + octets() <= answerLimit);
    }

    /** How many octets the response under way has as yet, those apart that have gone on. */
    private long octets() {
        return arrived - codec.bufferedOctets() - done;
    }

    /** The response is whole; how many octets it has. */
    private long endResponse() {
        long octets = octets();
        done += octets;
        return octets;
    }

    private String tooMuch(String what) {
        return what + " has more than " + answerLimit + " octets";
    }

    // ------------------------------------------------------------------ what is agreed

    private void learn(CapabilityData told) {
        agreed.learn(told);
        if (commands.current() != null) {
            commands.current().toldCapabilities = true;
        }
    }

    private void speak(ImapEncoding encoding) {
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
        agreed.forget();
    }

    /** From here on both sides compress: RFC 4978. What has come behind the OK is compressed already. */
    void compress() {
        ByteBuf behind = codec.takeBuffered();
        arrived -= behind.readableBytes(); // they come again, inflated
        deflation = Optional.of(new Deflation(behind));
        standOn(deflation.get());
    }

    /**
     * Nothing that was agreed counts any more: RFC 8437 section 4.1.
     *
     * @param told whether the server has told its capabilities with its consent
     */
    void unauthenticated(boolean told) {
        deflation.ifPresent(Deflation::end);
        deflation = Optional.empty();
        CapabilityData known = agreed.capabilities();
        agreed.forget();
        if (told) {
            agreed.learn(known);
        }
    }

    // ------------------------------------------------------------------ news, time, and the end

    /** Up to which mod-sequence the selected mailbox is known. Any thread. */
    long knownModSeq() {
        return news.point().known();
    }

    void tell(Consumer<ImapNews> what) {
        news.tell(what);
    }

    @Override
    protected void came(int count) {
        arrived += count;
        progress();
    }

    /** From here on the server has to say something in time. */
    private void progress() {
        awaitFor(timeout);
    }

    @Override
    protected boolean isOwed() {
        return commands.current() != null && !commands.current().isPatient();
    }

    @Override
    protected String step() {
        return commands.current() == null
                ? "waiting for nothing"
                : commands.current().step();
    }

    @Override
    protected void ended(FaultException why) {
        Exchange<?> current = commands.current();
        commands.end(
                exchange -> fail(
                        exchange.result, exchange.unanswered(exchange == current ? why : whyEnded(exchange.step()))),
                exchange -> fail(exchange.result, whyEnded(exchange.step())));
    }
}

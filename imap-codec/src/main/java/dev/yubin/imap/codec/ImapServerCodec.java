package dev.yubin.imap.codec;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.Malformed;
import dev.yubin.imap.Tag;
import dev.yubin.imap.Verb;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchContinuing;
import dev.yubin.imap.fetch.FetchOpening;
import dev.yubin.imap.fetch.FetchPiece;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.mailbox.Catenation;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A server's side of the wire. Hands on, one for each {@code read()} while auto-read is off:
 *
 * <ul>
 *   <li>{@link ImapRequest}: a command, whole with its literals; one that was broken or over a limit is {@link Malformed}, dropped whole.
 *   <li>{@link ImapRequest} of a command that {@linkplain dev.yubin.imap.ImapCommand#streamed streams}: its head alone. {@link #accept} or {@link #refuse}
 *       decides on its octets; until then nothing more is read. Accepted, there follow {@link LiteralOctets} and a {@link StreamEnd#LITERAL_END}, then
 *       {@link StreamEnd#REQUEST_END}: the command is whole; or {@link AppendMore}: where it has a literal, that is decided on in the same way, and else
 *       the command is whole with it; or {@link RequestBroken}.
 *   <li>{@link ContinuationLine}, where {@link #expectContinuation} was called before.
 *   <li>{@link ProtocolException} to {@code exceptionCaught}: nothing more is read, and BYE is due.
 * </ul>
 *
 * <p>Takes {@link ImapResponse}; and for octets that are streamed, a {@link FetchOpening}, {@link LiteralOctets} exactly as many as it
 * announced, {@link FetchContinuing} with more of them, {@link FetchClosing}; anything else in between fails the write with an
 * {@link IllegalStateException}, after which the connection can only be closed. Nothing is flushed but what a client waits for before it goes
 * on with a literal. All methods are called on the channel's event loop.
 */
public final class ImapServerCodec extends PullCodec {
    private enum State {
        /** In a line of a command. */
        LINE,
        /** In a literal that becomes part of the command. */
        KEPT,
        /** A decision on a literal is due. */
        DECIDING,
        /** In a literal that is handed on. */
        STREAMED,
        /** In the line behind such a literal. */
        FURTHER,
        /** In a literal within that line. */
        FURTHER_KEPT,
        /** In a literal of a command that was refused. */
        DROPPED,
        /** In a line of it. */
        DROPPED_LINE,
        /** In a line that is no command. */
        CONTINUATION
    }

    /** What may have octets streamed behind it. */
    private static final Set<Verb> STREAMING = EnumSet.of(Verb.APPEND, Verb.REPLACE, Verb.UID_REPLACE);

    private static final byte[] GO_AHEAD = "+ Ready for literal data\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Frame frame;
    private ImapLimits limits;
    private ImapEncoding encoding;
    private ImapWriter writer;
    private State state = State.LINE;
    /** What is said once a command that was refused is dropped whole; null when it is answered already. */
    private Object verdict;
    /** Whether the present command was found to be one whose octets are streamed, though not at this literal yet. */
    private boolean mayStream;

    /** Whether what is streamed is a piece of a message. */
    private boolean catenates;
    /** Whether another message may follow the one that is streamed. */
    private boolean mayRepeat;
    /** Whether what is streamed may have NUL within. */
    private boolean binary;

    private boolean nulSeen;
    /** Whether a parenthesis is to follow what is streamed: RFC 6855 section 4. */
    private boolean enclosed;
    /** Octets that an announcement of ours is still owed. */
    private long owed;
    /** Whether a FETCH response of ours was begun and not ended. */
    private boolean open;

    /**
     * @param limits   what is taken before login; see {@link #limits}
     * @param encoding what was agreed; with {@link ImapEncoding.Literals#MINUS} literals over 4096 octets that did not wait are refused (RFC 7888
     *                 section 5)
     */
    public ImapServerCodec(ImapLimits limits, ImapEncoding encoding) {
        this.limits = limits;
        this.frame = new Frame(limits);
        this.encoding = encoding;
        this.writer = ImapWriter.response(encoding);
    }

    /** Takes other limits from the next command on. */
    public void limits(ImapLimits changed) {
        limits = changed;
        frame.limits(changed);
    }

    /** Reads and writes as agreed from now on. */
    public void encoding(ImapEncoding agreed) {
        encoding = agreed;
        writer = ImapWriter.response(agreed);
    }

    /** The next line is no command: it answers a {@code +} of AUTHENTICATE or IDLE. Called once for each such line. */
    public void expectContinuation() {
        state = State.CONTINUATION;
    }

    /** Throws away all that has come and was not handed on: RFC 3207 section 4.2, as for STARTTLS. */
    public void forget() {
        drop();
        frame.forget();
        state = State.LINE;
        verdict = null;
    }

    /** Takes the octets of the message that was announced, and says so to a client that waits. */
    public void accept() {
        LiteralMarker marker = deciding();
        state = State.STREAMED;
        binary = marker.binary();
        nulSeen = false;
        frame.passLiteral();
        if (marker.synchronizing()) {
            goAhead();
        }
        resume();
    }

    /**
     * Does not take the octets of the message that was announced, nor what is left of one that was accepted: they are dropped, with the rest of the
     * command, as far as the client sends them at all. The caller answers the command.
     */
    public void refuse() {
        if (state == State.DECIDING) {
            LiteralMarker marker = deciding();
            frame.passLiteral();
            endRefused(null, !marker.synchronizing());
        } else if (state == State.STREAMED || state == State.FURTHER || state == State.FURTHER_KEPT) {
            verdict = null;
            state = state == State.FURTHER ? State.DROPPED_LINE : State.DROPPED;
        }
        resume();
    }

    private LiteralMarker deciding() {
        if (state != State.DECIDING) {
            throw new IllegalStateException("no message was announced that is still to be decided on");
        }
        return frame.marker().orElseThrow();
    }

    // ------------------------------------------------------------------ in

    @Override
    boolean waits() {
        return state == State.DECIDING;
    }

    @Override
    Object next(ByteBuf in) throws ProtocolException {
        while (true) {
            State before = state;
            Object message = step(in);
            if (message != null) {
                return message;
            }
            if (state == before || state == State.DECIDING) {
                return null; // not all octets are here
            }
        }
    }

    /** One step, which either hands on a message, or changes the state, or finds that not all octets are here. */
    private Object step(ByteBuf in) throws ProtocolException {
        return switch (state) {
            case LINE -> frame.line(in) ? line() : null;
            case KEPT -> {
                state = frame.kept(in) ? State.LINE : State.KEPT;
                yield null;
            }
            case DECIDING -> null;
            case STREAMED -> streamed(in);
            case FURTHER -> frame.line(in) ? further() : null;
            case FURTHER_KEPT -> {
                state = frame.kept(in) ? State.FURTHER : State.FURTHER_KEPT;
                yield null;
            }
            case DROPPED -> {
                state = frame.dropped(in) ? State.DROPPED_LINE : State.DROPPED;
                yield null;
            }
            case DROPPED_LINE -> frame.line(in) ? droppedLine() : null;
            case CONTINUATION -> frame.line(in) ? continuation() : null;
        };
    }

    private Object line() {
        Optional<LiteralMarker> marker = frame.marker();
        if (marker.isEmpty()) {
            return end(frame.complaint().isPresent() ? malformed() : parsed());
        }
        if (frame.complaint().isEmpty()) {
            complainOf(marker.get());
        }
        if (frame.complaint().isPresent()) {
            return refused(malformed(), marker.get());
        }
        if (!mayStream && frame.hasNoLiteral()) {
            mayStream = true; // look at each command once before its first literal comes
        }
        if (mayStream) {
            ImapReader in = reader();
            ImapRequest request = ImapRequest.read(in);
            Optional<AppendMessage> streamed = request.command().streamed();
            if (streamed.isPresent()) {
                state = State.DECIDING;
                enclosed = streamed.get().data().utf8();
                catenates = streamed.get().data() instanceof Catenation;
                mayRepeat = request.command() instanceof Append;
                return request;
            }
            if (request.command() instanceof Malformed && !in.starved()) {
                return refused(request, marker.get());
            }
            mayStream = STREAMING.contains(intended(request));
        }
        return kept(marker.get(), State.KEPT);
    }

    private static Verb intended(ImapRequest request) {
        return request.command() instanceof Malformed malformed
                ? malformed.intended().orElse(Verb.UNRECOGNIZED)
                : request.command().verb();
    }

    /**
     * A quoted string has no line's end within. RFC 7888 section 3 wants octets that did not wait to be taken as a literal all the same: they
     * are dropped, never read as commands.
     */
    private void complainOf(LiteralMarker marker) {
        if (frame.endsInQuotes()) {
            frame.complain("expected the end of a quoted string before the end of the line", false);
        } else {
            complainOfHaste(marker);
        }
    }

    private void complainOfHaste(LiteralMarker marker) {
        if (encoding.literals() == ImapEncoding.Literals.MINUS
                && !marker.synchronizing()
                && encoding.literals().waits(marker.octets())) {
            frame.complain("a literal of more than 4096 octets waits for the go-ahead (RFC 7888 section 5)", true);
        }
    }

    private Object kept(LiteralMarker marker, State within) {
        Optional<String> against = frame.againstKeeping();
        if (against.isPresent()) {
            frame.complain(against.get(), true);
            return within == State.KEPT ? refused(malformed(), marker) : broken(against.get());
        }
        if (marker.synchronizing()) {
            goAhead();
        }
        frame.keepLiteral();
        state = within;
        return null;
    }

    /** Refuses a command whose literal was announced: one that waits never comes, another is dropped, and what follows it. */
    private Object refused(ImapRequest malformed, LiteralMarker marker) {
        frame.passLiteral();
        return endRefused(malformed, !marker.synchronizing());
    }

    private Object endRefused(Object answer, boolean octetsCome) {
        if (!octetsCome) {
            return end(answer);
        }
        verdict = answer;
        state = State.DROPPED;
        return null;
    }

    private Object droppedLine() {
        Optional<LiteralMarker> marker = frame.marker();
        if (marker.isPresent() && !marker.get().synchronizing()) {
            frame.passLiteral();
            state = State.DROPPED;
            return null;
        }
        return end(verdict);
    }

    /** The command is over; {@code message} is what is said of it. */
    private Object end(Object message) {
        frame.begin();
        state = State.LINE;
        verdict = null;
        mayStream = false;
        return message;
    }

    private Object streamed(ByteBuf in) {
        if (frame.left() == 0) {
            frame.begin();
            state = State.FURTHER;
            return StreamEnd.LITERAL_END;
        }
        if (!in.isReadable()) {
            return null;
        }
        ByteBuf octets = frame.streamed(in);
        nulSeen |= !binary && octets.indexOf(octets.readerIndex(), octets.writerIndex(), (byte) 0) >= 0;
        return new LiteralOctets(octets);
    }

    /** Behind streamed octets: CRLF, or more pieces of the message, or another one. */
    private Object further() {
        Optional<LiteralMarker> marker = frame.marker();
        marker.filter(next -> frame.complaint().isEmpty()).ifPresent(this::complainOfHaste);
        String complaint = frame.complaint().orElse(nulSeen ? "a message with NUL needs literal8 (RFC 3516)" : null);
        if (complaint != null) {
            return broken(complaint);
        }
        ImapReader in = reader();
        try {
            if (enclosed) {
                in.expect(')');
            }
            if (marker.isEmpty() && in.atEnd() && !catenates) {
                return end(StreamEnd.REQUEST_END);
            }
            AppendMore more = AppendMore.read(catenates, in);
            in.expectEnd();
            if (!mayRepeat && !more.messages().isEmpty()) {
                return broken("REPLACE brings one message (RFC 8508 section 4.7)");
            } else if (more.literal().isEmpty()) {
                return end(more);
            }
            enclosed = more.utf8();
            catenates = more.catenates();
            state = State.DECIDING;
            return more;
        } catch (SyntaxException | IllegalArgumentException e) {
            return in.starved() && marker.isPresent()
                    ? kept(marker.get(), State.FURTHER_KEPT)
                    : broken("behind the octets: " + e.getMessage());
        }
    }

    /** What stands behind streamed octets is wrong. */
    private Object broken(String complaint) {
        Optional<LiteralMarker> marker = frame.marker();
        frame.passLiteral();
        return endRefused(
                new RequestBroken(complaint, frame.tooBig()),
                marker.filter(next -> !next.synchronizing()).isPresent());
    }

    private Object continuation() {
        Object line = frame.complaint().isPresent()
                ? new RequestBroken(frame.complaint().get(), frame.tooBig())
                : new ContinuationLine(frame.secret());
        return end(line);
    }

    private ImapReader reader() {
        return ImapReader.command(frame.octets(), frame.size(), encoding, limits);
    }

    private ImapRequest parsed() {
        return ImapRequest.read(reader());
    }

    /** What was broken before any grammar, with tag and verb where they can be found. */
    private ImapRequest malformed() {
        ImapRequest parsed = parsed();
        Verb intended = intended(parsed);
        Optional<Verb> verb =
                intended == Verb.UNRECOGNIZED || intended == Verb.MALFORMED ? Optional.empty() : Optional.of(intended);
        Tag tag = parsed.tag();
        return new ImapRequest(tag, new Malformed(verb, frame.complaint().orElseThrow(), frame.tooBig()));
    }

    private void goAhead() {
        ByteBuf line = context().alloc().buffer(GO_AHEAD.length).writeBytes(GO_AHEAD);
        context().writeAndFlush(line);
    }

    // ------------------------------------------------------------------ out

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof ImapResponse response) {
            expectNothingOwed(false);
            writer.clear();
            response.write(writer);
            ctx.write(written(ctx, writer.crlf()), promise);
        } else if (message instanceof LiteralOctets octets) {
            writeOctets(ctx, octets, promise);
        } else if (message instanceof FetchPiece piece) {
            expectNothingOwed(!(piece instanceof FetchOpening));
            writer.clear();
            piece.write(writer);
            owed = piece.octets();
            open = !(piece instanceof FetchClosing);
            ctx.write(written(ctx, writer), promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private void writeOctets(ChannelHandlerContext ctx, LiteralOctets octets, ChannelPromise promise) {
        int count = octets.content().readableBytes();
        if (count > owed) {
            octets.release();
            throw new IllegalStateException(count + " octets are more than the " + owed + " that are owed");
        }
        owed -= count;
        ctx.write(octets.content(), promise);
    }

    /** Who breaks this has a bug, or a store whose message is shorter than it said: the connection can only be closed. */
    private void expectNothingOwed(boolean within) {
        if (owed != 0 || open != within) {
            throw new IllegalStateException(
                    open ? "a FETCH response is open, with " + owed + " octets owed" : "no FETCH response is open");
        }
    }

    private static ByteBuf written(ChannelHandlerContext ctx, ImapWriter writer) {
        return ctx.alloc().buffer(writer.size()).writeBytes(writer.octets());
    }
}

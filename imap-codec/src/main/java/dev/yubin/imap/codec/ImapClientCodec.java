package dev.yubin.imap.codec;

import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.Tag;
import dev.yubin.imap.fetch.FetchClosing;
import dev.yubin.imap.fetch.FetchContinuing;
import dev.yubin.imap.fetch.FetchOpening;
import dev.yubin.imap.fetch.FetchPiece;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.AppendData;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A client's side of the wire. Hands on, one for each {@code read()} while auto-read is off:
 *
 * <ul>
 *   <li>{@link ImapResponse}: a response, whole with its literals.
 *   <li>{@link FetchOpening}, where octets of a message are more than {@link #streamAbove}: {@link LiteralOctets} and a
 *       {@link StreamEnd#LITERAL_END} follow, then {@link FetchContinuing} and octets again any number of times, and a {@link FetchClosing}.
 *   <li>{@link ProtocolException} to {@code exceptionCaught}: nothing more is read.
 * </ul>
 *
 * <p>Takes {@link ImapRequest}, whose literals wait for the server's go-ahead by themselves, later writes waiting behind them; behind the
 * head of an {@link Append} the caller's {@link LiteralOctets} exactly as many as announced (where they wait, once a
 * {@link ContinuationRequest} came), then {@link AppendMore} (RFC 3502, RFC 4469) and octets again, and {@link StreamEnd#REQUEST_END}, unless the last
 * {@link AppendMore} has no literal; and
 * {@link ContinuationLine}. All methods are called on the channel's event loop.
 */
public final class ImapClientCodec extends PullCodec {
    private enum State {
        LINE,
        KEPT,
        STREAMED,
        /** In the line behind octets that were streamed. */
        FURTHER,
        KEPT_FURTHER
    }

    private final ImapLimits limits;
    private final Frame frame;
    private ImapEncoding encoding;
    private ImapWriter writer;
    private long streamAbove;
    private State state = State.LINE;

    /** The command of which a literal waits for the server's go-ahead. */
    private Tag blocked;
    /** What is left of it, up to the next wait each. */
    private final Queue<ByteBuf> rest = new ArrayDeque<>();

    private ChannelPromise restWritten;
    private final Queue<Waiting> queue = new ArrayDeque<>();
    /** Octets that an announcement of ours is still owed. */
    private long owed;
    /** Whether a parenthesis follows them: RFC 6855 section 4. */
    private boolean enclosed;

    private record Waiting(Object message, ChannelPromise promise) {}

    /**
     * @param streamAbove see {@link #streamAbove}
     */
    public ImapClientCodec(ImapLimits limits, ImapEncoding encoding, long streamAbove) {
        this.limits = limits;
        this.frame = new Frame(limits);
        this.encoding = encoding;
        this.writer = ImapWriter.command(encoding);
        this.streamAbove = streamAbove;
    }

    /** Reads and writes as agreed from now on. */
    public void encoding(ImapEncoding agreed) {
        encoding = agreed;
        writer = ImapWriter.command(agreed);
    }

    /** Octets of a message up to so many come within the {@link dev.yubin.imap.fetch.FetchData}; more are streamed. */
    public void streamAbove(long octets) {
        streamAbove = octets;
    }

    /** Throws away all that has come and was not handed on, as for STARTTLS: RFC 9051 section 6.2.1. */
    public void forget() {
        drop();
        frame.forget();
        state = State.LINE;
    }

    // ------------------------------------------------------------------ in

    @Override
    boolean waits() {
        return false;
    }

    @Override
    Object next(ByteBuf in) throws ProtocolException {
        while (true) {
            State before = state;
            boolean whole = switch (state) {
                case LINE, FURTHER -> frame.line(in);
                case KEPT, KEPT_FURTHER -> frame.kept(in);
                case STREAMED -> frame.left() == 0 || in.isReadable();
            };
            if (!whole) {
                return null;
            }
            Object message = step(before, in);
            if (message != null) {
                return message;
            }
        }
    }

    private Object step(State present, ByteBuf in) throws ProtocolException {
        return switch (present) {
            case LINE -> line();
            case FURTHER -> further();
            case KEPT -> {
                state = State.LINE;
                yield null;
            }
            case KEPT_FURTHER -> {
                state = State.FURTHER;
                yield null;
            }
            case STREAMED -> streamed(in);
        };
    }

    private Object line() throws ProtocolException {
        refuseTooBig();
        if (literal().isPresent()) {
            LiteralMarker marker = literal().get();
            if (marker.octets() > streamAbove && announcesOctets()) {
                try {
                    FetchOpening opening = FetchPiece.readOpening(reader());
                    frame.passLiteral();
                    state = State.STREAMED;
                    return opening;
                } catch (SyntaxException | IllegalArgumentException e) {
                    return keep(State.KEPT); // octets of something else, which looks like it from behind
                }
            }
            return keep(State.KEPT);
        }
        boolean blank = frame.size() == 0; // some servers end a line twice
        ImapResponse response = blank ? null : ImapResponse.read(reader());
        frame.begin();
        return blank || isForUs(response) ? null : response;
    }

    private Object further() throws ProtocolException {
        refuseTooBig();
        boolean more = literal().isPresent();
        try {
            if (more && !(literal().get().octets() > streamAbove && announcesOctets())) {
                return keep(State.KEPT_FURTHER);
            }
            FetchPiece piece = FetchPiece.readFurther(reader());
            if (piece instanceof FetchClosing) {
                frame.begin();
                state = State.LINE;
            } else {
                frame.passLiteral();
                state = State.STREAMED;
            }
            return piece;
        } catch (SyntaxException | IllegalArgumentException e) {
            if (more) {
                return keep(State.KEPT_FURTHER);
            }
            throw new ProtocolException(
                    "a FETCH response goes on behind its octets in no known way: " + e.getMessage());
        }
    }

    private Object streamed(ByteBuf in) {
        if (frame.left() == 0) {
            frame.begin();
            state = State.FURTHER;
            return StreamEnd.LITERAL_END;
        }
        return new LiteralOctets(frame.streamed(in));
    }

    private Object keep(State kept) throws ProtocolException {
        Optional<String> against = frame.againstKeeping();
        if (against.isPresent()) {
            throw new ProtocolException("from the server came " + against.get());
        }
        frame.keepLiteral();
        state = kept;
        return null;
    }

    private void refuseTooBig() throws ProtocolException {
        if (frame.tooBig()) {
            throw new ProtocolException(
                    "from the server came " + frame.complaint().orElseThrow());
        }
    }

    private ImapReader reader() {
        return ImapReader.response(frame.octets(), frame.size(), encoding, limits);
    }

    /** The marker that ends the line, where it is one: not in words for people, nor in a quoted string. */
    private Optional<LiteralMarker> literal() {
        return frame.marker().filter(marker -> !frame.endsInQuotes() && (state == State.FURTHER || !isWords()));
    }

    /** Whether the response ends in text for people, which may look like anything. */
    private boolean isWords() {
        byte[] octets = frame.octets();
        if (frame.size() < 3 || octets[0] != '*' || octets[1] != ' ') {
            return true; // tagged, or +
        }
        int start = 2;
        while (start < frame.size() && octets[start] == ' ') {
            start++;
        }
        int end = start;
        while (end < frame.size() && octets[end] != ' ') {
            end++;
        }
        return switch (new String(octets, start, Math.min(end - start, 8), StandardCharsets.ISO_8859_1)
                .toUpperCase(java.util.Locale.ROOT)) {
            case "OK", "NO", "BAD", "BYE", "PREAUTH" -> true;
            default -> false;
        };
    }

    /** Whether what stands before the marker may be the name of a message's octets: a cheap look before the dear one. */
    private boolean announcesOctets() {
        byte[] octets = frame.octets();
        int i = frame.size() - 1;
        while (octets[i] != '{') {
            i--;
        }
        i -= i > 0 && octets[i - 1] == '~' ? 2 : 1;
        boolean spaced = octets[Math.max(i, 0)] == ' ';
        while (i > 0 && octets[i] == ' ') {
            i--;
        }
        return spaced && i > 0 && "]>2RT".indexOf(Character.toUpperCase((char) octets[i])) >= 0;
    }

    // ------------------------------------------------------------------ out

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (blocked != null) {
            queue.add(new Waiting(message, promise));
        } else {
            writeNow(ctx, message, promise);
        }
    }

    private void writeNow(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        writer.clear();
        if (message instanceof ImapRequest request) {
            expectNothingOwed();
            writeRequest(ctx, request, promise);
        } else if (message instanceof LiteralOctets octets) {
            writeOctets(ctx, octets, promise);
        } else if (message instanceof AppendMore more) {
            expectNothingOwed();
            writer.text(enclosed ? ")" : "");
            more.write(writer);
            owe(more.literal(), more.utf8());
            ctx.write(written(ctx, 0, writer.size()), promise);
        } else if (message == StreamEnd.REQUEST_END) {
            expectNothingOwed();
            writer.text(enclosed ? ")" : "").crlf();
            ctx.write(written(ctx, 0, writer.size()), promise);
        } else if (message instanceof ContinuationLine line) {
            expectNothingOwed();
            writer.secretText(line.text()).crlf();
            ctx.write(written(ctx, 0, writer.size()), promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private void writeRequest(ChannelHandlerContext ctx, ImapRequest request, ChannelPromise promise) {
        request.write(writer);
        Optional<AppendData> data = request.command().streamed().map(AppendMessage::data);
        owe(data.flatMap(AppendData::literal), data.filter(AppendData::utf8).isPresent());
        // The last wait of an APPEND is its message's, for which the caller waits.
        List<Integer> waits =
                writer.waits().stream().filter(at -> at < writer.size()).toList();
        if (waits.isEmpty()) {
            ctx.write(written(ctx, 0, writer.size()), promise);
            return;
        }
        blocked = request.tag();
        restWritten = promise;
        ctx.write(written(ctx, 0, waits.get(0)));
        for (int i = 0; i < waits.size(); i++) {
            rest.add(written(ctx, waits.get(i), i + 1 < waits.size() ? waits.get(i + 1) : writer.size()));
        }
    }

    /** The octets of that literal, or the end of the command where there is none. */
    private void owe(Optional<LiteralMarker> literal, boolean utf8) {
        enclosed = utf8;
        if (literal.isPresent()) {
            owed = literal.get().octets();
        } else {
            writer.crlf();
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

    private void expectNothingOwed() {
        if (owed > 0) {
            throw new IllegalStateException(owed + " octets of a message are still owed");
        }
    }

    /**
     * The message of an APPEND that was announced will not be sent, since the server has answered without asking for it. Nothing was sent of
     * it yet, and nothing is owed any more.
     */
    public void withdraw() {
        owed = 0;
    }

    private ByteBuf written(ChannelHandlerContext ctx, int from, int to) {
        return ctx.alloc()
                .buffer(to - from)
                .writeBytes(writer.octets().position(from).limit(to));
    }

    /** Whether the response is the go-ahead for a literal that waits here. A refusal ends the waiting too, and is the caller's. */
    private boolean isForUs(ImapResponse response) {
        if (blocked == null) {
            return false;
        }
        if (response instanceof ContinuationRequest) {
            ByteBuf piece = rest.remove();
            if (rest.isEmpty()) {
                context().writeAndFlush(piece, restWritten);
                unblock();
            } else {
                context().writeAndFlush(piece);
            }
            return true;
        }
        if (response instanceof StatusReply reply && reply.tag().equals(blocked)) {
            dropRest();
            owed = 0;
            restWritten.setSuccess();
            unblock();
        }
        return false;
    }

    private void dropRest() {
        rest.forEach(ByteBuf::release);
        rest.clear();
    }

    private void unblock() {
        blocked = null;
        boolean any = !queue.isEmpty();
        while (blocked == null && !queue.isEmpty()) {
            Waiting next = queue.remove();
            try {
                writeNow(context(), next.message, next.promise);
            } catch (RuntimeException e) {
                next.promise.setFailure(e);
            }
        }
        if (any) {
            context().flush();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        abandon();
        super.channelInactive(ctx);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        abandon();
        super.handlerRemoved(ctx);
    }

    /** Nothing will come that lets what waits go on. */
    private void abandon() {
        dropRest();
        if (blocked != null) {
            blocked = null;
            restWritten.tryFailure(new ClosedChannelException());
        }
        while (!queue.isEmpty()) {
            Waiting next = queue.remove();
            io.netty.util.ReferenceCountUtil.release(next.message);
            next.promise.tryFailure(new ClosedChannelException());
        }
    }
}

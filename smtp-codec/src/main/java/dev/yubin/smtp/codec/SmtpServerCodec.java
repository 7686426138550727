package dev.yubin.smtp.codec;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.BareLineBreaks;
import dev.yubin.protocol.codec.DotDecoder;
import dev.yubin.protocol.codec.Line;
import dev.yubin.protocol.codec.LineBreaks;
import dev.yubin.protocol.codec.LineScanner;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.smtp.AuthResponse;
import dev.yubin.smtp.Bdat;
import dev.yubin.smtp.Malformed;
import dev.yubin.smtp.Malformed.Problem;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.SmtpCommand;
import dev.yubin.smtp.Verb;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A server's side of the wire: octets in, {@link SmtpCommand}, {@link AuthResponse}, {@link Content}, {@link RefusedContent}, {@link EndOfChunk} and
 * {@link EndOfContent} out; {@link Reply} in, octets out. One {@code ctx.read()} brings one of them, and auto-read must be off. What the octets behind a command are depends on its reply, which
 * this codec sees go by: behind a 354 to DATA comes content, behind a 334 to AUTH a response; behind BDAT comes a chunk whatever the reply is. So content is
 * never read as commands, nor the reverse, whatever a client sends ahead of time.
 *
 * <p>A line that passes its limit without end fails with {@link ProtocolException}; nothing is decoded behind it.
 */
public final class SmtpServerCodec extends Demand {
    private enum Expected {
        COMMAND,
        AUTH_RESPONSE,
        CONTENT,
        CHUNK
    }

    private final LineScanner lines;
    private final DotDecoder content = new DotDecoder(BareLineBreaks.REFUSE);
    private final LineBreaks breaks = new LineBreaks();
    private Expected expected = Expected.COMMAND;
    /** What is to come of the chunk. */
    private long chunkOctets;

    private boolean lastChunk;
    /** Whose reply is owed. */
    private Verb answering = Verb.NOOP;

    /** @param lineOctets the longest line of a command or of a response to AUTH, its CR LF counted */
    public SmtpServerCodec(int lineOctets) {
        this.lines = new LineScanner(lineOctets);
    }

    /**
     * The commands that came with this one, in their order and itself the first: as many as are at hand of a group that RFC 2920 section 3.1 lets a client
     * send in one go. Asked where this one was read, on the event loop; their replies are then written in this order.
     */
    public List<SmtpCommand> group(SmtpCommand first) {
        List<SmtpCommand> group = new ArrayList<>();
        Optional<Object> next = Optional.of(first);
        while (next.isPresent()) {
            SmtpCommand command = (SmtpCommand) next.get();
            group.add(command);
            next = command.verb().place() == Verb.Place.ANYWHERE ? poll() : Optional.empty();
        }
        return group;
    }

    @Override
    void decode(ByteBuf in, Queue<Object> out) throws ProtocolException {
        if (expected == Expected.CONTENT) {
            decodeContent(in, out);
            return;
        } else if (expected == Expected.CHUNK) {
            decodeChunk(in, out);
            return;
        }
        Optional<Line> line = lines.next(in);
        if (line.isPresent()) {
            out.add(expected == Expected.COMMAND ? command(line.get()) : authResponse(line.get()));
            endChunk(out);
        }
    }

    private void decodeChunk(ByteBuf in, Queue<Object> out) {
        ByteBuf octets = in.readRetainedSlice((int) Math.min(in.readableBytes(), chunkOctets));
        breaks.watch(octets);
        chunkOctets -= octets.readableBytes();
        out.add(new Content(octets));
        endChunk(out);
    }

    private void endChunk(Queue<Object> out) {
        if (expected == Expected.CHUNK && chunkOctets == 0) {
            expected = Expected.COMMAND;
            out.add(lastChunk ? new EndOfContent(breaks.end()) : EndOfChunk.END);
        }
    }

    private void decodeContent(ByteBuf in, Queue<Object> out) {
        boolean ended = content.read(in, octets -> out.add(new Content(octets)));
        int refused = content.keptBack();
        if (refused > 0) {
            out.add(new RefusedContent(refused));
        }
        if (ended) {
            expected = Expected.COMMAND;
            answering = Verb.NOOP;
            out.add(new EndOfContent(content.defect().isPresent()));
        }
    }

    private SmtpCommand command(Line line) {
        SmtpCommand command = line.sound()
                ? SmtpCommand.read(line.octets())
                : new Malformed(Problem.LINE, line.defect().words());
        answering = command.verb();
        if (command instanceof Bdat bdat) {
            expected = Expected.CHUNK;
            chunkOctets = bdat.octets();
            lastChunk = bdat.last();
        } else if (answering == Verb.MAIL) {
            breaks.end(); // of a message that was given up
        }
        return command;
    }

    private static Object authResponse(Line line) {
        if (!line.sound()) {
            Problem problem = line.defect() == Line.Defect.TOO_LONG ? Problem.AUTH_TOO_LONG : Problem.AUTH_RESPONSE;
            return new Malformed(problem, line.defect().words());
        }
        try {
            return AuthResponse.read(line.octets());
        } catch (SyntaxException e) {
            return new Malformed(Problem.AUTH_RESPONSE, e.getMessage());
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof Reply reply)) {
            ctx.write(message, promise);
            return;
        }
        if (answering == Verb.DATA && reply.code() == 354) {
            expected = Expected.CONTENT;
        } else if (answering == Verb.AUTH && reply.code() == 334) {
            expected = Expected.AUTH_RESPONSE;
        } else if (expected != Expected.CHUNK) { // which comes already, while commands before it are answered
            expected = Expected.COMMAND;
        }
        byte[] octets = reply.octets();
        ctx.write(ctx.alloc().buffer(octets.length).writeBytes(octets), promise);
    }
}

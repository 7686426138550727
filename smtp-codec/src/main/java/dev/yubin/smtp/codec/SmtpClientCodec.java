package dev.yubin.smtp.codec;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.BareLineBreaks;
import dev.yubin.protocol.codec.DotEncoder;
import dev.yubin.protocol.codec.Line;
import dev.yubin.protocol.codec.LineBreaks;
import dev.yubin.protocol.codec.LineScanner;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.smtp.AuthResponse;
import dev.yubin.smtp.Bdat;
import dev.yubin.smtp.Body;
import dev.yubin.smtp.Mail;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReplyLine;
import dev.yubin.smtp.SmtpCommand;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseCombiner;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * A client's side of the wire: octets in, {@link Reply} out; {@link SmtpCommand}, {@link AuthResponse}, {@link Content} and {@link EndOfContent}
 * in, octets out. One {@code ctx.read()} brings one reply, and auto-read must be off. Content is dot-stuffed here, but for the octets that BDAT has told
 * of; a piece with a CR or LF that stands alone fails its write and is not sent, unless MAIL said BODY=BINARYMIME.
 *
 * <p>What is no reply, lines of different codes in one, and a reply without end fail with {@link ProtocolException}; nothing is decoded behind it.
 */
public final class SmtpClientCodec extends Demand {
    /** Far more than RFC 5321 section 4.5.3.1.5 allows: servers write long URLs. */
    private static final int MAX_LINE_OCTETS = 4096;
    /** More than any server has extensions. */
    private static final int MAX_LINES = 256;
    /** Of a whole reply. One is kept for each recipient, so a server must not choose how much that is. */
    private static final int MAX_REPLY_OCTETS = 65_536;

    private final LineScanner lines = new LineScanner(MAX_LINE_OCTETS);
    private final List<ReplyLine> collected = new ArrayList<>();
    private int collectedOctets;
    private DotEncoder content = new DotEncoder(BareLineBreaks.REFUSE);

    private LineBreaks breaks = new LineBreaks();
    private boolean binary;
    /** What is to come of a chunk. */
    private long chunkOctets;

    /** Makes the codec of one connection. */
    public SmtpClientCodec() {}

    @Override
    void decode(ByteBuf in, Queue<Object> out) throws ProtocolException {
        for (Optional<Line> line = lines.next(in); line.isPresent(); line = lines.next(in)) {
            ReplyLine read = replyLine(line.get());
            if (!collected.isEmpty() && collected.get(0).code() != read.code()) {
                throw new ProtocolException("a reply whose lines have different codes, "
                        + collected.get(0).code() + " and " + read.code());
            }
            collected.add(read);
            collectedOctets += line.get().octets().length;
            if (collected.size() > MAX_LINES || collectedOctets > MAX_REPLY_OCTETS) {
                throw new ProtocolException(
                        "a reply of more than " + MAX_LINES + " lines or " + MAX_REPLY_OCTETS + " octets");
            } else if (read.last()) {
                out.add(Reply.read(collected));
                collected.clear();
                collectedOctets = 0;
                return;
            }
        }
    }

    private static ReplyLine replyLine(Line line) throws ProtocolException {
        if (!line.sound()) {
            throw new ProtocolException(line.defect().words());
        }
        try {
            return ReplyLine.GRAMMAR.read(new LineReader(line.octets()));
        } catch (SyntaxException e) {
            throw new ProtocolException(e.getMessage());
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (message instanceof SmtpCommand command) {
            note(command);
            ctx.write(Crlf.write(command.line(), ctx.alloc().buffer(64)), promise);
        } else if (message instanceof AuthResponse response) {
            ctx.write(Crlf.write(response.line(), ctx.alloc().buffer(64)), promise);
        } else if (message instanceof Content piece && chunkOctets > 0) {
            writeChunk(ctx, piece, promise);
        } else if (message instanceof Content piece) {
            writeContent(ctx, piece, promise);
        } else if (message instanceof EndOfContent) {
            writeEnd(ctx, promise);
        } else {
            ctx.write(message, promise);
        }
    }

    private void note(SmtpCommand command) {
        if (command instanceof Mail mail) {
            binary = mail.parameters().body() == Body.BINARY_MIME;
            breaks = new LineBreaks();
        } else if (command instanceof Bdat bdat) {
            chunkOctets = bdat.octets();
        }
    }

    /** Octets of a chunk go as they are. */
    private void writeChunk(ChannelHandlerContext ctx, Content piece, ChannelPromise promise) {
        breaks.watch(piece.content());
        chunkOctets -= piece.content().readableBytes();
        if (breaks.bare() && !binary) {
            piece.release();
            promise.setFailure(new IllegalArgumentException("a CR or LF stands alone in the content"));
        } else {
            ctx.write(piece.content(), promise);
        }
    }

    private void writeContent(ChannelHandlerContext ctx, Content piece, ChannelPromise promise) {
        List<ByteBuf> stuffed = new ArrayList<>();
        try {
            content.write(piece.content(), stuffed::add);
        } catch (IllegalArgumentException e) {
            stuffed.forEach(ByteBuf::release);
            promise.setFailure(e);
            return;
        } finally {
            piece.release();
        }
        PromiseCombiner all = new PromiseCombiner(ctx.executor());
        stuffed.forEach(octets -> all.add(ctx.write(octets)));
        all.finish(promise);
    }

    private void writeEnd(ChannelHandlerContext ctx, ChannelPromise promise) {
        try {
            ctx.write(content.end(), promise);
        } catch (IllegalArgumentException e) {
            promise.setFailure(e);
        }
        content = new DotEncoder(BareLineBreaks.REFUSE);
    }
}

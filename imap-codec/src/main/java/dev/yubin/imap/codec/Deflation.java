package dev.yubin.imap.codec;

import dev.yubin.protocol.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * COMPRESS=DEFLATE (RFC 4978): stands between a codec and TLS or the network from the OK on. What is written is compressed up to each flush,
 * and goes out with it. What comes is inflated as it is asked for, in windows of 16 KiB, so that the codec's limits hold for what was inflated
 * and no octet of its is kept here: of a bomb no more goes off than is read.
 *
 * <p>Costs some 300 KiB of memory outside the heap. Used on the channel's event loop.
 */
public final class Deflation extends ChannelDuplexHandler {
    private static final int WINDOW = 16 * 1024;
    private static final int CHUNK = 4 * 1024;

    /** How a flush ends: an empty block that is not compressed, aligned to the octet (RFC 1951 section 3.2.4). */
    private static final int FLUSHED = 0x0000ffff;

    /** Quick rather than thorough: it runs on the event loop, and "typical responses" shrink to a third all the same (section 4). */
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);

    private final Inflater inflater = new Inflater(true);

    private ChannelHandlerContext context;
    /** What has come and is not inflated yet. */
    private ByteBuf held;
    /** The last four octets that were inflated, which may be the end of a flush. */
    private int last = -1;
    /** Whether the inflater may have more to give of what it was given. */
    private boolean full;
    /** Whether octets were asked for. */
    private boolean wanted;

    private boolean pumping;
    private boolean failed;
    /** Whether what was written since the last flush is in the deflater. */
    private boolean unflushed;
    /** Whether the compression ends: in what is written at once, in what comes with the next flush. */
    private boolean ending;

    /** @param behind what has come already, compressed; taken over */
    public Deflation(ByteBuf behind) {
        this.held = behind;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        if (held.isReadable()) {
            ctx.executor().execute(this::go); // the codec may be in the midst of what came before
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        failed = true;
        held.release();
        held = Unpooled.EMPTY_BUFFER;
        if (!pumping) {
            free();
        }
    }

    private void free() {
        deflater.end();
        inflater.end();
    }

    /**
     * Ends the compression, as behind the OK to UNAUTHENTICATE (RFC 8437 section 4.1): what was written before goes out compressed, what is written
     * from now on as it is. What comes is plain behind the flush in which the peer ended its own. This then leaves the pipeline.
     */
    public void end() {
        flushDeflater(context);
        ending = true;
        go();
    }

    // ------------------------------------------------------------------ in

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf octets)) {
            ctx.fireChannelRead(message);
        } else if (failed) {
            octets.release();
        } else {
            held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, octets);
            go();
        }
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        wanted = true;
        if (!pumping) {
            go();
            if (wanted || ctx.channel().config().isAutoRead()) {
                ctx.read();
            }
        }
    }

    private void go() {
        if (pumping || failed) {
            return;
        }
        pumping = true;
        try {
            pump();
        } catch (ProtocolException e) {
            failed = true;
            context.fireExceptionCaught(e);
        } finally {
            pumping = false;
            if (context.isRemoved()) {
                free();
            }
        }
    }

    /** Hands on what is asked for and there. */
    private void pump() throws ProtocolException {
        while (!failed
                && !isAtEnd()
                && (ending || wanted || context.channel().config().isAutoRead())) {
            ByteBuf window = context.alloc().buffer(WINDOW, WINDOW);
            if (!inflated(window)) {
                break;
            }
            wanted = false;
            context.fireChannelRead(window);
            context.fireChannelReadComplete();
        }
        if (!failed && isAtEnd()) {
            leave();
        }
    }

    /** Whether the peer's compression is over: it has ended its stream, or flushed it for the last time. */
    private boolean isAtEnd() {
        return ending && !full && (inflater.finished() || last == FLUSHED);
    }

    private void leave() {
        ChannelPipeline pipeline = context.pipeline();
        ByteBuf plain = held;
        held = Unpooled.EMPTY_BUFFER;
        if (plain.isReadable()) {
            wanted = false;
            context.fireChannelRead(plain);
            context.fireChannelReadComplete();
        } else {
            plain.release();
        }
        pipeline.remove(this);
        if (wanted) {
            pipeline.read();
        }
    }

    /** Whether there were some more octets; the window is released where there were none. */
    private boolean inflated(ByteBuf window) throws ProtocolException {
        try {
            while (!window.isReadable() && (full || held.isReadable()) && !isAtEnd()) {
                if (inflater.finished()) {
                    throw new ProtocolException("the compression was ended, but more has come");
                }
                inflate(window);
            }
            return window.isReadable();
        } catch (DataFormatException e) {
            throw new ProtocolException("what came is not compressed with DEFLATE: " + e.getMessage());
        } finally {
            if (!window.isReadable()) {
                window.release();
            }
        }
    }

    /** Goes on up to the next flush, behind which the compression may have ended. */
    private void inflate(ByteBuf window) throws DataFormatException {
        ByteBuffer in = held.nioBuffer(held.readerIndex(), toFlush());
        inflater.setInput(in);
        int count = inflater.inflate(window.internalNioBuffer(0, WINDOW));
        window.writerIndex(count);
        full = count == WINDOW;
        for (int i = Math.max(0, in.position() - Integer.BYTES); i < in.position(); i++) {
            last = last << 8 | in.get(i) & 0xff;
        }
        held.skipBytes(in.position());
    }

    /** How many octets there are up to the end of the next flush; all, where there is none. */
    private int toFlush() {
        int[] seen = {last};
        int end = held.forEachByte(octet -> (seen[0] = seen[0] << 8 | octet & 0xff) != FLUSHED);
        return end < 0 ? held.readableBytes() : end - held.readerIndex() + 1;
    }

    // ------------------------------------------------------------------ out

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (ending || !(message instanceof ByteBuf octets)) {
            ctx.write(message, promise);
            return;
        }
        ByteBuf out = ctx.alloc().buffer(CHUNK);
        try {
            for (ByteBuffer piece : octets.nioBuffers()) {
                deflater.setInput(piece);
                deflate(out, Deflater.NO_FLUSH);
            }
            unflushed |= octets.isReadable();
        } finally {
            octets.release();
        }
        ctx.write(out, promise); // often empty: the deflater keeps what it has until the flush
    }

    @Override
    public void flush(ChannelHandlerContext ctx) {
        flushDeflater(ctx);
        ctx.flush();
    }

    private void flushDeflater(ChannelHandlerContext ctx) {
        if (unflushed) {
            unflushed = false;
            ByteBuf out = ctx.alloc().buffer(CHUNK);
            deflate(out, Deflater.SYNC_FLUSH);
            ctx.write(out);
        }
    }

    private void deflate(ByteBuf out, int flush) {
        int count;
        do {
            out.ensureWritable(CHUNK);
            count = deflater.deflate(out.internalNioBuffer(out.writerIndex(), out.writableBytes()), flush);
            out.writerIndex(out.writerIndex() + count);
        } while (count > 0);
    }
}

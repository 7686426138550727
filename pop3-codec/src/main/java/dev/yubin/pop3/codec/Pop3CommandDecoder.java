package dev.yubin.pop3.codec;

import dev.yubin.pop3.Malformed;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.Verb;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.codec.Line;
import dev.yubin.protocol.codec.LineScanner;
import dev.yubin.protocol.line.LineReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A server's way in: octets to {@link Pop3Command}s, one for each {@code read()} that the session asks for. What is pipelined behind waits here,
 * and is looked at only when it is asked for, since the command before it decides how it is to be read. When no whole command is at hand, what
 * was answered so far is flushed, once, and the network is asked.
 *
 * <p>The channel's auto-read is off. A line without an end goes down the pipeline as {@link ProtocolException}, and nothing after it.
 */
public final class Pop3CommandDecoder extends ChannelDuplexHandler {
    private final LineScanner commands;
    private final LineScanner responses;
    private final BooleanSupplier inExchange;
    private ByteBuf waiting = Unpooled.EMPTY_BUFFER;
    /** A command was asked for and is not given yet. */
    private boolean wanted;

    private boolean giving;
    private boolean deaf;

    /** @param inExchange whether the next line belongs to a SASL exchange; asked on the event loop */
    public Pop3CommandDecoder(Pop3Limits limits, BooleanSupplier inExchange) {
        this.commands = new LineScanner(limits.commandOctets());
        this.responses = new LineScanner(limits.saslOctets());
        this.inExchange = inExchange;
    }

    /** Whether octets stand behind the command that was given last. Behind STLS there may be none: RFC 2595 section 4. */
    public boolean hasMore() {
        return waiting.isReadable();
    }

    /** Throws away what waits and whatever still comes. */
    public void stop() {
        deaf = true;
        wanted = false;
        forget();
    }

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (deaf) {
            ctx.read(); // to see the end of the connection
        } else {
            wanted = true;
            give(ctx);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (deaf) {
            ((ByteBuf) message).release();
        } else {
            waiting = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), waiting, (ByteBuf) message);
            give(ctx);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (wanted) {
            ctx.read(); // what came was not a whole line
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        stop();
    }

    /** Gives what is wanted. A loop: a command may be answered, and the next one asked for, before this method has it back. */
    private void give(ChannelHandlerContext ctx) {
        if (giving) {
            return;
        }
        giving = true;
        try {
            Optional<Pop3Command> command = next();
            while (command.isPresent()) {
                wanted = false;
                ctx.fireChannelRead(command.get());
                command = next();
            }
        } catch (ProtocolException e) {
            stop();
            ctx.fireExceptionCaught(e);
        } finally {
            giving = false;
        }
        if (!waiting.isReadable()) {
            forget(); // a connection that is idle holds no buffer
        } else {
            waiting.discardSomeReadBytes(); // lines that end within the next piece must not keep all pieces before
        }
        if (wanted) {
            ctx.flush();
            ctx.read();
        }
    }

    private Optional<Pop3Command> next() throws ProtocolException {
        if (!wanted) {
            return Optional.empty();
        }
        boolean exchange = inExchange.getAsBoolean();
        return (exchange ? responses : commands).next(waiting).map(line -> command(line, exchange));
    }

    private static Pop3Command command(Line line, boolean exchange) {
        if (!line.sound()) {
            return new Malformed(line.defect().words());
        }
        LineReader in = new LineReader(line.octets());
        return exchange ? Verb.readSaslResponse(in) : Verb.read(in);
    }

    private void forget() {
        waiting.release();
        waiting = Unpooled.EMPTY_BUFFER;
    }
}

package dev.yubin.pop3.client;

import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;

/**
 * A question whose answer is a message, or its beginning: handed piece by piece to the application's channel, on a worker. Reading from the server
 * stops while the application is behind.
 */
final class Retrieval extends Exchange<Long> {
    private final WritableByteChannel sink;
    private final Executor worker;
    private final IntConsumer behind;
    private final BiConsumer<Exchange<?>, IOException> failed;
    private long received;
    private long written;
    private boolean broken;

    /**
     * @param worker runs in order
     * @param behind is told on any thread how many octets more, or fewer, the application has still to take
     * @param failed is told on any thread that the application's channel fails, and fails the result, whose last octet may be here already
     */
    Retrieval(
            Pop3Command command,
            WritableByteChannel sink,
            Executor worker,
            IntConsumer behind,
            BiConsumer<Exchange<?>, IOException> failed) {
        super(Optional.of(command), "retrieving a message", false);
        this.sink = sink;
        this.worker = worker;
        this.behind = behind;
        this.failed = failed;
    }

    @Override
    boolean multiLine() {
        return true;
    }

    @Override
    void body(ByteBuf piece) {
        int octets = piece.readableBytes();
        received += octets;
        behind.accept(octets);
        try {
            worker.execute(() -> {
                try {
                    write(piece);
                } finally {
                    piece.release();
                    behind.accept(-octets);
                }
            });
        } catch (RejectedExecutionException e) {
            piece.release();
            throw e;
        }
    }

    @Override
    List<String> bodyTold() {
        return List.of("[" + received + " octets of content]");
    }

    /** On a worker, as what follows. */
    private void write(ByteBuf piece) {
        try {
            ByteBuffer octets = piece.nioBuffer();
            while (octets.hasRemaining() && !broken && !result.isDone()) { // done before its end: it has failed
                written += sink.write(octets);
            }
        } catch (IOException | RuntimeException e) {
            broken = true;
            failed.accept(this, e instanceof IOException io ? io : new IOException(e));
        }
    }

    @Override
    void accepted(Pop3Reply reply, Answered<Long> answered) {
        worker.execute(() -> {
            if (!broken) {
                answered.with(written);
            }
        });
    }
}

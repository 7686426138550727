package dev.yubin.pop3.client;

import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A question whose answer is a message, or its beginning: handed piece by piece to the application's channel, on a worker. Reading from the server
 * stops while the application is behind.
 */
final class Retrieval extends Exchange<Long> {
    private final WritableByteChannel sink;
    private final Executor worker;
    private final IntConsumer behind;
    private final Consumer<IOException> failed;
    private long written;
    private boolean broken;

    /**
     * @param worker runs in order
     * @param behind is told on any thread how many octets more, or fewer, the application has still to take
     * @param failed is told on any thread that the application's channel fails
     */
    Retrieval(
            Pop3Command command,
            WritableByteChannel sink,
            Executor worker,
            IntConsumer behind,
            Consumer<IOException> failed) {
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
        behind.accept(octets);
        worker.execute(() -> {
            try {
                write(piece);
            } finally {
                piece.release();
                behind.accept(-octets);
            }
        });
    }

    /** On a worker, as what follows. */
    private void write(ByteBuf piece) {
        try {
            ByteBuffer octets = piece.nioBuffer();
            while (octets.hasRemaining() && !broken) {
                written += sink.write(octets);
            }
        } catch (IOException | RuntimeException e) {
            broken = true;
            failed.accept(e instanceof IOException io ? io : new IOException(e));
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

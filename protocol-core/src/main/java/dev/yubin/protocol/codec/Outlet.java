package dev.yubin.protocol.codec;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where a message goes that a client fetches: into the application's channel, piece by piece, on a worker. Reading from the server stops while the
 * application is {@link ClientConnection#behind}. Should the channel fail, so does the result, and the connection ends. Used on its event loop.
 */
public final class Outlet {
    private final ClientConnection connection;
    private final Executor worker;
    private final WritableByteChannel into;
    private final String step;
    private final Pending<Long> result;

    /** On the worker, both. */
    private long written;

    private boolean broken;

    /**
     * @param worker runs in order
     * @param step   what is being done, for the fault
     * @param result how many octets there were, once {@link #end} is called
     */
    public Outlet(
            ClientConnection connection, Executor worker, WritableByteChannel into, String step, Pending<Long> result) {
        this.connection = connection;
        this.worker = worker;
        this.into = into;
        this.step = step;
        this.result = result;
    }

    /** Hands these octets on, and releases them. */
    public void write(ByteBuf octets) {
        int count = octets.readableBytes();
        connection.behind(count);
        try {
            worker.execute(() -> {
                try {
                    write(octets.nioBuffer());
                } finally {
                    octets.release();
                    connection.behind(-count);
                }
            });
        } catch (RejectedExecutionException e) {
            octets.release();
            throw e;
        }
    }

    private void write(ByteBuffer octets) {
        try {
            while (octets.hasRemaining() && isWanted()) {
                written += into.write(octets);
            }
        } catch (IOException
                | RuntimeException
                | Error e) { // an error too: whoever waits for the result would wait for ever
            failed(e);
        }
    }

    /** Done before its end, the result has failed. */
    private boolean isWanted() {
        return !broken && !result.isDone();
    }

    private void failed(Throwable e) {
        broken = true;
        String detail = "what the message is written to fails: " + e;
        FaultException why = new FaultException(
                connection.failure(Cause.CLOSED_HERE, step, detail).fault(), e);
        connection.run(() -> {
            connection.end(why); // first: who hears of the failure must find that nothing can be asked any more
            connection.fail(result, why); // whose answer may be whole, so that it is not under way any more
        });
    }

    /** What is done behind a message's last octet. */
    public interface Last {
        /** Does it, on the worker. */
        void run() throws IOException;
    }

    /** There are no more: the result is completed behind the last of them. */
    public void end() {
        end(() -> {});
    }

    /** The same, with something to be done before the result is completed; it fails as the channel would. */
    public void end(Last last) {
        worker.execute(() -> {
            try {
                if (isWanted()) {
                    last.run();
                    connection.complete(() -> result.complete(written));
                }
            } catch (IOException | RuntimeException | Error e) {
                failed(e);
            }
        });
    }
}

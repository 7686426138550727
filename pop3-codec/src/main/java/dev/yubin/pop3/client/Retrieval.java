package dev.yubin.pop3.client;

import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.protocol.codec.Outlet;
import io.netty.buffer.ByteBuf;
import java.nio.channels.WritableByteChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A question whose answer is a message, or its beginning, which goes to the application's channel. */
final class Retrieval extends Exchange<Long> {
    private static final String STEP = "retrieving a message";

    private final Outlet outlet;
    private final Outlet.Last last;
    private long received;

    /** @param last what is done on the worker once all of it is written, before the result is told */
    Retrieval(
            Pop3Connection connection,
            Pop3Command command,
            Executor worker,
            WritableByteChannel into,
            Outlet.Last last) {
        super(Optional.of(command), STEP, false);
        this.last = last;
        this.outlet = new Outlet(connection, worker, into, STEP, result);
    }

    @Override
    boolean multiLine() {
        return true;
    }

    @Override
    void body(ByteBuf piece) {
        received += piece.readableBytes();
        outlet.write(piece);
    }

    @Override
    List<String> bodyTold() {
        return List.of("[" + received + " octets of content]");
    }

    @Override
    void accepted(Pop3Reply reply, Answered<Long> answered) {
        outlet.end(last);
    }
}

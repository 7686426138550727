package dev.yubin.imap.client;

import dev.yubin.imap.ContinuationRequest;
import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.ResponseCode.AppendUid;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.codec.LiteralOctets;
import dev.yubin.imap.codec.StreamEnd;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.LiteralMarker;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Witness.Speaker;
import dev.yubin.protocol.line.SyntaxException;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * APPEND: RFC 9051 section 6.3.12. The message is read from the application's channel piece by piece, on a worker, each once the network has taken
 * those before; where the server must agree first, once it has.
 */
final class Upload extends Exchange<Optional<AppendUid>> {
    private static final int PIECE = 32_768;
    private static final String STEP = "appending a message";

    private final ImapConnection connection;
    private final Executor worker;
    private final Append append;
    private final ReadableByteChannel from;
    private long left;
    private boolean waits;
    private boolean begun;
    /** Whether the next piece waits for the network. */
    private boolean stalled;

    private boolean finished;

    /** @param append as it goes where each literal waits */
    Upload(ImapConnection connection, Executor worker, Append append, ReadableByteChannel from) {
        super(
                Optional.of(append),
                STEP,
                NOTHING,
                ok -> ok.code().filter(AppendUid.class::isInstance).map(AppendUid.class::cast));
        this.connection = connection;
        this.worker = worker;
        this.append = append;
        this.from = from;
        this.left = octets();
    }

    private long octets() {
        return append.message().literal().octets();
    }

    @Override
    ImapCommand command(ImapEncoding encoding) {
        AppendMessage message = append.message();
        LiteralMarker literal = LiteralMarker.of(octets(), encoding);
        waits = literal.synchronizing();
        return new Append(append.mailbox(), new AppendMessage(message.flags(), message.received(), literal));
    }

    @Override
    void sent() {
        if (!waits) {
            begin();
        }
    }

    @Override
    void goOn(ContinuationRequest request) throws ProtocolException {
        if (begun) {
            super.goOn(request);
        }
        begin();
    }

    private void begin() {
        begun = true;
        next();
    }

    private void next() {
        if (left == 0) {
            finished = true;
            connection.toldContent(Speaker.CLIENT, octets());
            connection.say(StreamEnd.REQUEST_END);
            connection.finished();
        } else if (connection.channel().isWritable()) {
            connection.behind(1); // what is slow now is this side
            worker.execute(this::read);
        } else {
            stalled = true;
        }
    }

    @Override
    void writable() {
        if (stalled) {
            stalled = false;
            next();
        }
    }

    /** On a worker. */
    private void read() {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, left));
        try {
            int count = 0;
            while (piece.hasRemaining() && count >= 0) {
                count = from.read(piece);
            }
        } catch (IOException | RuntimeException e) {
            broken("fails: " + e);
            return;
        }
        if (piece.hasRemaining()) {
            broken("ends " + (left - piece.position()) + " octets before the " + octets() + " that were announced");
            return;
        }
        connection.run(() -> {
            connection.behind(-1);
            left -= piece.position();
            connection.say(new LiteralOctets(Unpooled.wrappedBuffer(piece.flip())));
            next();
        });
    }

    private void broken(String what) {
        connection.end(connection.failure(Cause.CLOSED_HERE, STEP, "what the message is read from " + what));
    }

    @Override
    boolean isUnfinished() {
        return begun && !finished;
    }

    /** Whoever has not asked for the message cannot have it. */
    @Override
    void accepted(StatusReply ok, Consumer<Optional<AppendUid>> answered) throws SyntaxException, ProtocolException {
        if (!begun) {
            throw new ProtocolException("the server says OK to a message that it has not asked for");
        }
        super.accepted(ok, answered);
    }

    @Override
    void refused() {
        if (!begun) {
            connection.withdraw();
        }
    }
}

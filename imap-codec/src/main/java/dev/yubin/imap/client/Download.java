package dev.yubin.imap.client;

import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.StatusReply;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchData;
import dev.yubin.imap.fetch.FetchDatum.Content;
import dev.yubin.imap.wire.Octets;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A FETCH of octets of one message, which go to the application's channel piece by piece, on a worker. Reading from the server stops while the
 * application is behind.
 */
final class Download extends Exchange<Long> {
    private static final String STEP = "fetching a message";

    private final ImapConnection connection;
    private final Executor worker;
    private final WritableByteChannel into;
    /** Whether octets of the response under way go on. */
    private boolean streaming;
    /** Whether there was such a response. */
    private boolean told;

    /** On the worker, as what follows. */
    private long written;

    private FaultException broken;

    Download(ImapConnection connection, Executor worker, Fetch fetch, WritableByteChannel into) {
        super(Optional.of(fetch), STEP, NOTHING, ok -> null);
        this.connection = connection;
        this.worker = worker;
        this.into = into;
    }

    @Override
    boolean content(ByteBuf octets) {
        if (told && !streaming) {
            return false;
        }
        told = true;
        streaming = true;
        hand(octets.readableBytes(), octets.nioBuffer(), octets::release);
        return true;
    }

    @Override
    boolean takes(ImapResponse untagged) {
        if (!(untagged instanceof FetchData data)) {
            return false;
        }
        boolean whole = streaming; // this is the end of the response whose octets have gone on
        streaming = false;
        Optional<Content> content = data.data().stream()
                .filter(Content.class::isInstance)
                .map(Content.class::cast)
                .findFirst();
        if (!told && content.isPresent()) { // NIL, or so few that they came quoted
            told = true;
            whole = true;
            Octets octets = content.get().octets().orElse(Octets.EMPTY);
            hand(octets.size(), octets.view(), () -> {});
        }
        return whole;
    }

    private void hand(int count, ByteBuffer octets, Runnable release) {
        connection.behind(count);
        worker.execute(() -> {
            try {
                write(octets);
            } finally {
                release.run();
                connection.behind(-count);
            }
        });
    }

    private void write(ByteBuffer octets) {
        try {
            while (octets.hasRemaining() && broken == null) {
                written += into.write(octets);
            }
        } catch (IOException | RuntimeException e) {
            broken = connection.failure(Cause.CLOSED_HERE, STEP, "what the message is written to fails: " + e);
            connection.close(broken);
        }
    }

    @Override
    void accepted(StatusReply ok, Consumer<Long> answered) {
        if (!told) {
            connection.fail(this, connection.failure(Cause.REFUSED, STEP, "the server has no such message"));
            return;
        }
        worker.execute(() -> {
            if (broken == null) {
                answered.accept(written);
            } else {
                connection.fail(this, broken);
            }
        });
    }
}

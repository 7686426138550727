package dev.yubin.pop3.client;

import dev.yubin.pop3.client.FetchSink.Incoming;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands one message to the sink, and notes it once it is kept there. What the sink refuses is passed over to its end. Used on the worker. */
final class Receiving implements WritableByteChannel {
    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

    private final String uniqueId;
    private final FetchSink sink;
    private final Seen seen;
    private Optional<Incoming> incoming = Optional.empty();
    private Optional<RefusedMessageException> refusal = Optional.empty();

    Receiving(String uniqueId, FetchSink sink, Seen seen) {
        this.uniqueId = uniqueId;
        this.sink = sink;
        this.seen = seen;
    }

    private interface Step {
        void with(Incoming message) throws IOException;
    }

    @Override
    public int write(ByteBuffer octets) throws IOException {
        int count = octets.remaining();
        unlessRefused(message -> message.write(octets));
        octets.position(octets.limit());
        return count;
    }

    /** The message is all there: only now it is kept, and only then noted. */
    void end() throws IOException {
        unlessRefused(Incoming::commit);
        if (refusal.isEmpty()) {
            Incoming kept = incoming.orElseThrow();
            incoming = Optional.empty();
            kept.close();
            seen.add(uniqueId, Instant.now());
        }
    }

    private void unlessRefused(Step step) throws IOException {
        if (refusal.isPresent()) {
            return;
        }
        try {
            if (incoming.isEmpty()) {
                incoming = Optional.of(sink.begin(uniqueId));
            }
            step.with(incoming.get());
        } catch (RefusedMessageException e) {
            refusal = Optional.of(e);
            close();
        }
    }

    /** Why the sink does not take it, once all of it has come. */
    Optional<RefusedMessageException> refusal() {
        return refusal;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** It does not become whole, or is refused. */
    @Override
    public void close() {
        incoming.ifPresent(message -> {
            try {
                message.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("what was begun of the message {} may be left: {}", uniqueId, e.getMessage(), e);
            }
        });
        incoming = Optional.empty();
    }
}

package dev.yubin.mailbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** {@link Append#whole}. */
final class WholeAppend implements Append {
    private final Taker taker;
    private final List<Whole> messages = new ArrayList<>();
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
    private Set<Flag> flags;
    private Instant received;
    private boolean ended;

    WholeAppend(Set<Flag> flags, Instant received, Taker taker) {
        this.taker = Objects.requireNonNull(taker, "taker");
        next(flags, received, OptionalLong.empty());
    }

    @Override
    public void next(Set<Flag> flags, Instant received, OptionalLong octets) {
        this.flags = Set.copyOf(flags);
        this.received = Objects.requireNonNull(received, "received");
        this.octets.reset();
    }

    @Override
    public void write(ByteBuffer more) {
        requireOpen();
        byte[] piece = new byte[more.remaining()];
        more.get(piece);
        octets.writeBytes(piece);
    }

    @Override
    public void finish(byte[] outline) {
        requireOpen();
        messages.add(new Whole(flags, received, octets.toByteArray(), outline.clone()));
        octets.reset();
    }

    @Override
    public Appended commit() throws StoreException {
        requireOpen();
        ended = true;
        return taker.take(List.copyOf(messages));
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("nothing comes behind commit() and close()");
        }
    }

    @Override
    public void close() {
        ended = true;
        messages.clear();
    }
}

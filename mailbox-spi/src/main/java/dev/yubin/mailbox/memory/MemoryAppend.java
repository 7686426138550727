package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Messages on their way in. The mailbox knows nothing of them until they are committed. */
final class MemoryAppend implements Append {
    private final Destination destination;
    private final Bounds bounds;
    private final List<Entry.Arrival> finished = new ArrayList<>();
    private long finishedOctets;
    private Optional<Body.Writer> present = Optional.empty();
    private Set<Flag> flags = Set.of();
    private Instant received = Instant.EPOCH;
    private boolean ended;

    MemoryAppend(Destination destination, Bounds bounds) {
        this.destination = destination;
        this.bounds = bounds;
    }

    @Override
    public void next(Set<Flag> flags, Instant received, OptionalLong octets) throws StoreException {
        require(!ended && present.isEmpty(), "next() comes behind finish() and before commit()");
        this.flags = Set.copyOf(flags);
        this.received = Objects.requireNonNull(received, "received");
        requireRoom(octets.orElse(0));
        present = Optional.of(new Body.Writer(octets));
    }

    @Override
    public void write(ByteBuffer octets) throws StoreException {
        Body.Writer body = present();
        requireRoom(body.octets() + octets.remaining());
        body.write(octets);
    }

    private void requireRoom(long messageOctets) throws StoreException {
        bounds.requireMessage(messageOctets);
        destination.requireRoom(finished.size() + 1, finishedOctets + messageOctets);
    }

    @Override
    public void finish(byte[] outline) {
        Body body = present().finish(outline);
        finished.add(new Entry.Arrival(flags, received, body));
        finishedOctets += body.octets();
        present = Optional.empty();
    }

    private Body.Writer present() {
        require(!ended, "nothing comes behind commit() and close()");
        return present.orElseThrow(() -> new IllegalStateException("next() comes before the next message's octets"));
    }

    private static void require(boolean condition, String order) {
        if (!condition) {
            throw new IllegalStateException(order);
        }
    }

    @Override
    public Appended commit() throws StoreException {
        require(!ended, "commit() is called once, before close()");
        Appended appended = destination.add(finished);
        close();
        return appended;
    }

    @Override
    public void close() {
        ended = true;
        present = Optional.empty();
        finished.clear();
    }
}

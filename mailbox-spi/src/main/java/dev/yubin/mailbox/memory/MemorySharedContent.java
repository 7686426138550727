package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.Appended;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.SharedContent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A message on its way into many mailboxes, all of which come to share its body. */
final class MemorySharedContent implements SharedContent {
    private final MemoryMailStore store;
    private final Bounds bounds;
    private final Body.Writer writer;
    private Optional<Body> body = Optional.empty();
    private boolean ended;

    MemorySharedContent(MemoryMailStore store, Bounds bounds, OptionalLong octets) {
        this.store = store;
        this.bounds = bounds;
        this.writer = new Body.Writer(octets);
    }

    @Override
    public void write(ByteBuffer octets) throws StoreException {
        require(!ended && body.isEmpty(), "write() comes before finish() and close()");
        bounds.requireMessage(writer.octets() + octets.remaining());
        writer.write(octets);
    }

    @Override
    public void finish(byte[] outline) {
        require(!ended && body.isEmpty(), "finish() is called once, before close()");
        body = Optional.of(writer.finish(outline));
    }

    @Override
    public List<Appended> deliver(List<Recipient> to, Set<Flag> flags, Instant received) throws StoreException {
        require(!ended && body.isPresent(), "deliver() comes behind finish() and before close()");
        List<MemoryMailbox> mailboxes = new ArrayList<>();
        for (Recipient recipient : to) {
            mailboxes.add(store.existing(recipient.account()).open(recipient.mailbox()));
        }
        return MemoryMailbox.addToEach(
                mailboxes, OptionalLong.empty(), List.of(new Entry.Arrival(Set.copyOf(flags), received, body.get())));
    }

    private static void require(boolean condition, String order) {
        if (!condition) {
            throw new IllegalStateException(order);
        }
    }

    @Override
    public void close() {
        ended = true;
        body = Optional.empty();
    }
}

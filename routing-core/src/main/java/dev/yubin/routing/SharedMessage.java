package dev.yubin.routing;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.SharedContent;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** One message for several mailboxes, with its outline, which is found once. Used by one thread at a time. */
final class SharedMessage implements AutoCloseable {
    private static final Set<Flag> NO_FLAGS = Set.of();

    private final SharedContent content;
    private final Instant received = Instant.now();
    private final OutlineScanner scanner = new OutlineScanner();
    private boolean finished;

    SharedMessage(SharedContent content) {
        this.content = content;
    }

    void write(ByteBuffer octets) throws StoreException {
        scanner.write(octets.duplicate());
        content.write(octets);
    }

    /** Puts it into all of these mailboxes or none. No octets come behind the first call. */
    void deliver(Collection<Route.Local> to) throws StoreException {
        if (!finished) {
            content.finish(scanner.finish().encode());
            finished = true;
        }
        List<SharedContent.Recipient> recipients = to.stream()
                .map(each -> new SharedContent.Recipient(each.account(), each.mailbox()))
                .toList();
        content.deliver(recipients, NO_FLAGS, received);
    }

    @Override
    public void close() {
        content.close();
    }
}

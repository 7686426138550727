package dev.yubin.routing;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Content from its beginning to its end, as a client sends it. Used by one thread; the content itself is closed by whoever opened it. */
final class ContentChannel implements ReadableByteChannel {
    private final Content content;
    private long at;
    private boolean closed;

    ContentChannel(Content content) {
        this.content = content;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        try {
            int read = content.read(at, into);
            at += Math.max(0, read);
            return read;
        } catch (StoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() {
        closed = true;
    }
}

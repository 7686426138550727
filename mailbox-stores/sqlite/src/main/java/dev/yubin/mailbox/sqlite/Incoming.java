package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.internal.ChunkWriter;
import java.nio.ByteBuffer;

/** One message's octets on their way in. Used by one thread at a time. */
final class Incoming {
    private final Shard shard;
    private final long content;
    private final ChunkWriter writer;
    private boolean parked;

    Incoming(Shard shard) {
        this.shard = shard;
        this.content = shard.newContent();
        this.writer = new ChunkWriter((number, chunk) -> shard.submit(chunk.length, transaction -> {
            Contents.stage(transaction, content, number, chunk);
            return number;
        }));
    }

    /** The number under which it is kept. */
    long content() {
        return content;
    }

    long octets() {
        return writer.octets();
    }

    void write(ByteBuffer octets) throws StoreException {
        writer.write(octets);
    }

    /** The whole message, to be put into the database. */
    Contents.Body finish(byte[] outline) throws StoreException {
        long octets = writer.octets();
        byte[] last = writer.finish();
        return new Contents.Body(content, writer.staged(), last, octets, writer.crc(), outline.clone());
    }

    /** Notes that the whole message may be in the database before a message of a mailbox uses it. */
    void parked() {
        parked = true;
    }

    /** Throws away what is in the database already, unless a message uses it. */
    void abandon() {
        if (writer.staged() > 0 || parked) {
            shard.release(content);
        }
    }
}

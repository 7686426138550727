package dev.yubin.examples.jdbc;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.nio.ByteBuffer;
import java.sql.SQLException;

/** A message's octets: rows of {@code chunk}, all of one size but for the last. A read takes one of them into memory. */
final class JdbcContent implements Content {
    static final int CHUNK = 64 * 1024;
    /** The part that is the outline. */
    static final int OUTLINE = -1;

    private final Database database;
    private final String id;
    private final long octets;

    JdbcContent(Database database, String id, long octets) {
        this.database = database;
        this.id = id;
        this.octets = octets;
    }

    @Override
    public long octets() {
        return octets;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws StoreException {
        if (offset >= octets) {
            return -1;
        }
        byte[] chunk = chunk(Math.toIntExact(offset / CHUNK));
        int start = (int) (offset % CHUNK);
        int length = Math.min(chunk.length - start, into.remaining());
        into.put(chunk, start, length);
        return length;
    }

    byte[] chunk(int part) throws StoreException {
        return database.call(() -> database.first(
                        row -> row.getBytes(1), "select octets from chunk where content = ? and part = ?", id, part)
                .orElseThrow(() -> new StoreException(Reason.EXPUNGED, "the message was removed meanwhile")));
    }

    /** Deletes the octets, within a step, unless a message has them. */
    static void deleteUnused(Database database, String id) throws SQLException {
        database.run(
                "delete from chunk where content = ? and not exists (select 1 from message where content = ?)", id, id);
    }

    @Override
    public void close() {}
}

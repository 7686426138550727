package dev.yubin.spool.sqlite;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.sqlite.internal.ChunkWriter;
import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.routing.spool.Intake;
import dev.yubin.routing.spool.SpooledRecipient;
import dev.yubin.smtp.Mail;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** One message on its way in. Its row comes last, so that there is no half of it. */
final class SqliteIntake implements Intake {
    private final SqliteSpool spool;
    private final long id;
    private final ChunkWriter writer;
    private boolean ended;

    SqliteIntake(SqliteSpool spool, long id) {
        this.spool = spool;
        this.id = id;
        this.writer = new ChunkWriter((number, chunk) -> spool.submit(chunk.length, changes -> {
            Database database = changes.transaction().database();
            if (number == 0) {
                changes.transaction().wrote(id);
                database.update("INSERT INTO unused (message) VALUES (?)", id);
            }
            Chunks.insert(database, id, number, chunk);
            return number;
        }));
    }

    @Override
    public void write(ByteBuffer octets) throws StoreException {
        requireOpen();
        if (writer.octets() + octets.remaining() > Chunks.MAX_OCTETS) {
            throw new StoreException(Reason.TOOBIG, "a message has at most " + Chunks.MAX_OCTETS + " octets here");
        }
        writer.write(octets);
    }

    private void requireOpen() {
        if (ended) {
            throw new IllegalStateException("nothing comes behind commit() and close()");
        }
    }

    @Override
    public long commit(Mail mail, Instant arrived, List<SpooledRecipient> recipients) throws StoreException {
        requireOpen();
        if (recipients.isEmpty()) {
            throw new IllegalStateException("a message is for somebody");
        }
        long octets = writer.octets();
        byte[] last = writer.finish();
        spool.commit(last.length, changes -> {
            Database database = changes.transaction().database();
            if (last.length > 0) {
                Chunks.insert(database, id, writer.staged(), last);
            }
            if (writer.staged() > 0) {
                database.update("DELETE FROM unused WHERE message = ?", id);
            }
            changes.add(id, mail, arrived, octets, writer.crc(), recipients);
            return id;
        });
        ended = true;
        return id;
    }

    @Override
    public void close() {
        if (!ended) {
            ended = true;
            if (writer.staged() > 0) {
                spool.abandon(id);
            }
        }
    }
}

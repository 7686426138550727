package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.sqlite.internal.Trouble;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** What must hold in a file, each as the question for what breaks it. */
final class Check {
    /** So many places of one fault are told; one is enough to know. */
    private static final int MOST = 20;

    /** What is wrong, by the rows that show it. */
    private static final Map<String, String> FAULTS = new LinkedHashMap<>();

    static {
        FAULTS.put("mailbox whose counters are not those of its messages", """
                SELECT mailbox.id FROM mailbox LEFT JOIN (
                  SELECT mailbox, count(*) AS messages, sum(flags & 1 = 0) AS unseen, sum(flags & 8 <> 0) AS deleted,
                    sum(octets) AS octets, max(uid) AS uid, max(mod_seq) AS mod_seq
                  FROM message GROUP BY mailbox) AS found ON found.mailbox = mailbox.id
                WHERE mailbox.messages <> ifnull(found.messages, 0) OR mailbox.unseen <> ifnull(found.unseen, 0)
                  OR mailbox.deleted <> ifnull(found.deleted, 0) OR mailbox.octets <> ifnull(found.octets, 0)
                  OR uid_next <= ifnull(uid, 0) OR mailbox.mod_seq < ifnull(found.mod_seq, 1)""");
        FAULTS.put("mailbox whose tombstones are not those that it counts", """
                SELECT mailbox.id FROM mailbox LEFT JOIN (
                  SELECT mailbox, sum(last - first + 1) AS uids, min(mod_seq) AS oldest, max(mod_seq) AS newest, max(last) AS last
                  FROM tombstone GROUP BY mailbox) AS found ON found.mailbox = mailbox.id
                WHERE tombstones <> ifnull(uids, 0) OR ifnull(oldest, forgotten + 1) <= forgotten
                  OR ifnull(newest, 0) > mod_seq OR ifnull(last, 0) >= uid_next""");
        FAULTS.put("mailbox of no account", "SELECT id FROM mailbox WHERE account NOT IN (SELECT id FROM account)");
        FAULTS.put("mailbox that has a message of which a tombstone says that it vanished", """
                SELECT DISTINCT message.mailbox FROM tombstone JOIN message
                ON message.mailbox = tombstone.mailbox AND uid BETWEEN first AND last""");
        FAULTS.put("account whose octets are not those of its mailboxes", """
                SELECT id FROM account WHERE octets <>
                  (SELECT ifnull(sum(octets), 0) FROM mailbox WHERE account = account.id)""");
        FAULTS.put(
                "account without an INBOX",
                "SELECT id FROM account WHERE id NOT IN (SELECT account FROM mailbox WHERE name = 'INBOX')");
        FAULTS.put("messages of a mailbox that is not there, number", """
                SELECT DISTINCT mailbox FROM message
                WHERE mailbox NOT IN (SELECT id FROM mailbox) AND mailbox NOT IN (SELECT mailbox FROM doomed)""");
        FAULTS.put("message without its content, or with one of another size, in mailbox:uid", """
                SELECT mailbox || ':' || uid FROM message LEFT JOIN content ON content.id = message.content
                WHERE content.octets IS NOT message.octets""");
        FAULTS.put("content that counts other messages than it has", """
                SELECT id FROM content LEFT JOIN (SELECT content, count(*) AS messages FROM message GROUP BY content) AS found
                ON found.content = id WHERE refs <> ifnull(messages, 0)""");
        FAULTS.put("content whose chunks are not its octets", """
                SELECT content.id FROM content LEFT JOIN (
                  SELECT id >> 16 AS content, count(*) AS chunks, sum(length(octets)) AS octets, max(id & 65535) AS last
                  FROM chunk GROUP BY 1) AS found ON found.content = content.id
                WHERE refs > 0 AND (content.octets <> ifnull(found.octets, 0) OR ifnull(last, -1) <> ifnull(chunks, 0) - 1)""");
        FAULTS.put("chunk of another size than 256 KiB that is not the last, content:chunk", """
                SELECT (id >> 16) || ':' || (id & 65535) FROM chunk WHERE length(octets) <> 262144
                AND EXISTS (SELECT 1 FROM chunk AS next WHERE next.id = chunk.id + 1 AND next.id >> 16 = chunk.id >> 16)""");
        FAULTS.put(
                "chunks without a content, number",
                "SELECT DISTINCT id >> 16 FROM chunk WHERE id >> 16 NOT IN (SELECT id FROM content)");
        FAULTS.put(
                "content with a number that is still to be given",
                "SELECT id FROM content WHERE id >= (SELECT next_content FROM shard)");
        FAULTS.put(
                "annotation of a mailbox that is not there, number",
                "SELECT DISTINCT mailbox FROM annotation WHERE mailbox <> 0 AND mailbox NOT IN (SELECT id FROM mailbox)");
    }

    /** Whose a content is, as its reader knows it. */
    private static final String MESSAGES = """
            SELECT account.name || ' ' || mailbox.name || ' ' || uid FROM message
            JOIN mailbox ON mailbox.id = message.mailbox JOIN account ON account.id = account
            WHERE content = ?""";

    /** All chunks in the order in which they lie in the file, with the checksum of what they are a part of. */
    private static final String CHUNKS = """
            SELECT content.id, crc32c, chunk.octets FROM chunk JOIN content ON content.id = chunk.id >> 16
            WHERE refs > 0 AND crc32c IS NOT NULL ORDER BY chunk.id""";

    private Check() {}

    /** All that is wrong, as it is at one instant. */
    static List<String> faults(Database database, Path file) throws SQLException {
        List<String> faults = new ArrayList<>();
        try {
            database.run("BEGIN");
            for (String line : database.all("PRAGMA integrity_check(" + MOST + ")", row -> row.getString(1))) {
                if (!line.equals("ok")) {
                    faults.add(file + ": SQLite finds: " + line);
                }
            }
            for (Map.Entry<String, String> fault : FAULTS.entrySet()) {
                database.all(fault.getValue() + " LIMIT " + MOST, row -> row.getString(1))
                        .forEach(place -> faults.add(file + ": " + fault.getKey() + " " + place));
            }
            for (long content : rotted(database)) {
                database.all(MESSAGES + " LIMIT " + MOST, row -> row.getString(1), content)
                        .forEach(message -> faults.add(file + ": message of which octets have changed " + message));
            }
            database.run("COMMIT");
        } catch (SQLException e) {
            if (!Trouble.damage(e)) {
                throw e;
            }
            faults.add(file + ": it cannot be read to its end: " + e.getMessage());
        }
        return faults;
    }

    /** Contents whose octets are not those that came in. Of one that came in before there were checksums nobody knows. */
    private static List<Long> rotted(Database database) throws SQLException {
        List<Long> rotted = new ArrayList<>();
        Sum sum = new Sum(rotted);
        database.each(CHUNKS, row -> sum.add(row.getLong(1), row.getLong(2), row.getBytes(3)));
        sum.end();
        return rotted;
    }

    /** One content after the other, a chunk at a time. */
    private static final class Sum {
        private final List<Long> rotted;
        private final CRC32C crc = new CRC32C();
        private long content;
        private long expected; // of nothing

        Sum(List<Long> rotted) {
            this.rotted = rotted;
        }

        void add(long content, long expected, byte[] octets) {
            if (content != this.content) {
                end();
                crc.reset();
                this.content = content;
                this.expected = expected;
            }
            crc.update(octets);
        }

        void end() {
            if (crc.getValue() != expected && rotted.size() < MOST) {
                rotted.add(content);
            }
        }
    }
}

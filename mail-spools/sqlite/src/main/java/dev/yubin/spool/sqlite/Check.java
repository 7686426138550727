package dev.yubin.spool.sqlite;

import dev.yubin.mailbox.sqlite.internal.Chunks;
import dev.yubin.mailbox.sqlite.internal.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Looks for what contradicts itself in a spool's file. */
final class Check {
    private static final int MOST = 100;
    private static final Map<String, String> FAULTS = new LinkedHashMap<>();

    static {
        FAULTS.put("message that nobody waits for", """
                SELECT id FROM message WHERE NOT EXISTS (
                  SELECT 1 FROM recipient WHERE message = id AND state IN (0, 3))""");
        FAULTS.put("recipient of no message, or with another time of arrival, of message", """
                SELECT DISTINCT recipient.message FROM recipient LEFT JOIN message ON message.id = recipient.message
                WHERE message.arrived IS NOT recipient.arrived""");
        FAULTS.put("destination whose counts are not those of its recipients", """
                SELECT ifnull(name, destination) FROM destination FULL JOIN (
                  SELECT destination, sum(state = 0) AS waiting, sum(state = 3) AS kept, min(iif(state = 0, due, NULL)) AS first
                  FROM recipient WHERE state IN (0, 3) GROUP BY destination) ON destination = name
                WHERE pending IS NOT waiting OR held IS NOT kept OR next IS NOT max(put_off, first)""");
        FAULTS.put("message whose chunks are not its octets", """
                SELECT message.id FROM message LEFT JOIN (
                  SELECT id >> 16 AS content, count(*) AS chunks, sum(length(octets)) AS octets, max(id & 65535) AS last
                  FROM chunk GROUP BY 1) AS found ON found.content = message.id
                WHERE message.octets <> ifnull(found.octets, 0) OR ifnull(last, -1) <> ifnull(chunks, 0) - 1""");
        FAULTS.put("chunks of no message, number", """
                SELECT DISTINCT id >> 16 FROM chunk
                WHERE id >> 16 NOT IN (SELECT id FROM message) AND id >> 16 NOT IN (SELECT message FROM unused)""");
        FAULTS.put("unused content of a message", "SELECT message FROM unused JOIN message ON id = message");
        FAULTS.put(
                "message with a number that is still to be given",
                "SELECT id FROM message WHERE id >= (SELECT next_message FROM spool)");
    }

    private Check() {}

    static List<String> faults(Database database) throws SQLException {
        List<String> faults = new ArrayList<>();
        for (String line : database.all("PRAGMA integrity_check(" + MOST + ")", row -> row.getString(1))) {
            if (!line.equals("ok")) {
                faults.add("SQLite finds: " + line);
            }
        }
        for (Map.Entry<String, String> fault : FAULTS.entrySet()) {
            database.all(fault.getValue() + " LIMIT " + MOST, row -> row.getString(1))
                    .forEach(place -> faults.add(fault.getKey() + " " + place));
        }
        record Sum(long message, long octets, long crc) {}
        for (Sum sum : database.all(
                "SELECT id, octets, crc32c FROM message",
                row -> new Sum(row.getLong(1), row.getLong(2), row.getLong(3)))) {
            if (faults.size() < MOST && crc(database, sum.message(), sum.octets()) != sum.crc()) {
                faults.add("message of which octets have changed " + sum.message());
            }
        }
        return faults;
    }

    private static long crc(Database database, long message, long octets) throws SQLException {
        CRC32C crc = new CRC32C();
        for (int number = 0; (long) number * Chunks.SIZE < octets; number++) {
            Chunks.find(database, message, number).ifPresent(crc::update);
        }
        return crc.getValue();
    }
}

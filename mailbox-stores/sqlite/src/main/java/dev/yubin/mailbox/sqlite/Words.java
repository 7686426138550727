package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.NativeSearch.Place;
import dev.yubin.mailbox.sqlite.internal.Database;
import dev.yubin.mailbox.text.MessageText;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The index of words: tables {@code words} and {@code unindexed}, which are there while the index is wanted. Three characters that follow each
 * other are a word of it, wherever they stand, so that it tells of any part of any word in any script. It is made from mail and
 * made anew when the rules change by which text is read; so it has no steps in the {@link Schema}. docs/decisions/0008 says why it is as it is.
 *
 * <p>A content is in {@code unindexed} from the transaction that brings it until the one that brings its words. Whoever searches takes those for
 * candidates: an index that is behind costs time, and never a message.
 */
final class Words {
    /** What a text has been made from decides whether an index of it can still be used; the JDK has the charsets and the cases. */
    private static final String RULES =
            MessageText.VERSION + " Java " + Runtime.version().feature();

    private static final int LENGTH = 3;
    /** More of a long text would rule out hardly a message more. */
    private static final int MOST_WORDS = 32;
    /** Of how many words a shorter text may be the beginning; beyond it, it is in nearly every message. */
    private static final int MOST_BEGUN = 256;

    /** Marks the end of a text, long enough that a word begins at its last character; stands in no text. */
    static final String END = "\u0001\u0001";
    /** A word that is nowhere. */
    private static final String NONE = "\u0002\u0002\u0002";

    private static final List<String> TABLES = List.of(
            "CREATE TABLE word_rules (rules TEXT NOT NULL) STRICT",
            """
            CREATE TABLE unindexed (          -- contents whose words are not in the index
              content INTEGER PRIMARY KEY,
              passed INTEGER NOT NULL         -- 1 when they never will be: too much text, or damaged
            ) STRICT""",
            "CREATE INDEX unindexed_yet ON unindexed (content) WHERE passed = 0",
            // Row content.id * 2 is its header, and the next its body. Which of them have a word is all that is asked:
            // neither the texts nor the words' places are kept.
            """
            CREATE VIRTUAL TABLE words USING fts5 (
              text, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram case_sensitive 1')""",
            "CREATE VIRTUAL TABLE word USING fts5vocab (words, row)",
            """
            CREATE TRIGGER content_came AFTER INSERT ON content BEGIN
              INSERT INTO unindexed (content, passed) VALUES (new.id, 0);
            END""",
            """
            CREATE TRIGGER content_went AFTER DELETE ON content BEGIN
              DELETE FROM unindexed WHERE content = old.id;
              DELETE FROM words WHERE rowid = old.id * 2;
              DELETE FROM words WHERE rowid = old.id * 2 + 1;
            END""",
            "INSERT INTO unindexed (content, passed) SELECT id, 0 FROM content");

    private static final List<String> NO_TABLES = List.of(
            "DROP TRIGGER IF EXISTS content_came",
            "DROP TRIGGER IF EXISTS content_went",
            "DROP TABLE IF EXISTS word",
            "DROP TABLE IF EXISTS words",
            "DROP TABLE IF EXISTS unindexed",
            "DROP TABLE IF EXISTS word_rules");

    private Words() {}

    /** What whoever opens a file wants of its index. */
    enum Wish {
        AS_IT_IS,
        THERE,
        GONE
    }

    /**
     * Begins an index where one is wanted and none of these rules is there, and removes one that is not wanted. Tells whether there is one
     * behind it.
     */
    static boolean keep(Database database, Wish wish) throws SQLException {
        boolean there = database.first("SELECT 1 FROM sqlite_schema WHERE name = 'word_rules'", row -> 1)
                .isPresent();
        boolean wanted = wish == Wish.AS_IT_IS ? there : wish == Wish.THERE;
        boolean current = there
                && database.first("SELECT rules FROM word_rules", row -> row.getString(1))
                        .equals(Optional.of(RULES));
        if (there ? wanted && current : !wanted) {
            return wanted;
        }
        database.execute("BEGIN IMMEDIATE");
        for (String statement : NO_TABLES) {
            database.execute(statement);
        }
        if (wanted) {
            for (String statement : TABLES) {
                database.execute(statement);
            }
            database.update("INSERT INTO word_rules (rules) VALUES (?)", RULES);
        }
        database.execute("COMMIT");
        return wanted;
    }

    /** A content whose words are to come. */
    record Waiting(long content, long octets, byte[] outline) {}

    /** The next of them, of those that messages use. */
    static List<Waiting> waiting(Database database, int most) throws SQLException {
        return database.all(
                "SELECT id, octets, outline FROM unindexed JOIN content ON id = unindexed.content"
                        + " WHERE passed = 0 AND refs > 0 ORDER BY unindexed.content LIMIT ?",
                row -> new Waiting(row.getLong(1), row.getLong(2), row.getBytes(3)),
                most);
    }

    static long unindexed(Database database) throws SQLException {
        return database.first("SELECT count(*) FROM unindexed WHERE passed = 0", row -> row.getLong(1))
                .orElseThrow();
    }

    /** Puts a content's words into the index, unless the content is gone meanwhile. */
    static void put(Database database, long content, String header, String body) throws SQLException {
        if (database.update("DELETE FROM unindexed WHERE content = ?", content) > 0) {
            database.update("INSERT INTO words (rowid, text) VALUES (?, ?)", content * 2, header);
            database.update("INSERT INTO words (rowid, text) VALUES (?, ?)", content * 2 + 1, body);
        }
    }

    /** Leaves a content without words, so that it stays a candidate. */
    static void pass(Database database, long content) throws SQLException {
        database.update("UPDATE unindexed SET passed = 1 WHERE content = ?", content);
    }

    /** The messages of a mailbox that may have a text; empty when the index cannot tell. */
    static Optional<UidSet> candidates(Database database, long mailbox, UidSet among, Place place, String text)
            throws SQLException {
        Optional<String> match = among.isEmpty() ? Optional.empty() : match(database, WordText.folded(text));
        if (match.isEmpty()) {
            return Optional.empty();
        }
        UidSet.Builder candidates = new UidSet.Builder();
        database.each(
                "SELECT uid FROM message WHERE mailbox = ? AND uid BETWEEN ? AND ? AND (content IN"
                        + " (SELECT rowid >> 1 FROM words WHERE words MATCH ? AND rowid & 1 IN (?, ?))"
                        + " OR content IN (SELECT content FROM unindexed)) ORDER BY uid",
                row -> candidates.add(row.getLong(1)),
                mailbox,
                among.first(),
                among.last(),
                match.get(),
                place == Place.BODY ? 1 : 0,
                place == Place.HEADER ? 0 : 1);
        return Optional.of(candidates.build());
    }

    /** What FTS5 is to look for; empty when that would be too much, or nothing. */
    private static Optional<String> match(Database database, String text) throws SQLException {
        int[] characters = text.codePoints().toArray();
        if (characters.length == 0 || text.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            return Optional.empty(); // half a character is none that SQLite knows
        }
        return characters.length < LENGTH ? begun(database, text) : Optional.of(all(characters));
    }

    /** All words that the text has. */
    private static String all(int[] characters) {
        Set<String> words = new LinkedHashSet<>();
        for (int i = 0; i + LENGTH <= characters.length && words.size() < MOST_WORDS; i++) {
            words.add(quoted(new String(characters, i, LENGTH)));
        }
        return String.join(" AND ", words);
    }

    /** Any of the words that begin with it. */
    private static Optional<String> begun(Database database, String text) throws SQLException {
        List<String> words = database.all(
                "SELECT term FROM word WHERE term >= ? AND term < ? LIMIT ?",
                row -> row.getString(1),
                text,
                text + Character.toString(Character.MAX_CODE_POINT),
                MOST_BEGUN + 1);
        if (words.size() > MOST_BEGUN) {
            return Optional.empty();
        }
        return Optional.of(
                words.isEmpty()
                        ? quoted(NONE)
                        : words.stream().map(Words::quoted).collect(Collectors.joining(" OR ")));
    }

    private static String quoted(String word) {
        return '"' + word.replace("\"", "\"\"") + '"';
    }
}

package dev.yubin.mailbox.sqlite;

import dev.yubin.mailbox.StoreException;

/** Takes the room for a user's mail away and gives it back, as a disk does that fills up and is cleared. */
public final class Room {
    private Room() {}

    /** SQLite keeps what is there and takes no further page. */
    public static void none(SqliteMailStore store, String user) throws StoreException {
        pages(store, user, 1);
    }

    public static void plenty(SqliteMailStore store, String user) throws StoreException {
        pages(store, user, 1_000_000);
    }

    private static void pages(SqliteMailStore store, String user, int most) throws StoreException {
        store.shard(user).commit(0, transaction -> transaction.database().pragma("max_page_count = " + most));
    }
}

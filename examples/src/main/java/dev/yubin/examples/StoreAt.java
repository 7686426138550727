package dev.yubin.examples;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Optional;

/**
 * Where mail is kept, in the words of a command line: {@code memory}, which forgets it in the end, or {@code sqlite:FILE}.
 *
 * @param file empty for the memory
 */
public record StoreAt(Optional<Path> file) {
    private static final String MEMORY = "memory";
    private static final String SQLITE = "sqlite:";

    /** @throws IllegalArgumentException when this is no store, in a sentence */
    public static StoreAt of(String text) {
        if (text.equalsIgnoreCase(MEMORY)) {
            return new StoreAt(Optional.empty());
        } else if (!names(text) || text.length() == SQLITE.length()) {
            throw new IllegalArgumentException("expected memory or sqlite:FILE, not '" + text + "'");
        }
        return new StoreAt(Optional.of(Path.of(text.substring(SQLITE.length()))));
    }

    /** Whether a text that may mean other things as well means a store. */
    public static boolean names(String text) {
        return text.equalsIgnoreCase(MEMORY) || text.regionMatches(true, 0, SQLITE, 0, SQLITE.length());
    }

    /**
     * Opens the store, and makes these users' accounts where they are not there.
     *
     * @param settings of a file; the memory has none
     * @throws StoreException as {@link SqliteMailStore.Builder#open}; its message is a sentence for whoever wrote the command line
     */
    public MailStore open(SqliteMailStore.Builder settings, Collection<String> users) throws StoreException {
        if (file.isEmpty()) {
            return MemoryMailStore.create(users.toArray(String[]::new));
        }
        SqliteMailStore store = settings.open(file.get());
        try {
            addAccounts(store, users);
            return store;
        } catch (StoreException e) {
            store.close();
            throw e;
        }
    }

    /** Makes these users' accounts in a store that was opened here, where they are not there. */
    static void addAccounts(MailStore store, Collection<String> users) throws StoreException {
        for (String user : users) {
            if (store instanceof MemoryMailStore memory) {
                memory.addAccount(user);
            } else if (store instanceof SqliteMailStore sqlite) {
                sqlite.addAccount(user);
            }
        }
    }

    @Override
    public String toString() {
        return file.map(path -> SQLITE + path).orElse(MEMORY);
    }
}

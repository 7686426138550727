package dev.yubin.examples.mailimport;

import dev.yubin.examples.StoreAt;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.sqlite.SqliteMailStore;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Opens stores by what they are called on a command line. */
interface StoreUrl {
    /**
     * The store of that URL, in which the user has an account; empty where it is the URL of something else.
     *
     * @throws IOException when it cannot be opened
     */
    Optional<MailStore> open(String url, String user) throws IOException;

    /** The stores that there are. */
    StoreUrl KNOWN = (url, user) -> {
        if (!StoreAt.names(url)) {
            return Optional.empty();
        }
        try {
            List<String> users = user.isEmpty() ? List.of() : List.of(user);
            return Optional.of(StoreAt.of(url).open(SqliteMailStore.builder(), users));
        } catch (StoreException | IllegalArgumentException e) {
            throw new IOException(url + ": " + e.getMessage(), e);
        }
    };
}

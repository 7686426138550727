package dev.yubin.examples.mailimport;

import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.io.IOException;
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
    StoreUrl KNOWN = (url, user) -> switch (url) {
        case "memory" -> Optional.of(MemoryMailStore.create(user)); // for a rehearsal: it forgets all in the end
        default -> Optional.empty();
    };
}

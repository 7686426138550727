package dev.yubin.conformance.smtp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way to see what the server has delivered. Some promises are about that alone, such as that no half of a message ever is. */
@FunctionalInterface
public interface Mailroom {
    /**
     * All messages that the recipient was ever delivered, in any order, an octet a character: with CR LF, and with trace fields on top or none.
     *
     * @throws IOException when it cannot be looked at; the check is skipped and says why
     */
    List<String> messages() throws IOException;

    /** What is in a Maildir's folders {@code new} and {@code cur}. Where its lines end with LF alone, that is taken for CR LF. */
    static Mailroom maildir(Path folder) {
        return new Maildir(folder);
    }
}

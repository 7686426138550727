package dev.yubin.imap.server;

import dev.yubin.imap.ImapCommand;
import dev.yubin.imap.Verb;
import dev.yubin.imap.mailbox.Resync;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.SearchKey;
import java.util.List;

/** What a client may no longer say that has enabled UIDONLY: RFC 9586 sections 3.2, 3.5, 3.7 and 3.8. */
final class UidOnly {
    private UidOnly() {}

    /** Refuses a command that names or tells messages by number. */
    static void check(Dialect dialect, ImapCommand command) throws Refusal {
        boolean numbers = command.verb().numbers().needsNumbers() && command.verb() != Verb.ESEARCH;
        boolean known = command instanceof Select select
                && select.resync().flatMap(Resync::knownNumbers).isPresent();
        if (dialect.uidOnly() && (numbers || known)) {
            throw Refusal.uidRequired();
        }
        if (command instanceof MultiSearch search) {
            check(dialect, search.keys());
        }
    }

    /** Refuses keys that name messages by number, at any depth. What was found is not named so, though {@code $} stands for it. */
    static void check(Dialect dialect, List<SearchKey> keys) throws Refusal {
        if (!dialect.uidOnly()) {
            return;
        }
        for (SearchKey key : keys) {
            if (key instanceof SearchKey.Messages some
                    && !some.uid()
                    && !some.messages().isSaved()) {
                throw Refusal.uidRequired();
            }
            check(dialect, key.keys());
        }
    }
}

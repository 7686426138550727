package dev.yubin.imap;

import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.Delete;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.mailbox.Subscribe;
import dev.yubin.imap.mailbox.Unsubscribe;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.message.UidExpunge;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.wire.ImapWriter;

/**
 * What a client asks for, without its tag (see {@link ImapRequest}): RFC 9051 section 6. Switch over {@link #verb}; each verb has one record,
 * and those without arguments share {@link Bare}.
 */
public sealed interface ImapCommand
        permits Append,
                Authenticate,
                Bare,
                Copy,
                Create,
                Delete,
                Enable,
                Fetch,
                Id,
                ListMailboxes,
                Login,
                Lsub,
                Malformed,
                Move,
                Rename,
                Search,
                Select,
                Status,
                Store,
                Subscribe,
                UidExpunge,
                Unrecognized,
                Unsubscribe {
    /** Its row in the table of commands. */
    Verb verb();

    /**
     * Writes its arguments: what stands behind the verb and a space.
     *
     * @throws IllegalArgumentException for a {@link Malformed}
     */
    void write(ImapWriter out);
}

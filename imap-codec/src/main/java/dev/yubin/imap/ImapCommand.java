package dev.yubin.imap;

import dev.yubin.imap.acl.IdentifierCommand;
import dev.yubin.imap.acl.SetAcl;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.mailbox.Append;
import dev.yubin.imap.mailbox.AppendMessage;
import dev.yubin.imap.mailbox.Create;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Lsub;
import dev.yubin.imap.mailbox.MailboxCommand;
import dev.yubin.imap.mailbox.Rename;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.mailbox.Status;
import dev.yubin.imap.message.Copy;
import dev.yubin.imap.message.Move;
import dev.yubin.imap.message.Replace;
import dev.yubin.imap.message.Store;
import dev.yubin.imap.message.UidExpunge;
import dev.yubin.imap.metadata.GetMetadata;
import dev.yubin.imap.metadata.SetMetadata;
import dev.yubin.imap.notify.Notify;
import dev.yubin.imap.quota.GetQuota;
import dev.yubin.imap.quota.SetQuota;
import dev.yubin.imap.search.CancelUpdate;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.Sort;
import dev.yubin.imap.search.ThreadMessages;
import dev.yubin.imap.search.UidBatches;
import dev.yubin.imap.wire.ImapWriter;
import java.util.Optional;

/**
 * What a client asks for, without its tag (see {@link ImapRequest}): RFC 9051 section 6. Switch over {@link #verb}; each verb has one record;
 * those without arguments share {@link Bare}, and those of a name alone {@link MailboxCommand}.
 */
public sealed interface ImapCommand
        permits Append,
                Authenticate,
                Bare,
                CancelUpdate,
                UidBatches,
                Compress,
                Copy,
                Create,
                Enable,
                Fetch,
                GetMetadata,
                GetQuota,
                Id,
                IdentifierCommand,
                Language,
                ListMailboxes,
                Login,
                Lsub,
                MailboxCommand,
                Malformed,
                Move,
                MultiSearch,
                Notify,
                Rename,
                Replace,
                Search,
                Select,
                SetAcl,
                SetMetadata,
                SetQuota,
                Sort,
                Status,
                Store,
                ThreadMessages,
                UidExpunge,
                Unrecognized {
    /** Its row in the table of commands. */
    Verb verb();

    /** The message of which octets stream behind this, up to whose literal it is written; empty for a command that is whole. */
    default Optional<AppendMessage> streamed() {
        return Optional.empty();
    }

    /**
     * Writes its arguments: what stands behind the verb and a space.
     *
     * @throws IllegalArgumentException for a {@link Malformed}
     */
    void write(ImapWriter out);
}

package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Append;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.GivenUids;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.Set;

/** A store in memory with the mailboxes that an example of an RFC has, whose messages have their UIDs, flags and dates. */
final class Archive {
    private final MemoryMailStore store;
    private final Account account;
    private Mailbox mailbox;
    private long uidValidity;

    private Archive(MemoryMailStore store) {
        this.store = store;
        account = store.addAccount(Office.USER);
    }

    static Archive of(MemoryMailStore store) {
        return new Archive(store);
    }

    static Archive empty() {
        return of(MemoryMailStore.create());
    }

    MemoryMailStore store() {
        return store;
    }

    /** The mailbox of what follows, made unless it is INBOX. */
    Archive mailbox(String name, long validity, SpecialUse... uses) {
        try {
            MailboxName named = MailboxName.of(name);
            if (!named.equals(MailboxName.INBOX)) {
                account.create(named, Set.of(uses));
            }
            mailbox = account.open(named);
            uidValidity = validity;
            return next(1);
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What UIDNEXT is at least. */
    Archive next(long uid) {
        try {
            ((GivenUids) mailbox).adopt(uidValidity, uid);
            return this;
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    Archive subscribed(String... names) {
        try {
            for (String name : names) {
                account.subscribe(MailboxName.of(name), true);
            }
            return this;
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param flags divided by spaces */
    Archive message(long uid, String flags, Instant received, String text) {
        byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        Set<Flag> all = Flag.split(flags);
        try (Append append = ((GivenUids) mailbox).append(uid, all, received, OptionalLong.of(octets.length));
                MessageWriter writer = MessageWriter.of(append)) {
            writer.write(ByteBuffer.wrap(octets));
            writer.commit();
            return this;
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
    }

    Archive message(long uid, String flags, String text) {
        return message(uid, flags, Office.RECEIVED, text);
    }

    /**
     * What a client and this server say when it selects one of them.
     *
     * @param unseen the first message that is unseen, or 0
     */
    static String select(String name, int messages, int unseen) {
        return """
                C: s SELECT %s
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * %d EXISTS
                S: * 0 RECENT
                %sS: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT ...] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: s OK [READ-WRITE] SELECT done
                """.formatted(name, messages, unseen == 0 ? "" : "S: * OK [UNSEEN " + unseen + "] ...\n");
    }
}

package dev.yubin.pop3.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.MailStore;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Maildrop;
import dev.yubin.mailbox.MaildropStore;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AtomicMove;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/** What becomes, at QUIT and at no other time, of messages that DELE has marked: of all of them, or of none. It never changes. */
public final class Deletion {
    private enum Kind {
        EXPUNGE,
        FLAG,
        MOVE
    }

    private static final Deletion EXPUNGED = new Deletion(Kind.EXPUNGE, null, null);

    private final Kind kind;
    /** Of {@link Kind#FLAG}, else null. */
    private final Flag flag;
    /** Of {@link Kind#MOVE}, else null. */
    private final MailboxName target;

    private Deletion(Kind kind, Flag flag, MailboxName target) {
        this.kind = kind;
        this.flag = flag;
        this.target = target;
    }

    /** They are removed for good. Any store can do that. */
    public static Deletion expunge() {
        return EXPUNGED;
    }

    /**
     * They bear this flag from then on, {@link Flag#DELETED} or a keyword, and POP3 shows no message that bears it; in IMAP they stay. Needs a store
     * with mailboxes, a {@link MailStore}.
     */
    public static Deletion flag(Flag flag) {
        return new Deletion(Kind.FLAG, Objects.requireNonNull(flag, "flag"), null);
    }

    /**
     * They are moved to this mailbox of the account, which is made where it is missing. Needs a {@link MailStore} whose INBOX is an {@link AtomicMove}, since
     * a message may not be in both mailboxes, nor in none.
     *
     * @throws IllegalArgumentException for INBOX
     */
    public static Deletion moveTo(MailboxName mailbox) {
        if (mailbox.equals(MailboxName.INBOX)) {
            throw new IllegalArgumentException("what is deleted cannot be moved to INBOX, where it is");
        }
        return new Deletion(Kind.MOVE, null, mailbox);
    }

    /** @throws IllegalStateException when no maildrop of this store can do it */
    void requireOf(MaildropStore store) {
        if (kind != Kind.EXPUNGE && !(store instanceof MailStore)) {
            throw new IllegalStateException("the policy is that a deleted message " + this
                    + ", which needs a MailStore; this store has maildrops alone");
        }
    }

    /** @throws StoreException {@code CANNOT} when this maildrop cannot do it */
    void requireOf(Maildrop maildrop) throws StoreException {
        boolean can = switch (kind) {
            case EXPUNGE -> true;
            case FLAG -> maildrop instanceof Mailbox;
            case MOVE -> maildrop instanceof AtomicMove;
        };
        if (!can) {
            throw new StoreException(
                    Reason.CANNOT, "the policy is that a deleted message " + this + ", which this store cannot do");
        }
    }

    /** Whether POP3 does not show this message. */
    boolean hides(Message message) {
        return kind == Kind.FLAG && message.flags().contains(flag);
    }

    /** Does it, with all or none. Asks the store. */
    void carryOut(MaildropStore store, String account, Maildrop maildrop, UidSet uids) throws StoreException {
        switch (kind) {
            case EXPUNGE -> maildrop.expunge(uids);
            case FLAG -> ((Mailbox) maildrop).store(uids, FlagChange.add(flag), OptionalLong.empty());
            case MOVE -> move(((MailStore) store).account(account), (AtomicMove) maildrop, uids);
        }
    }

    private void move(Account account, AtomicMove from, UidSet uids) throws StoreException {
        try {
            from.move(uids, target);
        } catch (StoreException e) {
            if (e.reason() != Reason.NONEXISTENT) {
                throw e;
            }
            makeTarget(account);
            from.move(uids, target);
        }
    }

    private void makeTarget(Account account) throws StoreException {
        try {
            account.create(target, Set.of());
        } catch (StoreException e) {
            if (e.reason() != Reason.ALREADYEXISTS) { // else another session was quicker
                throw e;
            }
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Deletion deletion
                && kind == deletion.kind
                && Objects.equals(flag, deletion.flag)
                && Objects.equals(target, deletion.target);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, flag, target);
    }

    /** Such as {@code is moved to Trash}. */
    @Override
    public String toString() {
        return switch (kind) {
            case EXPUNGE -> "is removed";
            case FLAG -> "bears " + flag;
            case MOVE -> "is moved to " + target;
        };
    }
}

package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A mailbox as it is kept, whoever looks at it. The guard of its home guards it. */
final class KeptMailbox {
    private final Mailboxes home;
    private final String id = Identifiers.mailbox(Identifiers.next());
    private final Set<SpecialUse> uses;
    private final Messages messages;
    private final KeptAnnotations annotations;
    private final AccessList access = new AccessList();
    private final Listeners listeners = new Listeners();
    private MailboxName name;
    private boolean gone;

    KeptMailbox(Mailboxes home, MailboxName name, long uidValidity, Set<SpecialUse> uses) {
        this.home = home;
        this.name = name;
        this.uses = Set.copyOf(uses);
        this.annotations = new KeptAnnotations(home.bounds());
        this.messages = new Messages(uidValidity, home.room(), home.bounds().tombstones(), this::noteChange);
    }

    Mailboxes home() {
        return home;
    }

    MailboxName name() {
        return name;
    }

    String id() {
        return id;
    }

    Set<SpecialUse> uses() {
        return uses;
    }

    Messages messages() {
        return messages;
    }

    KeptAnnotations annotations() {
        return annotations;
    }

    Listeners listeners() {
        return listeners;
    }

    private void noteChange() {
        listeners.tell(home.guard(), AccountNews.changed(name));
        home.noteChange(this);
    }

    void renamed(MailboxName to) {
        home.noteChange(this);
        name = to;
        home.noteChange(this);
    }

    /** What the user may do here; for the owner that is everything, always. */
    Permit permit(String user) {
        return user.equals(home.owner()) ? Permit.OWNER : new Permit(access.of(user));
    }

    /** Whether anyone but the owner may do something here. */
    boolean shared() {
        return !access.isEmpty();
    }

    /** Everybody's rights, the owner's with them. */
    Map<String, Set<Right>> rights() {
        Map<String, Set<Right>> rights = new TreeMap<>(access.byIdentifier());
        rights.put(home.owner(), EnumSet.allOf(Right.class));
        return rights;
    }

    /** Changes an identifier's rights. Those who saw the mailbox before are told, and those who see it now. */
    void change(String identifier, RightsChange change) throws StoreException {
        if (!identifier.equals(home.owner())) {
            home.noteChange(this);
            access.change(identifier, change);
            home.noteChange(this);
        } else if (!change.appliedTo(Permit.OWNER.rights()).equals(Permit.OWNER.rights())) {
            throw new StoreException(Reason.CANNOT, "the owner has all rights always");
        }
    }

    void inheritAccess(KeptMailbox superior) {
        access.copyFrom(superior.access);
    }

    /** Moves its messages; annotations stay here too (RFC 5464 section 4.1). */
    void moveContentTo(KeptMailbox there) throws StoreException {
        messages.moveTo(there.messages);
        there.annotations.copyFrom(annotations);
    }

    void requireThere() throws StoreException {
        if (gone) {
            throw new StoreException(Reason.NONEXISTENT, "this mailbox was deleted");
        }
    }

    void delete() {
        messages.clear();
        gone = true;
        noteChange();
    }
}

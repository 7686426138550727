package dev.yubin.mailbox.memory;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import java.util.Set;

/** A mailbox as it is kept, whoever looks at it. The guard of its home guards it. */
final class KeptMailbox {
    private final Mailboxes home;
    private final String id = Identifiers.mailbox(Identifiers.next());
    private final Set<SpecialUse> uses;
    private final Messages messages;
    private final KeptAnnotations annotations;
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
        listeners.tell(home.guard(), name);
        home.noteChange(name);
    }

    void renamed(MailboxName to) {
        home.noteChange(name);
        name = to;
        home.noteChange(name);
    }

    /** Moves its messages; annotations stay here too (RFC 5464 section 4.1). */
    void moveContentTo(KeptMailbox there) throws StoreException {
        messages.moveTo(there.messages, messages.all());
        there.annotations.copyFrom(annotations);
    }

    void requireThere() throws StoreException {
        if (gone) {
            throw new StoreException(Reason.NONEXISTENT, "this mailbox was deleted");
        }
    }

    void delete() {
        messages.remove(messages.all());
        gone = true;
        noteChange();
    }
}

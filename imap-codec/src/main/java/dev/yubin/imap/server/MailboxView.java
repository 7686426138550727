package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.PermanentFlags;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.mailbox.FlagsData;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.mailbox.ChangedUids;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.Snapshot;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Right;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The selected mailbox as this session's client believes it to be. The store moves on by itself; {@link #update} says what the client
 * must hear to follow, and only then does a sequence number change its meaning.
 *
 * <p>\Recent (RFC 3501 section 2.3.2) belongs here and not to the store: a message is recent to the sessions that had its mailbox selected
 * when it came, and to no other. Used by one thread at a time.
 */
final class MailboxView {
    private static final List<Flag> SYSTEM = List.of(Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.SEEN, Flag.DRAFT);

    /** Without any of them, nothing in a mailbox can be changed: RFC 4314 section 5.2. */
    private static final Set<Right> CHANGING =
            EnumSet.of(Right.INSERT, Right.EXPUNGE, Right.SEEN, Right.WRITE, Right.DELETE_MESSAGES);

    private final Mailbox mailbox;
    private MailboxName name;
    /** Whether no mailbox of that name is this one any more. */
    private boolean nameless;

    private final boolean readOnly;
    private final Set<Right> rights;
    private final MailboxStatus opened;
    private final Numbering numbering;
    private final OptionalLong firstUnseen;
    private final Set<Flag> keywords;
    /** Messages whose flags the client has heard ahead of {@link #modSeq}, and the mod-sequence it heard them at. */
    private final Map<Long, Long> told = new HashMap<>();

    private final Contexts contexts;

    private final LastPart lastPart = new LastPart();
    private long modSeq;
    private long heardModSeq;
    private boolean toldVanished;
    private boolean withholdsFlags;
    private UidSet saved = UidSet.EMPTY;
    /** Gone from the store, but the client may not hear of it yet. */
    private UidSet vanished = UidSet.EMPTY;

    private MailboxView(Mailbox mailbox, MailboxName name, boolean readOnly, Set<Right> rights, Snapshot snapshot) {
        this.mailbox = mailbox;
        this.name = name;
        this.readOnly = readOnly || Collections.disjoint(rights, CHANGING);
        this.rights = rights;
        this.opened = snapshot.status();
        this.modSeq = opened.modSeq();
        this.heardModSeq = modSeq;
        this.firstUnseen = snapshot.firstUnseen();
        this.numbering = Numbering.of(snapshot.uids());
        this.keywords = new TreeSet<>(snapshot.keywords());
        this.contexts = new Contexts(this);
    }

    /**
     * The view with which SELECT or EXAMINE begins.
     *
     * @param rights what the user may do; they are those of this moment as long as the mailbox is selected (RFC 4314 section 5.1.1)
     */
    static MailboxView open(Mailbox mailbox, MailboxName name, boolean readOnly, Set<Right> rights)
            throws StoreException {
        return new MailboxView(mailbox, name, readOnly, rights, mailbox.snapshot());
    }

    Mailbox mailbox() {
        return mailbox;
    }

    /** The name by which the client knows it, or which {@link Whereabouts} has found. */
    MailboxName name() {
        return name;
    }

    /** Whether that name is its own. */
    boolean isNamed(MailboxName its) {
        return !nameless && name.equals(its);
    }

    /** The client has renamed a mailbox: this one, perhaps, or one above it. Of INBOX the messages alone move (RFC 9051 section 6.3.6). */
    void renamed(MailboxName from, MailboxName to) {
        if ((name.equals(from) || name.isBelow(from)) && !nameless && !from.equals(MailboxName.INBOX)) {
            name = MailboxName.of(to + name.toString().substring(from.toString().length()));
        }
    }

    /** It was looked up: another session may have renamed it, or removed it. */
    void named(Optional<MailboxName> now) {
        nameless = now.isEmpty();
        name = now.orElse(name);
    }

    boolean readOnly() {
        return readOnly;
    }

    /** Whether messages can be removed here. */
    boolean mayExpunge() {
        return !readOnly && rights.contains(Right.EXPUNGE);
    }

    /** Whether that flag can be changed here: RFC 4314 section 4. */
    boolean mayChange(Flag flag) {
        Right needed =
                flag.equals(Flag.SEEN) ? Right.SEEN : flag.equals(Flag.DELETED) ? Right.DELETE_MESSAGES : Right.WRITE;
        return !readOnly && rights.contains(needed);
    }

    LastPart lastPart() {
        return lastPart;
    }

    /** The searches in it whose results are kept up to date. */
    Contexts contexts() {
        return contexts;
    }

    Numbering numbering() {
        return numbering;
    }

    /** The counters as they were when the mailbox was selected. */
    MailboxStatus opened() {
        return opened;
    }

    /** The mod-sequence up to which the client has heard everything, also of messages that are gone. */
    long heardModSeq() {
        return heardModSeq;
    }

    /** The sequence number of the first message that was unseen at SELECT: RFC 3501 section 7.1, UNSEEN. */
    OptionalInt firstUnseen() {
        int number = numbering.number(firstUnseen.orElse(0));
        return number == 0 ? OptionalInt.empty() : OptionalInt.of(number);
    }

    /**
     * The UIDs that a command names, as far as this session knows them.
     *
     * @param uid whether the set holds UIDs; of those, the ones that name nothing are passed over (RFC 9051 section 6.4.9)
     * @throws Refusal for a sequence number that there is not
     */
    UidSet named(SequenceSet set, boolean uid) throws Refusal {
        if (set.isSaved()) {
            return numbering.known(saved);
        }
        if (uid) {
            return numbering.known(set.within(Math.max(1, numbering.lastUid())));
        }
        if (numbering.size() == 0 || set.greatestNumber().orElse(1) > numbering.size()) {
            throw Refusal.bad("there are " + numbering.size() + " messages, and " + set + " names others");
        }
        return numbering.named(set);
    }

    /** What {@code $} stands for, with what is gone since. */
    UidSet saved() {
        return saved;
    }

    /** Keeps the result of a SEARCH for {@code $}: RFC 9051 section 6.4.4.1. */
    void save(UidSet found) {
        saved = found;
    }

    /** FLAGS and PERMANENTFLAGS of RFC 9051 section 7.3.5 and 7.1; who may write may make any keyword. */
    void writeFlags(Answers out) {
        Set<Flag> all = new TreeSet<>(keywords);
        all.addAll(SYSTEM);
        out.untagged(new FlagsData(all));
        boolean any = !readOnly && rights.contains(Right.WRITE);
        all.removeIf(flag -> !mayChange(flag));
        String these = all.isEmpty() ? "nothing can be changed" : "these are kept";
        out.untagged(Condition.OK, new PermanentFlags(all, any), any ? "these are kept, and any keyword" : these);
    }

    /** Whether the message came while this session had the mailbox selected. */
    boolean isRecent(long uid) {
        return uid >= opened.uidNext();
    }

    /** How many messages are recent. */
    int recent() {
        return numbering.size() + 1 - numbering.atLeast(opened.uidNext());
    }

    /** Notes that the client is being sent this message's flags, so that the next update need not repeat them. */
    void tell(Message message) {
        if (message.modSeq() > modSeq) {
            told.put(message.uid(), message.modSeq());
        }
    }

    /** Whether the client has heard these flags of this message, be it in an update or ahead of it. */
    boolean hasTold(Message message) {
        return message.modSeq() <= Math.max(modSeq, told.getOrDefault(message.uid(), 0L));
    }

    /** Whether messages were told to be gone since this was last asked, or some still hide. */
    boolean takeVanished() {
        boolean told = toldVanished;
        toldVanished = false;
        return told || hidesExpunged();
    }

    /** Whether one of these is gone from the store and the client has not heard of it. */
    boolean hidesExpunged() {
        return !vanished.isEmpty();
    }

    /** EXPUNGEISSUED where it {@linkplain #hidesExpunged hides} one: RFC 5530 section 3. */
    Optional<ResponseCode> expungeIssued() {
        return hidesExpunged() ? Optional.of(Plain.EXPUNGEISSUED) : Optional.empty();
    }

    /** Whether one of these messages is gone from the store, told or not. */
    boolean lacks(UidSet uids) throws StoreException {
        return !uids.and(vanished.or(changes().vanished())).isEmpty();
    }

    /**
     * Catches up with the store.
     *
     * @param mayExpunge whether the client may hear of messages that are gone; not during a FETCH, STORE or SEARCH by sequence numbers
     *     (RFC 9051 section 7.5.1), where a sequence number must not change its meaning
     */
    Updates update(boolean mayExpunge) throws StoreException {
        Changes changes = changes();
        contexts.look(changes); // first: should the store fail here, all is as it was, and met again by the next update
        modSeq = changes.modSeq();
        vanished = vanished.or(numbering.known(changes.vanished()));
        List<EsearchData> lost = contexts.lose();
        UidSet gone = mayExpunge ? vanished : UidSet.EMPTY;
        toldVanished |= !gone.isEmpty();
        int[] expunged = gone.isEmpty() ? new int[0] : numbering.remove(gone);
        vanished = mayExpunge ? UidSet.EMPTY : vanished;
        heardModSeq = vanished.isEmpty() && !withholdsFlags ? modSeq : heardModSeq;

        int before = numbering.size();
        boolean newKeyword = false;
        List<Message> flagged = new ArrayList<>();
        for (Message message : changes.changed()) {
            newKeyword |= noteKeywords(message);
            if (message.uid() > numbering.lastUid()) {
                numbering.add(message.uid());
            } else {
                flagged(message, flagged);
            }
        }
        told.clear();
        OptionalInt exists = numbering.size() > before ? OptionalInt.of(numbering.size()) : OptionalInt.empty();
        return new Updates(lost, expunged, gone, exists, newKeyword, List.copyOf(flagged), contexts.gain());
    }

    /** The client is not told of flags that change: from here on it has not heard everything, whatever it hears. */
    void withholdFlags() {
        withholdsFlags = true;
    }

    private void flagged(Message message, List<Message> flagged) {
        boolean heard = told.getOrDefault(message.uid(), 0L) >= message.modSeq();
        if (numbering.number(message.uid()) != 0 && !heard) {
            flagged.add(message);
        }
    }

    private Changes changes() throws StoreException {
        var changes = mailbox.changes(modSeq);
        return changes.isPresent() ? changes.get() : compared();
    }

    /** What changed, where the store no longer remembers: what is no longer among its messages has vanished. */
    private Changes compared() throws StoreException {
        Snapshot now =
                mailbox.snapshot(); // before the messages: what changes meanwhile is met again by the next update
        List<Message> changed = mailbox.messages(now.uids(), modSeq);
        return new Changes(now.status().modSeq(), changed, numbering.uids().without(now.uids()));
    }

    /**
     * What a client that comes back has to forget: which of these UIDs went behind that mod-sequence and are no message that it is told
     * of here. Where the store no longer remembers, all that name nothing: RFC 7162 section 3.2.6.
     *
     * @param changed what the store told of the time behind the mod-sequence
     */
    UidSet vanishedEarlier(UidSet among, Optional<ChangedUids> changed) {
        UidSet gone = changed.map(ChangedUids::vanished).map(among::and).orElse(among);
        return gone.without(numbering.uids());
    }

    /** Every UID that was given before this mailbox was selected, or that this client has heard of since. */
    UidSet given() {
        long last = Math.max(opened.uidNext() - 1, numbering.lastUid());
        return last == 0 ? UidSet.EMPTY : UidSet.range(1, last);
    }

    private boolean noteKeywords(Message message) {
        boolean met = false;
        for (Flag flag : message.flags()) {
            met |= !flag.system() && keywords.add(flag);
        }
        return met;
    }
}

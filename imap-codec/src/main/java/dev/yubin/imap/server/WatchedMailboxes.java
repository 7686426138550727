package dev.yubin.imap.server;

import static dev.yubin.imap.notify.NotifyEvent.FLAG_CHANGE;
import static dev.yubin.imap.notify.NotifyEvent.MAILBOX_METADATA_CHANGE;
import static dev.yubin.imap.notify.NotifyEvent.MAILBOX_NAME;
import static dev.yubin.imap.notify.NotifyEvent.MESSAGE_NEW;
import static dev.yubin.imap.notify.NotifyEvent.SERVER_METADATA_CHANGE;
import static dev.yubin.imap.notify.NotifyEvent.SUBSCRIPTION_CHANGE;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.StatusData;
import dev.yubin.imap.mailbox.StatusItem;
import dev.yubin.imap.metadata.MetadataData;
import dev.yubin.imap.notify.NotifyEvent;
import dev.yubin.imap.wire.Octets;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.AccountNews;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.Right;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The mailboxes that NOTIFY watches, as this session's client knows them; what is told is the difference. What the client itself has done, it knows.
 * The selected mailbox's messages are told of elsewhere. RFC 5465 section 5.
 */
final class WatchedMailboxes {
    /** @param status its counters as they were told last; empty where its messages are not watched, or nobody may see them */
    private record Known(boolean exists, boolean subscribed, Optional<MailboxStatus> status) {
        static final Known NOTHING = new Known(false, false, Optional.empty());

        Known exists(boolean now) {
            return new Known(now, subscribed, now ? status : Optional.empty());
        }
    }

    private final Session session;
    private final EventFilter filter;
    private final Map<MailboxName, Known> known = new HashMap<>();
    private final OwnAnnotations own = new OwnAnnotations();

    WatchedMailboxes(Session session, EventFilter filter) {
        this.session = session;
        this.filter = filter;
    }

    /** How many there are. */
    int size() {
        return known.size();
    }

    /** Begins with what there is; returns those whose counters {@link #begin(MailboxName, boolean, Answers)} has to look up. */
    List<MailboxName> begin() throws StoreException {
        List<MailboxName> counted = new ArrayList<>();
        for (MailboxEntry entry : account().list()) {
            Set<NotifyEvent> events = filter.events(entry.name(), entry.subscribed());
            if (!events.isEmpty()) {
                known.put(entry.name(), new Known(entry.exists(), entry.subscribed(), Optional.empty()));
            }
            if (entry.exists() && events.contains(MESSAGE_NEW)) {
                counted.add(entry.name());
            }
        }
        return counted;
    }

    /** Looks up a mailbox's counters, and says what they are or that nobody may know. */
    void begin(MailboxName name, boolean tellsStatus, Answers out) throws StoreException {
        Known before = known.get(name);
        Optional<MailboxStatus> status = status(name);
        known.put(name, new Known(true, before.subscribed(), status));
        if (status.isEmpty()) {
            tellNoAccess(name, out);
        } else if (tellsStatus && !isSelected(name)) {
            tellStatus(name, status.get(), filter.events(name, before.subscribed()), out);
        }
    }

    // ------------------------------------------------------------------ what happens

    /** The account as it is now, to be taken behind the news that are told by it. */
    Now now() throws StoreException {
        return new Now(account().list());
    }

    /** Tells what has happened, and is not known yet. */
    void tell(AccountNews news, Now now, Answers out) throws StoreException {
        switch (news.kind()) {
            case RENAMED -> renamed(news.oldName().orElseThrow(), news.mailbox().orElseThrow(), now, out);
            case CHANGED -> changed(news.mailbox().orElseThrow(), now, out);
            case ANNOTATED -> annotated(news.mailbox(), news.entries(), now, out);
        }
    }

    /** The account's list at a time. */
    static final class Now {
        private final Map<MailboxName, MailboxEntry> entries = new HashMap<>();
        private final Listing listing;

        Now(List<MailboxEntry> listed) {
            listed.forEach(entry -> entries.put(entry.name(), entry));
            listing = new Listing(listed);
        }

        boolean exists(MailboxName name) {
            return entries.containsKey(name) && entries.get(name).exists();
        }

        boolean isSubscribed(MailboxName name) {
            return entries.containsKey(name) && entries.get(name).subscribed();
        }
    }

    private Known known(MailboxName name) {
        return known.getOrDefault(name, Known.NOTHING);
    }

    private void keep(MailboxName name, Known now) {
        if (now.equals(Known.NOTHING) || filter.events(name, now.subscribed()).isEmpty()) {
            known.remove(name);
        } else {
            known.put(name, now);
        }
    }

    private void renamed(MailboxName from, MailboxName to, Now now, Answers out) throws StoreException {
        Whereabouts.find(session);
        boolean asked = asks(MAILBOX_NAME, from, now) || asks(MAILBOX_NAME, to, now);
        boolean untold =
                known.containsKey(from) ? known(from).exists() : !known(to).exists();
        boolean moved = from.equals(MailboxName.INBOX) || !now.exists(from);
        if (untold && moved && now.exists(to)) {
            if (asked) {
                out.untagged(now.listing.one(to, Optional.of(from)));
            }
            renamed(from, to);
        }
    }

    private boolean asks(NotifyEvent event, MailboxName name, Now now) {
        return filter.events(name, now.isSubscribed(name) || known(name).subscribed())
                .contains(event);
    }

    private void changed(MailboxName name, Now now, Answers out) throws StoreException {
        Known before = known(name);
        boolean exists = now.exists(name);
        if (before.exists() != exists) {
            Whereabouts.find(session);
        }
        boolean subscribed = now.isSubscribed(name);
        boolean named = before.exists() != exists && asks(MAILBOX_NAME, name, now);
        if (named || (before.subscribed() != subscribed && asks(SUBSCRIPTION_CHANGE, name, now))) {
            out.untagged(now.listing.one(name, Optional.empty()));
        }
        if (named) {
            name.superior()
                    .filter(superior -> asks(MAILBOX_NAME, superior, now))
                    .ifPresent(superior -> out.untagged(now.listing.one(superior, Optional.empty())));
        }
        Optional<MailboxStatus> status = Optional.empty();
        Set<NotifyEvent> events = filter.events(name, subscribed);
        if (exists && events.contains(MESSAGE_NEW)) {
            status = status(name);
            if (status.isEmpty() && (before.status().isPresent() || !before.exists())) {
                tellNoAccess(name, out);
            } else if (status.isPresent() && !isSelected(name) && isNews(before.status(), status.get(), events)) {
                tellStatus(name, status.get(), events, out);
            }
        }
        keep(name, new Known(exists, subscribed, status));
    }

    private boolean isNews(Optional<MailboxStatus> before, MailboxStatus now, Set<NotifyEvent> events) {
        if (before.isEmpty()) {
            return now.messages() > 0;
        }
        MailboxStatus was = before.get();
        boolean flags = session.dialect().condstore() ? was.modSeq() != now.modSeq() : was.unseen() != now.unseen();
        return was.uidValidity() != now.uidValidity()
                || was.uidNext() != now.uidNext()
                || was.messages() != now.messages()
                || (events.contains(FLAG_CHANGE) && flags);
    }

    private void annotated(Optional<MailboxName> mailbox, Set<String> entries, Now now, Answers out)
            throws StoreException {
        boolean asked = mailbox.map(name -> now.exists(name) && asks(MAILBOX_METADATA_CHANGE, name, now))
                .orElseGet(() -> filter.asks(SERVER_METADATA_CHANGE));
        if (asked && mailbox.map(this::mayRead).orElse(true)) {
            Map<String, Optional<Octets>> changed = new LinkedHashMap<>();
            own.changedByOthers(mailbox, entries, (Annotations) account())
                    .forEach(entry -> changed.put(entry, Optional.empty()));
            if (!changed.isEmpty()) {
                ImapName name = new ImapName(mailbox.map(MailboxName::toString).orElse(""));
                out.untagged(new MetadataData(name, true, changed));
            }
        }
    }

    // ------------------------------------------------------------------ what the client itself has done

    /** CREATE, with what lies above. */
    void created(MailboxName name) {
        keep(name, known(name).exists(true));
        name.superiors().forEach(superior -> keep(superior, known(superior).exists(true)));
    }

    void deleted(MailboxName name) {
        keep(name, known(name).exists(false));
    }

    /** Subscriptions stay where they are. */
    void renamed(MailboxName from, MailboxName to) {
        Map<MailboxName, Known> moved = new HashMap<>();
        known.forEach((name, each) -> {
            boolean moves = name.equals(from) || (name.isBelow(from) && !from.equals(MailboxName.INBOX));
            if (moves && each.exists()) {
                moved.put(name, each);
            }
        });
        boolean inbox = from.equals(MailboxName.INBOX);
        moved.forEach((name, each) -> {
            if (!inbox) {
                keep(name, each.exists(false));
            }
            // The store has it so named; that it fits was the store's to check.
            MailboxName target = MailboxName.of(
                    to + name.toString().substring(from.toString().length()));
            keep(target, new Known(true, known(target).subscribed(), inbox ? Optional.empty() : each.status()));
        });
        created(to);
    }

    void subscribed(MailboxName name, boolean now) {
        keep(name, new Known(known(name).exists(), now, known(name).status()));
    }

    /** SETMETADATA; of the server's annotations where no mailbox is named. */
    void annotated(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> values) {
        own.set(mailbox, values);
    }

    // ------------------------------------------------------------------ how it is told

    private boolean isSelected(MailboxName name) {
        return session.view().filter(view -> view.isNamed(name)).isPresent();
    }

    /** RFC 5465 section 5: lookup and read. */
    private boolean mayRead(MailboxName name) {
        if (!session.offers("ACL")) {
            return true;
        }
        try {
            return ((AccessRights) account()).myRights(name).containsAll(Set.of(Right.LOOKUP, Right.READ));
        } catch (StoreException e) {
            return false;
        }
    }

    /** Empty for a mailbox whose messages this user may not see, or that is gone meanwhile. */
    private Optional<MailboxStatus> status(MailboxName name) throws StoreException {
        if (!mayRead(name)) {
            return Optional.empty();
        }
        try {
            return Optional.of(account().open(name).status());
        } catch (StoreException e) {
            if (e.reason() == StoreException.Reason.NONEXISTENT || e.reason() == StoreException.Reason.NOPERM) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void tellStatus(MailboxName name, MailboxStatus status, Set<NotifyEvent> events, Answers out) {
        Map<StatusItem, Long> items = new EnumMap<>(StatusItem.class);
        items.put(StatusItem.MESSAGES, status.messages());
        items.put(StatusItem.UIDNEXT, status.uidNext());
        items.put(StatusItem.UIDVALIDITY, status.uidValidity());
        if (events.contains(FLAG_CHANGE)) {
            items.put(StatusItem.UNSEEN, status.unseen());
        }
        if (session.dialect().condstore()) {
            items.put(StatusItem.HIGHESTMODSEQ, status.modSeq());
        }
        out.untagged(new StatusData(new ImapName(name.toString()), items, Optional.empty()));
    }

    private static void tellNoAccess(MailboxName name, Answers out) {
        out.untagged(ListData.of(Set.of(ListData.NO_ACCESS), MailboxName.DELIMITER, new ImapName(name.toString())));
    }

    private Account account() {
        return session.account();
    }
}

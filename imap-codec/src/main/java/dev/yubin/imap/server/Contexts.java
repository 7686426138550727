package dev.yubin.imap.server;

import dev.yubin.imap.Condition;
import dev.yubin.imap.ResponseCode.NoUpdate;
import dev.yubin.imap.Tag;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.search.CancelUpdate;
import dev.yubin.imap.search.EsearchData;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.mailbox.Changes;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The searches in the selected mailbox whose results are kept up to date: RFC 5267 section 4.3. Used by one thread at a time. */
final class Contexts {
    private final MailboxView view;
    private final Map<String, Context> byTag = new LinkedHashMap<>();
    /** What is to be told of new messages in the results: RFC 5465 section 7. */
    private Map<Long, Set<FetchItem>> fetches = new TreeMap<>();

    Contexts(MailboxView view) {
        this.view = view;
    }

    /** Refuses a search with UPDATE under the tag of another. */
    void check(ReturnOptions asked, Tag tag, Session session) throws Refusal {
        if (!asked.fetched().isEmpty()) {
            session.require("NOTIFY");
            Fetching.requireOffered(session, asked.fetched());
        }
        if (asked.has(SearchReturn.UPDATE) && byTag.containsKey(tag.text())) {
            throw Refusal.bad("a search of that tag is kept up to date already; use another tag");
        }
    }

    /** Keeps a result up to date from now on, or says that there are too many, or that nothing is told of this mailbox: section 4.3.1. */
    void keep(Context context, Session session, Answers out) {
        int most = session.setting().limits().contexts();
        if (!session.news().tellsSelected()) {
            untold(context.tag(), out);
        } else if (byTag.size() < most) {
            byTag.put(context.tag(), context);
        } else {
            noUpdate(context.tag(), most + " searches are kept up to date already; CANCELUPDATE one of them", out);
        }
    }

    /** UIDONLY is enabled: what would be told by number is no longer kept up to date. RFC 9586 section 3. */
    void dropNumbered(Answers out) {
        byTag.values().stream()
                .filter(context -> !context.isByUid())
                .forEach(context -> noUpdate(context.tag(), "it was told by number; search again by UID", out));
        byTag.values().removeIf(context -> !context.isByUid());
    }

    /** NOTIFY wants to hear no more of this mailbox: RFC 5465 section 3.1. */
    void end(Answers out) {
        byTag.keySet().forEach(tag -> untold(tag, out));
        byTag.clear();
        fetches.clear();
    }

    boolean hasFetches() {
        return !fetches.isEmpty();
    }

    /** What is to be told of new messages, by their UIDs. */
    Map<Long, Set<FetchItem>> takeFetches() {
        Map<Long, Set<FetchItem>> taken = fetches;
        fetches = new TreeMap<>();
        return taken;
    }

    private static void untold(String tag, Answers out) {
        noUpdate(tag, "NOTIFY leaves the selected mailbox out", out);
    }

    private static void noUpdate(String tag, String words, Answers out) {
        out.untagged(Condition.NO, new NoUpdate(tag), words);
    }

    /** CANCELUPDATE. */
    Progress cancel(CancelUpdate cancel) throws Refusal {
        for (String tag : cancel.tags()) {
            if (!byTag.containsKey(tag)) {
                throw Refusal.bad("no search of the tag " + tag + " is kept up to date");
            }
        }
        cancel.tags().forEach(byTag::remove);
        return Progress.done("CANCELUPDATE done");
    }

    /** Looks at what changed; the results stay as they were until {@link #lose} and {@link #gain}. */
    void look(Changes changes) throws StoreException {
        if (byTag.isEmpty()) {
            return;
        }
        byTag.values().forEach(context -> context.begin(changes.vanished()));
        List<Message> changed = changes.changed();
        for (int from = 0; from < changed.size(); from += Batch.MOST) {
            look(changed.subList(from, Math.min(changed.size(), from + Batch.MOST)));
        }
    }

    private void look(List<Message> changed) throws StoreException {
        UidSet uids = UidSet.of(changed.stream().mapToLong(Message::uid).toArray());
        Batch batch = new Batch(view.mailbox(), uids);
        for (Message message : changed) {
            try (Candidate candidate = new Candidate(view, message, batch)) {
                for (Context context : byTag.values()) {
                    boolean gained = context.look(candidate);
                    boolean arrived = message.uid() > view.numbering().lastUid();
                    if (gained && arrived && !context.fetched().isEmpty()) {
                        fetches.computeIfAbsent(message.uid(), uid -> new LinkedHashSet<>())
                                .addAll(context.fetched());
                    }
                }
            }
        }
    }

    /** What went from the results, by the sequence numbers of before. */
    List<EsearchData> lose() {
        return byTag.values().stream()
                .map(context -> context.lose(view.numbering()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** What came to the results, by the sequence numbers of afterwards. */
    List<EsearchData> gain() {
        return byTag.values().stream()
                .map(context -> context.gain(view.numbering()))
                .flatMap(Optional::stream)
                .toList();
    }
}

package dev.yubin.imap.server;

import static dev.yubin.imap.mailbox.ListData.HAS_CHILDREN;
import static dev.yubin.imap.mailbox.ListData.HAS_NO_CHILDREN;
import static dev.yubin.imap.mailbox.ListData.NONEXISTENT;
import static dev.yubin.imap.mailbox.ListData.NOSELECT;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.mailbox.ListData;
import dev.yubin.imap.mailbox.ListReturn;
import dev.yubin.imap.mailbox.ListSelect;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What LIST and LSUB answer: a pure function of an account's mailboxes. RFC 9051 section 6.3.9, RFC 3501 section 6.3.9.
 */
final class Listing {
    /** Every name that exists, is subscribed, or has such a name below it; an entry for the last says that it is neither. */
    private final NavigableMap<String, MailboxEntry> entries = new TreeMap<>();

    Listing(List<MailboxEntry> listed) {
        for (MailboxEntry entry : listed) {
            entries.put(entry.name().toString(), entry);
        }
        for (MailboxEntry entry : listed) {
            for (Optional<MailboxName> above = entry.name().superior(); above.isPresent(); ) {
                MailboxName name = above.get();
                entries.putIfAbsent(name.toString(), new MailboxEntry(name, false, false, Set.of()));
                above = name.superior();
            }
        }
    }

    /** LIST, with or without options. */
    List<ListData> list(List<ListPattern> patterns, Set<ListSelect> selecting, Set<ListReturn> returning) {
        List<ListData> answers = new ArrayList<>();
        boolean subscribed = selecting.contains(ListSelect.SUBSCRIBED);
        boolean tellSubscribed = subscribed || returning.contains(ListReturn.SUBSCRIBED);
        for (MailboxEntry entry : entries.values()) {
            if (!matches(entry, patterns)) {
                continue;
            }
            boolean wanted = subscribed ? entry.subscribed() : entry.exists() || hasBelow(entry);
            wanted &=
                    !selecting.contains(ListSelect.SPECIAL_USE) || !entry.uses().isEmpty();
            boolean childInfo = selecting.contains(ListSelect.RECURSIVEMATCH) && hidesSubscribed(entry, patterns);
            if (wanted || childInfo) {
                answers.add(data(false, entry, attributes(entry, tellSubscribed), childInfo));
            }
        }
        return answers;
    }

    /** One name, be it there or not: RFC 5465 section 5.4. */
    ListData one(MailboxName name, Optional<MailboxName> oldName) {
        MailboxEntry entry = entries.getOrDefault(name.toString(), new MailboxEntry(name, false, false, Set.of()));
        return new ListData(
                false,
                attributes(entry, true),
                Optional.of(MailboxName.DELIMITER),
                new ImapName(name.toString()),
                Set.of(),
                oldName.map(old -> new ImapName(old.toString())));
    }

    private static ListData data(boolean lsub, MailboxEntry entry, Set<Flag> attributes, boolean childInfo) {
        return new ListData(
                lsub,
                attributes,
                Optional.of(MailboxName.DELIMITER),
                new ImapName(entry.name().toString()),
                childInfo ? Set.of("SUBSCRIBED") : Set.of(),
                Optional.empty());
    }

    private Set<Flag> attributes(MailboxEntry entry, boolean tellSubscribed) {
        Set<Flag> attributes = new LinkedHashSet<>();
        if (!entry.exists()) {
            attributes.add(NONEXISTENT);
            attributes.add(NOSELECT); // said too, for a client of RFC 3501 knows this word alone
        }
        if (tellSubscribed && entry.subscribed()) {
            attributes.add(ListData.SUBSCRIBED);
        }
        attributes.add(hasBelow(entry) ? HAS_CHILDREN : HAS_NO_CHILDREN);
        entry.uses().stream().map(SpecialUse::attribute).sorted().map(Flag::of).forEach(attributes::add);
        return attributes;
    }

    /**
     * LSUB: names that are subscribed, and for a {@code %} names above them that are not, marked {@code \Noselect}: RFC 3501 section
     * 6.3.9.
     */
    List<ListData> lsub(ListPattern pattern) {
        List<ListPattern> patterns = List.of(pattern);
        List<ListData> answers = new ArrayList<>();
        for (MailboxEntry entry : entries.values()) {
            if (matches(entry, patterns) && (entry.subscribed() || hidesSubscribed(entry, patterns))) {
                answers.add(data(true, entry, entry.subscribed() ? Set.of() : Set.of(NOSELECT), false));
            }
        }
        return answers;
    }

    private static boolean matches(MailboxEntry entry, List<ListPattern> patterns) {
        String name = entry.name().toString();
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /** Whether a mailbox lies below. */
    private boolean hasBelow(MailboxEntry entry) {
        return below(entry).stream().anyMatch(MailboxEntry::exists);
    }

    /** Whether a subscribed name below is not itself matched, and so shows only through this one. */
    private boolean hidesSubscribed(MailboxEntry entry, List<ListPattern> patterns) {
        return below(entry).stream().anyMatch(each -> each.subscribed() && !matches(each, patterns));
    }

    private Collection<MailboxEntry> below(MailboxEntry entry) {
        char above = MailboxName.DELIMITER;
        return entries.subMap(entry.name().toString() + above, entry.name().toString() + (char) (above + 1))
                .values();
    }
}

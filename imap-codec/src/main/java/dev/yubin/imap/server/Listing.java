package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What LIST and LSUB answer: a pure function of an account's mailboxes. RFC 9051 section 6.3.9, RFC 3501 section 6.3.9.
 */
final class Listing {
    /** The attributes of RFC 9051 section 7.3.1 that this server can say of a mailbox, as they are written. */
    private static final String NON_EXISTENT = "\\NonExistent";

    private static final String NO_SELECT = "\\Noselect";
    private static final String SUBSCRIBED = "\\Subscribed";
    private static final String HAS_CHILDREN = "\\HasChildren";
    private static final String HAS_NO_CHILDREN = "\\HasNoChildren";

    /**
     * What is asked for.
     *
     * @param subscribed     only names that are subscribed, whether they exist or not
     * @param recursive      also names above a subscribed one: RECURSIVEMATCH
     * @param specialUse     only mailboxes that are for something (RFC 6154)
     * @param showSubscribed say of each name whether it is subscribed, where that is not yet asked for
     */
    record Selection(boolean subscribed, boolean recursive, boolean specialUse, boolean showSubscribed) {
        /** LIST as RFC 3501 knows it. */
        static final Selection PLAIN = new Selection(false, false, false, false);
    }

    /**
     * One line of the answer.
     *
     * @param childInfo  whether something below it is subscribed that RECURSIVEMATCH reports here: CHILDINFO ("SUBSCRIBED")
     */
    record Listed(String name, Set<String> attributes, boolean childInfo) {
        Listed {
            attributes = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(attributes));
        }

        /** Whether it can be selected, so that STATUS may be asked. */
        boolean selectable() {
            return !attributes.contains(NO_SELECT);
        }
    }

    /** A name that exists, is subscribed, or has such a name below it; {@code entry} is empty in the last case. */
    private record Node(String name, Optional<MailboxEntry> entry) {
        boolean exists() {
            return entry.map(MailboxEntry::exists).orElse(false);
        }

        boolean subscribed() {
            return entry.map(MailboxEntry::subscribed).orElse(false);
        }
    }

    private final NavigableMap<String, Node> nodes = new TreeMap<>();

    Listing(List<MailboxEntry> entries) {
        for (MailboxEntry entry : entries) {
            nodes.put(entry.name().toString(), new Node(entry.name().toString(), Optional.of(entry)));
        }
        for (MailboxEntry entry : entries) {
            for (Optional<MailboxName> above = entry.name().superior(); above.isPresent(); ) {
                String name = above.get().toString();
                nodes.putIfAbsent(name, new Node(name, Optional.empty()));
                above = above.get().superior();
            }
        }
    }

    /** LIST, with or without options. */
    List<Listed> list(List<ListPattern> patterns, Selection selection) {
        List<Listed> listed = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (patterns.stream().anyMatch(p -> p.matches(node.name()))) {
                listed(node, patterns, selection).ifPresent(listed::add);
            }
        }
        return listed;
    }

    private Optional<Listed> listed(Node node, List<ListPattern> patterns, Selection selection) {
        boolean wanted = selection.subscribed() ? node.subscribed() : hasExistingBelow(node) || node.exists();
        wanted &= !selection.specialUse() || !uses(node).isEmpty();
        boolean childInfo = selection.recursive() && hasUnlistedSubscribedBelow(node, patterns);
        return wanted || childInfo
                ? Optional.of(new Listed(node.name(), attributes(node, selection), childInfo))
                : Optional.empty();
    }

    private Set<String> attributes(Node node, Selection selection) {
        Set<String> attributes = new LinkedHashSet<>();
        if (!node.exists()) {
            attributes.add(NON_EXISTENT);
            attributes.add(NO_SELECT); // said too, for a client of RFC 3501 knows this word alone
        }
        if ((selection.subscribed() || selection.showSubscribed()) && node.subscribed()) {
            attributes.add(SUBSCRIBED);
        }
        attributes.add(hasExistingBelow(node) ? HAS_CHILDREN : HAS_NO_CHILDREN);
        uses(node).stream().map(SpecialUse::attribute).sorted().forEach(attributes::add);
        return attributes;
    }

    /**
     * LSUB: names that are subscribed, and for a {@code %} names above them that are not, marked {@code \Noselect}: RFC 3501 section
     * 6.3.9.
     */
    List<Listed> lsub(ListPattern pattern) {
        List<Listed> listed = new ArrayList<>();
        for (Node node : nodes.values()) {
            if (pattern.matches(node.name())
                    && (node.subscribed() || hasUnlistedSubscribedBelow(node, List.of(pattern)))) {
                Set<String> attributes = node.subscribed() ? Set.of() : Set.of(NO_SELECT);
                listed.add(new Listed(node.name(), attributes, false));
            }
        }
        return listed;
    }

    private static Set<SpecialUse> uses(Node node) {
        return node.entry().map(MailboxEntry::uses).orElse(Set.of());
    }

    private boolean hasExistingBelow(Node node) {
        return below(node).values().stream().anyMatch(Node::exists);
    }

    /** Whether a subscribed name below is not itself matched, and so shows only through this one. */
    private boolean hasUnlistedSubscribedBelow(Node node, List<ListPattern> patterns) {
        return below(node).values().stream()
                .anyMatch(n -> n.subscribed() && patterns.stream().noneMatch(p -> p.matches(n.name())));
    }

    private Map<String, Node> below(Node node) {
        char above = MailboxName.DELIMITER;
        return nodes.subMap(node.name() + above, node.name() + (char) (above + 1));
    }
}

package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.search.SearchScope;
import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxEntry;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** Which mailboxes ESEARCH looks in: RFC 7377 section 2.2. Names that name none are passed over, lest they tell what there is. */
final class Scopes {
    private final Account account;
    private final Optional<MailboxName> selected;
    private final Set<MailboxName> names = new TreeSet<>();
    /** Every mailbox there is, once one has asked. */
    private List<MailboxEntry> listed = List.of();

    private Scopes(Account account, Optional<MailboxName> selected) {
        this.account = account;
        this.selected = selected;
    }

    /** Each once, in the order of their names. */
    static Set<MailboxName> names(List<SearchScope> scopes, Account account, Optional<MailboxName> selected)
            throws StoreException {
        Scopes all = new Scopes(account, selected);
        for (SearchScope scope : scopes) {
            all.add(scope);
        }
        return all.names;
    }

    private void add(SearchScope scope) throws StoreException {
        switch (scope.kind()) {
            case SELECTED -> selected.ifPresent(names::add);
            case INBOXES -> names.add(MailboxName.INBOX);
            case PERSONAL -> addListed(entry -> isOwn(entry.name()));
            case SUBSCRIBED -> addListed(MailboxEntry::subscribed);
            case MAILBOXES -> scope.mailboxes().forEach(this::addNamed);
            case SUBTREE, SUBTREE_ONE -> {
                for (ImapName top : scope.mailboxes()) {
                    Optional<MailboxName> above = addNamed(top);
                    boolean one = scope.kind() == SearchScope.Kind.SUBTREE_ONE;
                    addListed(entry -> one
                            ? above.isPresent() && entry.name().superior().equals(above)
                            : above.filter(entry.name()::isBelow).isPresent());
                }
            }
        }
    }

    private Optional<MailboxName> addNamed(ImapName named) {
        try {
            MailboxName name = MailboxName.of(named.text());
            names.add(name);
            return Optional.of(name);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // there can be no such mailbox
        }
    }

    private void addListed(Predicate<MailboxEntry> wanted) throws StoreException {
        listed = listed.isEmpty() ? account.list() : listed;
        listed.stream()
                .filter(MailboxEntry::exists)
                .filter(wanted)
                .map(MailboxEntry::name)
                .forEach(names::add);
    }

    private boolean isOwn(MailboxName name) {
        return !(account instanceof AccessRights rights) || !name.toString().startsWith(rights.othersPrefix());
    }
}

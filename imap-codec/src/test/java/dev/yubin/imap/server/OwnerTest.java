package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LISTRIGHTS over a store whose accounts have names of several levels: RFC 4314 section 3.7. */
class OwnerTest {
    @RegisterExtension
    final Office office = Office.with().gifts(new Gifted().account(AccessRights.class, Departments::new));

    /** Accounts are named {@code department/person}, and everybody may do everything. */
    private record Departments(Account account) implements AccessRights {
        @Override
        public String othersPrefix() {
            return "Users/";
        }

        @Override
        public Optional<String> owner(MailboxName mailbox) {
            return mailbox.toString().startsWith(othersPrefix())
                    ? Optional.of(String.join("/", mailbox.levels().subList(1, 3)))
                    : Optional.empty();
        }

        @Override
        public Set<Right> myRights(MailboxName mailbox) {
            return EnumSet.allOf(Right.class);
        }

        @Override
        public Map<String, Set<Right>> rights(MailboxName mailbox) {
            return Map.of();
        }

        @Override
        public void change(MailboxName mailbox, String identifier, RightsChange change) {}
    }

    @Test
    void theOwnerHasAllRightsWhateverTheNameLooksLike() {
        office.loggedIn("""
                C: a1 LISTRIGHTS Users/sales/ann/Work sales/ann
                S: * LISTRIGHTS Users/sales/ann/Work sales/ann lrswipkxteacd
                S: a1 OK LISTRIGHTS done
                C: a2 LISTRIGHTS Users/sales/ann/Work sales
                S: * LISTRIGHTS Users/sales/ann/Work sales "" l r s w i p k x t e a c d
                S: a2 OK LISTRIGHTS done
                C: a3 LISTRIGHTS INBOX bbb@osaka.test
                S: * LISTRIGHTS INBOX bbb@osaka.test lrswipkxteacd
                S: a3 OK LISTRIGHTS done
                """);
    }
}

package dev.yubin.imap.server;

import dev.yubin.imap.ImapName;
import dev.yubin.imap.acl.AclData;
import dev.yubin.imap.acl.IdentifierCommand;
import dev.yubin.imap.acl.ListRightsData;
import dev.yubin.imap.acl.MyRightsData;
import dev.yubin.imap.acl.SetAcl;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import dev.yubin.protocol.sasl.SaslPrep;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Access rights: RFC 4314. Each method is one command whole, on the connection's worker; the store refuses who may not ask. */
final class AclCommands {
    private final Session session;

    AclCommands(Session session) {
        this.session = session;
    }

    Progress set(SetAcl set) throws StoreException, Refusal {
        rights().change(Names.existing(set.mailbox()), prepared(set.identifier()), set.change());
        return Progress.done("SETACL done");
    }

    /** DELETEACL: whoever has no right left is no longer listed. */
    Progress delete(IdentifierCommand delete) throws StoreException, Refusal {
        RightsChange none = new RightsChange(FlagChange.Kind.REPLACE, Set.of());
        rights().change(Names.existing(delete.mailbox()), prepared(delete.identifier()), none);
        return Progress.done("DELETEACL done");
    }

    Progress get(ImapName mailbox, Answers out) throws StoreException, Refusal {
        out.untagged(new AclData(mailbox, rights().rights(Names.existing(mailbox))));
        return Progress.done("GETACL done");
    }

    /** LISTRIGHTS: the owner has all rights, and to whomever else each can be given by itself. Only who may see the list may ask. */
    Progress list(IdentifierCommand list, Answers out) throws StoreException, Refusal {
        MailboxName name = Names.existing(list.mailbox());
        rights().rights(name);
        String identifier = prepared(list.identifier());
        boolean owner = identifier.equals(rights().owner(name).orElseGet(session::user));
        Set<Right> required = owner ? EnumSet.allOf(Right.class) : Set.of();
        List<Set<Right>> optional =
                owner ? List.of() : Arrays.stream(Right.values()).map(Set::of).toList();
        out.untagged(new ListRightsData(list.mailbox(), identifier, required, optional));
        return Progress.done("LISTRIGHTS done");
    }

    Progress mine(ImapName mailbox, Answers out) throws StoreException, Refusal {
        MailboxName name = Names.existing(mailbox);
        out.untagged(new MyRightsData(mailbox, rights().myRights(name)));
        return Progress.done("MYRIGHTS done");
    }

    /** The one spelling of a name: RFC 4314 section 3. */
    private static String prepared(String identifier) throws Refusal {
        return SaslPrep.stored(identifier).orElseThrow(() -> Refusal.bad("no user's name is written like that"));
    }

    private AccessRights rights() throws Refusal {
        session.require("ACL");
        return (AccessRights) session.account();
    }
}

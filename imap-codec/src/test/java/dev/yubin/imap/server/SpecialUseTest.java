package dev.yubin.imap.server;

import dev.yubin.mailbox.feature.Annotations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CREATE-SPECIAL-USE: RFC 6154. */
class SpecialUseTest {
    @RegisterExtension
    final Office office = Office.with().gifts(new Gifted().account(Annotations.class, Annotations.class::cast));

    /** The example of RFC 6154 section 5.3, with an attribute that nobody knows. */
    @Test
    void aMailboxIsMadeForSomething() {
        office.loggedIn("""
                C: t1 CAPABILITY
                S: * CAPABILITY ... SPECIAL-USE CREATE-SPECIAL-USE ...
                S: t1 OK CAPABILITY done
                C: t2 CREATE MySpecial (USE (\\Drafts \\sent))
                S: t2 OK CREATE done
                C: t3 CREATE Everything (USE (\\Everything))
                S: t3 NO [USEATTR] there are no mailboxes for \\Everything here
                C: t4 CREATE Plain (USE ())
                S: t4 OK CREATE done
                C: t5 CREATE MySpecial (USE (\\Junk))
                S: t5 NO [ALREADYEXISTS] ...
                C: t6 CREATE Bad (USE (Junk))
                S: t6 BAD ...
                C: t7 LIST "" % RETURN (SPECIAL-USE)
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: * LIST (\\HasNoChildren \\Drafts \\Sent) "/" MySpecial
                S: * LIST (\\HasNoChildren) "/" Plain
                S: t7 OK LIST done
                """);
    }

    @Test
    void whatAMailboxIsForIsAnAnnotationThatCannotBeSet() {
        office.loggedIn("""
                C: t1 CREATE MyDrafts (USE (\\Drafts))
                S: t1 OK CREATE done
                C: t2 GETMETADATA "MyDrafts" /private/specialuse
                S: * METADATA MyDrafts (/private/specialuse "\\x5c\\x5cDrafts")
                S: t2 OK GETMETADATA done
                C: t3 GETMETADATA INBOX /private/specialuse
                S: * METADATA INBOX (/private/specialuse NIL)
                S: t3 OK GETMETADATA done
                C: t4 SETMETADATA INBOX (/private/specialuse "\\x5c\\x5cSent")
                S: t4 NO [CANNOT] what a mailbox is for is said when it is made
                """);
    }
}

package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to mailboxes: RFC 9051 section 6.3, and RFC 3501 section 6.3 where a client of IMAP4rev1 hears otherwise. */
class AuthenticatedTest {
    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n");

    @Test
    void selectTellsAClientOfRev1WhatItExpects() {
        office.wire().playEveryWay(office.afterLogin("""
                C: a1 SELECT inbox
                S: * FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)
                S: * OK [PERMANENTFLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen \\*)] ...
                S: * 2 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 3] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a1 OK [READ-WRITE] SELECT done
                """));
    }

    @Test
    void examineIsReadOnlyToTheEnd() {
        office.loggedIn("""
                C: a1 EXAMINE INBOX
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS ()] nothing can be changed
                S: * 2 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 3] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a1 OK [READ-ONLY] EXAMINE done
                C: a2 STORE 1 +FLAGS (\\Deleted)
                S: a2 NO [NOPERM] ...
                C: a3 EXPUNGE
                S: a3 NO [NOPERM] ...
                C: a4 UID EXPUNGE 1
                S: a4 NO [NOPERM] ...
                C: a5 MOVE 1 INBOX
                S: a5 NO [NOPERM] ...
                C: a6 FETCH 1 BODY[TEXT]
                S: * 1 FETCH (BODY[TEXT] {5}
                S: one
                S: )
                S: a6 OK FETCH done
                C: a7 FETCH 1 FLAGS
                S: * 1 FETCH (FLAGS ())
                S: a7 OK FETCH done
                C: a8 CLOSE
                S: a8 OK CLOSE done
                C: a9 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 2)
                S: a9 OK STATUS done
                """);
    }

    @Test
    void aSelectThatFailsLeavesNoMailboxSelected() {
        office.selected("""
                C: a1 SELECT Nowhere
                S: * OK [CLOSED] ...
                S: a1 NO [NONEXISTENT] ...
                C: a2 FETCH 1 FLAGS
                S: a2 BAD FETCH is not possible with no mailbox selected
                C: a3 SELECT
                S: a3 BAD ...
                C: a4 SELECT a//b
                S: a4 NO [NONEXISTENT] ...
                C: a5 SELECT INBOX (QRESYNC (1 2))
                S: a5 BAD QRESYNC is not enabled
                C: a6 SELECT INBOX (WHAT)
                S: a6 BAD ...
                """);
    }

    @Test
    void anotherSelectClosesTheMailboxBefore() {
        office.selected("""
                C: a1 CREATE Other
                S: a1 OK CREATE done
                C: a2 SELECT Other
                S: * OK [CLOSED] ...
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * 0 EXISTS
                S: * 0 RECENT
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 1] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a2 OK [READ-WRITE] SELECT done
                """);
    }

    @Test
    void enableTurnsToRev2WhereNamesAreUtf8AndNothingIsRecent() {
        office.wire().playEveryWay(office.afterLogin("""
                C: a1 ENABLE IMAP4rev2 X-WHAT
                S: * ENABLED IMAP4rev2
                S: a1 OK ENABLE done
                C: a2 CREATE "\\xe9\\x83\\xb5\\xe4\\xbe\\xbf"
                S: a2 OK CREATE done
                C: a3 LIST "" *
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: * LIST (\\HasNoChildren) "/" "\\xe9\\x83\\xb5\\xe4\\xbe\\xbf"
                S: a3 OK LIST done
                C: a4 SELECT INBOX
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * 2 EXISTS
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 3] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: a4 OK [READ-WRITE] SELECT done
                C: a5 SEARCH ALL
                S: * ESEARCH (TAG "a5") ALL 1:2
                S: a5 OK SEARCH done
                """));
    }

    @Test
    void enableNamesWhatIsNewlyEnabledAndPassesOverTheRest() {
        office.loggedIn("""
                C: a1 ENABLE X-WHAT
                S: * ENABLED
                S: a1 OK ENABLE done
                C: a2 ENABLE condstore imap4REV2
                S: * ENABLED CONDSTORE IMAP4rev2
                S: a2 OK ENABLE done
                C: a3 ENABLE
                S: a3 BAD ...
                """);
    }

    @Test
    void mailboxesAreMadeRenamedAndRemoved() {
        office.loggedIn("""
                C: a1 CREATE a/b/c
                S: a1 OK CREATE done
                C: a2 CREATE a/b/c
                S: a2 NO [ALREADYEXISTS] ...
                C: a3 CREATE d/
                S: a3 OK CREATE done
                C: a4 CREATE INBOX
                S: a4 NO [ALREADYEXISTS] ...
                C: a5 CREATE x//y
                S: a5 NO [CANNOT] ...
                C: a6 CREATE
                S: a6 BAD ...
                C: b1 RENAME a z
                S: b1 OK RENAME done
                C: b2 RENAME a y
                S: b2 NO [NONEXISTENT] ...
                C: b3 RENAME z d
                S: b3 NO [ALREADYEXISTS] ...
                C: b4 RENAME z z/z
                S: b4 NO [CANNOT] ...
                C: b5 RENAME z
                S: b5 BAD ...
                C: c1 DELETE z/b
                S: c1 OK DELETE done
                C: c2 DELETE z/b
                S: c2 NO [NONEXISTENT] ...
                C: c3 DELETE inbox
                S: c3 NO [CANNOT] ...
                C: c4 DELETE
                S: c4 BAD ...
                C: d1 LIST "" *
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: * LIST (\\HasNoChildren) "/" d
                S: * LIST (\\HasChildren) "/" z
                S: * LIST (\\NonExistent \\Noselect \\HasChildren) "/" z/b
                S: * LIST (\\HasNoChildren) "/" z/b/c
                S: d1 OK LIST done
                """);
    }

    @Test
    void renamingInboxMovesItsMessagesAway() {
        office.loggedIn("""
                C: a1 RENAME INBOX Old
                S: a1 OK RENAME done
                C: a2 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 0)
                S: a2 OK STATUS done
                C: a3 STATUS Old (MESSAGES)
                S: * STATUS Old (MESSAGES 2)
                S: a3 OK STATUS done
                """);
    }

    @Test
    void theSelectedMailboxIsKnownByTheNameThatItsOwnerGivesIt() {
        office.loggedIn("""
                C: a1 CREATE x/y
                S: a1 OK CREATE done
                C: a2 SELECT x/y
                S: * FLAGS (...)
                S: * OK ...
                S: * 0 EXISTS
                S: * 0 RECENT
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT ...] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a2 OK [READ-WRITE] SELECT done
                C: a3 RENAME x z
                S: a3 OK RENAME done
                C: a4 DELETE z/y
                S: * OK [CLOSED] the selected mailbox is deleted
                S: a4 OK DELETE done
                """);
    }

    @Test
    void whoDeletesTheSelectedMailboxHasNoneSelected() {
        office.loggedIn("""
                C: a1 CREATE x
                S: a1 OK CREATE done
                C: a2 EXAMINE x
                S: * FLAGS (...)
                S: * OK ...
                S: * 0 EXISTS
                S: * 0 RECENT
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 1] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a2 OK [READ-ONLY] EXAMINE done
                C: a3 DELETE x
                S: * OK [CLOSED] the selected mailbox is deleted
                S: a3 OK DELETE done
                C: a4 SEARCH ALL
                S: a4 BAD SEARCH is not possible with no mailbox selected
                """);
    }

    @Test
    void subscriptionsOutliveTheirMailboxes() {
        office.loggedIn("""
                C: a1 CREATE a/b
                S: a1 OK CREATE done
                C: a2 SUBSCRIBE a/b
                S: a2 OK SUBSCRIBE done
                C: a3 SUBSCRIBE later
                S: a3 OK SUBSCRIBE done
                C: a4 DELETE a/b
                S: a4 OK DELETE done
                C: a5 LSUB "" *
                S: * LSUB () "/" a/b
                S: * LSUB () "/" later
                S: a5 OK LSUB done
                C: a6 LSUB "" %
                S: * LSUB (\\Noselect) "/" a
                S: * LSUB () "/" later
                S: a6 OK LSUB done
                C: a7 LIST (SUBSCRIBED) "" *
                S: * LIST (\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) "/" a/b
                S: * LIST (\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) "/" later
                S: a7 OK LIST done
                C: a8 LIST (SUBSCRIBED RECURSIVEMATCH) "" %
                S: * LIST (\\HasNoChildren) "/" a ("CHILDINFO" ("SUBSCRIBED"))
                S: * LIST (\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) "/" later
                S: a8 OK LIST done
                C: a9 UNSUBSCRIBE a/b
                S: a9 OK UNSUBSCRIBE done
                C: b1 UNSUBSCRIBE a/b
                S: b1 OK UNSUBSCRIBE done
                C: b2 LSUB "" *
                S: * LSUB () "/" later
                S: b2 OK LSUB done
                C: b3 SUBSCRIBE
                S: b3 BAD ...
                C: b4 UNSUBSCRIBE
                S: b4 BAD ...
                C: b5 LSUB ""
                S: b5 BAD ...
                C: b6 LSUB "" ""
                S: * LSUB (\\Noselect) "/" ""
                S: b6 OK LSUB done
                """);
    }

    @Test
    void listAnswersPatternsReferencesAndOptions() {
        office.wire().playEveryWay(office.afterLogin("""
                C: a1 CREATE a/b
                S: a1 OK CREATE done
                C: a2 LIST "" ""
                S: * LIST (\\Noselect) "/" ""
                S: a2 OK LIST done
                C: a3 LIST "" inbox
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: a3 OK LIST done
                C: a4 LIST a/ %
                S: * LIST (\\HasNoChildren) "/" a/b
                S: a4 OK LIST done
                C: a5 LIST "" (INBOX a/%) RETURN (CHILDREN SUBSCRIBED STATUS (MESSAGES UIDNEXT))
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: * STATUS INBOX (MESSAGES 2 UIDNEXT 3)
                S: * LIST (\\HasNoChildren) "/" a/b
                S: * STATUS a/b (MESSAGES 0 UIDNEXT 1)
                S: a5 OK LIST done
                """));
        office.loggedIn("""
                C: b1 LIST ""
                S: b1 BAD ...
                C: b2 LIST (WHAT) "" *
                S: b2 BAD ...
                C: b3 LIST (RECURSIVEMATCH) "" *
                S: b3 BAD ...
                C: b4 LIST "" * RETURN (WHAT)
                S: b4 BAD ...
                C: b5 LIST "" none
                S: b5 OK LIST done
                """);
    }

    @Test
    void mailboxesThatAreForSomethingAreListedAsSuch() {
        String transcript = office.afterLogin("""
                C: a1 LIST (SPECIAL-USE) "" *
                S: * LIST (\\HasNoChildren \\Sent) "/" Sent
                S: a1 OK LIST done
                C: a2 LIST "" % RETURN (SPECIAL-USE)
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: * LIST (\\HasNoChildren \\Sent) "/" Sent
                S: a2 OK LIST done
                """);
        office.wire()
                .before(() -> {
                    office.furnish();
                    try {
                        office.account().create(MailboxName.of("Sent"), Set.of(SpecialUse.SENT));
                    } catch (StoreException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .playEveryWay(transcript);
    }

    @Test
    void aClientOfRev1WritesNamesInModifiedUtf7() {
        office.wire().playEveryWay(office.afterLogin("""
                C: a1 CREATE &kLVPvw-
                S: a1 OK CREATE done
                C: a2 LIST "" &kLU-*
                S: * LIST (\\HasNoChildren) "/" &kLVPvw-
                S: a2 OK LIST done
                C: a3 CREATE a&-b
                S: a3 OK CREATE done
                C: a4 STATUS "&kLVPvw-" (MESSAGES)
                S: * STATUS &kLVPvw- (MESSAGES 0)
                S: a4 OK STATUS done
                """));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE &", "CREATE &AGE-", "SELECT &kLVPvw", "CREATE \"\\xe9\\x83\\xb5\""})
    void aNameThatIsNoModifiedUtf7IsNotMade(String command) {
        office.loggedIn("""
                C: a1 %s
                S: a1 ...
                C: a2 LIST "" %%
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: a2 OK LIST done
                """.formatted(command));
    }

    @Test
    void namespaceIsTheUsersOwn() {
        office.loggedIn("""
                C: a1 NAMESPACE
                S: * NAMESPACE (("" "/")) NIL NIL
                S: a1 OK NAMESPACE done
                C: a2 NAMESPACE x
                S: a2 BAD ...
                """);
    }

    @Test
    void statusTellsEveryItemWithoutSelecting() {
        office.loggedIn("""
                C: a1 STATUS inbox (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE HIGHESTMODSEQ)
                S: * STATUS INBOX (MESSAGES 2 RECENT 0 UIDNEXT 3 UIDVALIDITY ... UNSEEN 2 DELETED 0 SIZE 42 HIGHESTMODSEQ ...)
                S: a1 OK STATUS done
                C: a2 STATUS Nowhere (MESSAGES)
                S: a2 NO [NONEXISTENT] ...
                C: a3 STATUS INBOX ()
                S: a3 BAD ...
                C: a4 STATUS INBOX (WHAT)
                S: a4 BAD ...
                C: a5 STATUS INBOX
                S: a5 BAD ...
                """);
    }
}

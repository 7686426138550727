package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.AccountWatch;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** NOTIFY: RFC 5465. */
class NotifyTest {
    private static Gifted watched() {
        return new Gifted()
                .mailbox(AtomicMove.class, AtomicMove.class::cast)
                .account(AccountWatch.class, AccountWatch.class::cast)
                .account(Annotations.class, Annotations.class::cast);
    }

    @RegisterExtension
    final Office office =
            Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n").gifts(watched());

    /** What A and B say in turn: line by line, for what happens must be told before the next thing happens. */
    private void play(String transcript) {
        try (Clients clients = new Clients(office, "A", "B")) {
            clients.play(transcript);
        }
    }

    // ------------------------------------------------------------------ section 3.1

    /** The first example, with MessageExpunge where section 5 wants it. */
    @Test
    void newMailIsToldWhereverItComes() {
        play("""
                B C: b1 CREATE Lists/Lemonade
                B S: b1 OK CREATE done
                A C: b notify set status (selected MessageNew (uid body.peek[header.fields (subject)]) MessageExpunge) (subtree Lists (MessageNew MessageExpunge))
                A S: * STATUS Lists (MESSAGES 0 UIDNEXT 1 UIDVALIDITY ...)
                A S: * STATUS Lists/Lemonade (MESSAGES 0 UIDNEXT 1 UIDVALIDITY ...)
                A S: b OK NOTIFY done
                B C: b2 APPEND Lists/Lemonade {1+}
                B C: x
                B S: b2 OK ...
                A S: * STATUS Lists/Lemonade (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ...)
                B C: b3 APPEND INBOX {26+}
                B C: Subject: good morning
                B C:
                B C: x
                B S: * 3 EXISTS
                B S: * 1 RECENT
                B S: b3 OK ...
                A S: * 3 EXISTS
                A S: * 1 RECENT
                A S: * 3 FETCH (UID 3 BODY[HEADER.FIELDS (subject)] {25}
                A S: Subject: good morning
                A S:
                A S: )
                B C: b4 CREATE misc
                B S: b4 OK CREATE done
                A C: d STATUS misc (UIDVALIDITY UIDNEXT MESSAGES)
                A S: * STATUS misc (MESSAGES 0 UIDNEXT 1 UIDVALIDITY ...)
                A S: d OK STATUS done
                A C: e notify set (mailboxes misc (MessageNew MessageExpunge))
                A S: e OK NOTIFY done
                B C: b5 COPY 1 misc
                B S: b5 OK ...
                A S: * STATUS misc (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ...)
                A C: f LOGOUT
                A S: * BYE ...
                A S: f OK LOGOUT done
                A EOF
                """);
    }

    @Test
    void whereTheSelectedMailboxIsNotNamedNothingIsToldOfIt() {
        play("""
                A C: a1 NOTIFY SET (mailboxes INBOX (MessageNew MessageExpunge FlagChange))
                A S: a1 OK NOTIFY done
                B C: b1 STORE 1 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 1 EXPUNGE
                B S: b2 OK EXPUNGE done
                A C: a2 NOOP
                A S: a2 OK NOOP done
                A C: a3 FETCH 1:2 UID
                A S: * 2 FETCH (UID 2)
                A S: a3 NO [EXPUNGEISSUED] ...
                A C: a4 NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))
                A S: * 1 EXPUNGE
                A S: a4 OK NOTIFY done
                A C: a5 NOTIFY NONE
                A S: a5 OK NOTIFY done
                B C: b3 STORE 1 +FLAGS.SILENT (\\Seen)
                B S: b3 OK STORE done
                A C: a6 NOOP
                A S: a6 OK NOOP done
                A C: a7 UNSELECT
                A S: a7 OK UNSELECT done
                """);
    }

    @Test
    void whatCannotBeToldIsRefused() {
        office.loggedIn("""
                C: a1 NOTIFY SET (selected (MessageNew MessageExpunge AnnotationChange))
                S: a1 NO [BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange MailboxMetadataChange ServerMetadataChange)] ...
                C: a2 NOTIFY SET (personal (SomethingElse))
                S: a2 NO [BADEVENT (...)] ...
                C: a3 NOTIFY SET (personal (MessageNew))
                S: a3 BAD NOTIFY: MessageNew and MessageExpunge go together (RFC 5465 section 5)
                C: a4 NOTIFY SET (personal (FlagChange))
                S: a4 BAD NOTIFY: FlagChange and AnnotationChange go with ...
                C: a5 NOTIFY SET (personal (MessageNew (UID) MessageExpunge))
                S: a5 BAD NOTIFY: only MessageNew of the selected mailbox ...
                C: a6 NOTIFY SET (selected (MailboxName))
                S: a6 BAD NOTIFY: of the selected mailbox ...
                C: a7 NOTIFY SET (selected NONE) (selected-delayed NONE)
                S: a7 BAD NOTIFY: only one of SELECTED and SELECTED-DELAYED ...
                C: a8 NOTIFY SET (mailboxes nowhere (MailboxName))
                S: a8 OK NOTIFY done
                C: a9 NOTIFY NONE
                S: a9 OK NOTIFY done
                """);
    }

    // ------------------------------------------------------------------ sections 5.1 to 5.3, and 6.1

    @Test
    void flagsAreToldWithUids() {
        play("""
                A C: a1 NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))
                A S: a1 OK NOTIFY done
                B C: b1 STORE 2 +FLAGS.SILENT ($Junk)
                B S: * FLAGS (...)
                B S: * OK [PERMANENTFLAGS (...)] ...
                B S: b1 OK STORE done
                A S: * FLAGS (...)
                A S: * OK [PERMANENTFLAGS (...)] ...
                A S: * 2 FETCH (UID 2 FLAGS ($Junk))
                """);
    }

    @Test
    void whoDoesNotAskForFlagsIsNotToldOfThemAndHearsAtOnceWhatIsGone() {
        play("""
                A C: a1 NOTIFY SET (selected (MessageNew MessageExpunge))
                A S: a1 OK NOTIFY done
                B C: b1 STORE 1 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 1 EXPUNGE
                B S: b2 OK EXPUNGE done
                A S: * 1 EXPUNGE
                """);
    }

    @Test
    void withSelectedDelayedNumbersKeepTheirMeaningUntilACommandMayChangeIt() {
        play("""
                A C: a1 NOTIFY SET (selected-delayed (MessageNew MessageExpunge))
                A S: a1 OK NOTIFY done
                B C: b1 STORE 1 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 1 EXPUNGE
                B S: b2 OK EXPUNGE done
                B C: b3 APPEND INBOX {1+}
                B C: x
                B S: * 2 EXISTS
                B S: * 1 RECENT
                B S: b3 OK ...
                A S: * 3 EXISTS
                A S: * 1 RECENT
                A C: a2 FETCH 3 UID
                A S: * 3 FETCH (UID 3)
                A S: a2 OK FETCH done
                A C: a3 IDLE
                A S: + idling
                A S: * 1 EXPUNGE
                A C: DONE
                A S: a3 OK IDLE done
                """);
    }

    @Test
    void whatAClientPutThereItselfItIsNotToldOf() {
        play("""
                A C: a1 NOTIFY SET (selected (MessageNew (UID) MessageExpunge))
                A S: a1 OK NOTIFY done
                A C: a2 APPEND INBOX {1+}
                A C: x
                A S: * 3 EXISTS
                A S: * 1 RECENT
                A S: a2 OK ...
                B C: b1 APPEND INBOX {1+}
                B C: y
                B S: * 4 EXISTS
                B S: * 2 RECENT
                B S: b1 OK ...
                A S: * 4 EXISTS
                A S: * 2 RECENT
                A S: * 4 FETCH (UID 4)
                """);
    }

    @Test
    void whileItIdlesAClientIsToldTheSame() {
        play("""
                B C: b1 CREATE other
                B S: b1 OK CREATE done
                A C: a1 NOTIFY SET (selected NONE) (mailboxes other (MessageNew MessageExpunge FlagChange))
                A S: a1 OK NOTIFY done
                A C: a2 IDLE
                A S: + idling
                B C: b2 STORE 1 +FLAGS.SILENT (\\Seen)
                B S: b2 OK STORE done
                B C: b3 COPY 1 other
                B S: b3 OK ...
                A S: * STATUS other (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ... UNSEEN 0)
                A C: DONE
                A S: a2 OK IDLE done
                """);
    }

    @Test
    void whereModSequencesAreSpokenOfSoTheyAreInStatus() {
        play("""
                B C: b1 CREATE other
                B S: b1 OK CREATE done
                B C: b2 COPY 1 other
                B S: b2 OK ...
                A C: a1 ENABLE QRESYNC
                A S: * OK [HIGHESTMODSEQ ...] ...
                A S: * ENABLED QRESYNC
                A S: a1 OK ENABLE done
                A C: a2 NOTIFY SET (selected (MessageNew MessageExpunge)) (mailboxes other (MessageNew MessageExpunge FlagChange))
                A S: a2 OK NOTIFY done
                B C: b3 SELECT other
                B S: * OK [CLOSED] ...
                B S: * FLAGS (...)
                B S: * OK [PERMANENTFLAGS (...)] ...
                B S: * 1 EXISTS
                B S: * 0 RECENT
                B S: * OK [UNSEEN 1] ...
                B S: * OK [UIDVALIDITY ...] ...
                B S: * OK [UIDNEXT 2] ...
                B S: * OK [HIGHESTMODSEQ 2] ...
                B S: b3 OK ...
                B C: b4 STORE 1 +FLAGS.SILENT (\\Flagged)
                B S: b4 OK STORE done
                A S: * STATUS other (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ... UNSEEN 1 HIGHESTMODSEQ 3)
                """);
    }

    // ------------------------------------------------------------------ sections 5.4 to 5.7

    @Test
    void namesAreToldAndThoseAboveThem() {
        play("""
                A C: a1 NOTIFY SET (personal (MailboxName SubscriptionChange))
                A S: a1 OK NOTIFY done
                B C: b1 CREATE NewMailbox
                B S: b1 OK CREATE done
                A S: * LIST (\\HasNoChildren) "/" NewMailbox
                B C: b2 CREATE NewMailbox/below
                B S: b2 OK CREATE done
                A S: * LIST (\\HasNoChildren) "/" NewMailbox/below
                A S: * LIST (\\HasChildren) "/" NewMailbox
                B C: b3 RENAME NewMailbox Renamed
                B S: b3 OK RENAME done
                A S: * LIST (\\HasChildren) "/" Renamed ("OLDNAME" (NewMailbox))
                B C: b4 SUBSCRIBE Renamed
                B S: b4 OK SUBSCRIBE done
                A S: * LIST (\\Subscribed \\HasChildren) "/" Renamed
                B C: b5 UNSUBSCRIBE Renamed
                B S: b5 OK UNSUBSCRIBE done
                A S: * LIST (\\HasChildren) "/" Renamed
                B C: b6 DELETE Renamed/below
                B S: b6 OK DELETE done
                A S: * LIST (\\NonExistent \\Noselect \\HasNoChildren) "/" Renamed/below
                A S: * LIST (\\HasNoChildren) "/" Renamed
                B C: b7 RENAME INBOX Old
                B S: * 2 EXPUNGE
                B S: * 1 EXPUNGE
                B S: b7 OK RENAME done
                A S: * LIST (\\HasNoChildren) "/" Old ("OLDNAME" (INBOX))
                """);
    }

    @Test
    void theSelectedMailboxIsThatUnderAnotherNameToo() {
        play("""
                A C: a1 CREATE x
                A S: a1 OK CREATE done
                A C: a2 UNSELECT
                A S: a2 OK UNSELECT done
                A C: a3 EXAMINE x
                A S: * FLAGS ...
                A S: * OK ...
                A S: * 0 EXISTS
                A S: * 0 RECENT
                A S: * OK ...
                A S: * OK ...
                A S: * OK ...
                A S: a3 OK [READ-ONLY] EXAMINE done
                A C: a4 NOTIFY SET (selected (MessageNew MessageExpunge)) (personal (MailboxName MessageNew MessageExpunge))
                A S: a4 OK NOTIFY done
                B C: b1 RENAME x y
                B S: b1 OK RENAME done
                A S: * LIST (\\HasNoChildren) "/" y ("OLDNAME" (x))
                B C: b2 CREATE x
                B S: b2 OK CREATE done
                A S: * LIST (\\HasNoChildren) "/" x
                B C: b3 COPY 1 y
                B S: b3 OK ...
                A S: * 1 EXISTS
                A S: * 1 RECENT
                B C: b4 COPY 1 x
                B S: b4 OK ...
                A S: * STATUS x (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ...)
                """);
    }

    @Test
    void whatAClientDoesToNamesItselfItIsNotToldOf() {
        play("""
                A C: a1 NOTIFY SET (personal (MailboxName SubscriptionChange))
                A S: a1 OK NOTIFY done
                A C: a2 CREATE a/b
                A S: a2 OK CREATE done
                A C: a3 SUBSCRIBE a
                A S: a3 OK SUBSCRIBE done
                A C: a4 RENAME a c
                A S: a4 OK RENAME done
                A C: a5 DELETE c/b
                A S: a5 OK DELETE done
                B C: b1 CREATE last
                B S: b1 OK CREATE done
                A S: * LIST (\\HasNoChildren) "/" last
                """);
    }

    @Test
    void annotationsAreToldByTheirNames() {
        play("""
                A C: a1 NOTIFY SET (mailboxes INBOX (MailboxMetadataChange ServerMetadataChange))
                A S: a1 OK NOTIFY done
                B C: b1 SETMETADATA INBOX (/shared/comment "x")
                B S: b1 OK SETMETADATA done
                A S: * METADATA INBOX /shared/comment
                B C: b2 SETMETADATA "" (/shared/comment "x")
                B S: b2 OK SETMETADATA done
                A S: * METADATA "" /shared/comment
                B C: b3 SETMETADATA INBOX (/shared/comment NIL)
                B S: b3 OK SETMETADATA done
                A S: * METADATA INBOX /shared/comment
                """);
    }

    /** Section 5: "The server SHOULD omit notifying the client if the event is caused by this client." */
    @Test
    void aClientIsNotToldOfAnnotationsThatItSetsItself() {
        play("""
                A C: a1 NOTIFY SET (mailboxes INBOX (MailboxMetadataChange ServerMetadataChange))
                A S: a1 OK NOTIFY done
                A C: a2 SETMETADATA INBOX (/shared/comment "mine" /private/comment "mine")
                A S: a2 OK SETMETADATA done
                A C: a3 SETMETADATA "" (/shared/comment "mine")
                A S: a3 OK SETMETADATA done
                A C: a4 NOOP
                A S: a4 OK NOOP done
                B C: b1 SETMETADATA INBOX (/shared/comment "theirs" /shared/other "theirs")
                B S: b1 OK SETMETADATA done
                A S: * METADATA INBOX /shared/comment /shared/other
                A C: a5 SETMETADATA INBOX (/shared/comment NIL)
                A S: a5 OK SETMETADATA done
                B C: b2 SETMETADATA "" (/shared/comment NIL)
                B S: b2 OK SETMETADATA done
                A S: * METADATA "" /shared/comment
                A C: a6 NOOP
                A S: a6 OK NOOP done
                """);
    }

    // ------------------------------------------------------------------ sections 5 and 7, with RFC 5267 section 4.3

    @Test
    void resultsAreKeptUpToDateBetweenCommandsToo() {
        play("""
                A C: a1 NOTIFY SET (selected (MessageNew MessageExpunge FlagChange))
                A S: a1 OK NOTIFY done
                A C: a2 UID SEARCH RETURN (UPDATE COUNT) FLAGGED
                A S: * ESEARCH (TAG "a2") UID COUNT 0
                A S: a2 OK UID SEARCH done
                A C: a3 UID SORT RETURN (UPDATE COUNT) (REVERSE ARRIVAL) UTF-8 FLAGGED
                A S: * ESEARCH (TAG "a3") UID COUNT 0
                A S: a3 OK UID SORT done
                B C: b1 STORE 2 +FLAGS.SILENT (\\Flagged)
                B S: b1 OK STORE done
                A S: * 2 FETCH (UID 2 FLAGS (\\Flagged))
                A S: * ESEARCH (TAG "a2") UID ADDTO (0 2)
                A S: * ESEARCH (TAG "a3") UID ADDTO (1 2)
                B C: b2 STORE 2 FLAGS.SILENT (\\Deleted)
                B S: b2 OK STORE done
                A S: * ESEARCH (TAG "a2") UID REMOVEFROM (0 2)
                A S: * ESEARCH (TAG "a3") UID REMOVEFROM (1 2)
                A S: * 2 FETCH (UID 2 FLAGS (\\Deleted))
                """);
    }

    /** The example of section 7, with its FETCH where section 5.2 has it: behind ESEARCH. */
    @Test
    void ofNewMessagesInAResultIsToldWhatIsAskedForAndNothingOfOthers() {
        play("""
                A C: a00 SEARCH RETURN (COUNT UPDATE (UID BODY[HEADER.FIELDS (SUBJECT)])) SUBJECT morning
                A S: * ESEARCH (TAG "a00") COUNT 0
                A S: a00 OK SEARCH done
                B C: b1 APPEND INBOX {26+}
                B C: Subject: good morning
                B C:
                B C: x
                B S: * 3 EXISTS
                B S: * 1 RECENT
                B S: b1 OK ...
                B C: b2 APPEND INBOX {1+}
                B C: x
                B S: * 4 EXISTS
                B S: * 2 RECENT
                B S: b2 OK ...
                A C: a01 NOOP
                A S: * 4 EXISTS
                A S: * 2 RECENT
                A S: * ESEARCH (TAG "a00") ADDTO (0 3)
                A S: a01 OK NOOP done
                A S: * 3 FETCH (UID 3 BODY[HEADER.FIELDS (SUBJECT)] {25}
                A S: Subject: good morning
                A S:
                A S: )
                A C: a02 FETCH 3 FLAGS
                A S: * 3 FETCH (FLAGS (\\Recent))
                A S: a02 OK FETCH done
                """);
    }

    @Test
    void whatNotifyAndUpdateAskForIsToldInOne() {
        play("""
                A C: a1 NOTIFY SET (selected (MessageNew (UID) MessageExpunge))
                A S: a1 OK NOTIFY done
                A C: a2 UID SEARCH RETURN (COUNT UPDATE (UID INTERNALDATE)) SUBJECT morning
                A S: * ESEARCH (TAG "a2") UID COUNT 0
                A S: a2 OK UID SEARCH done
                B C: b1 APPEND INBOX {26+}
                B C: Subject: good morning
                B C:
                B C: x
                B S: * 3 EXISTS
                B S: * 1 RECENT
                B S: b1 OK ...
                A S: * 3 EXISTS
                A S: * 1 RECENT
                A S: * ESEARCH (TAG "a2") UID ADDTO (0 3)
                A S: * 3 FETCH (UID 3 INTERNALDATE ...)
                B C: b2 APPEND INBOX {1+}
                B C: x
                B S: * 4 EXISTS
                B S: * 2 RECENT
                B S: b2 OK ...
                A S: * 4 EXISTS
                A S: * 2 RECENT
                A S: * 4 FETCH (UID 4)
                """);
    }

    @Test
    void whoseMailboxIsLeftOutHearsThatItsResultsAreNot() {
        play("""
                A C: a1 UID SEARCH RETURN (UPDATE COUNT) FLAGGED
                A S: * ESEARCH (TAG "a1") UID COUNT 0
                A S: a1 OK UID SEARCH done
                A C: a2 NOTIFY SET (personal (MailboxName))
                A S: * NO [NOUPDATE "a1"] NOTIFY leaves the selected mailbox out
                A S: a2 OK NOTIFY done
                A C: a3 UID SEARCH RETURN (UPDATE COUNT) UNFLAGGED
                A S: * ESEARCH (TAG "a3") UID COUNT 2
                A S: * NO [NOUPDATE "a3"] NOTIFY leaves the selected mailbox out
                A S: a3 OK UID SEARCH done
                B C: b1 STORE 1 +FLAGS.SILENT (\\Flagged)
                B S: b1 OK STORE done
                A C: a4 NOOP
                A S: a4 OK NOOP done
                A C: a5 CANCELUPDATE "a1"
                A S: a5 BAD no search of the tag a1 is kept up to date
                """);
    }

    @Test
    void whatIsSubscribedToIsLookedUpAnew() {
        play("""
                B C: b1 CREATE a
                B S: b1 OK CREATE done
                A C: a1 NOTIFY SET (subscribed (MessageNew MessageExpunge))
                A S: a1 OK NOTIFY done
                B C: b2 COPY 1 a
                B S: b2 OK ...
                A C: a2 NOOP
                A S: a2 OK NOOP done
                B C: b3 SUBSCRIBE a
                B S: b3 OK SUBSCRIBE done
                A S: * STATUS a (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ...)
                B C: b4 COPY 2 a
                B S: b4 OK ...
                A S: * STATUS a (MESSAGES 2 UIDNEXT 3 UIDVALIDITY ...)
                """);
    }

    // ------------------------------------------------------------------ section 5.8

    @Nested
    class Bounded {
        @RegisterExtension
        final Office narrow = Office.with("Subject: one\n\none\n")
                .limits(SessionLimits.standard().watchedMailboxes(2))
                .gifts(watched());

        @Test
        void tooManyMailboxesAreNotWatched() {
            try (Clients clients = new Clients(narrow, "A", "B")) {
                clients.play("""
                        A C: a1 NOTIFY SET (personal (MailboxName))
                        A S: a1 OK NOTIFY done
                        B C: b1 CREATE a
                        B S: b1 OK CREATE done
                        A S: * LIST (\\HasNoChildren) "/" a
                        B C: b2 CREATE b
                        B S: b2 OK CREATE done
                        A S: * LIST (\\HasNoChildren) "/" b
                        A S: * OK [NOTIFICATIONOVERFLOW] that is more than is told here; ask for fewer mailboxes
                        B C: b3 DELETE b
                        B S: b3 OK DELETE done
                        A C: a2 NOOP
                        A S: a2 OK NOOP done
                        B C: b4 CREATE c
                        B S: b4 OK CREATE done
                        A C: a3 NOTIFY SET (personal (MailboxName))
                        A S: a3 NO [NOTIFICATIONOVERFLOW] no more than 2 mailboxes are watched here
                        A C: a4 NOTIFY SET (mailboxes (a c) (MailboxName))
                        A S: a4 OK NOTIFY done
                        """);
            }
        }
    }

    // ------------------------------------------------------------------ section 5.9

    @Nested
    class Shared {
        private static final String THEIRS = "\"Other Users/ann/INBOX\"";

        @RegisterExtension
        final Office sharing = Office.with("Subject: one\n\none\n")
                .keptIn(() -> MemoryMailStore.create("ann"))
                .gifts(watched().account(AccessRights.class, AccessRights.class::cast));

        private void allow(Right... rights) throws StoreException {
            Account ann = sharing.another("ann");
            ((AccessRights) ann)
                    .change(MailboxName.INBOX, Office.USER, new RightsChange(FlagChange.Kind.REPLACE, Set.of(rights)));
        }

        @Test
        void onlyWhatMayBeReadIsWatched() throws StoreException {
            try (Clients clients = new Clients(sharing, "A")) {
                clients.play("""
                        A C: a1 NOTIFY SET STATUS (mailboxes %s (MessageNew MessageExpunge MailboxName))
                        A S: a1 OK NOTIFY done
                        """.formatted(THEIRS));
                allow(Right.LOOKUP);
                clients.play("""
                        A S: * LIST (\\HasNoChildren) "/" %s
                        A S: * LIST (\\NoAccess) "/" %s
                        A C: a2 NOTIFY SET STATUS (mailboxes %s (MessageNew MessageExpunge MailboxName))
                        A S: * LIST (\\NoAccess) "/" %s
                        A S: a2 OK NOTIFY done
                        """.formatted(THEIRS, THEIRS, THEIRS, THEIRS));
                allow(Right.LOOKUP, Right.READ, Right.INSERT);
                clients.play("""
                        A C: a3 COPY 1 %s
                        A S: a3 OK ...
                        A S: * STATUS %s (MESSAGES 1 UIDNEXT 2 UIDVALIDITY ...)
                        """.formatted(THEIRS, THEIRS));
                allow();
                clients.play("""
                        A S: * LIST (\\NonExistent \\Noselect \\HasNoChildren) "/" %s
                        """.formatted(THEIRS));
            }
        }
    }
}

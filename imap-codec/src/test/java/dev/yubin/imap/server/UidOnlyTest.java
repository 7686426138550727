package dev.yubin.imap.server;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.AccountWatch;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** UIDONLY: RFC 9586. */
class UidOnlyTest {
    private static final String ENABLE = """
            C: e1 ENABLE UIDONLY
            S: * ENABLED UIDONLY
            S: e1 OK ENABLE done
            """;

    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n", "Subject: three\n\n3\n");

    @RegisterExtension
    final Office watched = Office.with("Subject: one\n\none\n")
            .gifts(new Gifted().account(AccountWatch.class, AccountWatch.class::cast));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FETCH 1:2 (UID FLAGS)",
                "STORE 1 +FLAGS (\\Seen)",
                "SEARCH UNSEEN",
                "COPY 1 INBOX",
                "MOVE 1 INBOX",
                "SORT (DATE) UTF-8 ALL",
                "THREAD REFERENCES UTF-8 ALL",
                "UID SEARCH 1:2",
                "UID SEARCH NOT (OR * UNSEEN)",
                "UID SORT (DATE) UTF-8 1",
                "UID THREAD ORDEREDSUBJECT UTF-8 2",
                "ESEARCH IN (selected) 1"
            })
    void whatNamesOrTellsNumbersIsBad(String command) {
        office.wire().play(office.afterSelect(ENABLE + """
                C: a1 %s
                S: a1 BAD [UIDREQUIRED] messages have no numbers since UIDONLY is enabled; name them by UID
                """.formatted(command)));
    }

    /** A literal that was announced is not awaited: what it is for is refused. */
    @Test
    void replaceByNumberIsBadBeforeItsMessage() {
        office.wire().play(office.afterSelect(ENABLE + """
                C: a1 REPLACE 1 INBOX {5}
                S: a1 BAD [UIDREQUIRED] ...
                C: a2 NOOP
                S: a2 OK NOOP done
                """));
    }

    @Test
    void messagesAreToldOfByTheirUids() {
        office.selected(ENABLE + """
                C: a1 UID FETCH 1:2 FLAGS
                S: * 1 UIDFETCH (FLAGS ())
                S: * 2 UIDFETCH (FLAGS ())
                S: a1 OK UID FETCH done
                C: a2 UID FETCH 2 (UID BODY.PEEK[TEXT])
                S: * 2 UIDFETCH (UID 2 BODY[TEXT] {5}
                S: two
                S: )
                S: a2 OK UID FETCH done
                C: a3 UID STORE 1 +FLAGS (\\Deleted)
                S: * 1 UIDFETCH (FLAGS (\\Deleted))
                S: a3 OK UID STORE done
                C: a4 UID SEARCH UID 2:* UNDELETED
                S: * SEARCH 2 3
                S: a4 OK UID SEARCH done
                C: a5 EXPUNGE
                S: * VANISHED 1
                S: a5 OK EXPUNGE done
                C: a6 UID FETCH 2 FLAGS
                S: * 2 UIDFETCH (FLAGS ())
                S: a6 OK UID FETCH done
                C: a7 UID SEARCH RETURN (SAVE) UID 3
                S: a7 OK UID SEARCH done
                C: a8 UID SEARCH $
                S: * SEARCH 3
                S: a8 OK UID SEARCH done
                C: a9 UID FETCH $ (UID)
                S: * 3 UIDFETCH (UID 3)
                S: a9 OK UID FETCH done
                """);
    }

    /** Places in a result are no message numbers. */
    @Test
    void aStretchOfAResultIsToldByUids() {
        office.wire().play(office.afterSelect(ENABLE + """
                C: a1 UID SEARCH RETURN (PARTIAL -1:-2) ALL
                S: * ESEARCH (TAG "a1") UID PARTIAL (-1:-2 2:3)
                S: a1 OK UID SEARCH done
                C: a2 UID FETCH 1:* (FLAGS) (PARTIAL 1:1)
                S: * 1 UIDFETCH (FLAGS ())
                S: a2 OK UID FETCH done
                C: a3 ESEARCH IN (selected) UID 2
                S: * ESEARCH (TAG "a3" MAILBOX INBOX UIDVALIDITY ...) UID ALL 2
                S: a3 OK ESEARCH done
                """));
    }

    @Test
    void modSequencesComeWithUidsAlone() {
        office.wire().play(office.afterSelect("""
                C: e1 ENABLE UIDONLY CONDSTORE
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * ENABLED UIDONLY CONDSTORE
                S: e1 OK ENABLE done
                C: a1 UID STORE 1 +FLAGS.SILENT (\\Seen)
                S: * 1 UIDFETCH (MODSEQ (...))
                S: a1 OK UID STORE done
                C: a2 UID STORE 1 (UNCHANGEDSINCE 1) +FLAGS.SILENT (\\Seen)
                S: a2 OK [MODIFIED 1] ...
                C: a3 UID MOVE 1 INBOX
                S: * OK [COPYUID ... 1 4] moved
                S: * VANISHED 1
                S: * 3 EXISTS
                S: * 1 RECENT
                S: a3 OK UID MOVE done
                """));
    }

    @Test
    void selectTellsAndTakesNoNumberOfAMessage() {
        office.wire().play(office.afterLogin("""
                C: e1 ENABLE UIDONLY QRESYNC
                S: * ENABLED UIDONLY QRESYNC
                S: e1 OK ENABLE done
                C: a1 SELECT INBOX (QRESYNC (1 5 (1,3 1,3)))
                S: a1 BAD [UIDREQUIRED] ...
                C: a2 SELECT INBOX
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * 3 EXISTS
                S: * 0 RECENT
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 4] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a2 OK [READ-WRITE] SELECT done
                """));
    }

    @Test
    void whatHasChangedSinceIsToldByUids() throws StoreException {
        office.untouched();
        Mailbox inbox = office.account().open(MailboxName.INBOX);
        MailboxStatus known = inbox.status();
        inbox.expunge(UidSet.of(2));
        inbox.store(UidSet.of(3), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)), OptionalLong.empty());
        office.wire().play(office.afterLogin("""
                C: e1 ENABLE UIDONLY QRESYNC
                S: * ENABLED UIDONLY QRESYNC
                S: e1 OK ENABLE done
                C: a1 SELECT INBOX (QRESYNC (%d %d))
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * 2 EXISTS
                S: * 0 RECENT
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 4] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * VANISHED (EARLIER) 2
                S: * 3 UIDFETCH (FLAGS (\\Seen) MODSEQ (...))
                S: a1 OK [READ-WRITE] SELECT done
                """.formatted(known.uidValidity(), known.modSeq())));
    }

    @Test
    void whatNotifyTellsOfAMessageIsToldByItsUid() {
        try (Clients clients = new Clients(watched, "A", "B")) {
            clients.play("""
                    A C: e1 ENABLE UIDONLY
                    A S: * ENABLED UIDONLY
                    A S: e1 OK ENABLE done
                    A C: a1 NOTIFY SET (selected (MessageNew (FLAGS) MessageExpunge FlagChange))
                    A S: a1 OK NOTIFY done
                    B C: b1 APPEND INBOX {1+}
                    B C: x
                    B S: * 2 EXISTS
                    B S: * 1 RECENT
                    B S: b1 OK ...
                    A S: * 2 EXISTS
                    A S: * 1 RECENT
                    A S: * 2 UIDFETCH (FLAGS (\\Recent))
                    B C: b2 STORE 1 +FLAGS.SILENT (\\Deleted)
                    B S: b2 OK STORE done
                    A S: * 1 UIDFETCH (FLAGS (\\Deleted))
                    B C: b3 EXPUNGE
                    B S: * 1 EXPUNGE
                    B S: b3 OK EXPUNGE done
                    A S: * VANISHED 1
                    """);
        }
    }

    @Test
    void aSearchThatWasToldByNumberIsNoLongerKeptUpToDate() {
        office.wire().play(office.afterSelect("""
                C: a1 SEARCH RETURN (UPDATE COUNT) SEEN
                S: * ESEARCH (TAG "a1") COUNT 0
                S: a1 OK SEARCH done
                C: a2 UID SEARCH RETURN (UPDATE COUNT) SEEN
                S: * ESEARCH (TAG "a2") UID COUNT 0
                S: a2 OK UID SEARCH done
                C: a3 ENABLE UIDONLY
                S: * NO [NOUPDATE "a1"] it was told by number; search again by UID
                S: * ENABLED UIDONLY
                S: a3 OK ENABLE done
                C: a4 UID STORE 2 +FLAGS.SILENT (\\Seen)
                S: * ESEARCH (TAG "a2") UID ADDTO (0 2)
                S: a4 OK UID STORE done
                """));
    }

    @Test
    void whatOthersDoIsToldByUids() {
        try (Clients clients = new Clients(office, "A", "B")) {
            clients.play("""
                    A C: e1 ENABLE UIDONLY
                    A S: * ENABLED UIDONLY
                    A S: e1 OK ENABLE done
                    B C: b1 STORE 2:3 +FLAGS (\\Deleted)
                    B S: * 2 FETCH (FLAGS (\\Deleted))
                    B S: * 3 FETCH (FLAGS (\\Deleted))
                    B S: b1 OK STORE done
                    A C: a1 NOOP
                    A S: * 2 UIDFETCH (FLAGS (\\Deleted))
                    A S: * 3 UIDFETCH (FLAGS (\\Deleted))
                    A S: a1 OK NOOP done
                    B C: b2 UID EXPUNGE 2
                    B S: * 2 EXPUNGE
                    B S: b2 OK UID EXPUNGE done
                    A C: a2 NOOP
                    A S: * VANISHED 2
                    A S: a2 OK NOOP done
                    """);
        }
    }
}

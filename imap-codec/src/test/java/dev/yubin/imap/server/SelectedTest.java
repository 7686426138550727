package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done to the messages of the selected mailbox: RFC 9051 sections 6.4.1 to 6.4.3 and 6.4.6 to 6.4.9. */
class SelectedTest {
    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n", "Subject: three\n\nthree\n");

    @Test
    void flagsAreReplacedAddedAndTakenAway() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 STORE 1 FLAGS (\\Seen $Junk)
                S: * 1 FETCH (FLAGS ($Junk \\Seen))
                S: * FLAGS (...$Junk...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: a1 OK STORE done
                C: a2 STORE 1:2 +FLAGS \\Flagged \\Answered
                S: * 1 FETCH (FLAGS ($Junk \\Answered \\Flagged \\Seen))
                S: * 2 FETCH (FLAGS (\\Answered \\Flagged))
                S: a2 OK STORE done
                C: a3 UID STORE 1,3:* -flags ($JUNK \\Seen)
                S: * 1 FETCH (UID 1 FLAGS (\\Answered \\Flagged))
                S: * 3 FETCH (UID 3 FLAGS ())
                S: a3 OK UID STORE done
                C: a4 STORE * FLAGS.SILENT (\\Deleted)
                S: a4 OK STORE done
                C: a5 FETCH 1:3 FLAGS
                S: * 1 FETCH (FLAGS (\\Answered \\Flagged))
                S: * 2 FETCH (FLAGS (\\Answered \\Flagged))
                S: * 3 FETCH (FLAGS (\\Deleted))
                S: a5 OK FETCH done
                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "STORE",
                "STORE 1",
                "STORE 1 FLAGS",
                "STORE 0 FLAGS (\\Seen)",
                "STORE 1 FLAGS (\\Recent)",
                "STORE 1 FLAGS (a b",
                "STORE 1 *FLAGS (a)",
                "STORE 4 FLAGS ()",
                "STORE 1:4 FLAGS ()",
                "UID STORE 0 FLAGS ()",
                "COPY 1",
                "COPY 4 INBOX",
                "COPY x INBOX",
                "MOVE 4 INBOX",
                "EXPUNGE 1",
                "UID EXPUNGE",
                "UID EXPUNGE x",
                "CLOSE now",
                "UNSELECT now",
                "CHECK now",
                "FETCH 4 FLAGS",
                "FETCH 4:* FLAGS",
                "FETCH 1:* ",
                "SEARCH 4"
            })
    void whatIsWrongIsBadAndChangesNothing(String command) {
        office.selected("""
                C: a1 %s
                S: a1 BAD ...
                C: a2 SEARCH UNSEEN UNDELETED
                S: * SEARCH 1 2 3
                S: a2 OK SEARCH done
                """.formatted(command));
    }

    @Test
    void uidsThatNameNothingAreNoError() {
        office.selected("""
                C: a1 UID STORE 4:8 +FLAGS (\\Seen)
                S: a1 OK UID STORE done
                C: a2 UID COPY 4 INBOX
                S: a2 OK UID COPY done
                C: a3 UID MOVE 4 INBOX
                S: a3 OK UID MOVE done
                C: a4 UID FETCH 4:9 FLAGS
                S: a4 OK UID FETCH done
                C: a5 UID FETCH 9:* FLAGS
                S: * 3 FETCH (UID 3 FLAGS ())
                S: a5 OK UID FETCH done
                C: a6 UID EXPUNGE 4:9
                S: a6 OK UID EXPUNGE done
                C: a7 UID SEARCH UID 4:9
                S: * SEARCH
                S: a7 OK UID SEARCH done
                """);
    }

    @Test
    void inAnEmptyMailboxEvenTheLargestNumberIsNone() {
        office.loggedIn("""
                C: a1 CREATE x
                S: a1 OK CREATE done
                C: a2 SELECT x
                S: * FLAGS ...
                S: * OK ...
                S: * 0 EXISTS
                S: * 0 RECENT
                S: * OK ...
                S: * OK ...
                S: * OK ...
                S: a2 OK ...
                C: a3 FETCH * FLAGS
                S: a3 BAD ...
                C: a4 FETCH 1:* FLAGS
                S: a4 BAD ...
                C: a5 UID FETCH 1:* FLAGS
                S: a5 OK UID FETCH done
                C: a6 SEARCH ALL
                S: * SEARCH
                S: a6 OK SEARCH done
                C: a7 EXPUNGE
                S: a7 OK EXPUNGE done
                """);
    }

    @Test
    void expungeTellsEachNumberAsItStandsThen() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 STORE 1,3 +FLAGS.SILENT (\\Deleted)
                S: a1 OK STORE done
                C: a2 EXPUNGE
                S: * 3 EXPUNGE
                S: * 1 EXPUNGE
                S: a2 OK EXPUNGE done
                C: a3 FETCH 1 UID
                S: * 1 FETCH (UID 2)
                S: a3 OK FETCH done
                C: a4 FETCH 2 UID
                S: a4 BAD ...
                """));
    }

    @Test
    void uidExpungeRemovesOnlyWhatItNames() {
        office.selected("""
                C: a1 STORE 1:3 +FLAGS.SILENT (\\Deleted)
                S: a1 OK STORE done
                C: a2 UID EXPUNGE 2
                S: * 2 EXPUNGE
                S: a2 OK UID EXPUNGE done
                C: a3 UID EXPUNGE 3:*
                S: * 2 EXPUNGE
                S: a3 OK UID EXPUNGE done
                C: a4 UID SEARCH ALL
                S: * SEARCH 1
                S: a4 OK UID SEARCH done
                """);
    }

    @Test
    void closeRemovesInSilenceAndUnselectLeavesAllAsItIs() {
        office.selected("""
                C: a1 STORE 1 +FLAGS.SILENT (\\Deleted)
                S: a1 OK STORE done
                C: a2 UNSELECT
                S: a2 OK UNSELECT done
                C: a3 STATUS INBOX (MESSAGES DELETED)
                S: * STATUS INBOX (MESSAGES 3 DELETED 1)
                S: a3 OK STATUS done
                C: a4 CLOSE
                S: a4 BAD CLOSE is not possible with no mailbox selected
                """);
        office.selected("""
                C: a1 STORE 1 +FLAGS.SILENT (\\Deleted)
                S: a1 OK STORE done
                C: a2 CHECK
                S: a2 OK CHECK done
                C: a3 CLOSE
                S: a3 OK CLOSE done
                C: a4 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 2)
                S: a4 OK STATUS done
                """);
    }

    @Test
    void copiesKeepFlagsAndTellTheirUids() {
        office.selected("""
                C: a1 CREATE x
                S: a1 OK CREATE done
                C: a2 STORE 2 +FLAGS.SILENT (\\Flagged)
                S: a2 OK STORE done
                C: a3 COPY 1:2 x
                S: a3 OK [COPYUID ... 1:2 1:2] COPY done
                C: a4 UID COPY 3 x
                S: a4 OK [COPYUID ... 3 3] UID COPY done
                C: a5 COPY 1 INBOX
                S: * 4 EXISTS
                S: * 1 RECENT
                S: a5 OK [COPYUID ... 1 4] COPY done
                C: a6 COPY 1 Nowhere
                S: a6 NO [TRYCREATE] ...
                C: a7 UID COPY 1 Nowhere
                S: a7 NO [TRYCREATE] ...
                C: a8 COPY 1 a//b
                S: a8 NO [CANNOT] ...
                C: a9 STATUS x (MESSAGES UNSEEN)
                S: * STATUS x (MESSAGES 3 UNSEEN 3)
                S: a9 OK STATUS done
                """);
    }

    @Test
    void movedMessagesAreToldBeforeTheyGo() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 CREATE x
                S: a1 OK CREATE done
                C: a2 MOVE 2 x
                S: * OK [COPYUID ... 2 1] moved
                S: * 2 EXPUNGE
                S: a2 OK MOVE done
                C: a3 UID MOVE 1,3 x
                S: * OK [COPYUID ... 1,3 2:3] moved
                S: * 2 EXPUNGE
                S: * 1 EXPUNGE
                S: a3 OK UID MOVE done
                C: a4 UID MOVE 1 Nowhere
                S: a4 NO [TRYCREATE] ...
                """));
    }

    @Test
    void modSequencesAreToldOnceAskedFor() {
        office.selected("""
                C: a1 FETCH 1 (MODSEQ)
                S: * OK [HIGHESTMODSEQ 4] ...
                S: * 1 FETCH (MODSEQ (2))
                S: a1 OK FETCH done
                C: a2 STORE 1 (UNCHANGEDSINCE 2) +FLAGS.SILENT (\\Seen)
                S: * 1 FETCH (UID 1 MODSEQ (5))
                S: a2 OK STORE done
                C: a3 STORE 1,2 (UNCHANGEDSINCE 4) +FLAGS (\\Flagged)
                S: * 2 FETCH (UID 2 FLAGS (\\Flagged) MODSEQ (6))
                S: a3 OK [MODIFIED 1] STORE left some as they are
                C: a4 UID STORE 1:2 (UNCHANGEDSINCE 1) FLAGS ()
                S: a4 OK [MODIFIED 1:2] UID STORE left some as they are
                C: a5 FETCH 1:3 FLAGS (CHANGEDSINCE 4)
                S: * 1 FETCH (FLAGS (\\Seen) MODSEQ (5))
                S: * 2 FETCH (FLAGS (\\Flagged) MODSEQ (6))
                S: a5 OK FETCH done
                C: a6 SEARCH MODSEQ 5
                S: * SEARCH 1 2 (MODSEQ 6)
                S: a6 OK SEARCH done
                C: a7 SEARCH RETURN (MIN) OR MODSEQ 5 FLAGGED
                S: * ESEARCH (TAG "a7") MIN 1 MODSEQ 5
                S: a7 OK SEARCH done
                C: a8 SEARCH RETURN (MIN MAX) MODSEQ "/flags/\\\\\\\\draft" all 1
                S: * ESEARCH (TAG "a8") MIN 1 MAX 3 MODSEQ 5
                S: a8 OK SEARCH done
                C: a9 UID FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)
                S: a9 BAD ...
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ENABLE CONDSTORE",
                "STATUS INBOX (HIGHESTMODSEQ)",
                "STORE 1 (UNCHANGEDSINCE 4) FLAGS (\\Seen)",
                "FETCH 1 FLAGS (CHANGEDSINCE 1)",
                "SEARCH NOT MODSEQ 1"
            })
    void whoFirstSpeaksOfModSequencesHearsWhereTheMailboxStands(String command) {
        office.selected("""
                C: a1 %s
                S: * OK [HIGHESTMODSEQ 4] the highest mod-sequence
                S: ...
                S: a1 OK ...
                C: a2 SEARCH MODSEQ 100
                S: * SEARCH
                S: a2 OK SEARCH done
                """.formatted(command));
    }
}

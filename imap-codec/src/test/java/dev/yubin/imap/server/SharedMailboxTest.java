package dev.yubin.imap.server;

import dev.yubin.mailbox.memory.MemoryMailStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two sessions in one mailbox: RFC 9051 sections 5.2, 5.5 and 7.5, RFC 2180. */
class SharedMailboxTest {
    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n", "Subject: three\n\nthree\n");

    private void play(String transcript) {
        Clients.playEveryWay(office, transcript);
    }

    /** RFC 7162 section 3.1.3: the client tries again what was MODIFIED, and hears of what is gone anyway. */
    @Test
    void whatAConditionalStoreLeftIsToldThoughOthersAreGone() {
        play("""
                B C: b1 STORE 2 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 2 EXPUNGE
                B S: b2 OK EXPUNGE done
                B C: b3 STORE 1 +FLAGS.SILENT (\\Flagged)
                B S: b3 OK STORE done
                A C: a1 STORE 1:3 (UNCHANGEDSINCE 4) +FLAGS.SILENT (\\Seen)
                A S: * OK [HIGHESTMODSEQ 4] the highest mod-sequence
                A S: * 3 FETCH (UID 3 MODSEQ (8))
                A S: * 1 FETCH (UID 1 FLAGS (\\Flagged) MODSEQ (7))
                A S: a1 NO [MODIFIED 1] some of these messages are gone
                A C: a2 NOOP
                A S: * 2 EXPUNGE
                A S: a2 OK NOOP done
                """);
    }

    @Test
    void noNumberChangesItsMeaningWhileACommandCounts() {
        play("""
                B C: b1 CREATE x
                B S: b1 OK CREATE done
                B C: b2 STORE 2 +FLAGS.SILENT (\\Deleted)
                B S: b2 OK STORE done
                B C: b3 EXPUNGE
                B S: * 2 EXPUNGE
                B S: b3 OK EXPUNGE done
                A C: a1 FETCH 1:3 UID
                A S: * 1 FETCH (UID 1)
                A S: * 3 FETCH (UID 3)
                A S: a1 NO [EXPUNGEISSUED] some of these messages are gone
                A C: a2 FETCH 2 BODY[]
                A S: a2 NO [EXPUNGEISSUED] some of these messages are gone
                A C: a3 SEARCH ALL
                A S: * SEARCH 1 3
                A S: a3 OK [EXPUNGEISSUED] SEARCH done
                A C: a4 STORE 1:3 +FLAGS (\\Seen)
                A S: * 1 FETCH (FLAGS (\\Seen))
                A S: * 3 FETCH (FLAGS (\\Seen))
                A S: a4 NO [EXPUNGEISSUED] some of these messages are gone
                A C: a5 COPY 1:3 x
                A S: * 2 EXPUNGE
                A S: a5 NO [EXPUNGEISSUED] some of these messages are gone; none was copied
                A C: a7 STATUS x (MESSAGES)
                A S: * STATUS x (MESSAGES 0)
                A S: a7 OK STATUS done
                A C: a6 FETCH 2 UID
                A S: * 2 FETCH (UID 3)
                A S: a6 OK FETCH done
                B C: b4 NOOP
                B S: * 1 FETCH (FLAGS (\\Seen))
                B S: * 2 FETCH (FLAGS (\\Seen))
                B S: b4 OK NOOP done
                """);
    }

    @Test
    void commandsByUidTellWhatIsGoneAtOnce() {
        play("""
                B C: b1 STORE 1,3 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 3 EXPUNGE
                B S: * 1 EXPUNGE
                B S: b2 OK EXPUNGE done
                A C: a1 UID FETCH 1:* FLAGS
                A S: * 2 FETCH (UID 2 FLAGS ())
                A S: * 3 EXPUNGE
                A S: * 1 EXPUNGE
                A S: a1 OK UID FETCH done
                A C: a2 UID STORE 1:3 +FLAGS (\\Seen)
                A S: * 1 FETCH (UID 2 FLAGS (\\Seen))
                A S: a2 OK UID STORE done
                A C: a3 UID SEARCH 1
                A S: * SEARCH 2
                A S: a3 OK UID SEARCH done
                """);
    }

    @Test
    void changesOfAnotherAreToldAndOwnOnesNotAgain() {
        play("""
                A C: a1 STORE 1 +FLAGS (\\Seen)
                A S: * 1 FETCH (FLAGS (\\Seen))
                A S: a1 OK STORE done
                A C: a2 NOOP
                A S: a2 OK NOOP done
                B C: b1 NOOP
                B S: * 1 FETCH (FLAGS (\\Seen))
                B S: b1 OK NOOP done
                B C: b2 STORE 1 -FLAGS (\\Seen)
                B S: * 1 FETCH (FLAGS ())
                B S: b2 OK STORE done
                B C: b3 STORE 2 +FLAGS ($Work)
                B S: * 2 FETCH (FLAGS ($Work))
                B S: * FLAGS ($Work ...)
                B S: * OK [PERMANENTFLAGS ($Work ...)] ...
                B S: b3 OK STORE done
                A C: a3 FETCH 3 FLAGS
                A S: * 3 FETCH (FLAGS ())
                A S: * FLAGS ($Work ...)
                A S: * OK [PERMANENTFLAGS ($Work ...)] ...
                A S: * 1 FETCH (FLAGS ())
                A S: * 2 FETCH (FLAGS ($Work))
                A S: a3 OK FETCH done
                """);
    }

    @Test
    void aSilentStoreHidesNothingThatAnotherDid() {
        play("""
                A C: a1 STORE 1:2 +FLAGS.SILENT (\\Answered)
                A S: a1 OK STORE done
                B C: b1 STORE 1 +FLAGS.SILENT (\\Flagged)
                B S: * 1 FETCH (FLAGS (\\Answered \\Flagged))
                B S: * 2 FETCH (FLAGS (\\Answered))
                B S: b1 OK STORE done
                A C: a2 STORE 1 +FLAGS.SILENT (\\Deleted)
                A S: * 1 FETCH (FLAGS (\\Answered \\Deleted \\Flagged))
                A S: a2 OK STORE done
                B C: b2 STORE 1 FLAGS.SILENT (\\Seen)
                B S: b2 OK STORE done
                B C: b3 NOOP
                B S: b3 OK NOOP done
                """);
    }

    @Test
    void newMailIsToldToBoth() {
        play("""
                A C: a1 APPEND INBOX {3+}
                A C: x
                A C:
                A S: * 4 EXISTS
                A S: * 1 RECENT
                A S: a1 OK [APPENDUID ... 4] APPEND done
                B C: b1 FETCH 3 FLAGS
                B S: * 3 FETCH (FLAGS ())
                B S: * 4 EXISTS
                B S: * 1 RECENT
                B S: b1 OK FETCH done
                B C: b2 MOVE 4 INBOX
                B S: * OK [COPYUID ... 4 5] moved
                B S: * 4 EXPUNGE
                B S: * 4 EXISTS
                B S: * 1 RECENT
                B S: b2 OK MOVE done
                A C: a2 NOOP
                A S: * 4 EXPUNGE
                A S: * 4 EXISTS
                A S: * 1 RECENT
                A S: a2 OK NOOP done
                """);
    }

    @Test
    void whoseMailboxIsDeletedByAnotherIsSentAway() {
        play("""
                A C: a1 CREATE x
                A S: a1 OK CREATE done
                A C: a2 EXAMINE x
                A S: * OK [CLOSED] ...
                A S: * FLAGS ...
                A S: * OK ...
                A S: * 0 EXISTS
                A S: * 0 RECENT
                A S: * OK ...
                A S: * OK ...
                A S: * OK ...
                A S: a2 OK [READ-ONLY] EXAMINE done
                B C: b1 DELETE x
                B S: b1 OK DELETE done
                A C: a3 NOOP
                A S: * BYE the selected mailbox is gone
                A S: a3 OK NOOP done
                A EOF
                """);
    }

    @Test
    void aMailboxThatIsRenamedGoesOn() {
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
                B C: b1 RENAME x y
                B S: b1 OK RENAME done
                B C: b2 COPY 1 y
                B S: b2 OK ...
                A C: a4 NOOP
                A S: * 1 EXISTS
                A S: * 1 RECENT
                A S: a4 OK NOOP done
                """);
    }

    /** RFC 9051 section 6.3.6 leaves it open: what is selected stays so, under the name that it has now. */
    @Test
    void whatIsToldByNameIsToldOfTheMailboxThatHasItNow() {
        play("""
                A C: a1 CREATE x/z
                A S: a1 OK CREATE done
                A C: a2 UNSELECT
                A S: a2 OK UNSELECT done
                A C: a3 SELECT x/z
                A S: * FLAGS ...
                A S: * OK ...
                A S: * 0 EXISTS
                A S: * 0 RECENT
                A S: * OK ...
                A S: * OK ...
                A S: * OK ...
                A S: a3 OK [READ-WRITE] SELECT done
                B C: b1 COPY 1 x/z
                B S: b1 OK ...
                B C: b2 RENAME x y
                B S: b2 OK RENAME done
                B C: b3 CREATE x/z
                B S: b3 OK CREATE done
                B C: b4 COPY 2:3 x/z
                B S: b4 OK ...
                A C: a4 NOOP
                A S: * 1 EXISTS
                A S: * 1 RECENT
                A S: a4 OK NOOP done
                A C: a6 COPY 1 y/z
                A S: * 2 EXISTS
                A S: * 2 RECENT
                A S: a6 OK ...
                A C: a7 STORE 1 +FLAGS.SILENT (\\Flagged)
                A S: a7 OK STORE done
                A C: a8 ESEARCH IN (selected) RETURN (COUNT) FLAGGED
                A S: * ESEARCH (TAG "a8" MAILBOX y/z UIDVALIDITY ...) UID COUNT 1
                A S: a8 OK ESEARCH done
                A C: a9 ESEARCH IN (mailboxes (x/z y/z)) RETURN (ALL) ALL
                A S: * ESEARCH (TAG "a9" MAILBOX x/z UIDVALIDITY ...) UID ALL 1:2
                A S: * ESEARCH (TAG "a9" MAILBOX y/z UIDVALIDITY ...) UID ALL 1:2
                A S: a9 OK ESEARCH done
                A C: b1 RENAME x/z w
                A S: b1 OK RENAME done
                A C: b2 ESEARCH IN (selected) RETURN (COUNT) FLAGGED
                A S: * ESEARCH (TAG "b2" MAILBOX y/z UIDVALIDITY ...) UID COUNT 1
                A S: b2 OK ESEARCH done
                B C: b5 CREATE x/z
                B S: b5 OK CREATE done
                A C: b3 DELETE x/z
                A S: b3 OK DELETE done
                A C: b4 FETCH 1 FLAGS
                A S: * 1 FETCH (FLAGS (\\Flagged \\Recent))
                A S: b4 OK FETCH done
                A C: b5 DELETE y/z
                A S: * OK [CLOSED] ...
                A S: b5 OK DELETE done
                """);
    }

    /** And where it is gone, another of its name is not it. */
    @Test
    void aMailboxOfTheNameThatWasRemovedIsAnother() {
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
                B C: b1 DELETE x
                B S: b1 OK DELETE done
                B C: b2 CREATE x
                B S: b2 OK CREATE done
                B C: b3 COPY 1 x
                B S: b3 OK ...
                A C: a4 ESEARCH IN (mailboxes x) RETURN (COUNT) ALL
                A S: * ESEARCH (TAG "a4" MAILBOX x UIDVALIDITY ...) UID COUNT 1
                A S: * BYE the selected mailbox is gone
                """);
    }

    /** The store forgets at once what was removed, so that the library has to compare. */
    @Nested
    class WithoutTombstones {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> MemoryMailStore.builder().tombstones(0).build());

        @Test
        void whatIsGoneIsFoundByComparing() {
            Clients.playEveryWay(office, """
                        A C: a1 APPEND INBOX {1+}
                        A C: x {1+}
                        A C: y {1+}
                        A C: z
                        A S: * 3 EXISTS
                        A S: * 3 RECENT
                        A S: a1 OK ...
                        B C: b1 STORE 2 +FLAGS.SILENT (\\Deleted)
                        B S: * 3 EXISTS
                        B S: * 3 RECENT
                        B S: b1 BAD ...
                        B C: b2 NOOP
                        B S: b2 OK NOOP done
                        B C: b3 UID STORE 2 +FLAGS.SILENT (\\Deleted)
                        B S: b3 OK UID STORE done
                        B C: b4 EXPUNGE
                        B S: * 2 EXPUNGE
                        B S: b4 OK EXPUNGE done
                        A C: a2 FETCH 2:3 UID
                        A S: * 3 FETCH (UID 3)
                        A S: a2 NO [EXPUNGEISSUED] ...
                        A C: a3 NOOP
                        A S: * 2 EXPUNGE
                        A S: a3 OK NOOP done
                        """);
        }
    }
}

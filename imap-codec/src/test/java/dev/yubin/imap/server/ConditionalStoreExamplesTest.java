package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of CONDSTORE, with the mod-sequences of this store: RFC 7162 section 3.1. */
class ConditionalStoreExamplesTest {
    private static final String FIRST = "S: * OK [HIGHESTMODSEQ ...] ...\n";

    @RegisterExtension
    final Office office = Office.with(IntStream.rangeClosed(1, 150)
            .mapToObj(number -> "Subject: " + number + "\n\nx\n")
            .toArray(String[]::new));

    /** With {@code %1$d} and so on for the mod-sequences from now on, the last that is given already first. */
    private String counted(String transcript) throws StoreException {
        long last = office.account().open(MailboxName.INBOX).status().modSeq();
        return transcript.formatted(
                IntStream.range(0, 10).mapToObj(each -> last + each).toArray());
    }

    private void play(String transcript) throws StoreException {
        String counted = counted(transcript);
        try (Clients clients = new Clients(office, "A", "B")) {
            clients.play(counted);
        }
    }

    /** Examples 3 and 4. */
    @Test
    void allMessagesPassTheTest() {
        office.wire().playUncut(office.afterSelect("""
                C: a1 STORE 1:3,5,9:104 +FLAGS.SILENT (\\Deleted)
                S: a1 OK STORE done
                C: a2 CLOSE
                S: a2 OK CLOSE done
                C: a3 SELECT INBOX
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * 50 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 151] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: a3 OK [READ-WRITE] SELECT done
                C: a103 UID STORE 6,4,8 (UNCHANGEDSINCE 12121230045) +FLAGS.SILENT (\\Deleted)
                """ + FIRST + """
                S: * 1 FETCH (UID 4 MODSEQ (...))
                S: * 2 FETCH (UID 6 MODSEQ (...))
                S: * 4 FETCH (UID 8 MODSEQ (...))
                S: a103 OK UID STORE done
                C: a104 STORE * (UNCHANGEDSINCE 12121230045) +FLAGS.SILENT (\\Deleted $Processed)
                S: * 50 FETCH (UID 150 MODSEQ (...))
                S: * FLAGS ($Processed ...)
                S: * OK [PERMANENTFLAGS ($Processed ...)] ...
                S: a104 OK STORE done
                """));
    }

    /** Example 5. */
    @Test
    void theFirstCommandThatIsConditionalTellsTheHighestModSequence() {
        office.wire().playUncut(office.afterSelect("""
                C: c100 STORE 50 +FLAGS.SILENT (\\Deleted)
                S: c100 OK STORE done
                C: c101 STORE 50 (UNCHANGEDSINCE 12121230045) -FLAGS.SILENT (\\Deleted)
                """ + FIRST + """
                S: * 50 FETCH (UID 50 MODSEQ (...))
                S: c101 OK STORE done
                """));
    }

    /** Examples 6 and 7: this server tells what keeps a message from being changed. */
    @Test
    void whatHasChangedIsLeftAndTold() throws StoreException {
        play("""
                B C: b1 STORE 7 +FLAGS.SILENT (\\Seen \\Deleted)
                B S: b1 OK STORE done
                B C: b2 STORE 9 +FLAGS.SILENT (\\Answered)
                B S: b2 OK STORE done
                A C: d105 STORE 7,5,9 (UNCHANGEDSINCE %1$d) +FLAGS.SILENT (\\Deleted)
                A S: * OK [HIGHESTMODSEQ %1$d] ...
                A S: * 5 FETCH (UID 5 MODSEQ (%4$d))
                A S: * 7 FETCH (UID 7 FLAGS (\\Deleted \\Seen) MODSEQ (%2$d))
                A S: * 9 FETCH (UID 9 FLAGS (\\Answered) MODSEQ (%3$d))
                A S: d105 OK [MODIFIED 7,9] STORE left some as they are
                """);
    }

    /** Example 8. */
    @Test
    void nothingIsOlderThanZero() throws StoreException {
        play("""
                A C: a102 STORE 12 (UNCHANGEDSINCE 0) +FLAGS.SILENT ($MDNSent)
                A S: * OK [HIGHESTMODSEQ %1$d] ...
                A S: a102 OK [MODIFIED 12] STORE left some as they are
                """);
    }

    /** What is told of each of 100 to 150 but one. */
    private static final String ALL_BUT_101 = IntStream.rangeClosed(100, 150)
            .filter(number -> number != 101)
            .mapToObj(number -> "A S: * " + number + " FETCH (UID " + number + " MODSEQ (...))\n")
            .collect(Collectors.joining());

    /** Example 9, and 10 up to its retry. */
    @Test
    void whatAnotherClientDidMeanwhileIsDoneAnewOrNot() throws StoreException {
        play("""
                B C: b1 STORE 101 +FLAGS.SILENT (\\Deleted \\Answered)
                B S: b1 OK STORE done
                A C: a106 STORE 100:150 (UNCHANGEDSINCE %1$d) +FLAGS.SILENT ($Processed)
                A S: * OK [HIGHESTMODSEQ %1$d] ...
                """ + ALL_BUT_101 + """
                A S: * FLAGS ($Processed ...)
                A S: * OK [PERMANENTFLAGS ($Processed ...)] ...
                A S: * 101 FETCH (UID 101 FLAGS (\\Answered \\Deleted) MODSEQ (%2$d))
                A S: a106 OK [MODIFIED 101] STORE left some as they are
                A C: b108 STORE 101 (UNCHANGEDSINCE %2$d) +FLAGS.SILENT ($Processed)
                A S: * 101 FETCH (UID 101 MODSEQ (...))
                A S: b108 OK STORE done
                """);
    }

    /** Example 11, and what is said twice below it. */
    @Test
    void someOfTheMessagesNoLongerExist() throws StoreException {
        play("""
                B C: b1 STORE 2 +FLAGS.SILENT (\\Deleted \\Answered)
                B S: b1 OK STORE done
                B C: b2 STORE 4:7 +FLAGS.SILENT (\\Deleted)
                B S: b2 OK STORE done
                B C: b3 UID EXPUNGE 4:7
                B S: * 7 EXPUNGE
                B S: * 6 EXPUNGE
                B S: * 5 EXPUNGE
                B S: * 4 EXPUNGE
                B S: b3 OK UID EXPUNGE done
                A C: B001 STORE 1:7 (UNCHANGEDSINCE %1$d) +FLAGS (\\SEEN)
                A S: * OK [HIGHESTMODSEQ %1$d] ...
                A S: * 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (%8$d))
                A S: * 3 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (%9$d))
                A S: * 2 FETCH (UID 2 FLAGS (\\Answered \\Deleted) MODSEQ (%2$d))
                A S: B001 NO [MODIFIED 2] some of these messages are gone
                A C: B002 NOOP
                A S: * 7 EXPUNGE
                A S: * 6 EXPUNGE
                A S: * 5 EXPUNGE
                A S: * 4 EXPUNGE
                A S: B002 OK NOOP done
                A C: b003 STORE 2 (UNCHANGEDSINCE %2$d) +FLAGS (\\Seen)
                A S: * 2 FETCH (UID 2 FLAGS (\\Answered \\Deleted \\Seen) MODSEQ (%10$d))
                A S: b003 OK STORE done
                A C: e105 STORE 3,1:3 (UNCHANGEDSINCE %10$d) +FLAGS.SILENT (\\Flagged)
                A S: * 1 FETCH (UID 1 MODSEQ (...))
                A S: * 2 FETCH (UID 2 MODSEQ (...))
                A S: * 3 FETCH (UID 3 MODSEQ (...))
                A S: e105 OK STORE done
                """);
    }

    /** Section 3.1.4.1 and example 13. */
    @Test
    void whatHasChangedSinceIsFetched() throws StoreException {
        play("""
                B C: b1 STORE 4 +FLAGS.SILENT (\\Seen)
                B S: b1 OK STORE done
                B C: b2 STORE 8 +FLAGS.SILENT ($NotJunk $MDNSent)
                B S: * FLAGS ($MDNSent $NotJunk ...)
                B S: * OK [PERMANENTFLAGS ($MDNSent $NotJunk ...)] ...
                B S: b2 OK STORE done
                A C: s100 UID FETCH 1:* (FLAGS) (CHANGEDSINCE %1$d)
                A S: * OK [HIGHESTMODSEQ ...] ...
                A S: * 4 FETCH (UID 4 FLAGS (\\Seen) MODSEQ (%2$d))
                A S: * 8 FETCH (UID 8 FLAGS ($MDNSent $NotJunk) MODSEQ (%3$d))
                A S: * FLAGS ($MDNSent $NotJunk ...)
                A S: * OK [PERMANENTFLAGS ($MDNSent $NotJunk ...)] ...
                A S: s100 OK UID FETCH done
                A C: a FETCH 3:4 (MODSEQ)
                A S: * 3 FETCH (MODSEQ (4))
                A S: * 4 FETCH (MODSEQ (%2$d))
                A S: a OK FETCH done
                """);
    }

    /** Example 14: of changes all hear who know of mod-sequences, and each once. */
    @Test
    void threeClientsHearOfChanges() throws StoreException {
        String counted = counted("""
                A C: a1 STORE 7 +FLAGS.SILENT (\\Answered)
                A S: a1 OK STORE done
                A C: a2 ENABLE CONDSTORE
                A S: * OK [HIGHESTMODSEQ %2$d] ...
                A S: * ENABLED CONDSTORE
                A S: a2 OK ENABLE done
                C C: c1 FETCH 7 (FLAGS MODSEQ)
                C S: * OK [HIGHESTMODSEQ ...] ...
                C S: * 7 FETCH (FLAGS (\\Answered) MODSEQ (%2$d))
                C S: c1 OK FETCH done
                D C: d1 FETCH 7 (FLAGS MODSEQ)
                D S: * OK [HIGHESTMODSEQ ...] ...
                D S: * 7 FETCH (FLAGS (\\Answered) MODSEQ (%2$d))
                D S: d1 OK FETCH done
                A C: A160 STORE 7 +FLAGS.SILENT (\\Deleted)
                A S: * 7 FETCH (UID 7 MODSEQ (%3$d))
                A S: A160 OK STORE done
                C C: C180 NOOP
                C S: * 7 FETCH (UID 7 FLAGS (\\Answered \\Deleted) MODSEQ (%3$d))
                C S: C180 OK NOOP done
                D C: D210 NOOP
                D S: * 7 FETCH (UID 7 FLAGS (\\Answered \\Deleted) MODSEQ (%3$d))
                D S: D210 OK NOOP done
                A C: A240 STORE 7 +FLAGS.SILENT (\\Seen)
                A S: * 7 FETCH (UID 7 MODSEQ (%4$d))
                A S: A240 OK STORE done
                C C: C270 NOOP
                C S: * 7 FETCH (UID 7 FLAGS (\\Answered \\Deleted \\Seen) MODSEQ (%4$d))
                C S: C270 OK NOOP done
                A C: A330 STORE 7 -FLAGS.SILENT (\\Answered \\Seen)
                A S: * 7 FETCH (UID 7 MODSEQ (%5$d))
                A S: A330 OK STORE done
                C C: C360 NOOP
                C S: * 7 FETCH (UID 7 FLAGS (\\Deleted) MODSEQ (%5$d))
                C S: C360 OK NOOP done
                D C: D390 NOOP
                D S: * 7 FETCH (UID 7 FLAGS (\\Deleted) MODSEQ (%5$d))
                D S: D390 OK NOOP done
                """);
        try (Clients clients = new Clients(office, "A", "C", "D")) {
            clients.play(counted);
        }
    }

    /** Examples 15 to 17, those of section 3.1.10, and those of RFC 4731 section 3.2. */
    @Test
    void whatIsFoundIsToldWithTheHighestModSequenceOfIt() throws StoreException {
        play("""
                B C: b1 STORE 3,5 +FLAGS.SILENT (\\Draft)
                B S: b1 OK STORE done
                B C: b2 STORE 1:2 +FLAGS.SILENT (\\Draft)
                B S: b2 OK STORE done
                A C: a SEARCH MODSEQ "/flags/\\\\draft" all %2$d
                A S: * OK [HIGHESTMODSEQ ...] ...
                A S: * SEARCH 1 2 3 5 (MODSEQ %5$d)
                A S: * 1 FETCH (UID 1 FLAGS (\\Draft) MODSEQ (%4$d))
                A S: * 2 FETCH (UID 2 FLAGS (\\Draft) MODSEQ (%5$d))
                A S: * 3 FETCH (UID 3 FLAGS (\\Draft) MODSEQ (%2$d))
                A S: * 5 FETCH (UID 5 FLAGS (\\Draft) MODSEQ (%3$d))
                A S: a OK SEARCH done
                A C: a1 SEARCH RETURN (MIN) MODSEQ "/flags/\\\\draft" all %2$d
                A S: * ESEARCH (TAG "a1") MIN 1 MODSEQ %4$d
                A S: a1 OK SEARCH done
                A C: a2 SEARCH RETURN (MAX) MODSEQ "/flags/\\\\draft" all %2$d
                A S: * ESEARCH (TAG "a2") MAX 5 MODSEQ %3$d
                A S: a2 OK SEARCH done
                A C: a3 SEARCH RETURN (MIN MAX) MODSEQ "/flags/\\\\draft" all %2$d
                A S: * ESEARCH (TAG "a3") MIN 1 MAX 5 MODSEQ %4$d
                A S: a3 OK SEARCH done
                A C: a4 SEARCH RETURN (MIN COUNT) MODSEQ "/flags/\\\\draft" all %2$d
                A S: * ESEARCH (TAG "a4") MIN 1 COUNT 4 MODSEQ %5$d
                A S: a4 OK SEARCH done
                A C: t SEARCH NOT OR NOT MODSEQ 720162338 LARGER 50000
                A S: * SEARCH
                A S: t OK SEARCH done
                A C: A042 STATUS INBOX (UIDNEXT MESSAGES HIGHESTMODSEQ)
                A S: * STATUS INBOX (MESSAGES 150 UIDNEXT 151 HIGHESTMODSEQ %5$d)
                A S: A042 OK STATUS done
                A C: a SEARCH RETURN (ALL) MODSEQ %2$d
                A S: * ESEARCH (TAG "a") ALL 1:3,5 MODSEQ %5$d
                A S: a OK SEARCH done
                A C: a SORT RETURN (ALL) (REVERSE SUBJECT) UTF-8 MODSEQ %2$d
                A S: * ESEARCH (TAG "a") ALL 5,3,2,1 MODSEQ %5$d
                A S: a OK SORT done
                """);
    }
}

package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.mailbox.UidSet;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** MESSAGELIMIT and SAVELIMIT: RFC 9738, whose examples these are with 3 messages for its 1000. */
class MessageLimitTest {
    private static final String[] LETTERS = {"a: 1\n\n", "a: 2\n\n", "a: 3\n\n", "a: 4\n\n", "a: 5\n\n"};

    @RegisterExtension
    final Office office = Office.with(LETTERS).limits(SessionLimits.standard().messages(3));

    /** Section 3.1: from the highest UID down. */
    @Test
    void aFetchTellsOfTheLastMessages() {
        office.wire().playUncut(office.afterSelect("""
                C: 02 CAPABILITY
                S: * CAPABILITY ... MESSAGELIMIT=3 ...
                S: 02 OK CAPABILITY done
                C: 03 FETCH 1:5 (UID)
                S: * 5 FETCH (UID 5)
                S: * 4 FETCH (UID 4)
                S: * 3 FETCH (UID 3)
                S: 03 OK [MESSAGELIMIT 3 3] FETCH done with the last 3 messages
                C: 04 FETCH 1:2,4 (UID)
                S: * 1 FETCH (UID 1)
                S: * 2 FETCH (UID 2)
                S: * 4 FETCH (UID 4)
                S: 04 OK FETCH done
                C: 10 UID FETCH 1:5 (UID) (PARTIAL -1:-4)
                S: 10 NO [MESSAGELIMIT 3] these are too many messages for one command; name fewer
                C: 11 UID FETCH 1:5 (UID) (PARTIAL -1:-3)
                S: * 3 FETCH (UID 3)
                S: * 4 FETCH (UID 4)
                S: * 5 FETCH (UID 5)
                S: 11 OK UID FETCH done
                """));
    }

    /** Sections 3.1, 3.2 and 3.4. */
    @Test
    void aSearchLooksAtTheLastMessages() {
        office.wire().playUncut(office.afterSelect("""
                C: 04 UID SEARCH UID 1:4 UNDELETED
                S: * SEARCH 2 3 4
                S: 04 OK [MESSAGELIMIT 3 2] UID SEARCH done with the last 3 messages
                C: 05 SEARCH UID 1:3 UNDELETED
                S: * SEARCH 1 2 3
                S: 05 OK SEARCH done
                C: 06 SEARCH SEEN
                S: * SEARCH
                S: 06 OK [MESSAGELIMIT 3 3] SEARCH done with the last 3 messages
                C: 07 SEARCH RETURN (SAVE) ALL
                S: 07 OK [MESSAGELIMIT 3 3] SEARCH done with the last 3 messages
                C: 08 FETCH $ UID
                S: * 3 FETCH (UID 3)
                S: * 4 FETCH (UID 4)
                S: * 5 FETCH (UID 5)
                S: 08 OK FETCH done
                C: 12 UID SEARCH UIDAFTER 2 UNDELETED
                S: * SEARCH 3 4 5
                S: 12 OK UID SEARCH done
                C: 13 UID SEARCH UIDBEFORE 3
                S: * SEARCH 1 2
                S: 13 OK UID SEARCH done
                C: 14 UID SEARCH UIDAFTER 9 NOT UIDBEFORE 1
                S: * SEARCH
                S: 14 OK UID SEARCH done
                C: 15 UID SEARCH OR UIDBEFORE 1 UIDAFTER 4294967295
                S: * SEARCH
                S: 15 OK [MESSAGELIMIT 3 3] UID SEARCH done with the last 3 messages
                """));
    }

    @Test
    void aStoreChangesTheLastMessages() {
        office.wire().playUncut(office.afterSelect("""
                C: 07 UID STORE 1:4 +FLAGS (\\Seen)
                S: * 4 FETCH (UID 4 FLAGS (\\Seen))
                S: * 3 FETCH (UID 3 FLAGS (\\Seen))
                S: * 2 FETCH (UID 2 FLAGS (\\Seen))
                S: 07 OK [MESSAGELIMIT 3 2] UID STORE done with the last 3 messages
                C: 08 UID STORE 1 +FLAGS.SILENT (\\Seen)
                S: 08 OK UID STORE done
                """));
    }

    @Test
    void aCopyIsWholeOrNotAtAllAndAMoveGoesOn() {
        office.wire().playUncut(office.afterSelect("""
                C: 04 CREATE Trash
                S: 04 OK CREATE done
                C: 05 UID COPY 1:5 Trash
                S: 05 NO [MESSAGELIMIT 3 3] these are too many messages for one command; name fewer
                C: 06 UID COPY 2:4 Trash
                S: 06 OK [COPYUID ... 2:4 1:3] UID COPY done
                C: 07 UID MOVE 1:5 Trash
                S: * OK [COPYUID ... 3:5 4:6] moved
                S: * 5 EXPUNGE
                S: * 4 EXPUNGE
                S: * 3 EXPUNGE
                S: 07 OK [MESSAGELIMIT 3 3] UID MOVE done with the last 3 messages
                C: 08 UID MOVE 1:5 Trash
                S: * OK [COPYUID ... 1:2 7:8] moved
                S: * 2 EXPUNGE
                S: * 1 EXPUNGE
                S: 08 OK UID MOVE done
                """));
    }

    private static final String ALL_DELETED = """
            C: 06 STORE 1:2 +FLAGS.SILENT (\\Deleted)
            S: 06 OK STORE done
            C: 07 STORE 3:5 +FLAGS.SILENT (\\Deleted)
            S: 07 OK STORE done
            """;

    @Test
    void uidExpungeCountsWhatIsDeleted() {
        office.wire().playUncut(office.afterSelect("""
                C: 07 STORE 1:3 +FLAGS.SILENT (\\Deleted)
                S: 07 OK STORE done
                C: 08 UID EXPUNGE 1:5
                S: * 3 EXPUNGE
                S: * 2 EXPUNGE
                S: * 1 EXPUNGE
                S: 08 OK UID EXPUNGE done
                """));
        office.wire().playUncut(office.afterSelect(ALL_DELETED + """
                C: 08 UID EXPUNGE 1:5
                S: * 5 EXPUNGE
                S: * 4 EXPUNGE
                S: * 3 EXPUNGE
                S: 08 OK [MESSAGELIMIT 3 3] UID EXPUNGE done with the last 3 messages
                """));
    }

    /** Section 3.1: "the server MUST NOT impose any message limit when processing EXPUNGE", CLOSE or STATUS UNSEEN. */
    @Test
    void expungeAndStatusHaveNoLimit() {
        office.wire().playUncut(office.afterSelect(ALL_DELETED + """
                C: 08 STATUS INBOX (UNSEEN)
                S: * STATUS INBOX (UNSEEN 5)
                S: 08 OK STATUS done
                C: 09 EXPUNGE
                S: * 5 EXPUNGE
                S: * 4 EXPUNGE
                S: * 3 EXPUNGE
                S: * 2 EXPUNGE
                S: * 1 EXPUNGE
                S: 09 OK EXPUNGE done
                """));
    }

    /** Section 3.3. */
    @Test
    void theOrderOfSomeIsNotThatOfAll() {
        office.wire().playUncut(office.afterSelect("""
                C: a1 SORT (DATE) UTF-8 ALL
                S: a1 NO [MESSAGELIMIT 3] these are too many messages for one command; name fewer
                C: a2 THREAD REFERENCES UTF-8 ALL
                S: a2 NO [MESSAGELIMIT 3] these are too many messages for one command; name fewer
                C: a3 UID SORT (ARRIVAL) UTF-8 UIDAFTER 2
                S: * SORT 3 4 5
                S: a3 OK UID SORT done
                """));
    }

    /** Section 3.1, with MODIFIED for its EXPUNGEISSUED. */
    @Test
    void whereAnotherCodeIsDueTheLimitIsToldUntagged() {
        office.wire().playUncut(office.afterSelect("""
                C: a1 UID STORE 1:5 (UNCHANGEDSINCE 1) +FLAGS (\\Seen)
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * NO [MESSAGELIMIT 3 3] done with the last 3 messages
                S: a1 OK [MODIFIED 3:5] UID STORE left some as they are
                """));
    }

    private static final String FOUR = """
            C: a1 APPEND INBOX {1+}
            C: 1 {1+}
            C: 2 {1+}
            C: 3 {1+}
            C: 4
            S: a1 NO [MESSAGELIMIT 3] these are too many messages for one command; name fewer
            C: a2 STATUS INBOX (MESSAGES)
            S: * STATUS INBOX (MESSAGES 5)
            S: a2 OK STATUS done
            """;

    @Test
    void oneAppendBringsNoMoreThanTheLimit() {
        office.wire().playUncut(office.afterLogin(FOUR));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1:5        | 3 | 3:5
            1:2,7,9:10 | 3 | 7,9:10
            1:5        | 5 | 1:5
            7          | 1 | 7
            """)
    void aPortionHasTheHighestUids(String named, long most, String portion) {
        UidSet uids = UidSet.EMPTY;
        for (String range : named.split(",")) {
            String[] ends = range.split(":");
            uids = uids.or(UidSet.range(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1])));
        }
        assertThat(Portion.of(uids, most).uids()).hasToString(portion);
    }

    @Test
    void batchesMayGoDown() {
        UidSet uids = UidSet.range(1, 3).or(UidSet.range(5, 9));
        Batches batches = new Batches(uids, 4, true);
        assertThat(batches.next()).hasToString("6:9");
        assertThat(batches.next()).hasToString("1:3,5");
        assertThat(batches.isEmpty()).isTrue();
    }

    @Test
    void onlyOneOfTheTwoLimitsIsTold() {
        SessionLimits limits = SessionLimits.standard().messages(1000);
        assertThat(limits.saves(1000).messages()).isEqualTo(Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> limits.messages(0));
    }

    @Nested
    class WhereSavingAloneIsBounded {
        @RegisterExtension
        final Office another =
                Office.with(LETTERS).limits(SessionLimits.standard().saves(3));

        @Test
        void copiesAndAppendsAre() {
            another.wire().playUncut(another.afterSelect("""
                    C: a1 CAPABILITY
                    S: * CAPABILITY ... SAVELIMIT=3 ...
                    S: a1 OK CAPABILITY done
                    C: a2 COPY 1:5 INBOX
                    S: a2 NO [MESSAGELIMIT 3 3] these are too many messages for one command; name fewer
                    C: a3 SEARCH ALL
                    S: * SEARCH 1 2 3 4 5
                    S: a3 OK SEARCH done
                    C: a4 SEARCH UIDAFTER 3
                    S: a4 BAD MESSAGELIMIT is not offered here
                    """));
            another.wire().playUncut(another.afterLogin(FOUR));
        }
    }
}

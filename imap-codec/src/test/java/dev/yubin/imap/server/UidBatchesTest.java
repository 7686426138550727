package dev.yubin.imap.server;

import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** UIDBATCHES: RFC 10022. */
class UidBatchesTest {
    private static final String[] LETTERS =
            Collections.nCopies(1201, "Subject: one\n\none\n").toArray(String[]::new);

    @RegisterExtension
    final Office office = Office.with(LETTERS);

    @RegisterExtension
    final Office empty = Office.with();

    private void plays(String transcript) {
        office.wire().play(office.afterSelect(transcript));
    }

    @Test
    void theGreatestUidsAreTheFirstBatch() {
        plays("""
                C: A143 UIDBATCHES 500
                S: * UIDBATCHES (TAG "A143") 1201:702,701:202,201:1
                S: A143 OK UIDBATCHES done
                C: a2 UIDBATCHES 600
                S: * UIDBATCHES (TAG "a2") 1201:602,601:2,1:1
                S: a2 OK UIDBATCHES done
                C: a3 UIDBATCHES 1201
                S: * UIDBATCHES (TAG "a3") 1201:1
                S: a3 OK UIDBATCHES done
                C: a4 UIDBATCHES 4294967295
                S: * UIDBATCHES (TAG "a4") 1201:1
                S: a4 OK UIDBATCHES done
                """);
    }

    /** Messages that are gone are not counted, and leave no gap between two ranges. */
    @Test
    void whatIsGoneIsInNoBatch() {
        plays("""
                C: a1 UID STORE 600:900,1201 +FLAGS.SILENT (\\Deleted)
                S: a1 OK UID STORE done
                C: a2 ENABLE UIDONLY
                S: * ENABLED UIDONLY
                S: a2 OK ENABLE done
                C: a3 EXPUNGE
                S: * VANISHED 600:900,1201
                S: a3 OK EXPUNGE done
                C: a4 UIDBATCHES 500
                S: * UIDBATCHES (TAG "a4") 1200:400,399:1
                S: a4 OK UIDBATCHES done
                """);
    }

    @Test
    void someOfTheBatchesAreTold() {
        plays("""
                C: a1 UIDBATCHES 500 2:2
                S: * UIDBATCHES (TAG "a1") 701:202
                S: a1 OK UIDBATCHES done
                C: a2 UIDBATCHES 500 2:5
                S: * UIDBATCHES (TAG "a2") 701:202,201:1
                S: a2 OK UIDBATCHES done
                C: A302 UIDBATCHES 2000 6:8
                S: * UIDBATCHES (TAG "A302")
                S: A302 OK UIDBATCHES done
                C: a4 UIDBATCHES 2000 1:50
                S: * UIDBATCHES (TAG "a4") 1201:1
                S: a4 OK UIDBATCHES done
                """);
    }

    @Test
    void anEmptyMailboxHasNone() {
        empty.wire().play(empty.afterSelect("""
                C: A302 UIDBATCHES 2000
                S: * UIDBATCHES (TAG "A302")
                S: A302 OK UIDBATCHES done
                """));
    }

    @Test
    void whatGoesBeyondTheLimitsIsRefused() {
        empty.selected("""
                C: A302 UIDBATCHES 499
                S: A302 NO [TOOFEW] a batch has at least 500 messages
                C: A303 UIDBATCHES 2000 4:1
                S: A303 BAD [CLIENTBUG] batches are named from the lesser to the greater: 1:4
                C: A304 UIDBATCHES 2000 1:100
                S: A304 NO [TOOMANY] batches of at most 100000 messages are told together; ask for fewer
                C: A305 UIDBATCHES 4294967295 1:4294967295
                S: A305 NO [TOOMANY] ...
                C: A306 UIDBATCHES 500 -1:-2
                S: A306 BAD UIDBATCHES: batches are counted from the greatest UIDs on
                C: A307 UIDBATCHES 0
                S: A307 BAD ...
                """);
    }

    /** Section 3.4. */
    @Test
    void whatASearchHasSavedStays() {
        plays("""
                C: a1 UID SEARCH RETURN (SAVE) UID 3
                S: a1 OK UID SEARCH done
                C: a2 UIDBATCHES 500
                S: * UIDBATCHES (TAG "a2") 1201:702,701:202,201:1
                S: a2 OK UIDBATCHES done
                C: a3 UID FETCH $ (UID)
                S: * 3 FETCH (UID 3)
                S: a3 OK UID FETCH done
                """);
    }
}

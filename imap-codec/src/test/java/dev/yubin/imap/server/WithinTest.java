package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** WITHIN: RFC 5032. */
class WithinTest {
    /** What is there at first came in 2025. */
    @RegisterExtension
    final Office office = Office.with(Letters.PLAIN, Letters.HARD);

    @Test
    void messagesAreFoundByTheirAge() {
        office.wire().playUncut(office.afterSelect("""
                C: a1 APPEND INBOX (\\Seen) {16+}
                C: Subject: now
                C:
                C:
                S: * 3 EXISTS
                S: * 1 RECENT
                S: a1 OK [APPENDUID ... 3] APPEND done
                C: a2 SEARCH YOUNGER 259200
                S: * SEARCH 3
                S: a2 OK SEARCH done
                C: a3 SEARCH UNSEEN YOUNGER 259200
                S: * SEARCH
                S: a3 OK SEARCH done
                C: a4 SEARCH older 259200
                S: * SEARCH 1 2
                S: a4 OK SEARCH done
                C: a5 UID SEARCH NOT OLDER 259200
                S: * SEARCH 3
                S: a5 OK UID SEARCH done
                C: a6 SEARCH OLDER 4294967295
                S: * SEARCH
                S: a6 OK SEARCH done
                C: a7 SORT (REVERSE ARRIVAL) UTF-8 YOUNGER 4294967295
                S: * SORT 3 1 2
                S: a7 OK SORT done
                C: a8 SEARCH YOUNGER 0
                S: a8 BAD ...
                C: a9 SEARCH OLDER
                S: a9 BAD ...
                """));
    }
}

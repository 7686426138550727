package dev.yubin.imap.server;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.SaveDates;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** SAVEDATE: RFC 8514. */
class SaveDateTest {
    @RegisterExtension
    final Office office = Office.with("a: 1\n\n1\n", "b: 2\n\n2\n", "c: 3\n\n3\n")
            .gifts(new Gifted().mailbox(SaveDates.class, Saved::new));

    /** A message a day, the first on 28 December 2014. */
    private record Saved(Mailbox mailbox) implements SaveDates {
        @Override
        public SortedMap<Long, Instant> saveDates(UidSet uids) throws StoreException {
            SortedMap<Long, Instant> dates = new TreeMap<>();
            for (Message message : mailbox.messages(uids, 0)) {
                dates.put(message.uid(), Instant.parse("2014-12-27T18:50:53.7Z").plusSeconds(86_400 * message.uid()));
            }
            return dates;
        }
    }

    @Test
    void itIsOffered() {
        office.loggedIn("""
                C: a1 CAPABILITY
                S: * CAPABILITY ... APPENDLIMIT=67108864 SAVEDATE
                S: a1 OK CAPABILITY done
                """);
    }

    @Test
    void eachMessageIsToldByWhenItCameHere() {
        office.selected("""
                C: a1 FETCH 2 (SAVEDATE)
                S: * 2 FETCH (SAVEDATE "29-Dec-2014 18:50:53 +0000")
                S: a1 OK FETCH done
                C: a2 UID FETCH 1,3 (FLAGS savedate INTERNALDATE)
                S: * 1 FETCH (UID 1 FLAGS () SAVEDATE "28-Dec-2014 18:50:53 +0000" INTERNALDATE " 1-Apr-2025 10:00:00 +0000")
                S: * 3 FETCH (UID 3 FLAGS () SAVEDATE "30-Dec-2014 18:50:53 +0000" INTERNALDATE " 1-Apr-2025 10:00:00 +0000")
                S: a2 OK UID FETCH done
                """);
    }

    @Test
    void messagesAreFoundByWhenTheyCameHere() {
        office.selected("""
                C: a1 SEARCH SAVEDON 28-Dec-2014
                S: * SEARCH 1
                S: a1 OK SEARCH done
                C: a2 SEARCH SAVEDSINCE 29-Dec-2014
                S: * SEARCH 2 3
                S: a2 OK SEARCH done
                C: a3 SEARCH OR SAVEDBEFORE 29-Dec-2014 SAVEDON 30-Dec-2014
                S: * SEARCH 1 3
                S: a3 OK SEARCH done
                C: a4 UID SEARCH SAVEDATESUPPORTED NOT SAVEDSINCE "30-Dec-2014"
                S: * SEARCH 1 2
                S: a4 OK UID SEARCH done
                C: a5 SEARCH SINCE 1-Jan-2025 SAVEDSINCE 1-Jan-2025
                S: * SEARCH
                S: a5 OK SEARCH done
                C: a6 SEARCH SAVEDON 31-Feb-2014
                S: a6 BAD ...
                C: a7 SEARCH SAVEDATESUPPORTED 1-Jan-2014
                S: a7 BAD ...
                """);
    }

    @Nested
    class WhereTheStoreHasNone {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n");

        @Test
        void itIsNotKnown() {
            office.selected("""
                    C: a1 FETCH 1 (FLAGS SAVEDATE)
                    S: a1 BAD SAVEDATE is not offered here
                    C: a2 SEARCH NOT SAVEDON 28-Dec-2014
                    S: a2 BAD SAVEDATE is not offered here
                    C: a3 SEARCH SAVEDATESUPPORTED
                    S: a3 BAD SAVEDATE is not offered here
                    """);
        }
    }
}

package dev.yubin.imap.server;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PARTIAL: RFC 9394. */
class PartialTest {
    @RegisterExtension
    final Office office = Office.with(Letters.PLAIN, Letters.PARTS, Letters.HARD, Letters.WRONG);

    /** Section 3.1, with 3 messages for its 23764. */
    @Test
    void aStretchOfWhatWasFoundIsTold() {
        office.wire().playUncut(office.afterSelect("""
                C: A00 STORE 2 +FLAGS.SILENT (\\Deleted)
                S: A00 OK STORE done
                C: A01 UID SEARCH RETURN (PARTIAL -1:-2) UNDELETED UNKEYWORD $Junk
                S: * ESEARCH (TAG "A01") UID PARTIAL (-1:-2 3:4)
                S: A01 OK UID SEARCH done
                C: A02 UID SEARCH RETURN (PARTIAL 2:5) UNDELETED UNKEYWORD $Junk
                S: * ESEARCH (TAG "A02") UID PARTIAL (2:5 3:4)
                S: A02 OK UID SEARCH done
                C: A03 UID SEARCH RETURN (PARTIAL 1:2) UNDELETED UNKEYWORD $Junk
                S: * ESEARCH (TAG "A03") UID PARTIAL (1:2 1,3)
                S: A03 OK UID SEARCH done
                C: A04 UID SEARCH RETURN (PARTIAL 4:9) UNDELETED UNKEYWORD $Junk
                S: * ESEARCH (TAG "A04") UID PARTIAL (4:9 NIL)
                S: A04 OK UID SEARCH done
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SEARCH RETURN (PARTIAL 3:2)                              | PARTIAL (3:2 2:3)
            SEARCH RETURN (PARTIAL -3:-2)                            | PARTIAL (-3:-2 2:3)
            SEARCH RETURN (PARTIAL -3:-9)                            | PARTIAL (-3:-9 1:2)
            SEARCH RETURN (PARTIAL -5:-9)                            | PARTIAL (-5:-9 NIL)
            SEARCH RETURN (PARTIAL 4294967295:1)                     | PARTIAL (4294967295:1 1:4)
            SEARCH RETURN (COUNT PARTIAL 1:1 MIN MAX)                | MIN 1 MAX 4 COUNT 4 PARTIAL (1:1 1)
            SORT RETURN (PARTIAL 2:3) (REVERSE SIZE) US-ASCII        | PARTIAL (2:3 3,1)
            SORT RETURN (PARTIAL -1:-2 COUNT) (REVERSE SIZE) UTF-8   | COUNT 4 PARTIAL (-1:-2 1,4)
            """)
    void placesAreCountedFromEitherEnd(String search, String told) {
        office.wire()
                .playUncut(office.afterSelect("""
                C: a1 %s ALL
                S: * ESEARCH (TAG "a1") %s
                S: a1 OK %s done
                """.formatted(search, told, search.substring(0, search.indexOf(' ')))));
    }

    /** The table of section 3.2. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PARTIAL 2:3               | PARTIAL (2:3 2:3)               | 2 3
            PARTIAL 2:3 MIN           | MIN 1 PARTIAL (2:3 2:3)         | 1 2 3
            PARTIAL 2:3 MAX           | MAX 4 PARTIAL (2:3 2:3)         | 2 3 4
            PARTIAL 2:2 MIN MAX       | MIN 1 MAX 4 PARTIAL (2:2 2)     | 1 2 4
            PARTIAL 2:3 COUNT         | COUNT 4 PARTIAL (2:3 2:3)       | 1 2 3 4
            PARTIAL 2:3 COUNT MIN     | MIN 1 COUNT 4 PARTIAL (2:3 2:3) | 1 2 3 4
            PARTIAL 7:9               | PARTIAL (7:9 NIL)               | ''
            """)
    void whatIsToldIsSaved(String asked, String told, String saved) {
        office.wire().playUncut(office.afterSelect("""
                C: a1 SEARCH RETURN (SAVE %s) ALL
                S: * ESEARCH (TAG "a1") %s
                S: a1 OK SEARCH done
                C: a2 SEARCH $
                S: * SEARCH%s
                S: a2 OK SEARCH done
                """.formatted(asked, told, saved.isEmpty() ? "" : " " + saved)));
    }

    /** Sections 3.3 and 3.4. */
    @Test
    void aStretchOfMessagesIsFetched() {
        office.wire().playUncut(office.afterSelect("""
                C: a1 STORE 2 +FLAGS.SILENT (\\Deleted)
                S: a1 OK STORE done
                C: a2 UID EXPUNGE 2
                S: * 2 EXPUNGE
                S: a2 OK UID EXPUNGE done
                C: a3 UID FETCH 1:9 (UID FLAGS) (PARTIAL -1:-2)
                S: * 2 FETCH (UID 3 FLAGS ())
                S: * 3 FETCH (UID 4 FLAGS ())
                S: a3 OK UID FETCH done
                C: a4 UID FETCH 2:* UID (PARTIAL 1:1)
                S: * 2 FETCH (UID 3)
                S: a4 OK UID FETCH done
                C: a5 UID FETCH 1:* UID (PARTIAL 5:9)
                S: a5 OK UID FETCH done
                C: a6 STORE 1,3 +FLAGS.SILENT (\\Seen)
                S: a6 OK STORE done
                C: a7 UID FETCH 1:* (UID) (PARTIAL -1:-2 CHANGEDSINCE 1)
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * 2 FETCH (UID 3 MODSEQ (...))
                S: * 3 FETCH (UID 4 MODSEQ (...))
                S: a7 OK UID FETCH done
                C: a8 FETCH 1:3 UID (PARTIAL 1:1)
                S: a8 BAD ...
                C: a9 SEARCH RETURN (PARTIAL 1:1 ALL) ALL
                S: a9 BAD ...
                """));
    }

    /** Of more messages than are looked at in one turn, all but a few are let go of on the way. */
    @Nested
    class OfManyMessages {
        @RegisterExtension
        final Office many = Office.with(IntStream.rangeClosed(1, 700)
                .mapToObj(i -> "Subject: " + (i * 37 % 701) + "\n\n" + "x".repeat(i * 37 % 701) + "\n")
                .toArray(String[]::new));

        @Test
        void eitherEndOfTheirOrderIsTheSame() {
            many.wire().playUncut(many.afterSelect("""
                    C: a1 SORT RETURN (PARTIAL 1:3) (SIZE) UTF-8 ALL
                    S: * ESEARCH (TAG "a1") PARTIAL (1:3 360,19,379)
                    S: a1 OK SORT done
                    C: a2 SORT RETURN (PARTIAL -1:-3) (SIZE) UTF-8 ALL
                    S: * ESEARCH (TAG "a2") PARTIAL (-1:-3 322,682,341)
                    S: a2 OK SORT done
                    C: a3 SORT RETURN (PARTIAL 1:3 COUNT MAX) (SIZE) UTF-8 ALL
                    S: * ESEARCH (TAG "a3") MAX 341 COUNT 700 PARTIAL (1:3 360,19,379)
                    S: a3 OK SORT done
                    C: a4 SEARCH RETURN (PARTIAL 299:301) ALL
                    S: * ESEARCH (TAG "a4") PARTIAL (299:301 299:301)
                    S: a4 OK SEARCH done
                    """));
        }
    }
}

package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SORT: RFC 5256, SORT=DISPLAY RFC 5957, ESORT RFC 5267 section 3. */
class SortTest {
    @RegisterExtension
    final Office office = Office.with(
            letter("Tue, 1 Apr 2025 12:00:00 +0900", "Zoe Ash <ann@a.test>", "last@z.test", "Re: [list] lunch", 10),
            letter("Tue, 1 Apr 2025 02:00:00 +0000", "\"\" <Bob@b.test>", "first@z.test", "apple", 300),
            letter("no date", "=?utf-8?q?=C3=84nne?= <zed@c.test>", "MID@z.test", "LUNCH (fwd)", 20),
            letter("Tue, 1 Apr 2025 03:00:00 +0000", "carl@c.test", "", "=?utf-8?q?=C3=A9clair?=", 30),
            "\nnothing at all\n");

    private static String letter(String date, String from, String to, String subject, int octets) {
        return "Date: " + date + "\nFrom: " + from + (to.isEmpty() ? "" : "\nTo: " + to + "\nCc: x" + to)
                + "\nSubject: " + subject + "\n\n" + "x".repeat(octets) + "\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            (ARRIVAL)                | ALL            | 1 2 3 4 5
            (REVERSE ARRIVAL)        | ALL            | 1 2 3 4 5
            (DATE)                   | ALL            | 2 1 4 3 5
            (REVERSE DATE)           | ALL            | 3 5 1 4 2
            (SIZE)                   | 1:4            | 4 3 1 2
            (SUBJECT)                | ALL            | 5 2 4 1 3
            (SUBJECT REVERSE DATE)   | ALL            | 5 2 4 3 1
            (REVERSE SUBJECT DATE)   | ALL            | 1 3 4 2 5
            (FROM)                   | ALL            | 5 1 2 4 3
            (TO)                     | ALL            | 4 5 2 1 3
            (CC)                     | 1:3            | 2 1 3
            (DISPLAYFROM)            | ALL            | 5 3 2 4 1
            (REVERSE DISPLAYTO)      | ALL            | 3 1 2 4 5
            (DATE)                   | SUBJECT lunch  | 1 3
            (SUBJECT)                | TEXT "not in mailbox" | ''
            (date subject)           | 2              | 2
            """)
    void messagesAreInTheOrderAskedFor(String criteria, String keys, String found) {
        office.wire().playUncut(office.afterSelect("""
                C: a1 SORT %s UTF-8 %s
                S: * SORT%s
                S: a1 OK SORT done
                """.formatted(criteria, keys, found.isEmpty() ? "" : " " + found)));
    }

    @Test
    void extendedResultsAndUids() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a0 STORE 3 +FLAGS.SILENT (\\Deleted)
                S: a0 OK STORE done
                C: a1 EXPUNGE
                S: * 3 EXPUNGE
                S: a1 OK EXPUNGE done
                C: a2 UID SORT (REVERSE DATE) US-ASCII ALL
                S: * SORT 5 1 4 2
                S: a2 OK UID SORT done
                C: a3 SORT (REVERSE DATE) US-ASCII ALL
                S: * SORT 4 1 3 2
                S: a3 OK SORT done
                C: a4 UID SORT RETURN () (REVERSE DATE) UTF-8 ALL
                S: * ESEARCH (TAG "a4") UID ALL 5,1,4,2
                S: a4 OK UID SORT done
                C: a5 SORT RETURN (MIN MAX COUNT) (REVERSE DATE) UTF-8 ALL
                S: * ESEARCH (TAG "a5") MIN 4 MAX 2 COUNT 4
                S: a5 OK SORT done
                C: a6 SORT RETURN (MIN ALL) (DATE) UTF-8 SUBJECT nowhere
                S: * ESEARCH (TAG "a6")
                S: a6 OK SORT done
                C: a7 SORT (DATE) UTF-8 MODSEQ 1
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * SORT 2 1 3 4 (MODSEQ ...)
                S: a7 OK SORT done
                """));
    }

    @Test
    void whatCannotBeSortedByIsRefused() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 SORT (DATE) X-NONE ALL
                S: a1 NO [BADCHARSET (US-ASCII UTF-8)] this charset is not known here
                C: a2 SORT () UTF-8 ALL
                S: a2 BAD ...
                C: a3 SORT (COLOR) UTF-8 ALL
                S: a3 BAD ...
                C: a4 SORT (REVERSE) UTF-8 ALL
                S: a4 BAD ...
                C: a5 SORT (DATE) UTF-8
                S: a5 BAD ...
                C: a6 SORT RETURN (SAVE) (DATE) UTF-8 ALL
                S: a6 BAD SORT: SORT saves nothing
                C: a7 SORT (DATE) UTF-8 9
                S: a7 BAD ...
                """));
    }
}

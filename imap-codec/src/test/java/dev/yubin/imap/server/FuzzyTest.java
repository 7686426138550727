package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SEARCH=FUZZY: RFC 6203. */
class FuzzyTest {
    @RegisterExtension
    final Office office = Office.with(
            letter("ann@example.com", "hello", "Nothing to say."),
            letter("user@example.com", "IMAP is broken", "It does not work, as every word says."),
            letter("bob@example.com", "Helo, world", "Éclairs for all!"),
            letter("carl@example.com", "郵便局", "x".repeat(200) + "y " + "z".repeat(10_000)));

    private static String letter(String from, String subject, String body) {
        return "From: " + from + "\nSubject: " + subject + "\nContent-Type: text/plain; charset=utf-8\n\n" + body
                + "\n";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FUZZY SUBJECT "IMAP break"             | ''
            FUZZY SUBJECT "brokn IMAP"             | 2
            FUZZY SUBJECT work FROM user@example.com | ''
            FUZZY BODY "works every" FROM user@example.com | 2
            FUZZY FROM exmaple                     | 1 2 3 4
            FUZZY TO ann                           | ''
            FUZZY (SUBJECT "IMAP" BODY "wrok")     | ''
            FUZZY (SUBJECT "IMAPS" BODY "wrods")   | ''
            FUZZY OR SUBJECT helo SUBJECT imaps    | 1 2 3
            FUZZY TEXT "eclair"                    | 3
            FUZZY BODY "HELO"                      | ''
            FUZZY SUBJECT "局"                     | 4
            FUZZY BODY "nothign"                   | 1
            FUZZY BODY ""                          | 1 2 3 4
            NOT FUZZY SUBJECT helo                 | 2 4
            FUZZY NOT SUBJECT hello                | 2 3 4
            FUZZY (UID 1:2 SMALLER 100000)         | 1 2
            FUZZY FLAGGED                          | ''
            """)
    void wordsAreNearlyMet(String key, String found) {
        office.wire().playUncut(office.afterSelect("""
                C: a1 SEARCH %s
                S: * SEARCH%s
                S: a1 OK SEARCH done
                """.formatted(key, found.isEmpty() ? "" : " " + found)));
    }

    /** Sections 4 and 6. */
    @Test
    void theBestFitsAreTold() {
        office.wire().playUncut(office.afterSelect("""
                C: B1 SEARCH RETURN (RELEVANCY ALL) FUZZY TEXT "Helo"
                S: * ESEARCH (TAG "B1") ALL 1,3 RELEVANCY (75 100)
                S: B1 OK SEARCH done
                C: C1 SORT (RELEVANCY) UTF-8 FUZZY SUBJECT "Helo"
                S: * SORT 3 1
                S: C1 OK SORT done
                C: C2 SORT RETURN (RELEVANCY ALL) (REVERSE RELEVANCY) UTF-8 FUZZY TEXT "Helo"
                S: * ESEARCH (TAG "C2") ALL 1,3 RELEVANCY (75 100)
                S: C2 OK SORT done
                C: C3 SORT RETURN (PARTIAL 1:1 RELEVANCY) (RELEVANCY) UTF-8 FUZZY TEXT "Helo"
                S: * ESEARCH (TAG "C3") PARTIAL (1:1 3) RELEVANCY (100)
                S: C3 OK SORT done
                C: C4 SEARCH RETURN (RELEVANCY) FUZZY SUBJECT nowhere
                S: * ESEARCH (TAG "C4") RELEVANCY ()
                S: C4 OK SEARCH done
                C: C5 ESEARCH RETURN (ALL RELEVANCY) FUZZY SUBJECT "imap brokn"
                S: * ESEARCH (TAG "C5" MAILBOX INBOX UIDVALIDITY ...) UID ALL 2 RELEVANCY (90)
                S: C5 OK ESEARCH done
                """));
    }

    @Test
    void howWellSomethingFitsIsToldOfFuzzyKeysAlone() {
        office.selected("""
                C: a1 SEARCH RETURN (RELEVANCY) SUBJECT hello
                S: a1 BAD ...
                C: a2 SORT (RELEVANCY) UTF-8 ALL
                S: a2 BAD ...
                C: a3 SEARCH FUZZY
                S: a3 BAD ...
                """);
    }
}

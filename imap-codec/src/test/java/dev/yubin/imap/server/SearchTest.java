package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SEARCH: RFC 9051 section 6.4.4, RFC 3501 section 6.4.4, ESEARCH RFC 4731, SEARCHRES RFC 5182. */
class SearchTest {
    @RegisterExtension
    final Office office = Office.with(Letters.PLAIN, Letters.PARTS, Letters.HARD, Letters.WRONG);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALL                        | 1 2 3 4
            ANSWERED                   | 2
            UNANSWERED                 | 1 3 4
            DELETED                    | 1
            UNDELETED                  | 2 3 4
            DRAFT                      | 3
            UNDRAFT                    | 1 2 4
            FLAGGED                    | 2
            UNFLAGGED                  | 1 3 4
            SEEN                       | 1
            UNSEEN                     | 2 3 4
            KEYWORD $Junk              | 4
            UNKEYWORD $junk            | 1 2 3
            NEW                        | ''
            OLD                        | 1 2 3 4
            RECENT                     | ''
            1:2                        | 1 2
            2,*                        | 2 4
            UID 3:9                    | 3 4
            NOT 1                      | 2 3 4
            OR 1 4                     | 1 4
            (1:3) UNSEEN               | 2 3
            (OR (1) (2 FLAGGED)) SEEN  | 1
            FROM ann                   | 1
            FROM "jürgen"              | 3
            FROM "JU\u0308RGEN"        | 3
            SUBJECT "ｈｅｌｌｏ"         | 1
            TO two@example             | 3
            CC undisclosed             | 3
            BCC x                      | ''
            SUBJECT HELLO              | 1
            SUBJECT "äö folded"        | 3
            SUBJECT inner              | ''
            TEXT inner                 | 2
            BODY inner                 | 2
            BODY hello                 | ''
            TEXT hello                 | 1
            BODY rich                  | 2
            BODY AAEC                  | ''
            HEADER X-Eight ''          | 3
            HEADER X-Eight "größe"     | 3
            HEADER Message-ID tokyo    | 1
            BEFORE 2-Apr-2025          | 1 2 3 4
            BEFORE 1-Apr-2025          | ''
            ON "1-Apr-2025"            | 1 2 3 4
            SINCE 1-Apr-2025           | 1 2 3 4
            SINCE 2-Apr-2025           | ''
            SENTON 1-Apr-2025          | 1
            SENTBEFORE 1-Apr-2025      | ''
            SENTSINCE 1-Apr-2025       | 1
            LARGER 400                 | 2
            SMALLER 120                | 4
            CHARSET UTF-8 SUBJECT "äö" | 3
            CHARSET US-ASCII 1         | 1
            """)
    void aKeyFindsItsMessages(String key, String found) {
        office.wire().playUncut(office.afterSelect("""
                C: f1 STORE 1 FLAGS.SILENT (\\Seen \\Deleted)
                S: f1 OK STORE done
                C: f2 STORE 2 FLAGS.SILENT (\\Answered \\Flagged)
                S: f2 OK STORE done
                C: f3 STORE 3 FLAGS.SILENT (\\Draft)
                S: f3 OK STORE done
                C: f4 STORE 4 FLAGS.SILENT ($Junk)
                S: * FLAGS ...
                S: * OK [PERMANENTFLAGS ...
                S: f4 OK STORE done
                C: a1 SEARCH %s
                S: * SEARCH%s
                S: a1 OK SEARCH done
                """.formatted(
                        key.replace("''", "\"\""), found.isEmpty() ? "" : " " + found)));
    }

    @Test
    void textsComeAsLiteralsInTheirCharset() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 SEARCH CHARSET ISO-8859-1 SUBJECT {2+}
                C: \\xe4\\xf6
                S: * SEARCH 3
                S: a1 OK SEARCH done
                C: a2 SEARCH CHARSET X-NONE SUBJECT x
                S: a2 NO [BADCHARSET (US-ASCII UTF-8)] ...
                C: a2 SEARCH CHARSET # ALL
                S: a2 NO [BADCHARSET (US-ASCII UTF-8)] ...
                """));
        office.wire().waiting().playEveryWay(office.afterSelect("""
                C: a1 UID SEARCH SUBJECT {5}
                S: + ...
                C: hello BODY {5}
                S: + ...
                C: first
                S: * SEARCH 1
                S: a1 OK UID SEARCH done
                """));
    }

    @Test
    void resultsAreToldAsTheyAreAskedFor() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 SEARCH RETURN (MIN MAX COUNT ALL) 2:4
                S: * ESEARCH (TAG "a1") MIN 2 MAX 4 COUNT 3 ALL 2:4
                S: a1 OK SEARCH done
                C: a2 UID SEARCH RETURN () 1,3
                S: * ESEARCH (TAG "a2") UID ALL 1,3
                S: a2 OK UID SEARCH done
                C: a3 SEARCH RETURN (MIN MAX COUNT) SUBJECT none
                S: * ESEARCH (TAG "a3") COUNT 0
                S: a3 OK SEARCH done
                """));
    }

    @Test
    void aResultThatIsSavedNamesItsMessagesLater() {
        office.selected("""
                C: a1 SEARCH RETURN (SAVE) 2:3
                S: a1 OK SEARCH done
                C: a2 FETCH $ UID
                S: * 2 FETCH (UID 2)
                S: * 3 FETCH (UID 3)
                S: a2 OK FETCH done
                C: a3 SEARCH RETURN (SAVE MIN) $
                S: * ESEARCH (TAG "a3") MIN 2
                S: a3 OK SEARCH done
                C: a4 UID SEARCH UID $
                S: * SEARCH 2
                S: a4 OK UID SEARCH done
                C: a5 SEARCH RETURN (SAVE) 5
                S: a5 BAD ...
                C: a6 FETCH $ UID
                S: * 2 FETCH (UID 2)
                S: a6 OK FETCH done
                C: a7 SEARCH RETURN (SAVE) CHARSET X-NONE ALL
                S: a7 NO [BADCHARSET ...
                C: a8 FETCH $ UID
                S: a8 OK FETCH done
                """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SEARCH",
                "SEARCH WHAT",
                "SEARCH NOT",
                "SEARCH OR 1",
                "SEARCH (1",
                "SEARCH ()",
                "SEARCH ON yesterday",
                "SEARCH ON 31-Feb-2025",
                "SEARCH LARGER x",
                "SEARCH RETURN (WHAT) ALL",
                "SEARCH CHARSET",
                "SEARCH 0",
                "SEARCH 5",
                "SEARCH NOT 1:5",
                "UID SEARCH"
            })
    void whatIsNoSearchIsBad(String command) {
        office.selected("""
                C: a1 %s
                S: a1 BAD ...
                C: a2 NOOP
                S: a2 OK NOOP done
                """.formatted(command));
    }
}

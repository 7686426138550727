package dev.yubin.imap.server;

import dev.yubin.mailbox.feature.Annotations;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** FILTERS: RFC 5466. */
class FiltersTest {
    @Nested
    class WhereAnnotationsAreKept {
        @RegisterExtension
        final Office office = Office.with(Letters.PLAIN, Letters.PARTS, Letters.HARD, Letters.WRONG)
                .gifts(new Gifted().account(Annotations.class, Annotations.class::cast));

        /** Sections 3.1 and 3.2. */
        @Test
        void aFilterStandsForItsKeys() {
            office.wire().playUncut(office.afterSelect("""
                    C: a1 SETMETADATA "" ("/private/filters/values/on-the-road" "OR SMALLER 120 FROM \\"ann\\"")
                    S: a1 OK SETMETADATA done
                    C: a2 SEARCH UID 1:900 FILTER on-the-road SINCE "3-Dec-2002"
                    S: * SEARCH 1 4
                    S: a2 OK SEARCH done
                    C: a3 SEARCH NOT FILTER ON-THE-ROAD
                    S: * SEARCH 2 3
                    S: a3 OK SEARCH done
                    C: a4 SORT (REVERSE ARRIVAL SIZE) UTF-8 FILTER on-the-road
                    S: * SORT 4 1
                    S: a4 OK SORT done
                    C: a5 SETMETADATA "" (/private/filters/values/on-the-road NIL)
                    S: a5 OK SETMETADATA done
                    C: a6 SEARCH FILTER on-the-road
                    S: a6 NO [UNDEFINED-FILTER on-the-road] there is no such filter
                    """));
        }

        /** RFC 9051 section 6.4.4.1. */
        @Test
        void whatIsAnsweredNoLeavesNothingSaved() {
            office.wire().playUncut(office.afterSelect("""
                    C: a1 SEARCH RETURN (SAVE) ALL
                    S: a1 OK SEARCH done
                    C: a2 SEARCH RETURN (SAVE) 100
                    S: a2 BAD ...
                    C: a3 SEARCH RETURN (COUNT) $
                    S: * ESEARCH (TAG "a3") COUNT 4
                    S: a3 OK SEARCH done
                    C: a4 SEARCH RETURN (SAVE) FILTER none
                    S: a4 NO [UNDEFINED-FILTER none] there is no such filter
                    C: a5 SEARCH RETURN (COUNT) $
                    S: * ESEARCH (TAG "a5") COUNT 0
                    S: a5 OK SEARCH done
                    """));
        }

        @Test
        void ownFiltersComeBeforeSharedOnes() {
            office.wire().playUncut(office.afterSelect("""
                    C: a1 SETMETADATA "" (/shared/filters/values/x "UID 1" /shared/filters/values/y "UID 2")
                    S: a1 OK SETMETADATA done
                    C: a2 SETMETADATA "" (/private/filters/values/x {20+}
                    C: UID 3 SUBJECT "äö")
                    S: a2 OK SETMETADATA done
                    C: a3 SEARCH OR FILTER x FILTER y
                    S: * SEARCH 2 3
                    S: a3 OK SEARCH done
                    """));
        }

        @Test
        void filtersNameFiltersButNotForEver() {
            office.wire().playUncut(office.afterSelect("""
                    C: a1 SETMETADATA "" (/private/filters/values/a "UID 1:3 FILTER b" /private/filters/values/b "FILTER c")
                    S: a1 OK SETMETADATA done
                    C: a2 SETMETADATA "" (/private/filters/values/c "FILTER d" /private/filters/values/d "2:4")
                    S: a2 OK SETMETADATA done
                    C: a3 SEARCH FILTER a
                    S: * SEARCH 2 3
                    S: a3 OK SEARCH done
                    C: a4 SETMETADATA "" (/private/filters/values/d "NOT FILTER a NOT FILTER a")
                    S: a4 OK SETMETADATA done
                    C: a5 SEARCH FILTER a
                    S: a5 NO [UNDEFINED-FILTER ...] filters name filters too often
                    """));
        }

        @Test
        void whatIsNoSearchIsNoFilter() {
            office.wire().playUncut(office.afterSelect("""
                    C: a1 SETMETADATA "" (/private/filters/values/x "OR SMALLER")
                    S: a1 NO [CANNOT] /private/filters/values/x is to be a search: ...
                    C: a2 SETMETADATA "" (/private/filters/descriptions/x "OR SMALLER")
                    S: a2 OK SETMETADATA done
                    C: a3 SETMETADATA INBOX (/private/filters/values/x "OR SMALLER")
                    S: a3 OK SETMETADATA done
                    C: a4 SEARCH FILTER x/y
                    S: a4 BAD ...
                    C: a5 SEARCH CHARSET ISO-8859-1 FILTER x
                    S: a5 BAD [BADCHARSET (US-ASCII UTF-8)] ...
                    C: a6 SEARCH CHARSET UTF-8 FILTER x
                    S: a6 NO [UNDEFINED-FILTER x] ...
                    C: a7 SEARCH CHARSET X-NONE OR SEEN NOT FILTER x
                    S: a7 BAD [BADCHARSET (US-ASCII UTF-8)] ...
                    C: a8 SORT (DATE) KOI8-R FILTER x
                    S: a8 BAD [BADCHARSET (US-ASCII UTF-8)] ...
                    C: a9 THREAD REFERENCES KOI8-R FILTER x
                    S: a9 BAD [BADCHARSET (US-ASCII UTF-8)] ...
                    C: b1 SEARCH CHARSET us-ascii FILTER x
                    S: b1 NO [UNDEFINED-FILTER x] ...
                    """));
        }
    }

    @Nested
    class WhereTheyAreNot {
        @RegisterExtension
        final Office office = Office.with(Letters.PLAIN);

        @Test
        void filtersAreNotOffered() {
            office.selected("""
                    C: a1 SEARCH FILTER x
                    S: a1 BAD FILTERS is not offered here
                    """);
        }
    }
}

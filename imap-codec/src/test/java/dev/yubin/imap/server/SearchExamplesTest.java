package dev.yubin.imap.server;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.Previews;
import dev.yubin.mailbox.feature.SaveDates;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Examples that RFCs have of what is found, with as many messages as they have and with their results. */
class SearchExamplesTest {
    private static String letter(String from) {
        return "From: " + from + "\n\nx\n";
    }

    /** ESEARCH: RFC 4731 section 3.1. */
    @Nested
    class OfExtendedResults {
        private static final Map<Integer, String> FLAGS =
                Map.of(2, "\\Flagged \\Seen", 3, "\\Flagged \\Seen", 10, "\\Flagged", 11, "\\Flagged");

        @RegisterExtension
        final Office office = Office.with().keptIn(() -> {
            Archive archive = Archive.empty().mailbox("INBOX", 1);
            for (int number = 1; number <= 16; number++) {
                archive.message(
                        number == 16 ? 3800 : 6 + number,
                        FLAGS.getOrDefault(number, number == 1 ? "\\Seen" : "") + (number == 9 ? "" : " \\Deleted"),
                        letter(number == 3 ? "Smith <s@x.test>" : "a@x.test"));
            }
            return archive.store();
        });

        @Test
        void whatIsAskedForIsTold() {
            office.wire().playUncut(office.afterLogin(Archive.select("INBOX", 16, 4) + """
                    C: A282 SEARCH RETURN (MIN COUNT) FLAGGED SINCE 1-Feb-1994 NOT FROM "Smith"
                    S: * ESEARCH (TAG "A282") MIN 2 COUNT 3
                    S: A282 OK SEARCH done
                    C: A283 SEARCH RETURN () FLAGGED SINCE 1-Feb-1994 NOT FROM "Smith"
                    S: * ESEARCH (TAG "A283") ALL 2,10:11
                    S: A283 OK SEARCH done
                    C: A284 SEARCH RETURN (MIN) UNSEEN
                    S: * ESEARCH (TAG "A284") MIN 4
                    S: A284 OK SEARCH done
                    C: A285 UID SEARCH RETURN (MIN MAX) 1:16
                    S: * ESEARCH (TAG "A285") UID MIN 7 MAX 3800
                    S: A285 OK UID SEARCH done
                    C: A286 SEARCH RETURN (COUNT) DELETED
                    S: * ESEARCH (TAG "A286") COUNT 15
                    S: A286 OK SEARCH done
                    """));
        }
    }

    /** WITHIN: RFC 5032 section 4. */
    @Nested
    class OfYoungMessages {
        private static final Set<Integer> YOUNG = Set.of(4, 8, 15, 16, 23, 42);

        @RegisterExtension
        final Office office = Office.with().keptIn(() -> {
            Archive archive = Archive.empty().mailbox("INBOX", 1);
            for (int uid = 1; uid <= 50; uid++) {
                boolean young = YOUNG.contains(uid) || uid == 50;
                Instant received = Instant.now().minusSeconds(young ? 200_000 : 300_000);
                archive.message(uid, uid == 50 ? "\\Seen" : "", received, letter("a@x.test"));
            }
            return archive.store();
        });

        @Test
        void theyAreFoundByTheirAge() {
            office.wire().playUncut(office.afterLogin(Archive.select("INBOX", 50, 1) + """
                    C: a1 SEARCH UNSEEN YOUNGER 259200
                    S: * SEARCH 4 8 15 16 23 42
                    S: a1 OK SEARCH done
                    """));
        }
    }

    /** SAVEDATE: RFC 8514 sections 4.2 and 4.3; this server tells dates in universal time. */
    @Nested
    class OfSavedMessages {
        /** Up to 992 before 28 December 2014, then two on that day, and one each day from the 29th on, in the evening. */
        private record Saved(Mailbox mailbox) implements SaveDates {
            @Override
            public SortedMap<Long, Instant> saveDates(UidSet uids) {
                SortedMap<Long, Instant> dates = new TreeMap<>();
                uids.and(UidSet.range(1, 1001)).uids().forEach(uid -> {
                    long day = uid < 993 ? -1 : Math.max(0, uid - 994);
                    dates.put(uid, Instant.parse("2014-12-28T17:50:53Z").plusSeconds(86_400 * day));
                });
                return dates;
            }
        }

        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> {
                    Archive archive = Archive.empty().mailbox("INBOX", 1);
                    for (int uid = 1; uid <= 1001; uid++) {
                        archive.message(uid, "", letter("a@x.test"));
                    }
                    return archive.store();
                })
                .gifts(new Gifted().mailbox(SaveDates.class, Saved::new));

        @Test
        void theyAreToldAndFoundByThatDate() {
            office.wire().playUncut(office.afterLogin(Archive.select("INBOX", 1001, 1) + """
                    C: A101 FETCH 998 (SAVEDATE)
                    S: * 998 FETCH (SAVEDATE " 1-Jan-2015 17:50:53 +0000")
                    S: A101 OK FETCH done
                    C: A102 SEARCH SAVEDON 28-Dec-2014
                    S: * SEARCH 993 994
                    S: A102 OK SEARCH done
                    C: A103 SEARCH SAVEDSINCE 28-Dec-2014
                    S: * SEARCH 993 994 995 996 997 998 999 1000 1001
                    S: A103 OK SEARCH done
                    """));
        }
    }

    /** PREVIEW: RFC 8970 section 5, the third example. */
    @Nested
    class OfPreviews {
        /** Of the two messages that are found, the second's is not at hand. */
        private record Told(Mailbox mailbox) implements Previews {
            @Override
            public SortedMap<Long, String> previews(UidSet uids, boolean lazy) {
                SortedMap<Long, String> previews = new TreeMap<>();
                if (uids.contains(13)) {
                    previews.put(13L, "Preview!");
                }
                if (uids.contains(23) && !lazy) {
                    previews.put(23L, "Another preview!");
                }
                return previews;
            }
        }

        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> {
                    Archive archive = Archive.empty().mailbox("INBOX", 1);
                    for (int uid : new int[] {1, 2, 3, 4, 13, 14, 15, 16, 23}) {
                        archive.message(uid, "", letter(uid == 13 || uid == 23 ? "foo@x.test" : "a@x.test"));
                    }
                    return archive.store();
                })
                .gifts(new Gifted().mailbox(Previews.class, Told::new));

        @Test
        void whatIsNotAtHandIsAskedForLater() {
            office.wire().playUncut(office.afterLogin(Archive.select("INBOX", 9, 1) + """
                    C: C2 SEARCH RETURN (SAVE) FROM "FOO"
                    S: C2 OK SEARCH done
                    C: C3 FETCH $ (UID PREVIEW (LAZY))
                    S: * 5 FETCH (UID 13 PREVIEW "Preview!")
                    S: * 9 FETCH (UID 23 PREVIEW NIL)
                    S: C3 OK FETCH done
                    C: C4 UID FETCH 23 (PREVIEW)
                    S: * 9 FETCH (UID 23 PREVIEW "Another preview!")
                    S: C4 OK UID FETCH done
                    """));
        }
    }
}

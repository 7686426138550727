package dev.yubin.imap.server;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of SORT and THREAD, with as many messages as they have and with their results: RFC 5256 section 3, RFC 5267 section 3.3. */
class SortExamplesTest {
    private static final Instant BEFORE = Instant.parse("1994-01-31T12:00:00Z");
    private static final Instant SINCE = Instant.parse("2000-03-05T12:00:00Z");

    private static String letter(int minute, String fields) {
        return "Date: Sun, 5 Mar 2000 12:%02d:00 +0000\n%s\n\nx\n".formatted(minute, fields);
    }

    private static Archive inbox() {
        return Archive.empty().mailbox("INBOX", 1);
    }

    @Nested
    class OfManyMessages {
        @RegisterExtension
        final Office office = Office.with().keptIn(() -> {
            Archive archive = inbox();
            Map<Integer, String> subjects = Map.of(2, "an orange", 84, "Re: lunch", 882, "the plan");
            for (int uid = 1; uid <= 882; uid++) {
                String subject = subjects.get(uid);
                archive.message(uid, "", subject == null ? BEFORE : SINCE, letter(uid % 60, "Subject: " + subject));
            }
            return archive.store();
        });

        @Test
        void theyAreSortedBySubject() {
            office.wire().playUncut(office.afterLogin(Archive.select("INBOX", 882, 1) + """
                    C: A282 SORT (SUBJECT) UTF-8 SINCE 1-Feb-1994
                    S: * SORT 2 84 882
                    S: A282 OK SORT done
                    C: A284 SORT (SUBJECT) US-ASCII TEXT "not in mailbox"
                    S: * SORT
                    S: A284 OK SORT done
                    """));
        }
    }

    @Nested
    class OfFiveMessages {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> inbox().message(1, "", letter(3, "Subject: c"))
                        .message(2, "", letter(1, "Subject: c"))
                        .message(3, "", letter(4, "Subject: b"))
                        .message(4, "", letter(2, "Subject: b"))
                        .message(5, "", letter(0, "Subject: a"))
                        .store());

        @Test
        void thoseOfOneSubjectAreSortedByDate() {
            office.wire().playEveryWay(office.afterLogin(Archive.select("INBOX", 5, 1) + """
                    C: A283 SORT (SUBJECT REVERSE DATE) UTF-8 ALL
                    S: * SORT 5 3 4 1 2
                    S: A283 OK SORT done
                    """));
        }
    }

    @Nested
    class OfUids {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> inbox().message(23761, "", letter(1, "Subject: a"))
                        .message(23762, "$Junk", letter(2, "Subject: b"))
                        .message(23763, "", letter(3, "Subject: c"))
                        .message(23764, "\\Seen", letter(4, "Subject: d"))
                        .message(23765, "", letter(5, "Subject: e"))
                        .message(23766, "\\Deleted", letter(6, "Subject: f"))
                        .store());

        @Test
        void theResultIsExtended() {
            office.wire().playEveryWay(office.afterLogin(Archive.select("INBOX", 6, 1) + """
                    C: E01 UID SORT RETURN () (REVERSE DATE) UTF-8 UNDELETED UNKEYWORD $Junk
                    S: * ESEARCH (TAG "E01") UID ALL 23765,23764,23763,23761
                    S: E01 OK UID SORT done
                    """));
        }
    }

    @Nested
    class OfThreads {
        /** In the order in which they were sent. */
        private static final List<Integer> SENT = Arrays.asList(
                166, 167, 168, 169, 172, 170, 171, 173, 174, 175, 176, 178, 181, 180, 179, 177, 183, 182, 188, 184, 185,
                186, 187, 189, 190, 191, 192, 193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207,
                208);

        private static final List<List<Integer>> OF_ONE_SUBJECT = List.of(
                List.of(174, 175, 176, 178, 180, 181),
                List.of(177, 182, 183, 184, 185, 186, 187, 188, 189),
                List.of(194, 195),
                List.of(196, 197, 198),
                List.of(200, 202),
                List.of(206, 207));

        /** What each answers; number 0 is a message that is not there. */
        private static final Map<Integer, Integer> ANSWERED = Map.ofEntries(
                Map.entry(170, 0),
                Map.entry(179, 0),
                Map.entry(184, 188),
                Map.entry(189, 188),
                Map.entry(186, 185),
                Map.entry(196, 195),
                Map.entry(198, 197),
                Map.entry(202, 200),
                Map.entry(206, 205),
                Map.entry(207, 206));

        @RegisterExtension
        final Office office = Office.with().keptIn(() -> {
            Archive archive = inbox();
            IntStream.rangeClosed(1, 165).forEach(uid -> archive.message(uid, "", BEFORE, letter(0, "Subject: old")));
            IntStream.rangeClosed(166, 208).forEach(uid -> archive.message(uid, "", SINCE, thread(uid)));
            return archive.store();
        });

        private static String thread(int uid) {
            Integer answered = ANSWERED.get(uid);
            int subject = OF_ONE_SUBJECT.stream()
                    .filter(messages -> messages.contains(uid))
                    .map(messages -> messages.get(0))
                    .findFirst()
                    .orElse(uid);
            return letter(
                    SENT.indexOf(uid),
                    "Message-ID: <" + uid + "@x>\nSubject: number " + subject
                            + (answered == null ? "" : "\nReferences: <" + answered + "@x>"));
        }

        @Test
        void messagesAreThreaded() {
            office.wire().playUncut(office.afterLogin(Archive.select("INBOX", 208, 1) + """
                    C: A283 THREAD ORDEREDSUBJECT UTF-8 SINCE 5-MAR-2000
                    S: * THREAD (166)(167)(168)(169)(172)(170)(171)(173)(174 (175)(176)(178)(181)(180))(179)(177 (183)(182)(188)(184)(185)(186)(187)(189))(190)(191)(192)(193)(194 195)(196 (197)(198))(199)(200 202)(201)(203)(204)(205)(206 207)(208)
                    S: A283 OK THREAD done
                    C: A284 THREAD ORDEREDSUBJECT US-ASCII TEXT "gewp"
                    S: * THREAD
                    S: A284 OK THREAD done
                    C: A285 THREAD REFERENCES UTF-8 SINCE 5-MAR-2000
                    S: * THREAD (166)(167)(168)(169)(172)((170)(179))(171)(173)((174)(175)(176)(178)(181)(180))((177)(183)(182)(188 (184)(189))(185 186)(187))(190)(191)(192)(193)((194)(195 196))(197 198)(199)(200 202)(201)(203)(204)(205 206 207)(208)
                    S: A285 OK THREAD done
                    """));
        }
    }
}

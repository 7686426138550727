package dev.yubin.imap.server;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CONTEXT=SEARCH and CONTEXT=SORT: RFC 5267 section 4. */
class ContextTest {
    private static final String NEW = "Subject: new\n\nnew\n".replace("\n", "\r\n");

    private static String letter(String subject) {
        return "Subject: " + subject + "\n\n" + subject + "\n";
    }

    @Nested
    class WithRoomForSeveral {
        @RegisterExtension
        final Office office = Office.with(letter("d"), letter("b"), letter("f"), letter("h"));

        /** Sections 4.2 and 4.3, with fewer messages. */
        @Test
        void aSearchTellsWhatChanges() {
            office.wire().playUncut(office.afterSelect("""
                    C: A01 SEARCH RETURN (CONTEXT COUNT) UNDELETED UNKEYWORD $Junk
                    S: * ESEARCH (TAG "A01") COUNT 4
                    S: A01 OK SEARCH done
                    C: B01 UID SEARCH RETURN (UPDATE COUNT) DELETED
                    S: * ESEARCH (TAG "B01") UID COUNT 0
                    S: B01 OK UID SEARCH done
                    C: B01 SORT RETURN (UPDATE) (SIZE) UTF-8 FLAGGED
                    S: B01 BAD ...
                    C: a1 STORE 2:3 FLAGS (\\Deleted \\Seen)
                    S: * 2 FETCH (FLAGS (\\Deleted \\Seen))
                    S: * 3 FETCH (FLAGS (\\Deleted \\Seen))
                    S: * ESEARCH (TAG "B01") UID ADDTO (0 2:3)
                    S: a1 OK STORE done
                    C: a2 STORE 2:3 -FLAGS.SILENT (\\Seen)
                    S: a2 OK STORE done
                    C: a3 STORE 2 -FLAGS.SILENT (\\Deleted)
                    S: * ESEARCH (TAG "B01") UID REMOVEFROM (0 2)
                    S: a3 OK STORE done
                    C: a4 EXPUNGE
                    S: * ESEARCH (TAG "B01") UID REMOVEFROM (0 3)
                    S: * 3 EXPUNGE
                    S: a4 OK EXPUNGE done
                    C: B04 CANCELUPDATE "B01"
                    S: B04 OK CANCELUPDATE done
                    C: a5 STORE 1 FLAGS.SILENT (\\Deleted)
                    S: a5 OK STORE done
                    C: a6 CANCELUPDATE "B01"
                    S: a6 BAD ...
                    """));
        }

        /** Numbers of what is gone are those of before EXPUNGE, and of what is new those of behind EXISTS. */
        @Test
        void numbersMeanWhatTheClientKnows() {
            office.wire().playUncut(office.afterSelect("""
                    C: C1 SEARCH RETURN (UPDATE ALL) UNDELETED
                    S: * ESEARCH (TAG "C1") ALL 1:4
                    S: C1 OK SEARCH done
                    C: C2 SEARCH RETURN (UPDATE) ALL
                    S: * ESEARCH (TAG "C2")
                    S: C2 OK SEARCH done
                    C: C3 SEARCH RETURN (UPDATE ALL) 2:3
                    S: * ESEARCH (TAG "C3") ALL 2:3
                    S: C3 OK SEARCH done
                    C: a1 STORE 1:2 +FLAGS.SILENT (\\Deleted)
                    S: * ESEARCH (TAG "C1") REMOVEFROM (0 1:2)
                    S: a1 OK STORE done
                    C: a2 EXPUNGE
                    S: * ESEARCH (TAG "C2") REMOVEFROM (0 1:2)
                    S: * ESEARCH (TAG "C3") REMOVEFROM (0 2)
                    S: * 2 EXPUNGE
                    S: * 1 EXPUNGE
                    S: a2 OK EXPUNGE done
                    C: a3 APPEND INBOX {3+}
                    C: x
                    C:
                    S: * 3 EXISTS
                    S: * 1 RECENT
                    S: * ESEARCH (TAG "C1") ADDTO (0 3)
                    S: * ESEARCH (TAG "C2") ADDTO (0 3)
                    S: a3 OK [APPENDUID ... 5] APPEND done
                    """));
        }

        /** Appendix A.3: what is gone is told at once, though its number stays. */
        @Test
        void whatIsGoneIsToldBeforeItMayBe() {
            try (Clients clients = new Clients(office, "A", "B")) {
                clients.play("""
                        A C: C1 SEARCH RETURN (UPDATE) ALL
                        A S: * ESEARCH (TAG "C1")
                        A S: C1 OK SEARCH done
                        B C: b1 STORE 2 +FLAGS.SILENT (\\Deleted)
                        B S: b1 OK STORE done
                        B C: b2 EXPUNGE
                        B S: * 2 EXPUNGE
                        B S: b2 OK EXPUNGE done
                        A C: a1 FETCH 4 UID
                        A S: * 4 FETCH (UID 4)
                        A S: * ESEARCH (TAG "C1") REMOVEFROM (0 2)
                        A S: a1 OK FETCH done
                        A C: a2 NOOP
                        A S: * 2 EXPUNGE
                        A S: a2 OK NOOP done
                        """);
            }
        }

        /** Section 4.3: "any message sequence numbers used in the search program are evaluated at the time the command is received", and they alone. */
        @Test
        void uidsInASearchNameAlsoWhatComesLater() {
            office.wire().playUncut(office.afterSelect("""
                    C: C1 UID SEARCH RETURN (UPDATE ALL) UID 4:*
                    S: * ESEARCH (TAG "C1") UID ALL 4
                    S: C1 OK UID SEARCH done
                    C: C2 UID SEARCH RETURN (UPDATE ALL) 4:*
                    S: * ESEARCH (TAG "C2") UID ALL 4
                    S: C2 OK UID SEARCH done
                    C: C3 UID SEARCH RETURN (UPDATE ALL) UID 5
                    S: * ESEARCH (TAG "C3") UID
                    S: C3 OK UID SEARCH done
                    C: a1 APPEND INBOX {1+}
                    C: x
                    S: * 5 EXISTS
                    S: * 1 RECENT
                    S: * ESEARCH (TAG "C1") UID ADDTO (0 5)
                    S: * ESEARCH (TAG "C3") UID ADDTO (0 5)
                    S: a1 OK [APPENDUID ... 5] APPEND done
                    """));
        }

        @Test
        void aSortTellsWhereMessagesComeAndGo() {
            office.wire().playUncut(office.afterSelect("""
                    C: D1 UID SORT RETURN (UPDATE ALL) (SUBJECT) UTF-8 UNDELETED
                    S: * ESEARCH (TAG "D1") UID ALL 2,1,3:4
                    S: D1 OK UID SORT done
                    C: a1 STORE 1,4 +FLAGS.SILENT (\\Deleted)
                    S: * ESEARCH (TAG "D1") UID REMOVEFROM (2 1 3 4)
                    S: a1 OK STORE done
                    C: a2 STORE 1,4 -FLAGS.SILENT (\\Deleted)
                    S: * ESEARCH (TAG "D1") UID ADDTO (2 1 4 4)
                    S: a2 OK STORE done
                    C: a3 APPEND INBOX {17+}
                    C: Subject: a
                    C:
                    C: x
                    C:
                    S: * 5 EXISTS
                    S: * 1 RECENT
                    S: * ESEARCH (TAG "D1") UID ADDTO (1 5)
                    S: a3 OK [APPENDUID ... 5] APPEND done
                    C: a4 STORE 1:2 +FLAGS.SILENT (\\Deleted)
                    S: * ESEARCH (TAG "D1") UID REMOVEFROM (2 2,1)
                    S: a4 OK STORE done
                    C: a5 STORE 1:2 -FLAGS.SILENT (\\Deleted)
                    S: * ESEARCH (TAG "D1") UID ADDTO (2 2,1)
                    S: a5 OK STORE done
                    """));
        }

        @Test
        void newsComeInIdleToo() throws Exception {
            try (Clients clients = new Clients(office, "A")) {
                clients.play("""
                        A C: C1 UID SEARCH RETURN (UPDATE COUNT) UNSEEN SUBJECT new
                        A S: * ESEARCH (TAG "C1") UID COUNT 0
                        A S: C1 OK UID SEARCH done
                        A C: a1 IDLE
                        A S: + idling
                        """);
                office.deliver(NEW.getBytes(StandardCharsets.US_ASCII));
                clients.play("""
                        A S: * 5 EXISTS
                        A S: * 1 RECENT
                        A S: * ESEARCH (TAG "C1") UID ADDTO (0 5)
                        A C: DONE
                        A S: a1 OK IDLE done
                        A C: a2 UNSELECT
                        A S: a2 OK UNSELECT done
                        A C: a3 CANCELUPDATE "C1"
                        A S: a3 BAD ...
                        """);
            }
        }
    }

    @Nested
    class WithRoomForOne {
        @RegisterExtension
        final Office office =
                Office.with(letter("a")).limits(SessionLimits.standard().contexts(1));

        /** Section 4.3.1. */
        @Test
        void oneMoreIsAnsweredButNotKeptUpToDate() {
            office.wire().playUncut(office.afterSelect("""
                    C: B01 UID SEARCH RETURN (UPDATE COUNT) UNSEEN
                    S: * ESEARCH (TAG "B01") UID COUNT 1
                    S: B01 OK UID SEARCH done
                    C: B02 UID SORT RETURN (UPDATE COUNT) (DATE) UTF-8 UNSEEN
                    S: * ESEARCH (TAG "B02") UID COUNT 1
                    S: * NO [NOUPDATE "B02"] ...
                    S: B02 OK UID SORT done
                    C: B03 CANCELUPDATE "B01" "B02"
                    S: B03 BAD ...
                    C: a1 STORE 1 FLAGS.SILENT (\\Seen)
                    S: * ESEARCH (TAG "B01") UID REMOVEFROM (0 1)
                    S: a1 OK STORE done
                    C: B04 CANCELUPDATE "B01"
                    S: B04 OK CANCELUPDATE done
                    C: B02 UID SORT RETURN (UPDATE COUNT) (DATE) UTF-8 SEEN
                    S: * ESEARCH (TAG "B02") UID COUNT 1
                    S: B02 OK UID SORT done
                    """));
        }
    }
}

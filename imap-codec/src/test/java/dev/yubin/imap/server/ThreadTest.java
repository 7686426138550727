package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** THREAD: RFC 5256 section 3. */
class ThreadTest {
    @RegisterExtension
    final Office office = Office.with(
            letter(1, "<1@x>", "", "lunch"),
            letter(2, "<2@x>", "<1@x>", "Re: lunch"),
            letter(3, "<3@x>", "<1@x> <2@x>", "Re: lunch"),
            letter(4, "<4@x>", "<1@x>", "Re: lunch"),
            letter(5, "<5@x>", "<gone@x>", "Re: dinner"),
            letter(6, "<\"6\"@x>", "<gone@x>", "Re: dinner"),
            letter(7, "<7@x>", "<6@x>", "Re: dinner"),
            letter(8, "<8@x>", "", "alone"),
            letter(9, "<8@x>", "<8@x>", "same id"),
            letter(10, "<10@x>", "", "lunch"),
            letter(11, "<11@x>", "<12@x>", "a loop"),
            letter(12, "<12@x>", "<11@x>", "a loop of two"));

    private static String letter(int minute, String id, String references, String subject) {
        return "Date: Tue, 1 Apr 2025 10:%02d:00 +0000\nMessage-ID: %s\nSubject: %s\n%s\nx\n"
                .formatted(minute, id, subject, references.isEmpty() ? "" : "References: " + references + "\n");
    }

    @Test
    void bySubject() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 THREAD ORDEREDSUBJECT UTF-8 ALL
                S: * THREAD (1 (2)(3)(4)(10))(5 (6)(7))(8)(9)(11)(12)
                S: a1 OK THREAD done
                C: a2 THREAD ORDEREDSUBJECT US-ASCII TEXT "gewp"
                S: * THREAD
                S: a2 OK THREAD done
                C: a3 THREAD orderedsubject UTF-8 2:3,8
                S: * THREAD (2 3)(8)
                S: a3 OK THREAD done
                """));
    }

    @Test
    void byReferences() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 THREAD REFERENCES UTF-8 ALL
                S: * THREAD ((1 (2 3)(4))(10))((5)(6 7))(8 9)(12 11)
                S: a1 OK THREAD done
                C: a2 THREAD REFERENCES UTF-8 3:4
                S: * THREAD ((3)(4))
                S: a2 OK THREAD done
                C: a3 THREAD REFERENCES UTF-8 7
                S: * THREAD (7)
                S: a3 OK THREAD done
                C: a4 STORE 1 +FLAGS.SILENT (\\Deleted)
                S: a4 OK STORE done
                C: a5 EXPUNGE
                S: * 1 EXPUNGE
                S: a5 OK EXPUNGE done
                C: a6 UID THREAD REFERENCES UTF-8 UID 2:4
                S: * THREAD ((2 3)(4))
                S: a6 OK UID THREAD done
                """));
    }

    @Test
    void whatCannotBeThreadedIsRefused() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 THREAD REFERENCES X-NONE ALL
                S: a1 NO [BADCHARSET (US-ASCII UTF-8)] this charset is not known here
                C: a2 THREAD BY-COLOR UTF-8 ALL
                S: a2 BAD ...
                C: a3 THREAD REFERENCES UTF-8
                S: a3 BAD ...
                """));
    }
}

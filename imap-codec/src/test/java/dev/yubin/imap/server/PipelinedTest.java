package dev.yubin.imap.server;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands that come without waiting for each other, and would mean something else in another order: RFC 9051 section 5.5. */
class PipelinedTest {
    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n", "Subject: three\n\nthree\n");

    /** "If the server detects a possible ambiguity, it MUST execute commands to completion in the order given by the client." */
    @Test
    void eachFindsWhatTheOneBeforeHasLeft() {
        office.selected("""
                C: a1 FETCH 1 FLAGS
                C: a2 STORE 1 +FLAGS (\\Flagged)
                C: a3 FETCH 1 FLAGS
                C: a4 SEARCH UNSEEN
                C: a5 FETCH 2 BODY[TEXT]
                C: a6 SEARCH UNSEEN
                C: a7 STORE 1 -FLAGS.SILENT (\\Flagged)
                C: a8 SEARCH FLAGGED
                S: * 1 FETCH (FLAGS ())
                S: a1 OK FETCH done
                S: * 1 FETCH (FLAGS (\\Flagged))
                S: a2 OK STORE done
                S: * 1 FETCH (FLAGS (\\Flagged))
                S: a3 OK FETCH done
                S: * SEARCH 1 2 3
                S: a4 OK SEARCH done
                S: * 2 FETCH (BODY[TEXT] {5}
                S: two
                S:  FLAGS (\\Seen))
                S: a5 OK FETCH done
                S: * SEARCH 1 3
                S: a6 OK SEARCH done
                S: a7 OK STORE done
                S: * SEARCH
                S: a8 OK SEARCH done
                """);
    }

    /**
     * A client must not send such numbers before it has heard how the messages are numbered. One that does is taken at its word: a number is that of the
     * messages as they are told up to then.
     */
    @Test
    void numbersAreThoseOfTheAnswersBefore() {
        office.selected("""
                C: a1 STORE 1 +FLAGS.SILENT (\\Deleted)
                C: a2 EXPUNGE
                C: a3 FETCH 1:* UID
                C: a4 FETCH 3 UID
                C: a5 UID FETCH 3 UID
                S: a1 OK STORE done
                S: * 1 EXPUNGE
                S: a2 OK EXPUNGE done
                S: * 1 FETCH (UID 2)
                S: * 2 FETCH (UID 3)
                S: a3 OK FETCH done
                S: a4 BAD ...
                S: * 2 FETCH (UID 3)
                S: a5 OK UID FETCH done
                """);
    }

    /** Section 7.5.1: no EXPUNGE while FETCH, STORE or SEARCH runs, whatever has come behind it. NOOP tells it, and the next number counts from there. */
    @Test
    void whatIsGoneIsToldBetweenTheCommandsThatCount() {
        Clients.playEveryWay(office, """
                B C: b1 STORE 1 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 1 EXPUNGE
                B S: b2 OK EXPUNGE done
                A C: a1 FETCH 1:3 UID
                A C: a2 STORE 3 +FLAGS (\\Flagged)
                A C: a3 NOOP
                A C: a4 FETCH 1:* FLAGS
                A C: a5 STORE 3 +FLAGS (\\Seen)
                A S: * 2 FETCH (UID 2)
                A S: * 3 FETCH (UID 3)
                A S: a1 NO [EXPUNGEISSUED] some of these messages are gone
                A S: * 3 FETCH (FLAGS (\\Flagged))
                A S: a2 OK STORE done
                A S: * 1 EXPUNGE
                A S: a3 OK NOOP done
                A S: * 1 FETCH (FLAGS ())
                A S: * 2 FETCH (FLAGS (\\Flagged))
                A S: a4 OK FETCH done
                A S: a5 BAD ...
                """);
    }

    /** RFC 9051 section 6.4.4.2: a result that is kept is there for the next command, sent without waiting. */
    @Test
    void aKeptResultIsThereForTheNext() {
        office.selected("""
                C: a1 SEARCH RETURN (SAVE) SUBJECT t
                C: a2 STORE $ +FLAGS.SILENT (\\Deleted)
                C: a3 NOOP
                C: a4 UID SEARCH DELETED
                S: a1 OK SEARCH done
                S: a2 OK STORE done
                S: a3 OK NOOP done
                S: * SEARCH 2 3
                S: a4 OK UID SEARCH done
                """);
    }

    /** What changes the state holds from the next command on. */
    @Test
    void whatIsSelectedCountsForTheNext() {
        office.selected("""
                C: a1 UNSELECT
                C: a2 FETCH 1 FLAGS
                C: a3 CREATE x
                C: a4 STATUS x (MESSAGES)
                C: a5 DELETE x
                C: a6 STATUS x (MESSAGES)
                C: a7 LOGOUT
                S: a1 OK UNSELECT done
                S: a2 BAD FETCH is not possible with no mailbox selected
                S: a3 OK CREATE done
                S: * STATUS x (MESSAGES 0)
                S: a4 OK STATUS done
                S: a5 OK DELETE done
                S: a6 NO [NONEXISTENT] ...
                S: * BYE goodbye
                S: a7 OK LOGOUT done
                EOF
                """);
    }
}

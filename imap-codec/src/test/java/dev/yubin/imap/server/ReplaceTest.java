package dev.yubin.imap.server;

import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.AtomicReplace;
import dev.yubin.mailbox.memory.MemoryMailStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** REPLACE: RFC 8508. */
class ReplaceTest {
    private static Office drafts() {
        return Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n")
                .gifts(new Gifted().mailbox(AtomicReplace.class, AtomicReplace.class::cast));
    }

    @RegisterExtension
    final Office office = drafts();

    @Test
    void itIsOffered() {
        office.loggedIn("""
                C: a1 CAPABILITY
                S: * CAPABILITY ... APPENDLIMIT=67108864 REPLACE
                S: a1 OK CAPABILITY done
                """);
    }

    /** The examples of RFC 8508 sections 3.2 and 3.3, shortened. */
    @Test
    void aMessageComesInThePlaceOfAnother() {
        office.wire().waiting().playEveryWay(office.afterSelect("""
                C: A003 REPLACE 1 INBOX (\\Seen \\Draft) " 1-Jan-2015 00:05:00 -0500" {23}
                S: + Ready for literal data
                C: Subject: new year
                C:
                C: !!
                S: * OK [APPENDUID ... 3] the replacement is there
                S: * 1 EXPUNGE
                S: * 2 EXISTS
                S: * 1 RECENT
                S: A003 OK REPLACE done
                C: A004 UID REPLACE 3 INBOX {1}
                S: + Ready for literal data
                C: x
                S: * OK [APPENDUID ... 4] the replacement is there
                S: * 2 EXPUNGE
                S: * 2 EXISTS
                S: * 1 RECENT
                S: A004 OK UID REPLACE done
                C: A005 FETCH 1:2 (UID FLAGS RFC822.SIZE)
                S: * 1 FETCH (UID 2 FLAGS () RFC822.SIZE 21)
                S: * 2 FETCH (UID 4 FLAGS (\\Recent) RFC822.SIZE 1)
                S: A005 OK FETCH done
                """));
    }

    @Test
    void itMayGoToAnotherMailbox() {
        office.selected("""
                C: a1 CREATE Sent
                S: a1 OK CREATE done
                C: a2 REPLACE * Sent (\\Seen) {1+}
                C: x
                S: * OK [APPENDUID ... 1] the replacement is there
                S: * 2 EXPUNGE
                S: a2 OK REPLACE done
                C: a3 STATUS Sent (MESSAGES UNSEEN)
                S: * STATUS Sent (MESSAGES 1 UNSEEN 0)
                S: a3 OK STATUS done
                """);
    }

    @Test
    void whoKnowsQresyncHearsOfItAsOfAnExpunge() {
        office.selected("""
                C: a1 ENABLE QRESYNC
                S: * OK [HIGHESTMODSEQ 3] ...
                S: * ENABLED QRESYNC
                S: a1 OK ENABLE done
                C: a2 UID REPLACE 1 INBOX {1+}
                C: x
                S: * OK [APPENDUID ... 3] ...
                S: * VANISHED 1
                S: * 2 EXISTS
                S: * 1 RECENT
                S: a2 OK [HIGHESTMODSEQ 5] UID REPLACE done
                """);
    }

    @Test
    void whatCannotBeIsToldBeforeAnythingIsSent() {
        office.wire().waiting().playEveryWay(office.afterSelect("""
                C: a1 REPLACE 1 Nowhere {3}
                S: a1 NO [TRYCREATE] ...
                C: a2 REPLACE 3 INBOX {3}
                S: a2 BAD there are 2 messages, and 3 names others
                C: a3 UID REPLACE 3 INBOX {3}
                S: a3 NO [NONEXISTENT] there is no message with UID 3
                C: a4 REPLACE 1:2 INBOX {3}
                S: a4 BAD ...
                C: a5 REPLACE 1 INBOX {67108865}
                S: a5 NO [TOOBIG] ...
                C: a6 UNSELECT
                S: a6 OK UNSELECT done
                C: a7 REPLACE 1 INBOX {3}
                S: a7 BAD REPLACE is not possible with no mailbox selected
                C: a8 EXAMINE INBOX
                S: ...
                S: ...
                S: * 2 EXISTS
                S: * 0 RECENT
                S: ...
                S: ...
                S: ...
                S: ...
                S: a8 OK [READ-ONLY] EXAMINE done
                C: a9 REPLACE 1 INBOX {3}
                S: a9 NO [NOPERM] the mailbox is open read-only
                """));
    }

    @Test
    void oneMessageComesAndNoMore() {
        office.selected("""
                C: a1 REPLACE 1 INBOX {1+}
                C: x {1+}
                C: y
                S: a1 BAD REPLACE brings one message (RFC 8508 section 4.7)
                C: a2 NOOP
                S: a2 OK NOOP done
                """);
    }

    /** The second half of the example of RFC 8508 section 4.2. */
    @Test
    void whatItReplacesMayBeAPieceOfIt() {
        office.selected("""
                C: A011 UID REPLACE 2 INBOX CATENATE (TEXT {16+}
                C: To: ccc@x.test
                C:  URL "/INBOX/;UID=2")
                S: * OK [APPENDUID ... 3] ...
                S: * 2 EXPUNGE
                S: * 2 EXISTS
                S: * 1 RECENT
                S: A011 OK UID REPLACE done
                C: A012 FETCH 2 BODY.PEEK[]
                S: * 2 FETCH (BODY[] {37}
                S: To: ccc@x.test
                S: Subject: two
                S:
                S: two
                S: )
                S: A012 OK FETCH done
                """);
    }

    @Nested
    class WhereTheAccountIsFull {
        @RegisterExtension
        final Office office = drafts().keptIn(() ->
                MemoryMailStore.builder().accountOctets(42).accountMessages(2).build());

        @Test
        void whatGoesMakesRoomForWhatComes() {
            office.wire().waiting().playEveryWay(office.afterSelect("""
                    C: a1 APPEND INBOX {1}
                    S: a1 NO [OVERQUOTA] ...
                    C: a2 REPLACE 1 INBOX {22}
                    S: a2 NO [OVERQUOTA] ...
                    C: a3 REPLACE 1 INBOX {19}
                    S: + ...
                    C: Subject: six
                    C:
                    C: six
                    S: * OK [APPENDUID ... 3] ...
                    S: * 1 EXPUNGE
                    S: * 2 EXISTS
                    S: * 1 RECENT
                    S: a3 OK REPLACE done
                    """));
        }
    }

    @Nested
    class WhereTheStoreCannot {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .gifts(new Gifted().mailbox(AtomicMove.class, AtomicMove.class::cast));

        @Test
        void itIsNotKnown() {
            office.wire().waiting().playEveryWay(office.afterSelect("""
                    C: a1 REPLACE 1 INBOX {3}
                    S: a1 BAD REPLACE is not offered here
                    C: a2 UID REPLACE 1 INBOX {3+}
                    C: x
                    C:
                    S: a2 BAD REPLACE is not offered here
                    C: a3 NOOP
                    S: a3 OK NOOP done
                    """));
        }
    }
}

package dev.yubin.imap.server;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.AtomicMove;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A capability is told where the store has what it stands for, behind the login, and nowhere else. */
class FeaturesTest {
    private static final String ALWAYS =
            "IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE IDLE COMPRESS=DEFLATE NAMESPACE CHILDREN UNSELECT UIDPLUS MULTIAPPEND CATENATE BINARY CONDSTORE QRESYNC"
                    + " ESEARCH SEARCHRES PARTIAL CONTEXT=SEARCH CONTEXT=SORT MULTISEARCH SEARCH=FUZZY I18NLEVEL=1 WITHIN SORT SORT=DISPLAY ESORT THREAD=ORDEREDSUBJECT THREAD=REFERENCES"
                    + " LIST-EXTENDED LIST-STATUS SPECIAL-USE CREATE-SPECIAL-USE STATUS=SIZE UTF8=ACCEPT INPROGRESS UIDONLY UIDBATCHES APPENDLIMIT=67108864";

    private static String capabilities(String besides) {
        return """
                S: * OK [CAPABILITY IMAP4rev2 IMAP4rev1 LITERAL+ SASL-IR ENABLE ID LANGUAGE STARTTLS AUTH=SCRAM-SHA-256 AUTH=PLAIN AUTH=LOGIN] ...
                C: l LOGIN bbb@osaka.test tanuki
                S: l OK [CAPABILITY %1$s] LOGIN done
                C: a1 CAPABILITY
                S: * CAPABILITY %1$s
                S: a1 OK CAPABILITY done
                """.formatted(ALWAYS + besides);
    }

    /** RFC 6851 section 3.3 wants no message in both mailboxes; IMAP4rev2 has the command in any case. */
    private static final String MOVE = """
            C: a1 CREATE Other
            S: a1 OK CREATE done
            C: a2 MOVE 1 Other
            S: * OK [COPYUID ... 1 1] moved
            S: * 1 EXPUNGE
            S: a2 OK MOVE done
            C: a3 STATUS Other (MESSAGES)
            S: * STATUS Other (MESSAGES 1)
            S: a3 OK STATUS done
            """;

    @Nested
    class OfAStoreThatCanDoNothingBesides {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n").gifts(new Gifted());

        @Test
        void nothingOfItIsTold() {
            office.play(capabilities(""));
        }

        @Test
        void moveCopiesAndRemoves() {
            office.selected(MOVE);
        }
    }

    @Nested
    class OfAStoreThatMovesInOneStep {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .gifts(new Gifted().mailbox(AtomicMove.class, AtomicMove.class::cast));

        @Test
        void moveIsTold() {
            office.play(capabilities(" MOVE"));
        }

        @Test
        void moveMoves() {
            office.selected(MOVE);
        }
    }

    @Nested
    class OfAStoreWhoseInboxCannotBeOpened {
        @RegisterExtension
        final Office office = Office.with()
                .around(store -> Between.around(store, (method, arguments) -> {
                    if (method.getName().equals("open")) {
                        throw new StoreException(Reason.CORRUPTION, "INBOX is damaged");
                    }
                }));

        @Test
        void theUserIsLetInWithoutAnyOfIt() {
            office.play(capabilities("") + """
                    C: a2 LIST "" *
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: a2 OK LIST done
                    C: a3 SELECT INBOX
                    S: a3 NO [CORRUPTION] INBOX is damaged
                    """);
        }
    }
}

package dev.yubin.imap.server;

import dev.yubin.imap.ImapLimits;
import dev.yubin.mailbox.memory.MemoryMailStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** CATENATE: RFC 4469, with URLs of RFC 5092. */
class CatenateTest {
    @RegisterExtension
    final Office office = Office.with(Letters.PLAIN, Letters.PARTS);

    /** The first example of RFC 4469, shortened: a draft whose body is written anew. */
    @Test
    void aMessageIsPutTogetherOfPartsAndText() {
        office.loggedIn("""
                C: A000 CAPABILITY
                S: * CAPABILITY ... MULTIAPPEND CATENATE ...
                S: A000 OK CAPABILITY done
                C: A003 APPEND INBOX (\\Seen \\Draft $MDNSent) CATENATE (URL "/INBOX/;UID=2/;section=3.MIME" TEXT {3+}
                C: -
                C:  URL "/INBOX/;UID=2/;section=3" TEXT ~{2+}
                C: \\x00!)
                S: A003 OK [APPENDUID ... 3] APPEND done
                C: A004 EXAMINE INBOX
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS ()] ...
                S: * 3 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 4] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: A004 OK [READ-ONLY] EXAMINE done
                C: A005 FETCH 2:3 (FLAGS BODY.PEEK[TEXT])
                S: * 2 FETCH (FLAGS () ...
                S# %d
                S: )
                S: * 3 FETCH (FLAGS ($MDNSent \\Draft \\Seen) BODY[TEXT] {13}
                S: -
                S: AAEC/w==\\x00!)
                S: A005 OK FETCH done
                """.formatted(Letters.octets(Letters.PARTS.substring(Letters.PARTS.indexOf("\n\n") + 2))));
    }

    @Test
    void aClientThatWaitsIsToldToGoOnForEachText() {
        office.wire().waiting().playEveryWay(office.afterLogin("""
                C: a1 APPEND INBOX CATENATE (TEXT {3}
                S: + Ready for literal data
                C: a
                C:  URL {27}
                S: + Ready for literal data
                C: /INBOX/;UID=1/;SECTION=TEXT TEXT {0}
                S: + Ready for literal data
                C: )
                S: a1 OK [APPENDUID ... 3] APPEND done
                C: a2 STATUS INBOX (MESSAGES SIZE)
                S: * STATUS INBOX (MESSAGES 3 SIZE %d)
                S: a2 OK STATUS done
                """.formatted(
                        Letters.octets(Letters.PLAIN) + Letters.octets(Letters.PARTS) + 18)));
    }

    @Test
    void urlsAloneNeedNoOctets() {
        office.selected("""
                C: a1 APPEND INBOX CATENATE (URL /INBOX/;UID=1/;SECTION=HEADER URL ";UID=1/;SECTION=TEXT/;PARTIAL=7.6") CATENATE (URL ;UID=1/;PARTIAL=0.4)
                S: * 4 EXISTS
                S: * 2 RECENT
                S: a1 OK [APPENDUID ... 3:4] APPEND done
                C: a2 FETCH 3:4 (BODY.PEEK[TEXT] RFC822.SIZE)
                S: * 3 FETCH (BODY[TEXT] {6}
                S: second RFC822.SIZE ...)
                S: * 4 FETCH (BODY[TEXT] {0}
                S:  RFC822.SIZE 4)
                S: a2 OK FETCH done
                """);
    }

    /** MULTIAPPEND, RFC 3502: of one kind and the other, all or none. */
    @Test
    void severalMessagesComeTogetherOrNotAtAll() {
        office.loggedIn("""
                C: a1 APPEND INBOX {1+}
                C: x (\\Seen) CATENATE (TEXT {1+}
                C: y TEXT {1+}
                C: z) {2+}
                C: ab CATENATE (URL /INBOX/;UID=1)
                S: a1 OK [APPENDUID ... 3:6] APPEND done
                C: a2 APPEND INBOX {1+}
                C: x CATENATE (URL /INBOX/;UID=77 TEXT {1+}
                C: y)
                S: a2 NO [BADURL /INBOX/;UID=77] ...
                C: a3 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 6)
                S: a3 OK STATUS done
                """);
    }

    @Test
    void whatIsNoUrlOfAMessageHereIsTold() {
        office.wire().waiting().playEveryWay(office.afterLogin("""
                C: a1 APPEND INBOX CATENATE (URL "imap://bbb@host/INBOX/;UID=1" TEXT {3}
                S: a1 NO [BADURL imap://bbb@host/INBOX/;UID=1] ...
                C: a2 APPEND INBOX CATENATE (URL ";UID=1")
                S: a2 NO [BADURL ;UID=1] ...
                C: a3 APPEND INBOX CATENATE (URL /None/;UID=1)
                S: a3 NO [BADURL /None/;UID=1] ...
                C: a4 APPEND INBOX CATENATE (URL /INBOX/;UID=1/;SECTION=7)
                S: a4 NO [BADURL /INBOX/;UID=1/;SECTION=7] ...
                C: a5 APPEND INBOX CATENATE (URL /INBOX;UIDVALIDITY=1/;UID=1)
                S: a5 NO [BADURL /INBOX;UIDVALIDITY=1/;UID=1] ...
                C: a6 APPEND INBOX CATENATE (URL "a] b%d")
                S: a6 NO [BADURL a%5D%20b%d] ...
                C: a7 APPEND INBOX CATENATE (TEXT {0})
                S: a7 BAD ...
                C: a8 APPEND Nowhere CATENATE (URL /INBOX/;UID=1)
                S: a8 NO [TRYCREATE] ...
                C: a9 APPEND INBOX CATENATE (URL /INBOX/;UID=1/;PARTIAL=100000)
                S: a9 NO ...
                C: b1 STATUS INBOX (MESSAGES)
                S: * STATUS INBOX (MESSAGES 2)
                S: b1 OK STATUS done
                """));
    }

    @Test
    void whatBreaksTheGrammarBehindOctetsIsDroppedWhole() {
        office.loggedIn("""
                C: a1 APPEND INBOX CATENATE (TEXT {1+}
                C: x FOO)
                S: a1 BAD ...
                C: a2 APPEND INBOX CATENATE (TEXT {1+}
                C: x TEXT {9+}
                C: y NOOP
                C:  ) GARBAGE {4+}
                C: NOOP
                S: a2 BAD ...
                C: a3 APPEND INBOX CATENATE (TEXT {1+}
                C: x
                S: a3 BAD ...
                C: a4 APPEND INBOX {1+}
                C: x)
                S: a4 BAD ...
                C: a5 NOOP
                S: a5 OK NOOP done
                """);
    }

    @Nested
    class WhereMessagesAreBounded {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .limits(SessionLimits.standard().with(new ImapLimits(8192, 4096, 10, 8192, 10, 1000, 1000, 30)));

        @Test
        void thePiecesTogetherAreAMessageThatIsTooLarge() {
            office.wire().waiting().playEveryWay(office.afterLogin("""
                    C: a1 APPEND INBOX CATENATE (URL /INBOX/;UID=1 URL /INBOX/;UID=1)
                    S: a1 NO [TOOBIG] ...
                    C: a2 APPEND INBOX CATENATE (URL /INBOX/;UID=1 TEXT {10}
                    S: a2 NO [TOOBIG] ...
                    C: a3 APPEND INBOX CATENATE (URL /INBOX/;UID=1 TEXT {9}
                    S: + ...
                    C: 123456789 TEXT {1}
                    S: a3 NO [TOOBIG] ...
                    C: a4 APPEND INBOX CATENATE (URL /INBOX/;UID=1 TEXT {9}
                    S: + ...
                    C: 123456789)
                    S: a4 OK ...
                    """));
        }
    }

    @Nested
    class WhereTheAccountIsBounded {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .keptIn(() -> MemoryMailStore.builder().accountOctets(50).build());

        @Test
        void theStoresNoIsTold() {
            office.loggedIn("""
                    C: a1 APPEND INBOX CATENATE (URL /INBOX/;UID=1 URL /INBOX/;UID=1)
                    S: a1 NO [OVERQUOTA] ...
                    C: a2 APPEND INBOX CATENATE (URL /INBOX/;UID=1 TEXT {9+}
                    C: 123456789)
                    S: a2 NO [OVERQUOTA] ...
                    C: a3 NOOP
                    S: a3 OK NOOP done
                    """);
        }
    }
}

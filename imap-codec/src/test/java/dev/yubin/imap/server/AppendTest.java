package dev.yubin.imap.server;

import dev.yubin.imap.ImapLimits;
import dev.yubin.mailbox.memory.MemoryMailStore;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** APPEND: RFC 9051 section 6.3.12, with several messages RFC 3502, with NUL RFC 3516, and its literals RFC 7888. */
class AppendTest {
    @RegisterExtension
    final Office office = Office.with();

    private static final String NOTHING_CAME = """
            C: z1 STATUS INBOX (MESSAGES)
            S: * STATUS INBOX (MESSAGES 0)
            S: z1 OK STATUS done
            """;

    @Test
    void flagsAndDateAreKept() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 APPEND INBOX (\\Flagged $Junk) " 1-Apr-2025 10:11:12 +0900" {15+}
                C: Subject: x
                C:
                C: y
                S: * 1 EXISTS
                S: * 1 RECENT
                S: * FLAGS (...$Junk...)
                S: * OK [PERMANENTFLAGS (...$Junk...)] ...
                S: a1 OK [APPENDUID ... 1] APPEND done
                C: a2 FETCH 1 (FLAGS INTERNALDATE RFC822.SIZE)
                S: * 1 FETCH (FLAGS ($Junk \\Flagged \\Recent) INTERNALDATE " 1-Apr-2025 01:11:12 +0000" RFC822.SIZE 15)
                S: a2 OK FETCH done
                """));
    }

    @Test
    void aClientThatWaitsIsToldToGoOn() {
        office.wire().waiting().playEveryWay(office.afterLogin("""
                C: a1 APPEND INBOX {3}
                S: + Ready for literal data
                C: a
                C:
                S: a1 OK [APPENDUID ... 1] APPEND done
                """));
    }

    @Test
    void severalMessagesComeTogetherOrNotAtAll() {
        office.wire().playEveryWay(office.afterLogin("""
                C: a1 APPEND INBOX {3+}
                C: a
                C:  (\\Seen) {3+}
                C: b
                C:
                S: a1 OK [APPENDUID ... 1:2] APPEND done
                C: a2 APPEND INBOX {3+}
                C: c
                C:  {0+}
                C:
                S: a2 NO ...
                C: a3 STATUS INBOX (MESSAGES UNSEEN)
                S: * STATUS INBOX (MESSAGES 2 UNSEEN 1)
                S: a3 OK STATUS done
                """));
    }

    @Test
    void anEmptyMessageIsNone() {
        office.wire().waiting().playEveryWay(office.afterLogin("""
                C: a1 APPEND INBOX {0}
                S: a1 NO ...
                """ + NOTHING_CAME));
        office.loggedIn("""
                C: a1 APPEND INBOX {0+}
                C:
                S: a1 NO ...
                """ + NOTHING_CAME);
    }

    @Test
    void aMissingMailboxIsToldBeforeAnythingIsSent() {
        office.wire().waiting().playEveryWay(office.afterLogin("""
                C: a1 APPEND Nowhere {10}
                S: a1 NO [TRYCREATE] ...
                C: a2 APPEND a//b {10}
                S: a2 NO [NONEXISTENT] ...
                C: a3 NOOP
                S: a3 OK NOOP done
                """));
        office.wire().playEveryWay(office.afterLogin("""
                C: a1 APPEND Nowhere {10+}
                C: a2 CLOSE
                C:
                S: a1 NO [TRYCREATE] ...
                C: a3 NOOP
                S: a3 OK NOOP done
                """));
    }

    @Test
    void whatBreaksTheGrammarIsDroppedWhole() {
        office.loggedIn("""
                C: a1 APPEND INBOX
                S: a1 BAD ...
                C: a2 APPEND INBOX (\\Seen {3+}
                C: x
                C:
                S: a2 BAD ...
                C: a3 APPEND INBOX "yesterday" {3+}
                C: x
                C:
                S: a3 BAD ...
                C: a4 APPEND INBOX (\\Recent) {3+}
                C: x
                C:
                S: a4 BAD ...
                C: a5 APPEND INBOX {3+}
                C> x\\r\\n
                C: and more
                S: a5 BAD ...
                """ + NOTHING_CAME);
    }

    @Test
    void octetsAreKeptAsTheyAre() {
        office.wire().playEveryWay(office.afterSelect("""
                C: a1 APPEND INBOX {6+}
                C> \\xff\\x80a\\n\\rb
                C:
                S: * 1 EXISTS
                S: * 1 RECENT
                S: a1 OK [APPENDUID ... 1] APPEND done
                C: a2 FETCH 1 BODY.PEEK[]
                S: * 1 FETCH (BODY[] {6}
                S: \\xff\\x80a\\n\\rb)
                S: a2 OK FETCH done
                C: a3 APPEND INBOX ~{4+}
                C> \\x00a\\x00\\n
                C:
                S: * 2 EXISTS
                S: * 2 RECENT
                S: a3 OK [APPENDUID ... 2] APPEND done
                C: a4 FETCH 2 BINARY.PEEK[]
                S: * 2 FETCH (BINARY[] ~{4}
                S: \\x00a\\x00\\n)
                S: a4 OK FETCH done
                C: a5 APPEND INBOX {4+}
                C> \\x00a\\x00\\n
                C:
                S: a5 BAD ...
                """));
    }

    @Nested
    class WhereMessagesAreBounded {
        @RegisterExtension
        final Office office = Office.with()
                .limits(SessionLimits.standard().with(new ImapLimits(8192, 4096, 10, 8192, 10, 1000, 1000, 20)));

        @Test
        void aMessageThatIsTooLargeIsRefusedBeforeItIsSent() {
            office.wire().waiting().playEveryWay(office.afterLogin("""
                    C: a1 APPEND INBOX {21}
                    S: a1 NO [TOOBIG] ...
                    C: a2 APPEND INBOX {4294967296}
                    S: a2 NO [TOOBIG] ...
                    C: a3 APPEND INBOX {20}
                    S: + ...
                    C: 123456789012345678
                    C:
                    S: a3 OK ...
                    """));
        }

        @Test
        void oneThatDoesNotWaitIsReadToItsEndWithinReason() {
            office.wire().playEveryWay(office.afterLogin("""
                    C: a1 APPEND INBOX {21+}
                    C: a2 LOGOUT
                    C: 1234567890
                    S: a1 NO [TOOBIG] ...
                    """ + NOTHING_CAME));
            office.loggedIn("""
                    C: a1 APPEND INBOX {4294967296+}
                    S: a1 NO [TOOBIG] ...
                    S: * BYE ...
                    EOF
                    """);
        }
    }

    @Nested
    class WhereTheAccountIsBounded {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> MemoryMailStore.builder().accountOctets(10).build());

        @Test
        void theStoresNoIsToldBeforeAnythingIsSent() {
            office.wire().waiting().playEveryWay(office.afterLogin("""
                    C: a1 APPEND INBOX {11}
                    S: a1 NO [OVERQUOTA] ...
                    C: a2 APPEND INBOX {11+}
                    C: 123456789
                    C:
                    S: a2 NO [OVERQUOTA] ...
                    C: a3 NOOP
                    S: a3 OK NOOP done
                    """));
        }
    }
}

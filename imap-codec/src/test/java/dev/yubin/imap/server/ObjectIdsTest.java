package dev.yubin.imap.server;

import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.Message;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.feature.ObjectId;
import dev.yubin.mailbox.feature.ObjectIds;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OBJECTID: RFC 8474. */
class ObjectIdsTest {
    private static final String SELECT = """
            C: s SELECT INBOX
            S: * FLAGS (...)
            S: * OK [PERMANENTFLAGS (...)] ...
            S: * 3 EXISTS
            S: * 0 RECENT
            S: * OK [UNSEEN 1] ...
            S: * OK [UIDVALIDITY ...] ...
            S: * OK [UIDNEXT 4] ...
            S: * OK [HIGHESTMODSEQ ...] ...
            S: * OK [MAILBOXID (F0)] ...
            S: s OK [READ-WRITE] SELECT done
            """;

    @RegisterExtension
    final Office office = Office.with("Subject: one\n\n1\n", "Subject: two\n\n22\n", "Subject: three\n\n333\n")
            .gifts(new Gifted().mailbox(ObjectIds.class, Numbered::new));

    /** Whether mailboxes do not tell their identifiers. */
    private volatile boolean hidden;

    /** INBOX is F0 and what is made then F1, F2, ...; messages of one size are one; those larger than 20 octets are the thread T20. */
    private final class Numbered implements ObjectIds {
        private final Mailbox mailbox;

        Numbered(Mailbox mailbox) {
            this.mailbox = mailbox;
        }

        @Override
        public String mailboxId() throws StoreException {
            if (hidden) {
                throw new StoreException(StoreException.Reason.NOPERM, "it needs right r");
            }
            long first = office.account().open(MailboxName.INBOX).uidValidity();
            return "F" + (mailbox.uidValidity() - first);
        }

        @Override
        public SortedMap<Long, ObjectId> objectIds(UidSet uids) throws StoreException {
            SortedMap<Long, ObjectId> ids = new TreeMap<>();
            for (Message message : mailbox.messages(uids, 0)) {
                Optional<String> thread = message.octets() > 20 ? Optional.of("T20") : Optional.empty();
                ids.put(message.uid(), new ObjectId("M" + message.octets(), thread));
            }
            return ids;
        }
    }

    @Test
    void itIsOffered() {
        office.loggedIn("""
                C: a1 CAPABILITY
                S: * CAPABILITY ... APPENDLIMIT=67108864 OBJECTID
                S: a1 OK CAPABILITY done
                """);
    }

    @Test
    void aMailboxIsToldByItsIdentifierWhicheverNameItHas() {
        office.loggedIn("""
                C: a1 CREATE foo
                S: a1 OK [MAILBOXID (F1)] CREATE done
                C: a2 CREATE bar
                S: a2 OK [MAILBOXID (F2)] CREATE done
                C: a3 CREATE foo
                S: a3 NO [ALREADYEXISTS] ...
                C: a4 STATUS foo (mailboxid)
                S: * STATUS foo (MAILBOXID (F1))
                S: a4 OK STATUS done
                C: a5 RENAME foo renamed
                S: a5 OK RENAME done
                C: a6 STATUS renamed (MAILBOXID MESSAGES)
                S: * STATUS renamed (MESSAGES 0 MAILBOXID (F1))
                S: a6 OK STATUS done
                C: a7 LIST "" * RETURN (STATUS (MAILBOXID))
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: * STATUS INBOX (MAILBOXID (F0))
                S: * LIST (\\HasNoChildren) "/" bar
                S: * STATUS bar (MAILBOXID (F2))
                S: * LIST (\\HasNoChildren) "/" renamed
                S: * STATUS renamed (MAILBOXID (F1))
                S: a7 OK LIST done
                """);
    }

    /** The CREATE was answered NO, though the mailbox was made. */
    @Test
    void aMailboxThatIsMadeIsMadeThoughItsIdentifierIsNotTold() {
        hidden = true;
        office.loggedIn("""
                C: a1 CREATE foo
                S: a1 OK CREATE done
                C: a2 STATUS foo (MESSAGES)
                S: * STATUS foo (MESSAGES 0)
                S: a2 OK STATUS done
                """);
    }

    @Test
    void selectAndExamineTellIt() {
        office.loggedIn(SELECT + """
                C: a1 EXAMINE INBOX
                S: * OK [CLOSED] ...
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS ()] ...
                S: * 3 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 4] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * OK [MAILBOXID (F0)] ...
                S: a1 OK [READ-ONLY] EXAMINE done
                """);
    }

    @Test
    void aMessageIsToldByItsIdentifierWhereverItIs() {
        office.loggedIn(SELECT + """
                C: a1 FETCH 1:* (EMAILID THREADID)
                S: * 1 FETCH (EMAILID (M19) THREADID NIL)
                S: * 2 FETCH (EMAILID (M20) THREADID NIL)
                S: * 3 FETCH (EMAILID (M23) THREADID (T20))
                S: a1 OK FETCH done
                C: a2 COPY 3 INBOX
                S: * 4 EXISTS
                S: * 1 RECENT
                S: a2 OK [COPYUID ...] COPY done
                C: a3 UID FETCH 3:* (emailid FLAGS)
                S: * 3 FETCH (UID 3 EMAILID (M23) FLAGS ())
                S: * 4 FETCH (UID 4 EMAILID (M23) FLAGS (\\Recent))
                S: a3 OK UID FETCH done
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EMAILID M20                   | 2
            EMAILID m20                   | ''
            NOT EMAILID M20               | 1 3
            THREADID T20                  | 3
            NOT THREADID T20              | 1 2
            OR EMAILID M19 THREADID T20   | 1 3
            THREADID M23                  | ''
            SUBJECT two EMAILID M20       | 2
            """)
    void searchFindsBoth(String keys, String found) {
        office.loggedIn(SELECT + """
                C: a1 SEARCH %s
                S: * SEARCH%s
                S: a1 OK SEARCH done
                """.formatted(keys, found.isEmpty() ? "" : " " + found));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SEARCH EMAILID", "SEARCH EMAILID a.b", "SEARCH THREADID \"T1\"", "FETCH 1 (EMAILID (M1))"})
    void whatIsNoIdentifierIsBad(String command) {
        office.loggedIn(SELECT + """
                C: a1 %s
                S: a1 BAD ...
                """.formatted(command));
    }

    @Nested
    class WhereTheStoreHasNone {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n");

        @Test
        void nothingOfItIsKnown() {
            office.selected("""
                    C: a1 FETCH 1 EMAILID
                    S: a1 BAD OBJECTID is not offered here
                    C: a2 FETCH 1 (BODY[] THREADID)
                    S: a2 BAD OBJECTID is not offered here
                    C: a3 SEARCH NOT (EMAILID M1)
                    S: a3 BAD OBJECTID is not offered here
                    C: a4 STATUS INBOX (MESSAGES MAILBOXID)
                    S: a4 BAD OBJECTID is not offered here
                    C: a5 LIST "" * RETURN (STATUS (MAILBOXID))
                    S: a5 BAD OBJECTID is not offered here
                    C: a6 CREATE foo
                    S: a6 OK CREATE done
                    C: a7 FETCH 1 FLAGS
                    S: * 1 FETCH (FLAGS ())
                    S: a7 OK FETCH done
                    """);
        }
    }
}

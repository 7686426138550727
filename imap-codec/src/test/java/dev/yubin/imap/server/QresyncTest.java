package dev.yubin.imap.server;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.MailboxStatus;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** QRESYNC: RFC 7162 section 3.2. */
class QresyncTest {
    private static final String ENABLE = """
            C: e ENABLE QRESYNC
            S: * ENABLED QRESYNC
            S: e OK ENABLE done
            """;

    @RegisterExtension
    final Office office = office();

    private static Office office() {
        return Office.with("Subject: 1\n\n1\n", "Subject: 2\n\n2\n", "Subject: 3\n\n3\n", "Subject: 4\n\n4\n");
    }

    private static Mailbox inbox(Office office) throws StoreException {
        return office.account().open(MailboxName.INBOX);
    }

    /** Six messages, of which the second and fifth are gone and the third is read since the status that is returned; a seventh is new. */
    private static MailboxStatus changedSince(Office office) throws StoreException {
        office.untouched();
        for (String more : new String[] {"five", "six"}) {
            office.deliver(more.getBytes(StandardCharsets.US_ASCII));
        }
        MailboxStatus known = inbox(office).status();
        inbox(office).expunge(UidSet.of(2, 5));
        inbox(office).store(UidSet.of(3), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)), OptionalLong.empty());
        office.deliver("seven".getBytes(StandardCharsets.US_ASCII));
        return known;
    }

    private static String select(MailboxStatus known, String rest, String told) {
        return ENABLE
                + "C: s SELECT INBOX (QRESYNC (" + known.uidValidity() + " " + known.modSeq() + rest + "))\n"
                + """
                S: * FLAGS (...)
                S: * OK [PERMANENTFLAGS (...)] ...
                S: * 5 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 8] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                """
                + told
                + "S: s OK [READ-WRITE] SELECT done\n";
    }

    @Test
    void itIsForThoseWhoEnableItAlone() {
        office.selected("""
                C: a1 CAPABILITY
                S: * CAPABILITY ... CONDSTORE QRESYNC ...
                S: a1 OK CAPABILITY done
                C: a2 UID FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)
                S: a2 BAD QRESYNC is not enabled
                C: a3 EXAMINE INBOX (QRESYNC (1 1))
                S: a3 BAD QRESYNC is not enabled
                C: a4 UID FETCH 1 UID
                S: * 1 FETCH (UID 1)
                S: a4 OK UID FETCH done
                C: a5 ENABLE QRESYNC CONDSTORE
                S: * OK [HIGHESTMODSEQ ...] ...
                S: * ENABLED QRESYNC CONDSTORE
                S: a5 OK ENABLE done
                C: a6 FETCH 1:* FLAGS (CHANGEDSINCE 1 VANISHED)
                S: a6 BAD ...
                C: a7 UID FETCH 1:* FLAGS (VANISHED)
                S: a7 BAD ...
                """);
    }

    /** They are listed 256 at a time. */
    @Test
    void allThatChangedIsToldHoweverManyTheyAre() throws StoreException {
        office.untouched();
        for (int uid = 5; uid <= 600; uid++) {
            office.deliver("text".getBytes(StandardCharsets.US_ASCII));
        }
        MailboxStatus known = inbox(office).status();
        inbox(office).store(UidSet.ALL, FlagChange.add(Flag.FLAGGED), OptionalLong.empty());
        StringBuilder told = new StringBuilder();
        for (int uid = 1; uid <= 600; uid++) {
            told.append("S: * %1$d FETCH (UID %1$d FLAGS (\\Flagged) MODSEQ (...))\n".formatted(uid));
        }
        office.loggedIn(select(known, "", told.toString())
                .replace("5 EXISTS", "600 EXISTS")
                .replace("UIDNEXT 8", "UIDNEXT 601"));
    }

    @Test
    void whatIsGoneIsToldByItsUids() {
        office.selected(ENABLE.replace("S: * E", "S: * OK [HIGHESTMODSEQ ...] ...\nS: * E") + """
                C: a1 STORE 1,3 +FLAGS.SILENT (\\Deleted)
                S: * 1 FETCH (UID 1 MODSEQ (...))
                S: * 3 FETCH (UID 3 MODSEQ (...))
                S: a1 OK STORE done
                C: a2 EXPUNGE
                S: * VANISHED 1,3
                S: a2 OK [HIGHESTMODSEQ ...] EXPUNGE done
                C: a3 STORE 2 +FLAGS (\\Deleted)
                S: * 2 FETCH (UID 4 FLAGS (\\Deleted) MODSEQ (...))
                S: a3 OK STORE done
                C: a4 UID EXPUNGE 1:3
                S: a4 OK UID EXPUNGE done
                C: a5 CREATE x
                S: a5 OK CREATE done
                C: a6 MOVE 1 x
                S: * OK [COPYUID ... 2 1] moved
                S: * VANISHED 2
                S: a6 OK [HIGHESTMODSEQ ...] MOVE done
                C: a7 CLOSE
                S: a7 OK CLOSE done
                """);
    }

    /** Section 3.2.4: also where it was FETCH that set the flag. */
    @Test
    void flagsThatFetchSetsBearTheUidAndTheModSequence() {
        office.selected(ENABLE.replace("S: * E", "S: * OK [HIGHESTMODSEQ ...] ...\nS: * E") + """
                C: a1 FETCH 2 BODY[HEADER.FIELDS (X)]
                S: * 2 FETCH (UID 2 BODY[HEADER.FIELDS (X)] {2}
                S:
                S:  FLAGS (\\Seen) MODSEQ (...))
                S: a1 OK FETCH done
                C: a2 FETCH 2 BODY[HEADER.FIELDS (X)]
                S: * 2 FETCH (BODY[HEADER.FIELDS (X)] {2}
                S:
                S: )
                S: a2 OK FETCH done
                """);
    }

    @Test
    void whoeverReckonsIsToldHowFarItHasHeard() throws StoreException {
        long first = inbox(office).status().modSeq();
        Clients.playEveryWay(office, """
                A C: e ENABLE QRESYNC
                A S: * OK [HIGHESTMODSEQ %1$d] ...
                A S: * ENABLED QRESYNC
                A S: e OK ENABLE done
                B C: b1 STORE 2 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 2 EXPUNGE
                B S: b2 OK EXPUNGE done
                A C: a1 STORE 1 +FLAGS (\\Seen)
                A S: * 1 FETCH (UID 1 FLAGS (\\Seen) MODSEQ (%2$d))
                A S: a1 OK [HIGHESTMODSEQ %1$d] STORE done
                A C: a2 STORE 3 (UNCHANGEDSINCE 1) +FLAGS (\\Seen)
                A S: * OK [HIGHESTMODSEQ %1$d] heard so far
                A S: a2 OK [MODIFIED 3] STORE left some as they are
                A C: a3 IDLE
                A S: + idling
                A S: * VANISHED 2
                A C: DONE
                A S: a3 OK [HIGHESTMODSEQ %2$d] IDLE done
                A C: a4 NOOP
                A S: a4 OK NOOP done
                """.formatted(first, first + 3));
    }

    @Test
    void whoComesBackHearsWhatHappened() throws StoreException {
        MailboxStatus known = changedSince(office);
        String seen = "S: * 2 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (...))\n";
        String late = "S: * 5 FETCH (UID 7 FLAGS () MODSEQ (...))\n";
        office.loggedIn(select(known, "", "S: * VANISHED (EARLIER) 2,5\n" + seen + late));
        office.loggedIn(select(known, " 1:4", "S: * VANISHED (EARLIER) 2\n" + seen));
        office.loggedIn(select(known, " 4:4294967295", "S: * VANISHED (EARLIER) 5\n" + late));
        office.loggedIn(select(known, " 4", ""));
        // The third message is the fourth by UID: up to there it knows everything.
        office.loggedIn(select(known, " (1:3 1,3:4)", "S: * VANISHED (EARLIER) 5\n" + seen + late));
        office.loggedIn(select(known, " 1:6 (2,4294967295 3,6)", "S: * VANISHED (EARLIER) 5\n" + seen));
        office.loggedIn(select(known, " 1:6 (2,3 2,3)", "S: * VANISHED (EARLIER) 2,5\n" + seen));
    }

    @Test
    void whoComesBackToAnotherMailboxOfThatNameHearsNothing() throws StoreException {
        MailboxStatus known = changedSince(office);
        String other = "(QRESYNC (" + (known.uidValidity() - 1) + " ";
        office.loggedIn(select(known, "", "").replace("(QRESYNC (" + known.uidValidity() + " ", other));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1:*     | 2,5 | 3,7
            1:4     | 2   | 3
            *       |     | 7
            5,2     | 2,5 |
            1       |     |
            900:999 |     |
            """)
    void fetchTellsWhatVanishedBeforeAllElse(String uids, String vanished, String changed) throws StoreException {
        MailboxStatus known = changedSince(office);
        StringBuilder told = new StringBuilder();
        if (vanished != null) {
            told.append("S: * VANISHED (EARLIER) ").append(vanished).append('\n');
        }
        if (changed != null) {
            for (String uid : changed.split(",")) {
                told.append("S: * ... FETCH (UID " + uid + " FLAGS (...) MODSEQ (...))\n");
            }
        }
        office.loggedIn(select(inbox(office).status(), "", "") + """
                C: a1 UID FETCH %s FLAGS (CHANGEDSINCE %d VANISHED)
                %sS: a1 OK UID FETCH done
                """.formatted(uids, known.modSeq(), told));
    }

    @Test
    void whatGoesMeanwhileMovesTheNumbersAndIsNotEarlier() throws StoreException {
        Clients.playEveryWay(office, """
                A C: e ENABLE QRESYNC
                A S: * OK [HIGHESTMODSEQ ...] ...
                A S: * ENABLED QRESYNC
                A S: e OK ENABLE done
                A C: a1 SEARCH RETURN (SAVE) 1:3
                A S: a1 OK SEARCH done
                B C: b1 STORE 2 +FLAGS.SILENT (\\Deleted)
                B S: b1 OK STORE done
                B C: b2 EXPUNGE
                B S: * 2 EXPUNGE
                B S: b2 OK EXPUNGE done
                A C: a2 UID FETCH $ UID (CHANGEDSINCE %1$d VANISHED)
                A S: * VANISHED 2
                A S: a2 OK [HIGHESTMODSEQ ...] UID FETCH done
                A C: a3 UID FETCH $ UID (CHANGEDSINCE %1$d VANISHED)
                A S: * VANISHED (EARLIER) 2
                A S: a3 OK UID FETCH done
                """.formatted(inbox(office).status().modSeq()));
    }

    /** Nothing that is gone is remembered, so that all must be told that names nothing. */
    @Nested
    class InAStoreThatForgets {
        @RegisterExtension
        final Office forgetful =
                office().keptIn(() -> MemoryMailStore.builder().tombstones(0).build());

        @Test
        void allThatNamesNothingHasVanished() throws StoreException {
            MailboxStatus known = changedSince(forgetful);
            inbox(forgetful).expunge(UidSet.of(4));
            String seen = "S: * 2 FETCH (UID 3 FLAGS (\\Seen) MODSEQ (...))\n";
            String late = "S: * 4 FETCH (UID 7 FLAGS () MODSEQ (...))\n";
            forgetful.loggedIn(four(select(known, "", "S: * VANISHED (EARLIER) 2,4:5\n" + seen + late)));
            forgetful.loggedIn(four(select(known, " 1:4", "S: * VANISHED (EARLIER) 2,4\n" + seen)));
            forgetful.loggedIn(four(select(known, " (1:2 1,3)", "S: * VANISHED (EARLIER) 4:5\n" + seen + late)));
            forgetful.loggedIn(four(select(inbox(forgetful).status(), "", "")) + """
                    C: a1 UID FETCH 1:9 FLAGS (CHANGEDSINCE 0 VANISHED)
                    S: * VANISHED (EARLIER) 2,4:5
                    S: * 1 FETCH (...)
                    S: * 2 FETCH (...)
                    S: * 3 FETCH (...)
                    S: * 4 FETCH (...)
                    S: a1 OK UID FETCH done
                    """);
        }

        private String four(String transcript) {
            return transcript.replace("5 EXISTS", "4 EXISTS");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"(1:2 1)", "(1:4294967295 1:4294967295)", "(1 1:4294967295)"})
    void numbersThatDoNotPairCostNothing(String pairs) throws StoreException {
        MailboxStatus known = changedSince(office);
        office.loggedIn(select(known, " 1 " + pairs, ""));
    }
}

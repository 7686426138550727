package dev.yubin.imap.server;

import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.Mailbox;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.UidSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The examples of QRESYNC, with their UIDs and the mod-sequences of this store: RFC 7162 sections 3.2.5 to 3.2.9. */
class QresyncExamplesTest {
    private static final long VALIDITY = 67890007;

    private static Office office(UidSet uids) {
        return Office.with().keptIn(() -> {
            Archive archive = Archive.empty().mailbox("INBOX", VALIDITY);
            uids.uids().forEach(uid -> archive.message(uid, "", "Subject: " + uid + "\n\nx\n"));
            return archive.store();
        });
    }

    /** What happens in a mailbox. */
    @FunctionalInterface
    private interface Change {
        void in(Mailbox inbox) throws StoreException;
    }

    /** What happened behind the mod-sequence that is returned. */
    private static long changed(Office office, Change change) throws StoreException {
        office.untouched();
        Mailbox inbox = office.account().open(MailboxName.INBOX);
        long known = inbox.status().modSeq();
        change.in(inbox);
        return known;
    }

    private static void store(Mailbox inbox, long uid, String flags) throws StoreException {
        inbox.store(UidSet.of(uid), new FlagChange(FlagChange.Kind.ADD, Flag.split(flags)), OptionalLong.empty());
    }

    private static void remove(Mailbox inbox, UidSet uids) throws StoreException {
        inbox.store(uids, new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.DELETED)), OptionalLong.empty());
        inbox.expungeDeleted(uids);
    }

    private static final String ENABLE = """
            C: e ENABLE QRESYNC
            S: * ENABLED QRESYNC
            S: e OK ENABLE done
            """;

    @Nested
    class OfSelect {
        @RegisterExtension
        final Office office = office(UidSet.range(1, 541));

        /** Sections 3.2.5 and 3.2.5.1: first with a UIDVALIDITY that is no longer this mailbox's. */
        @Test
        void whatHappenedIsToldToWhoKnowsThisMailbox() throws StoreException {
            UidSet gone = UidSet.ofRanges(List.of(
                    new UidSet.Range(41, 41),
                    new UidSet.Range(43, 116),
                    new UidSet.Range(118, 118),
                    new UidSet.Range(120, 211),
                    new UidSet.Range(214, 540)));
            long known = changed(office, inbox -> {
                remove(inbox, gone);
                store(inbox, 117, "\\Seen \\Answered");
                store(inbox, 119, "\\Draft $MDNSent");
                store(inbox, 541, "\\Seen $Forwarded");
            });
            String selected = """
                    S: * FLAGS (...)
                    S: * OK [PERMANENTFLAGS (...)] ...
                    S: * 46 EXISTS
                    S: * 0 RECENT
                    S: * OK [UNSEEN 1] ...
                    S: * OK [UIDVALIDITY 67890007] ...
                    S: * OK [UIDNEXT 542] ...
                    S: * OK [HIGHESTMODSEQ ...] ...
                    """;
            office.wire().playUncut(office.afterLogin(ENABLE + """
                    C: A02 SELECT INBOX (QRESYNC (3857529045 %1$d 41,43:211,214:541))
                    %2$sS: A02 OK [READ-WRITE] SELECT done
                    C: A03 SELECT INBOX (QRESYNC (67890007 %1$d 41:211,214:541))
                    S: * OK [CLOSED] ...
                    %2$sS: * VANISHED (EARLIER) 41,43:116,118,120:211,214:540
                    S: * 42 FETCH (UID 117 FLAGS (\\Answered \\Seen) MODSEQ (...))
                    S: * 43 FETCH (UID 119 FLAGS ($MDNSent \\Draft) MODSEQ (...))
                    S: * 46 FETCH (UID 541 FLAGS ($Forwarded \\Seen) MODSEQ (...))
                    S: A03 OK [READ-WRITE] SELECT done
                    """.formatted(known, selected)));
        }
    }

    @Nested
    class OfFetchAndExpunge {
        @RegisterExtension
        final Office office = office(UidSet.range(300, 425).or(UidSet.range(3000, 3003)));

        /** Section 3.2.6. */
        @Test
        void whatHasVanishedIsToldWithWhatHasChanged() throws StoreException {
            changed(office, inbox -> remove(inbox, UidSet.range(311, 403)));
            long known = changed(office, inbox -> {
                remove(inbox, UidSet.range(300, 310));
                remove(inbox, UidSet.of(405, 409, 411));
                store(inbox, 404, "\\Seen");
                store(inbox, 406, "\\Deleted");
                store(inbox, 408, "$NoJunk $AutoJunk $MDNSent");
            });
            office.wire().playUncut(office.afterLogin(Archive.select("INBOX", 23, 2) + """
                    C: s100 UID FETCH 300:500 (FLAGS) (CHANGEDSINCE %1$d)
                    S: * OK [HIGHESTMODSEQ ...] ...
                    S: * 1 FETCH (UID 404 FLAGS (\\Seen) MODSEQ (...))
                    S: * 2 FETCH (UID 406 FLAGS (\\Deleted) MODSEQ (...))
                    S: * 4 FETCH (UID 408 FLAGS ($AutoJunk $MDNSent $NoJunk) MODSEQ (...))
                    S: s100 OK UID FETCH done
                    C: s101 UID SEARCH UID 300:412
                    S: * SEARCH 404 406 407 408 410 412
                    S: s101 OK UID SEARCH done
                    C: e ENABLE QRESYNC
                    S: * ENABLED QRESYNC
                    S: e OK ENABLE done
                    C: s100 UID FETCH 300:500 (FLAGS) (CHANGEDSINCE %1$d VANISHED)
                    S: * VANISHED (EARLIER) 300:310,405,409,411
                    S: * 1 FETCH (UID 404 FLAGS (\\Seen) MODSEQ (...))
                    S: * 2 FETCH (UID 406 FLAGS (\\Deleted) MODSEQ (...))
                    S: * 4 FETCH (UID 408 FLAGS ($AutoJunk $MDNSent $NoJunk) MODSEQ (...))
                    S: s100 OK UID FETCH done
                    """.formatted(known)));
        }

        /** Sections 3.2.7 to 3.2.9. */
        @Test
        void whatIsRemovedIsToldByItsUids() {
            office.wire().playUncut(office.afterLogin(ENABLE + Archive.select("INBOX", 130, 1) + """
                    C: B201 UID STORE 405,407,410,425 +FLAGS.SILENT (\\Deleted)
                    S: * 106 FETCH (UID 405 MODSEQ (...))
                    S: * 108 FETCH (UID 407 MODSEQ (...))
                    S: * 111 FETCH (UID 410 MODSEQ (...))
                    S: * 126 FETCH (UID 425 MODSEQ (...))
                    S: B201 OK UID STORE done
                    C: B202 EXPUNGE
                    S: * VANISHED 405,407,410,425
                    S: B202 OK [HIGHESTMODSEQ ...] EXPUNGE done
                    C: B203 UID STORE 3000:3003 +FLAGS.SILENT (\\Deleted)
                    S: * 123 FETCH (UID 3000 MODSEQ (...))
                    S: * 124 FETCH (UID 3001 MODSEQ (...))
                    S: * 125 FETCH (UID 3002 MODSEQ (...))
                    S: * 126 FETCH (UID 3003 MODSEQ (...))
                    S: B203 OK UID STORE done
                    C: . UID EXPUNGE 3000:3002
                    S: * VANISHED 3000:3002
                    S: . OK [HIGHESTMODSEQ ...] UID EXPUNGE done
                    C: A202 CLOSE
                    S: A202 OK CLOSE done
                    """));
        }
    }
}

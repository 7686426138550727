package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.feature.AtomicMove;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.mailbox.feature.QuotaChange;
import dev.yubin.mailbox.feature.Quotas;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** QUOTA: RFC 9208. */
class QuotaTest {
    private static Office bounded(MemoryMailStore.Builder store) {
        return Office.with("Subject: one\n\none\n", "Subject: two\n\ntwo\n")
                .keptIn(store::build)
                .gifts(new Gifted()
                        .mailbox(AtomicMove.class, AtomicMove.class::cast)
                        .account(Quotas.class, Quotas.class::cast));
    }

    @Nested
    class OfAnAccountThatIsBounded {
        @RegisterExtension
        final Office office = bounded(
                MemoryMailStore.builder().accountOctets(2500).accountMessages(4).accountMailboxes(2));

        @Test
        void eachResourceThatIsBoundedIsOffered() {
            office.loggedIn("""
                    C: a1 CAPABILITY
                    S: * CAPABILITY ... APPENDLIMIT=67108864 MOVE QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTA=RES-MAILBOX
                    S: a1 OK CAPABILITY done
                    """);
        }

        @Test
        void rootsAreToldAndWhatTheyBound() {
            office.loggedIn("""
                    C: a1 GETQUOTAROOT inbox
                    S: * QUOTAROOT INBOX ""
                    S: * QUOTA "" (STORAGE 1 3 MESSAGE 2 4 MAILBOX 1 2)
                    S: a1 OK GETQUOTAROOT done
                    C: a2 GETQUOTAROOT "not yet there"
                    S: * QUOTAROOT "not yet there" ""
                    S: * QUOTA "" (STORAGE 1 3 MESSAGE 2 4 MAILBOX 1 2)
                    S: a2 OK GETQUOTAROOT done
                    C: a3 GETQUOTAROOT a//b
                    S: a3 NO [CANNOT] ...
                    C: a4 GETQUOTA ""
                    S: * QUOTA "" (STORAGE 1 3 MESSAGE 2 4 MAILBOX 1 2)
                    S: a4 OK GETQUOTA done
                    C: a5 GETQUOTA nowhere
                    S: a5 NO [NONEXISTENT] there is no such quota root
                    C: a6 GETQUOTA
                    S: a6 BAD ...
                    C: a7 GETQUOTA a b
                    S: a7 BAD ...
                    C: a8 SETQUOTA "" (STORAGE 512)
                    S: a8 BAD QUOTASET is not offered here
                    """);
        }

        @Test
        void statusTellsWhatExpungeWouldMakeRoomFor() {
            office.selected("""
                    C: a1 STATUS INBOX (DELETED DELETED-STORAGE)
                    S: * STATUS INBOX (DELETED 0 DELETED-STORAGE 0)
                    S: a1 OK STATUS done
                    C: a2 STORE 2 +FLAGS.SILENT (\\Deleted)
                    S: a2 OK STORE done
                    C: a3 STATUS INBOX (MESSAGES DELETED-STORAGE DELETED SIZE)
                    S: * STATUS INBOX (MESSAGES 2 DELETED 1 SIZE 42 DELETED-STORAGE 21)
                    S: a3 OK STATUS done
                    """);
        }

        @Test
        void whatGoesBeyondIsRefusedAsOverQuota() {
            office.selected("""
                    C: a1 COPY 1:2 INBOX
                    S: * 4 EXISTS
                    S: * 2 RECENT
                    S: a1 OK [COPYUID ...] COPY done
                    C: a2 COPY 1 INBOX
                    S: a2 NO [OVERQUOTA] ...
                    C: a3 APPEND INBOX {1+}
                    C: x
                    S: a3 NO [OVERQUOTA] ...
                    C: a4 CREATE Other
                    S: a4 OK CREATE done
                    C: a5 MOVE 1 Other
                    S: * OK [COPYUID ...] moved
                    S: * 1 EXPUNGE
                    S: a5 OK MOVE done
                    C: a6 CREATE Third
                    S: a6 NO [OVERQUOTA] ...
                    """);
        }
    }

    @Nested
    class OfAnAccountWithoutBounds {
        @RegisterExtension
        final Office office = bounded(MemoryMailStore.builder());

        @Test
        void thereIsNoQuota() {
            office.loggedIn("""
                    C: a1 CAPABILITY
                    S: * CAPABILITY ... APPENDLIMIT=67108864 MOVE
                    S: a1 OK CAPABILITY done
                    C: a2 GETQUOTAROOT INBOX
                    S: a2 BAD QUOTA is not offered here
                    C: a3 GETQUOTA ""
                    S: a3 BAD QUOTA is not offered here
                    C: a4 STATUS INBOX (DELETED)
                    S: * STATUS INBOX (DELETED 0)
                    S: a4 OK STATUS done
                    C: a5 STATUS INBOX (DELETED-STORAGE)
                    S: a5 BAD QUOTA=RES-STORAGE is not offered here
                    """);
        }
    }

    /** The example of RFC 9208 section 4.1.3, as far as a store in memory has it. */
    @Nested
    class OfAnAccountThatBoundsItself {
        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .keptIn(() -> MemoryMailStore.builder()
                        .accountOctets(111 * 1024)
                        .accountMessages(1000)
                        .usersSetQuotas(true)
                        .build())
                .gifts(new Gifted().account(QuotaChange.class, QuotaChange.class::cast));

        @Test
        void itIsOffered() {
            office.loggedIn("""
                    C: a1 CAPABILITY
                    S: * CAPABILITY ... APPENDLIMIT=67108864 QUOTASET QUOTA QUOTA=RES-STORAGE QUOTA=RES-MESSAGE QUOTA=RES-MAILBOX
                    S: a1 OK CAPABILITY done
                    """);
        }

        @Test
        void whatIsBoundedAnewIsTold() {
            office.loggedIn("""
                    C: S0000 GETQUOTA ""
                    S: * QUOTA "" (STORAGE 1 111 MESSAGE 1 1000)
                    S: S0000 OK GETQUOTA done
                    C: S0001 SETQUOTA "" (STORAGE 510)
                    S: * QUOTA "" (STORAGE 1 510)
                    S: S0001 OK SETQUOTA done
                    C: S0002 SETQUOTA "!partition/sda4" (STORAGE 99999999)
                    S: S0002 NO [NONEXISTENT] there is no such quota root
                    C: S0003 SETQUOTA "" (message 1 MAILBOX 5)
                    S: * QUOTA "" (MESSAGE 1 1 MAILBOX 1 5)
                    S: S0003 OK SETQUOTA done
                    C: S0004 APPEND INBOX {1+}
                    C: x
                    S: S0004 NO [OVERQUOTA] ...
                    C: S0005 SETQUOTA "" (ANNOTATION-STORAGE 5)
                    S: S0005 NO [CANNOT] ...
                    C: S0006 SETQUOTA "" (X-OTHER 5)
                    S: S0006 BAD ...
                    """);
        }

        @Test
        void whatIsBoundedByNothingIsBoundedAgain() {
            office.loggedIn("""
                    C: S0001 SETQUOTA "" ()
                    S: * QUOTA "" ()
                    S: S0001 OK SETQUOTA done
                    C: S0002 GETQUOTAROOT INBOX
                    S: * QUOTAROOT INBOX ""
                    S: * QUOTA "" ()
                    S: S0002 OK GETQUOTAROOT done
                    C: S0003 CAPABILITY
                    S: * CAPABILITY ... QUOTASET ...
                    S: S0003 OK CAPABILITY done
                    C: S0004 SETQUOTA "" (STORAGE 510)
                    S: * QUOTA "" (STORAGE 1 510)
                    S: S0004 OK SETQUOTA done
                    """);
        }
    }

    @Nested
    class OfSeveralRoots {
        private static final Quota ALICE = new Quota("#user/alice", Map.of(Resource.MESSAGE, new Usage(42, 1000)));
        private static final Quota DISK = new Quota(
                "!partition sda4",
                Map.of(
                        Resource.ANNOTATION_STORAGE,
                        new Usage(1025, Long.MAX_VALUE),
                        Resource.MESSAGE,
                        new Usage(7, 9)));

        @RegisterExtension
        final Office office = Office.with("Subject: one\n\none\n")
                .gifts(new Gifted().account(Quotas.class, account -> new Quotas() {
                    @Override
                    public List<Quota> quotas(MailboxName mailbox) {
                        return mailbox.toString().equals("free") ? List.of() : List.of(ALICE, DISK);
                    }

                    @Override
                    public Optional<Quota> quota(String root) {
                        return List.of(ALICE, DISK).stream()
                                .filter(quota -> quota.root().equals(root))
                                .findFirst();
                    }
                }));

        @Test
        void eachIsTold() {
            office.loggedIn("""
                    C: a1 CAPABILITY
                    S: * CAPABILITY ... APPENDLIMIT=67108864 QUOTA QUOTA=RES-MESSAGE QUOTA=RES-ANNOTATION-STORAGE
                    S: a1 OK CAPABILITY done
                    C: a2 GETQUOTAROOT INBOX
                    S: * QUOTAROOT INBOX #user/alice "!partition sda4"
                    S: * QUOTA #user/alice (MESSAGE 42 1000)
                    S: * QUOTA "!partition sda4" (MESSAGE 7 9 ANNOTATION-STORAGE 2 9007199254740992)
                    S: a2 OK GETQUOTAROOT done
                    C: a3 GETQUOTAROOT free
                    S: * QUOTAROOT free
                    S: a3 OK GETQUOTAROOT done
                    C: a4 GETQUOTA "!partition sda4"
                    S: * QUOTA "!partition sda4" (MESSAGE 7 9 ANNOTATION-STORAGE 2 9007199254740992)
                    S: a4 OK GETQUOTA done
                    """);
        }
    }
}

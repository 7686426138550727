package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.Quota;
import dev.yubin.mailbox.feature.Quota.Resource;
import dev.yubin.mailbox.feature.Quota.Usage;
import dev.yubin.mailbox.feature.QuotaChange;
import dev.yubin.mailbox.feature.Quotas;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Examples that RFCs have of what is told of mailboxes, with the mailboxes and the results that they have. */
class MailboxExamplesTest {
    private static String letter(int octets) {
        return "Subject: one\n\n" + "x".repeat(octets - Letters.octets("Subject: one\n\n"));
    }

    /** STATUS=SIZE: RFC 8438 section 3. */
    @Nested
    class OfSizes {
        private static final List<Integer> SIZES = List.of(3224, 1222, 444, 4516, 544, 922, 31126, 2423);

        @RegisterExtension
        final Office office = Office.with().keptIn(() -> {
            Archive archive = Archive.empty().mailbox("INBOX", 1);
            for (int uid = 1; uid <= 16; uid++) {
                archive.message(uid, "", letter(1000));
            }
            archive.message(17, "", letter(234)).mailbox("frop", 1364851417);
            for (int i = 0; i < 8; i++) {
                archive.message(i + 1, i < 6 ? "\\Seen" : "", letter(SIZES.get(i)));
            }
            return archive.next(242344).store();
        });

        @Test
        void messagesAreAsLargeTogetherAsEachByItself() {
            office.wire().playUncut(office.afterLogin("""
                    C: A01 STATUS frop (MESSAGES SIZE UIDNEXT)
                    S: * STATUS frop (MESSAGES 8 UIDNEXT 242344 SIZE 44421)
                    S: A01 OK STATUS done
                    C: A02 SELECT "frop"
                    S: * FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)
                    S: * OK [PERMANENTFLAGS (...)] ...
                    S: * 8 EXISTS
                    S: * 0 RECENT
                    S: * OK [UNSEEN 7] ...
                    S: * OK [UIDVALIDITY 1364851417] ...
                    S: * OK [UIDNEXT 242344] ...
                    S: * OK [HIGHESTMODSEQ ...] ...
                    S: A02 OK [READ-WRITE] SELECT done
                    C: A03 FETCH 1:* (RFC822.SIZE)
                    S: * 1 FETCH (RFC822.SIZE 3224)
                    S: * 2 FETCH (RFC822.SIZE 1222)
                    S: * 3 FETCH (RFC822.SIZE 444)
                    S: * 4 FETCH (RFC822.SIZE 4516)
                    S: * 5 FETCH (RFC822.SIZE 544)
                    S: * 6 FETCH (RFC822.SIZE 922)
                    S: * 7 FETCH (RFC822.SIZE 31126)
                    S: * 8 FETCH (RFC822.SIZE 2423)
                    S: A03 OK FETCH done
                    C: A04 LIST "" % RETURN (STATUS (MESSAGES SIZE))
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: * STATUS INBOX (MESSAGES 17 SIZE 16234)
                    S: * LIST (\\HasNoChildren) "/" frop
                    S: * STATUS frop (MESSAGES 8 SIZE 44421)
                    S: A04 OK LIST done
                    """));
        }
    }

    /** LIST-STATUS: RFC 5819 section 3; INBOX is no parent here. */
    @Nested
    class OfListedStatus {
        @RegisterExtension
        final Office office = Office.with().keptIn(() -> {
            Archive archive = Archive.empty().mailbox("INBOX", 1);
            for (int uid = 1; uid <= 17; uid++) {
                archive.message(uid, uid == 1 ? "\\Seen" : "", letter(20));
            }
            archive.mailbox("foo", 2);
            for (int uid = 1; uid <= 30; uid++) {
                archive.message(uid, uid == 30 ? "\\Seen" : "", letter(20));
            }
            return archive.subscribed("INBOX", "foo/child", "bar/child").store();
        });

        @Test
        void eachMailboxIsToldWithItsStatus() {
            office.wire().playUncut(office.afterLogin("""
                    C: A01 LIST "" % RETURN (STATUS (MESSAGES UNSEEN))
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: * STATUS INBOX (MESSAGES 17 UNSEEN 16)
                    S: * LIST (\\HasNoChildren) "/" foo
                    S: * STATUS foo (MESSAGES 30 UNSEEN 29)
                    S: A01 OK LIST done
                    C: A02 LIST (SUBSCRIBED RECURSIVEMATCH) "" % RETURN (STATUS (MESSAGES))
                    S: * LIST (\\Subscribed \\HasNoChildren) "/" INBOX
                    S: * STATUS INBOX (MESSAGES 17)
                    S: * LIST (\\NonExistent \\Noselect \\HasNoChildren) "/" bar ("CHILDINFO" ("SUBSCRIBED"))
                    S: * LIST (\\HasNoChildren) "/" foo ("CHILDINFO" ("SUBSCRIBED"))
                    S: A02 OK LIST done
                    """));
        }
    }

    /** CHILDREN: RFC 3348 section 3. SPECIAL-USE: RFC 6154 sections 5.1 and 5.2, RFC 8457 section 3.2. */
    @Nested
    class OfUses {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> Archive.empty()
                        .mailbox("ToDo", 1)
                        .mailbox("Projects", 2)
                        .mailbox("Projects/Foo", 3)
                        .mailbox("SentMail", 4, SpecialUse.SENT)
                        .mailbox("MyDrafts", 5, SpecialUse.DRAFTS)
                        .mailbox("Trash", 6, SpecialUse.TRASH)
                        .store());

        @Test
        void whatMailboxesAreForIsTold() {
            office.wire().playUncut(office.afterLogin("""
                    C: t1 LIST "" "%"
                    S: * LIST (\\HasNoChildren) "/" INBOX
                    S: * LIST (\\HasNoChildren \\Drafts) "/" MyDrafts
                    S: * LIST (\\HasChildren) "/" Projects
                    S: * LIST (\\HasNoChildren \\Sent) "/" SentMail
                    S: * LIST (\\HasNoChildren) "/" ToDo
                    S: * LIST (\\HasNoChildren \\Trash) "/" Trash
                    S: t1 OK LIST done
                    C: t3 LIST (SPECIAL-USE) "" "*"
                    S: * LIST (\\HasNoChildren \\Drafts) "/" MyDrafts
                    S: * LIST (\\HasNoChildren \\Sent) "/" SentMail
                    S: * LIST (\\HasNoChildren \\Trash) "/" Trash
                    S: t3 OK LIST done
                    C: A001 LIST "" Projects*
                    S: * LIST (\\HasChildren) "/" Projects
                    S: * LIST (\\HasNoChildren) "/" Projects/Foo
                    S: A001 OK LIST done
                    """));
        }

        @Test
        void oneIsForImportantMessages() {
            office.wire().playUncut(office.afterLogin("""
                    C: t1 CREATE "Important Messages" (USE (\\Important))
                    S: t1 OK CREATE done
                    C: t2 CREATE "Imported Wine"
                    S: t2 OK CREATE done
                    C: t1 LIST "" "Imp*"
                    S: * LIST (\\HasNoChildren \\Important) "/" "Important Messages"
                    S: * LIST (\\HasNoChildren) "/" "Imported Wine"
                    S: t1 OK LIST done
                    C: t1 CREATE "Important Messages" (USE (\\Important))
                    S: t1 NO [ALREADYEXISTS] ...
                    """));
        }
    }

    /** QUOTA: RFC 9208 section 4.1. */
    @Nested
    class OfQuotas {
        private static final String ALICE = "#user/alice";
        private static final Quota DISK =
                new Quota("!partition/sda4", Map.of(Resource.STORAGE, new Usage(104 * 1024, 10923847L * 1024)));

        private final Map<Resource, Usage> alice = new HashMap<>();

        /** Only her own root may be bounded anew, in steps of 512 KiB. */
        private final class Roots implements QuotaChange {
            @Override
            public List<Quota> quotas(MailboxName mailbox) {
                return List.of(new Quota(ALICE, alice), DISK);
            }

            @Override
            public Optional<Quota> quota(String root) {
                return quotas(MailboxName.INBOX).stream()
                        .filter(quota -> quota.root().equals(root))
                        .findFirst();
            }

            @Override
            public Set<Resource> changeable() {
                return Set.of(Resource.STORAGE);
            }

            @Override
            public void change(String root, Map<Resource, Long> limits) throws StoreException {
                if (!root.equals(ALICE)) {
                    throw new StoreException(Reason.NOPERM, "Cannot change system limit");
                }
                long steps = (limits.get(Resource.STORAGE) + 512 * 1024 - 1) / (512 * 1024);
                alice.put(Resource.STORAGE, new Usage(58 * 1024, steps * 512 * 1024));
            }
        }

        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> {
                    alice.clear();
                    alice.put(Resource.MESSAGE, new Usage(42, 1000));
                    Archive archive = Archive.empty().mailbox("INBOX", 1);
                    for (int uid = 1; uid <= 12; uid++) {
                        archive.message(uid, uid > 8 ? "\\Deleted" : "", letter(20));
                    }
                    return archive.store();
                })
                .gifts(new Gifted()
                        .account(Quotas.class, account -> new Roots())
                        .account(QuotaChange.class, account -> new Roots()));

        @Test
        void rootsAreToldAndBoundedAnew() {
            office.wire().playUncut(office.afterLogin("""
                    C: G0001 GETQUOTA "!partition/sda4"
                    S: * QUOTA !partition/sda4 (STORAGE 104 10923847)
                    S: G0001 OK GETQUOTA done
                    C: G0002 GETQUOTAROOT INBOX
                    S: * QUOTAROOT INBOX #user/alice !partition/sda4
                    S: * QUOTA #user/alice (MESSAGE 42 1000)
                    S: * QUOTA !partition/sda4 (STORAGE 104 10923847)
                    S: G0002 OK GETQUOTAROOT done
                    C: S0001 SETQUOTA "#user/alice" (STORAGE 510)
                    S: * QUOTA #user/alice (STORAGE 58 512 MESSAGE 42 1000)
                    S: S0001 OK SETQUOTA done
                    C: S0002 SETQUOTA "!partition/sda4" (STORAGE 99999999)
                    S: S0002 NO [NOPERM] Cannot change system limit
                    C: S0003 STATUS INBOX (MESSAGES DELETED DELETED-STORAGE)
                    S: * STATUS INBOX (MESSAGES 12 DELETED 4 DELETED-STORAGE 80)
                    S: S0003 OK STATUS done
                    """));
        }
    }
}

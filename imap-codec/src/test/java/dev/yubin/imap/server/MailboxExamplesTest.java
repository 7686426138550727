package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.SpecialUse;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Annotations;
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

    /** ACL: RFC 4314 sections 3.1 and 3.2; rights are told in the order of section 2.1. */
    @Nested
    class OfRights {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> Archive.empty().mailbox("INBOX/Drafts", 1).store())
                .gifts(new Gifted().account(AccessRights.class, AccessRights.class::cast));

        @Test
        void theyAreToldGivenAndTaken() {
            office.wire().playUncut(office.afterLogin("""
                    C: f1 SETACL INBOX/Drafts Fred rwipslxetad
                    S: f1 OK SETACL done
                    C: f2 SETACL INBOX/Drafts Chris lrswi
                    S: f2 OK SETACL done
                    C: A001 GETACL INBOX/Drafts
                    S: * ACL INBOX/Drafts Chris lrswi Fred lrswipxteacd bbb@osaka.test lrswipkxteacd
                    S: A001 OK GETACL done
                    C: A002 SETACL INBOX/Drafts Chris +cda
                    S: A002 OK SETACL done
                    C: A003 GETACL INBOX/Drafts
                    S: * ACL INBOX/Drafts Chris lrswikxteacd Fred lrswipxteacd bbb@osaka.test lrswipkxteacd
                    S: A003 OK GETACL done
                    C: A035 SETACL INBOX/Drafts John lrQswicda
                    S: A035 BAD ...
                    C: A036 SETACL INBOX/Drafts John lrqswicda
                    S: A036 BAD ...
                    C: f3 SETACL INBOX Fred rwipslxetad
                    S: f3 OK SETACL done
                    C: f4 SETACL INBOX -Fred wetd
                    S: f4 OK SETACL done
                    C: f5 SETACL INBOX $team w
                    S: f5 OK SETACL done
                    C: B001 getacl INBOX
                    S: * ACL INBOX $team w -Fred wted Fred lrswipxteacd bbb@osaka.test lrswipkxteacd
                    S: B001 OK GETACL done
                    C: B002 DeleteAcl INBOX Fred
                    S: B002 OK DELETEACL done
                    C: B003 GETACL INBOX
                    S: * ACL INBOX $team w -Fred wted bbb@osaka.test lrswipkxteacd
                    S: B003 OK GETACL done
                    """));
        }
    }

    /** METADATA: RFC 5464 sections 4.2 and 4.3. */
    @Nested
    class OfAnnotations {
        @RegisterExtension
        final Office office = Office.with().gifts(new Gifted().account(Annotations.class, Annotations.class::cast));

        @Test
        void whatIsLongIsLeftOutAndWhatLiesBelowIsTold() {
            office.wire().playUncut(office.afterLogin("""
                    C: f1 SETMETADATA INBOX (/private/comment "My own comment" /shared/comment {2199+}
                    C: %s)
                    S: f1 OK SETMETADATA done
                    C: a GETMETADATA "INBOX" (MAXSIZE 1024) (/shared/comment /private/comment)
                    S: * METADATA INBOX (/private/comment "My own comment")
                    S: a OK [METADATA LONGENTRIES 2199] GETMETADATA done
                    C: f2 SETMETADATA INBOX (/private/filters/values/small "SMALLER 5000" /private/filters/values/boss "FROM \\"boss@example.com\\"")
                    S: f2 OK SETMETADATA done
                    C: a GETMETADATA "INBOX" (DEPTH 1) (/private/filters/values)
                    S: * METADATA INBOX (/private/filters/values/boss "FROM \\"boss@example.com\\"" /private/filters/values/small "SMALLER 5000")
                    S: a OK GETMETADATA done
                    C: a SETMETADATA INBOX (/private/comment "My new comment" /shared/comment "This one is for you!")
                    S: a OK SETMETADATA done
                    C: a GETMETADATA "INBOX" (/shared/comment /private/comment)
                    S: * METADATA INBOX (/shared/comment "This one is for you!" /private/comment "My new comment")
                    S: a OK GETMETADATA done
                    """.formatted("x".repeat(2199))));
        }
    }
}

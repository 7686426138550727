package dev.yubin.imap.server;

import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Annotations;
import dev.yubin.mailbox.feature.AppendLimits;
import dev.yubin.mailbox.memory.MemoryMailStore;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What LIST tells of each mailbox besides: LIST-MYRIGHTS (RFC 8440), LIST-METADATA (RFC 9590), and APPENDLIMIT in STATUS (RFC 7889). */
class ListReturnTest {
    @RegisterExtension
    final Office office = Office.with()
            .keptIn(ListReturnTest::furnished)
            .gifts(new Gifted()
                    .mailbox(AppendLimits.class, AppendLimits.class::cast)
                    .account(AccessRights.class, AccessRights.class::cast)
                    .account(Annotations.class, Annotations.class::cast));

    private static MemoryMailStore furnished() {
        MemoryMailStore store = MemoryMailStore.builder().messageOctets(257_890).build();
        try {
            var user = store.addAccount(Office.USER);
            user.create(MailboxName.of("foo/child"), Set.of());
            user.subscribe(MailboxName.of("bar"), true);
            user.subscribe(MailboxName.INBOX, true);
            user.subscribe(MailboxName.of("foo/child"), true);
            ((Annotations) user)
                    .annotate(
                            Optional.of(MailboxName.INBOX),
                            Map.of("/shared/color", Optional.of("#b71c1c".getBytes(StandardCharsets.US_ASCII))));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
        return store;
    }

    /** The examples of RFC 8440 section 4. */
    @Test
    void rightsAreToldOfEachMailboxThatIsMeant() {
        office.loggedIn("""
                C: A01 LIST (SUBSCRIBED) "" % RETURN (MYRIGHTS)
                S: * LIST (\\Subscribed \\HasNoChildren) "/" INBOX
                S: * MYRIGHTS INBOX lrswipkxteacd
                S: * LIST (\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) "/" bar
                S: A01 OK LIST done
                C: A02 LIST (SUBSCRIBED RECURSIVEMATCH) "" % RETURN (MYRIGHTS STATUS (MESSAGES))
                S: * LIST (\\Subscribed \\HasNoChildren) "/" INBOX
                S: * STATUS INBOX (MESSAGES 0)
                S: * MYRIGHTS INBOX lrswipkxteacd
                S: * LIST (\\NonExistent \\Noselect \\Subscribed \\HasNoChildren) "/" bar
                S: * LIST (\\HasChildren) "/" foo ("CHILDINFO" ("SUBSCRIBED"))
                S: A02 OK LIST done
                """);
    }

    /** The first example of RFC 9590 section 3. */
    @Test
    void annotationsAreToldOfEachMailbox() {
        office.loggedIn("""
                C: A00 CAPABILITY
                S: * CAPABILITY ... STATUS=SIZE ... APPENDLIMIT ACL RIGHTS=kxte LIST-MYRIGHTS METADATA LIST-METADATA FILTERS
                S: A00 OK CAPABILITY done
                C: A01 LIST "" % RETURN (METADATA ("/shared/color"))
                S: * LIST (\\HasNoChildren) "/" INBOX
                S: * METADATA INBOX (/shared/color "#b71c1c")
                S: * LIST (\\HasChildren) "/" foo
                S: * METADATA foo (/shared/color NIL)
                S: A01 OK LIST done
                C: A02 LIST "" % RETURN (METADATA ())
                S: A02 BAD ...
                C: A03 LIST "" % RETURN (METADATA (color))
                S: A03 BAD ...
                """);
    }

    /** The examples of RFC 7889 section 3. */
    @Test
    void theLargestMessageIsToldMailboxByMailbox() {
        office.loggedIn("""
                C: t1 STATUS INBOX (APPENDLIMIT)
                S: * STATUS INBOX (APPENDLIMIT 257890)
                S: t1 OK STATUS done
                C: t2 LIST "" foo RETURN (STATUS (APPENDLIMIT))
                S: * LIST (\\HasChildren) "/" foo
                S: * STATUS foo (APPENDLIMIT 257890)
                S: t2 OK LIST done
                C: t3 APPEND INBOX {257891}
                S: t3 NO [TOOBIG] ...
                """);
    }

    @Nested
    class WhereTheStoreHasNone {
        @RegisterExtension
        final Office office = Office.with();

        @Test
        void theyAreNotKnown() {
            office.loggedIn("""
                    C: a1 LIST "" % RETURN (MYRIGHTS)
                    S: a1 BAD LIST-MYRIGHTS is not offered here
                    C: a2 LIST "" % RETURN (METADATA (/shared/color))
                    S: a2 BAD LIST-METADATA is not offered here
                    C: a3 STATUS INBOX (APPENDLIMIT)
                    S: * STATUS INBOX (APPENDLIMIT 67108864)
                    S: a3 OK STATUS done
                    """);
        }
    }
}

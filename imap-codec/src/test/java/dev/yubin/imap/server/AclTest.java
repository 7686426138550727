package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.Flag;
import dev.yubin.mailbox.FlagChange;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Right;
import dev.yubin.mailbox.feature.RightsChange;
import dev.yubin.mailbox.memory.MemoryMailStore;
import dev.yubin.mailbox.outline.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ACL: RFC 4314. */
class AclTest {
    private static final MailboxName WORK = MailboxName.of("Work");

    @RegisterExtension
    final Office office = Office.with("Subject: one\n\none\n")
            .keptIn(() -> shared(Set.of(Right.LOOKUP, Right.READ)))
            .gifts(new Gifted().account(AccessRights.class, AccessRights.class::cast));

    /** Of Ann, who lets the user do that in a mailbox of one message, and nothing at all in another. */
    static MemoryMailStore shared(Set<Right> rights) {
        MemoryMailStore store = MemoryMailStore.create("ann");
        byte[] message = "Subject: work\r\n\r\nwork\r\n".getBytes(StandardCharsets.US_ASCII);
        try {
            Account ann = store.account("ann");
            ann.create(WORK, Set.of());
            ann.create(MailboxName.of("Hidden"), Set.of());
            try (MessageWriter writer = MessageWriter.open(
                    ann.open(WORK), Set.of(Flag.DELETED), Office.RECEIVED, OptionalLong.of(message.length))) {
                writer.write(ByteBuffer.wrap(message));
                writer.commit();
            }
            ((AccessRights) ann).change(WORK, Office.USER, new RightsChange(FlagChange.Kind.REPLACE, rights));
        } catch (StoreException e) {
            throw new IllegalStateException(e);
        }
        return store;
    }

    private static String select(String permanent, String code) {
        return """
                C: s SELECT "Other Users/ann/Work"
                S: * FLAGS (\\Answered \\Deleted \\Draft \\Flagged \\Seen)
                S: * OK [PERMANENTFLAGS (%s)] ...
                S: * 1 EXISTS
                S: * 0 RECENT
                S: * OK [UNSEEN 1] ...
                S: * OK [UIDVALIDITY ...] ...
                S: * OK [UIDNEXT 2] ...
                S: * OK [HIGHESTMODSEQ ...] ...
                S: s OK [%s] SELECT done
                """.formatted(permanent, code);
    }

    @Test
    void itIsOfferedAndSoAreTheNamesOfOthers() {
        office.loggedIn("""
                C: a1 CAPABILITY
                S: * CAPABILITY ... APPENDLIMIT=67108864 ACL RIGHTS=kxte LIST-MYRIGHTS
                S: a1 OK CAPABILITY done
                C: a2 NAMESPACE
                S: * NAMESPACE (("" "/")) (("Other Users/" "/")) NIL
                S: a2 OK NAMESPACE done
                """);
    }

    @Test
    void theOwnerGivesRightsAndTakesThem() {
        office.loggedIn("""
                C: a1 GETACL INBOX
                S: * ACL INBOX bbb@osaka.test lrswipkxteacd
                S: a1 OK GETACL done
                C: a2 SETACL INBOX ann lrs
                S: a2 OK SETACL done
                C: a3 SETACL INBOX ann +da
                S: a3 OK SETACL done
                C: a4 SETACL INBOX ann -s
                S: a4 OK SETACL done
                C: a5 SETACL INBOX -ann r
                S: a5 OK SETACL done
                C: a6 GETACL INBOX
                S: * ACL INBOX -ann r ann lrtead bbb@osaka.test lrswipkxteacd
                S: a6 OK GETACL done
                C: a7 DELETEACL INBOX ann
                S: a7 OK DELETEACL done
                C: a8 SETACL INBOX -ann ""
                S: a8 OK SETACL done
                C: a9 GETACL INBOX
                S: * ACL INBOX bbb@osaka.test lrswipkxteacd
                S: a9 OK GETACL done
                C: b1 MYRIGHTS inbox
                S: * MYRIGHTS INBOX lrswipkxteacd
                S: b1 OK MYRIGHTS done
                C: b2 LISTRIGHTS INBOX ann
                S: * LISTRIGHTS INBOX ann "" l r s w i p k x t e a c d
                S: b2 OK LISTRIGHTS done
                C: b3 LISTRIGHTS INBOX bbb@osaka.test
                S: * LISTRIGHTS INBOX bbb@osaka.test lrswipkxteacd
                S: b3 OK LISTRIGHTS done
                C: b4 SETACL INBOX bbb@osaka.test lr
                S: b4 NO [CANNOT] ...
                C: b5 GETACL Nowhere
                S: b5 NO [NONEXISTENT] ...
                """);
    }

    @Test
    void whoMayOnlyReadChangesNothing() {
        office.loggedIn(select("", "READ-ONLY") + """
                C: a1 FETCH 1 (BODY[TEXT] FLAGS)
                S: * 1 FETCH (BODY[TEXT] {6}
                S: work
                S:  FLAGS (\\Deleted))
                S: a1 OK FETCH done
                C: a2 STORE 1 +FLAGS (\\Seen)
                S: a2 NO [NOPERM] ...
                C: a3 CLOSE
                S: a3 OK CLOSE done
                C: a4 MYRIGHTS "Other Users/ann/Work"
                S: * MYRIGHTS "Other Users/ann/Work" lr
                S: a4 OK MYRIGHTS done
                C: a5 STATUS "Other Users/ann/Work" (MESSAGES)
                S: * STATUS "Other Users/ann/Work" (MESSAGES 1)
                S: a5 OK STATUS done
                C: a6 GETACL "Other Users/ann/Work"
                S: a6 NO [NOPERM] ...
                C: a7 SETACL "Other Users/ann/Work" bbb@osaka.test lra
                S: a7 NO [NOPERM] ...
                C: a8 LISTRIGHTS "Other Users/ann/Work" bbb@osaka.test
                S: a8 NO [NOPERM] ...
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MYRIGHTS", "GETACL", "SELECT", "STATUS"})
    void whatIsHiddenIsNotThere(String command) {
        String items = command.equals("STATUS") ? " (MESSAGES)" : "";
        office.loggedIn("""
                C: a1 %1$s "Other Users/ann/Hidden"%2$s
                S: a1 NO [NONEXISTENT] ...
                C: a2 %1$s "Other Users/ann/Nowhere"%2$s
                S: a2 NO [NONEXISTENT] ...
                C: a3 %1$s "Other Users/nobody/Work"%2$s
                S: a3 NO [NONEXISTENT] ...
                """.formatted(command, items));
    }

    @Nested
    class OfWhoMayWriteButNotRemove {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> shared(Set.of(Right.LOOKUP, Right.READ, Right.SEEN, Right.WRITE, Right.INSERT)))
                .gifts(new Gifted().account(AccessRights.class, AccessRights.class::cast));

        @Test
        void flagsThatHeMayChangeAreToldAndTheOthersStay() {
            office.loggedIn(select("\\Answered \\Draft \\Flagged \\Seen \\*", "READ-WRITE") + """
                    C: a1 STORE 1 -FLAGS (\\Deleted)
                    S: a1 NO [NOPERM] ...
                    C: a2 STORE 1 FLAGS (\\Flagged)
                    S: * 1 FETCH (FLAGS (\\Deleted \\Flagged))
                    S: a2 OK STORE done
                    C: a3 FETCH 1 BODY[TEXT]
                    S: * 1 FETCH (BODY[TEXT] {6}
                    S: work
                    S:  FLAGS (\\Deleted \\Flagged \\Seen))
                    S: a3 OK FETCH done
                    C: a4 EXPUNGE
                    S: a4 NO [NOPERM] ...
                    C: a5 CLOSE
                    S: a5 OK CLOSE done
                    C: a6 STATUS "Other Users/ann/Work" (MESSAGES DELETED)
                    S: * STATUS "Other Users/ann/Work" (MESSAGES 1 DELETED 1)
                    S: a6 OK STATUS done
                    """);
        }
    }

    @Nested
    class OfWhoMayRemoveButNotWrite {
        @RegisterExtension
        final Office office = Office.with()
                .keptIn(() -> shared(Set.of(Right.LOOKUP, Right.READ, Right.DELETE_MESSAGES, Right.EXPUNGE)))
                .gifts(new Gifted().account(AccessRights.class, AccessRights.class::cast));

        @Test
        void aMessageThatHeReadsStaysUnseen() {
            office.loggedIn(select("\\Deleted", "READ-WRITE") + """
                    C: a1 FETCH 1 BODY[TEXT]
                    S: * 1 FETCH (BODY[TEXT] {6}
                    S: work
                    S: )
                    S: a1 OK FETCH done
                    C: a2 STORE 1 +FLAGS (\\Seen $Junk)
                    S: a2 NO [NOPERM] ...
                    C: a3 CLOSE
                    S: a3 OK CLOSE done
                    C: a4 STATUS "Other Users/ann/Work" (MESSAGES)
                    S: * STATUS "Other Users/ann/Work" (MESSAGES 0)
                    S: a4 OK STATUS done
                    """);
        }
    }

    @Test
    void aNameHasOneSpelling() {
        office.loggedIn("""
                C: a1 SETACL INBOX {7+}
                C: a\u00adn\u2163 lr
                S: a1 OK SETACL done
                C: a2 GETACL INBOX
                S: * ACL INBOX anIV lr bbb@osaka.test lrswipkxteacd
                S: a2 OK GETACL done
                C: a3 DELETEACL INBOX anIV
                S: a3 OK DELETEACL done
                C: a4 SETACL INBOX {2+}
                C: \u00ad lr
                S: a4 BAD no user's name is written like that
                C: a5 LISTRIGHTS INBOX {3+}
                C: \ue000
                S: a5 BAD no user's name is written like that
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SETACL INBOX ann lrQ   | SETACL: expected rights out of lrswipkxteacd
            SETACL INBOX ann +lrq  | SETACL: expected rights out of lrswipkxteacd
            SETACL INBOX ann       | SETACL: expected a space ...
            SETACL INBOX "" l      | SETACL: an identifier has at least one character
            DELETEACL INBOX        | DELETEACL: expected a space ...
            DELETEACL INBOX ""     | DELETEACL: an identifier has at least one character
            GETACL                 | GETACL: expected a space and arguments
            LISTRIGHTS INBOX       | LISTRIGHTS: expected a space ...
            MYRIGHTS INBOX ann     | MYRIGHTS: expected the end of the line ...
            """)
    void whatBreaksTheGrammarIsBad(String command, String complaint) {
        office.loggedIn("""
                C: a1 %s
                S: a1 BAD %s
                """.formatted(command, complaint));
    }

    @Nested
    class WhereTheStoreHasNone {
        @RegisterExtension
        final Office office = Office.with();

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "SETACL INBOX ann lr",
                    "DELETEACL INBOX ann",
                    "GETACL INBOX",
                    "LISTRIGHTS INBOX ann",
                    "MYRIGHTS INBOX"
                })
        void itIsNotKnown(String command) {
            office.loggedIn("""
                    C: a1 %s
                    S: a1 BAD ACL is not offered here
                    """.formatted(command));
        }
    }
}

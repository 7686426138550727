package dev.yubin.imap.server;

import dev.yubin.mailbox.Account;
import dev.yubin.mailbox.MailboxName;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.StoreException.Reason;
import dev.yubin.mailbox.feature.Annotations;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** METADATA: RFC 5464. */
class MetadataTest {
    @RegisterExtension
    final Office office = Office.with().gifts(new Gifted().account(Annotations.class, Kept::new));

    /** Forgotten at logout; at most four entries a mailbox of 2000 octets each, of which one cannot be changed and none may be private notes. */
    private static final class Kept implements Annotations {
        private final Account account;
        private final Map<Optional<MailboxName>, SortedMap<String, byte[]>> entries = new HashMap<>();

        Kept(Account account) {
            this.account = account;
        }

        @Override
        public SortedMap<String, byte[]> annotations(Optional<MailboxName> mailbox) throws StoreException {
            if (mailbox.isPresent()) {
                account.open(mailbox.get());
            }
            return entries.computeIfAbsent(mailbox, any -> new TreeMap<>());
        }

        @Override
        public void annotate(Optional<MailboxName> mailbox, Map<String, Optional<byte[]>> values)
                throws StoreException {
            SortedMap<String, byte[]> after = new TreeMap<>(annotations(mailbox));
            for (Map.Entry<String, Optional<byte[]>> each : values.entrySet()) {
                if (each.getKey().equals("/shared/admin")) {
                    throw new StoreException(Reason.NOPERM, "this one is not to be changed");
                } else if (each.getKey().startsWith("/private/notes")) {
                    throw new StoreException(Reason.CANNOT, "there are no private notes");
                } else if (each.getValue().map(value -> value.length).orElse(0) > 2000) {
                    throw new StoreException(Reason.TOOBIG, "this is too large");
                }
                each.getValue()
                        .ifPresentOrElse(value -> after.put(each.getKey(), value), () -> after.remove(each.getKey()));
            }
            if (after.size() > 4) {
                throw new StoreException(Reason.LIMIT, "these are too many");
            }
            entries.put(mailbox, after);
        }

        @Override
        public long maxOctets() {
            return 2000;
        }
    }

    @Test
    void itIsOffered() {
        office.loggedIn("""
                C: a1 CAPABILITY
                S: * CAPABILITY ... APPENDLIMIT=67108864 METADATA LIST-METADATA FILTERS
                S: a1 OK CAPABILITY done
                """);
    }

    @Test
    void annotationsOfTheServerAndOfAMailboxAreSetAndTold() {
        office.loggedIn("""
                C: a1 GETMETADATA "" /shared/comment
                S: * METADATA "" (/shared/comment NIL)
                S: a1 OK GETMETADATA done
                C: a2 SETMETADATA "" (/shared/comment "Shared comment")
                S: a2 OK SETMETADATA done
                C: a3 GETMETADATA "" /shared/comment
                S: * METADATA "" (/shared/comment "Shared comment")
                S: a3 OK GETMETADATA done
                C: a4 SETMETADATA INBOX (/private/comment {33}
                S: + ...
                C: My new comment across
                C: two lines.)
                S: a4 OK SETMETADATA done
                C: a5 GETMETADATA "inbox" (/Shared/Comment /PRIVATE/comment)
                S: * METADATA INBOX (/shared/comment NIL /private/comment {33}
                S: My new comment across
                S: two lines.)
                S: a5 OK GETMETADATA done
                C: a6 SETMETADATA INBOX (/private/comment NIL)
                S: a6 OK SETMETADATA done
                C: a7 GETMETADATA INBOX /private/comment
                S: * METADATA INBOX (/private/comment NIL)
                S: a7 OK GETMETADATA done
                """);
    }

    /** {@code SETMETADATA INBOX (/shared/a {262145}} was answered {@code BAD [TOOBIG]}. */
    @Test
    void aValueThatIsLongerThanAnyLiteralIsRefusedAsTooLargeAValue() {
        office.wire().waiting().playEveryWay(office.afterLogin("""
                C: a1 SETMETADATA INBOX (/shared/a {262145}
                S: a1 NO [METADATA MAXSIZE 2000] a literal of 262145 octets is more than the 262144 that are taken here
                C: a2 SETMETADATA INBOX (/shared/a ~{4294967295}
                S: a2 NO [METADATA MAXSIZE 2000] ...
                C: a3 CREATE {262145}
                S: a3 BAD [TOOBIG] ...
                C: a4 GETMETADATA INBOX /shared/a
                S: * METADATA INBOX (/shared/a NIL)
                S: a4 OK GETMETADATA done
                """));
    }

    @Test
    void anyOctetsAreAValue() {
        office.loggedIn("""
                C: a1 SETMETADATA INBOX (/shared/a ~{3+}
                C: \\x00\\xff\\x01 /shared/b "\\x5c"q\\x5c"" /shared/c {2+}
                C: ü /shared/d "")
                S: a1 OK SETMETADATA done
                C: a2 GETMETADATA INBOX (/shared/a /shared/b /shared/c /shared/d)
                S: * METADATA INBOX (/shared/a ~{3}
                S: \\x00\\xff\\x01 /shared/b "\\x5c"q\\x5c"" /shared/c {2}
                S: ü /shared/d "")
                S: a2 OK GETMETADATA done
                """);
    }

    @Test
    void depthAsksForWhatLiesBelowAndMaxSizeForWhatIsShort() {
        office.loggedIn("""
                C: a1 SETMETADATA INBOX (/shared/a 1)
                S: a1 BAD ...
                C: a2 SETMETADATA INBOX (/shared/a "1" /shared/a/b "22" /shared/a/b/c "333" /shared/ab "4")
                S: a2 OK SETMETADATA done
                C: a3 GETMETADATA INBOX (DEPTH 1) (/shared/a)
                S: * METADATA INBOX (/shared/a "1" /shared/a/b "22")
                S: a3 OK GETMETADATA done
                C: a4 GETMETADATA (DEPTH infinity) INBOX /shared/a
                S: * METADATA INBOX (/shared/a "1" /shared/a/b "22" /shared/a/b/c "333")
                S: a4 OK GETMETADATA done
                C: a5 GETMETADATA (MAXSIZE 1 DEPTH infinity) INBOX (/shared /private)
                S: * METADATA INBOX (/shared/a "1" /shared/ab "4")
                S: a5 OK [METADATA LONGENTRIES 3] GETMETADATA done
                C: a6 GETMETADATA INBOX (MAXSIZE 2) /shared/a/b/c
                S: a6 OK [METADATA LONGENTRIES 3] GETMETADATA done
                C: a7 GETMETADATA INBOX (depth 0 maxsize 3) /shared/a/b/c /shared/x
                S: * METADATA INBOX (/shared/a/b/c "333" /shared/x NIL)
                S: a7 OK GETMETADATA done
                C: a8 GETMETADATA (DEPTH infinity) "" /private
                S: a8 OK GETMETADATA done
                """);
    }

    @Test
    void whatCannotBeSetChangesNothing() {
        office.wire().play(office.afterLogin("""
                C: a1 SETMETADATA INBOX (/shared/a "1" /shared/b {2001+}
                C: %s)
                S: a1 NO [METADATA MAXSIZE 2000] this is too large
                C: a2 SETMETADATA INBOX (/shared/a "1" /shared/b "2" /shared/c "3" /shared/d "4" /shared/e "5")
                S: a2 NO [METADATA TOOMANY] these are too many
                C: a3 SETMETADATA INBOX (/shared/a "1" /private/notes "2")
                S: a3 NO [METADATA NOPRIVATE] there are no private notes
                C: a4 SETMETADATA "" (/shared/admin "tel:1")
                S: a4 NO [NOPERM] this one is not to be changed
                C: a5 SETMETADATA Nowhere (/shared/a "1")
                S: a5 NO [NONEXISTENT] ...
                C: a6 GETMETADATA Nowhere /shared/a
                S: a6 NO [NONEXISTENT] ...
                C: a7 GETMETADATA (DEPTH infinity) INBOX /shared
                S: a7 OK GETMETADATA done
                """.formatted("x".repeat(2001))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GETMETADATA INBOX",
                "GETMETADATA INBOX ()",
                "GETMETADATA INBOX /other/comment",
                "GETMETADATA INBOX /shared/a*",
                "GETMETADATA INBOX /shared/a%",
                "GETMETADATA INBOX /shared//a",
                "GETMETADATA INBOX /shared/a/",
                "GETMETADATA INBOX \"/shared/ü\"",
                "GETMETADATA (DEPTH 2) INBOX /shared/a",
                "GETMETADATA (MAXSIZE -1) INBOX /shared/a",
                "GETMETADATA (WHAT 1) INBOX /shared/a",
                "SETMETADATA INBOX",
                "SETMETADATA INBOX ()",
                "SETMETADATA INBOX (/shared/a)",
                "SETMETADATA INBOX (/shared \"1\")",
                "SETMETADATA INBOX /shared/a \"1\""
            })
    void whatBreaksTheGrammarIsBad(String command) {
        office.loggedIn("""
                C: a1 %s
                S: a1 BAD ...
                """.formatted(command));
    }

    @Nested
    class WhereTheStoreHasNone {
        @RegisterExtension
        final Office office = Office.with();

        @Test
        void itIsNotKnown() {
            office.loggedIn("""
                    C: a1 GETMETADATA "" /shared/comment
                    S: a1 BAD METADATA is not offered here
                    C: a2 SETMETADATA "" (/shared/comment "x")
                    S: a2 BAD METADATA is not offered here
                    """);
        }
    }
}

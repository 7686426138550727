package dev.yubin.imap.server;

import dev.yubin.mailbox.feature.AccessRights;
import dev.yubin.mailbox.feature.Right;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MULTISEARCH: RFC 7377. */
class MultiSearchTest {
    private static final String ONE = "Subject: one\n\none\n";
    private static final String TWO = "Subject: two\n\ntwo\n";

    private static final String FOLDERS = """
            C: f1 CREATE folder1
            S: f1 OK CREATE done
            C: f2 CREATE folder2/banana/split
            S: f2 OK CREATE done
            C: f3 COPY 1:2 folder1
            S: f3 OK [COPYUID ...] COPY done
            C: f4 COPY 2 folder2/banana
            S: f4 OK [COPYUID ...] COPY done
            C: f5 COPY 2 folder2/banana/split
            S: f5 OK [COPYUID ...] COPY done
            C: f6 COPY 1 folder2
            S: f6 OK [COPYUID ...] COPY done
            C: f7 SUBSCRIBE folder2/banana
            S: f7 OK SUBSCRIBE done
            """;

    @Nested
    class WithRoomForAll {
        @RegisterExtension
        final Office office = Office.with(ONE, TWO);

        private void play(String transcript) {
            office.wire().playUncut(office.afterSelect(FOLDERS + transcript));
        }

        /** Section 3. */
        @Test
        void eachMailboxIsToldOfByItself() {
            play("""
                    C: tag1 ESEARCH IN (mailboxes "folder1" subtree "folder2") unseen
                    S: * ESEARCH (TAG "tag1" MAILBOX folder1 UIDVALIDITY ...) UID ALL 1:2
                    S: * ESEARCH (TAG "tag1" MAILBOX folder2 UIDVALIDITY ...) UID ALL 1
                    S: * ESEARCH (TAG "tag1" MAILBOX folder2/banana UIDVALIDITY ...) UID ALL 1
                    S: * ESEARCH (TAG "tag1" MAILBOX folder2/banana/split UIDVALIDITY ...) UID ALL 1
                    S: tag1 OK ESEARCH done
                    C: tag2 ESEARCH IN (mailboxes "folder1" subtree-one "folder2") subject "two"
                    S: * ESEARCH (TAG "tag2" MAILBOX folder1 UIDVALIDITY ...) UID ALL 2
                    S: * ESEARCH (TAG "tag2" MAILBOX folder2/banana UIDVALIDITY ...) UID ALL 1
                    S: tag2 OK ESEARCH done
                    C: tag3 ESEARCH IN (personal) RETURN (COUNT PARTIAL 1:1) SUBJECT one
                    S: * ESEARCH (TAG "tag3" MAILBOX INBOX UIDVALIDITY ...) UID COUNT 1 PARTIAL (1:1 1)
                    S: * ESEARCH (TAG "tag3" MAILBOX folder1 UIDVALIDITY ...) UID COUNT 1 PARTIAL (1:1 1)
                    S: * ESEARCH (TAG "tag3" MAILBOX folder2 UIDVALIDITY ...) UID COUNT 1 PARTIAL (1:1 1)
                    S: tag3 OK ESEARCH done
                    C: tag4 ESEARCH IN (subscribed inboxes) RETURN (MAX) ALL
                    S: * ESEARCH (TAG "tag4" MAILBOX INBOX UIDVALIDITY ...) UID MAX 2
                    S: * ESEARCH (TAG "tag4" MAILBOX folder2/banana UIDVALIDITY ...) UID MAX 1
                    S: tag4 OK ESEARCH done
                    """);
        }

        @Test
        void theSelectedMailboxIsTheOneThatIsMeant() {
            play("""
                    C: a1 ESEARCH SUBJECT two
                    S: * ESEARCH (TAG "a1" MAILBOX INBOX UIDVALIDITY ...) UID ALL 2
                    S: a1 OK ESEARCH done
                    C: a2 ESEARCH IN (selected) RETURN (SAVE) 2:100
                    S: a2 OK ESEARCH done
                    C: a3 FETCH $ UID
                    S: * 2 FETCH (UID 2)
                    S: a3 OK FETCH done
                    C: a4 ESEARCH IN (mailboxes folder2) 1:100 NOT 2
                    S: * ESEARCH (TAG "a4" MAILBOX folder2 UIDVALIDITY ...) UID ALL 1
                    S: a4 OK ESEARCH done
                    C: a5 ESEARCH 101:200
                    S: a5 OK ESEARCH done
                    C: a6 ESEARCH RETURN (UPDATE) SEEN
                    S: a6 OK ESEARCH done
                    C: a7 STORE 1 +FLAGS.SILENT (\\Seen)
                    S: * ESEARCH (TAG "a6" MAILBOX INBOX UIDVALIDITY ...) UID ADDTO (0 1)
                    S: a7 OK STORE done
                    C: a8 UNSELECT
                    S: a8 OK UNSELECT done
                    C: a9 ESEARCH ALL
                    S: a9 BAD ...
                    C: a10 ESEARCH IN (selected personal) ALL
                    S: a10 BAD ...
                    C: a11 ESEARCH IN (mailboxes (INBOX folder1 nowhere "a//b")) ALL
                    S: * ESEARCH (TAG "a11" MAILBOX INBOX UIDVALIDITY ...) UID ALL 1:2
                    S: * ESEARCH (TAG "a11" MAILBOX folder1 UIDVALIDITY ...) UID ALL 1:2
                    S: a11 OK ESEARCH done
                    C: a12 ESEARCH IN (personal) CHARSET X-NONE ALL
                    S: a12 NO [BADCHARSET ...
                    """);
        }
    }

    @Nested
    class WithRoomForTwo {
        @RegisterExtension
        final Office office =
                Office.with(ONE, TWO).limits(SessionLimits.standard().searchedMailboxes(2));

        /** Section 2.4. */
        @Test
        void moreAreRefused() {
            office.wire().playUncut(office.afterSelect(FOLDERS + """
                    C: a1 ESEARCH IN (personal) ALL
                    S: a1 NO [LIMIT] at most 2 mailboxes are looked in at once, not 5
                    C: a2 ESEARCH IN (mailboxes (INBOX folder1 INBOX)) SUBJECT one
                    S: * ESEARCH (TAG "a2" MAILBOX INBOX UIDVALIDITY ...) UID ALL 1
                    S: * ESEARCH (TAG "a2" MAILBOX folder1 UIDVALIDITY ...) UID ALL 1
                    S: a2 OK ESEARCH done
                    """));
        }
    }

    /** Section 2.2: what may not be read is as if it were not there. */
    @Nested
    class OfOthers {
        @RegisterExtension
        final Office readable = of(Right.LOOKUP, Right.READ);

        @RegisterExtension
        final Office closed = of(Right.LOOKUP, Right.INSERT);

        private Office of(Right... rights) {
            return Office.with(ONE)
                    .keptIn(() -> AclTest.shared(Set.of(rights)))
                    .gifts(new Gifted().account(AccessRights.class, AccessRights.class::cast));
        }

        private String transcript(String work) {
            return """
                    C: a1 ESEARCH IN (personal) ALL
                    S: * ESEARCH (TAG "a1" MAILBOX INBOX UIDVALIDITY ...) UID ALL 1
                    S: a1 OK ESEARCH done
                    C: a2 ESEARCH IN (subtree "Other Users") ALL
                    %1$sS: a2 OK ESEARCH done
                    C: a3 ESEARCH IN (mailboxes ("Other Users/ann/Work" "Other Users/ann/Hidden")) ALL
                    %2$sS: a3 OK ESEARCH done
                    """.formatted(work.formatted("a2"), work.formatted("a3"));
        }

        @Test
        void whatMayBeReadIsLookedIn() {
            readable.wire().playUncut(readable.afterLogin(transcript("""
                    S: * ESEARCH (TAG "%s" MAILBOX "Other Users/ann/Work" UIDVALIDITY ...) UID ALL 1
                    """)));
        }

        @Test
        void whatMayNotBeReadIsPassedOver() {
            closed.wire().playUncut(closed.afterLogin(transcript("")));
        }
    }
}

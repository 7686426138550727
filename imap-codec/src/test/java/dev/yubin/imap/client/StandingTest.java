package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.mailbox.ListMailboxes;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsMode;
import dev.yubin.protocol.sasl.Credentials;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the connection is not in the state for is not even sent: RFC 9051 section 3. */
class StandingTest {
    private static final Credentials ANN = Credentials.of("ann", Secret.of("pencil"));
    private static final Select INBOX = Select.of(ImapName.INBOX);
    private static final Fetch FLAGS = Fetch.of(true, SequenceSet.ALL, FetchItem.Attribute.FLAGS);

    private interface Use {
        void of(ImapClient imap) throws Exception;
    }

    private static void play(String transcript, Use use) {
        ScriptedServer.of(transcript + "EOF\n").playEveryWay(port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .plaintextLogin(true)
                    .connect()
                    .await()) {
                use.of(imap);
            }
        });
    }

    private static FaultException refused(Pending<?> pending) {
        FaultException why = catchThrowableOfType(FaultException.class, pending::await);
        assertThat(why.fault().cause()).isEqualTo(Cause.OUT_OF_TURN);
        return why;
    }

    @Test
    void beforeLoginNothingIsAskedOfAnAccount() {
        play("""
                S: * OK [CAPABILITY IMAP4rev1] ready
                C: A1 NOOP
                S: A1 OK done
                """, imap -> {
            assertThat(refused(imap.select(INBOX)))
                    .hasMessageEndingWith(
                            ", while asking for it: SELECT is not possible before login; log in first; it last said"
                                    + " \"* OK [CAPABILITY IMAP4rev1] ready\". To do: do first what it needs, and ask again.");
            refused(imap.list(ListMailboxes.of("", "*")));
            refused(imap.fetch(FLAGS));
            refused(imap.idle());
            imap.noop().await();
        });
    }

    @Test
    void loggedInNobodyLogsIn() {
        play("""
                S: * OK [CAPABILITY IMAP4rev1] ready
                C: A1 LOGIN ann pencil
                S: A1 OK [CAPABILITY IMAP4rev1] welcome
                """, imap -> {
            imap.login(ANN).await();
            assertThat(refused(imap.login(ANN)).fault().detail())
                    .isEqualTo("LOGIN is not possible once logged in; unauthenticate, or open another connection");
        });
    }

    /** Section 6.3.2: with NO, none is selected any more; section 6: BAD changes nothing. */
    @Test
    void messagesAreThoseOfTheSelectedMailbox() {
        play("""
                S: * PREAUTH [CAPABILITY IMAP4rev1] ready
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 SELECT INBOX
                S: A2 BAD what?
                C: A3 UID FETCH 1:* FLAGS
                S: A3 OK done
                C: A4 SELECT INBOX
                S: A4 NO no more
                C: A5 SELECT INBOX
                S: A5 OK [READ-WRITE] done
                C: A6 CLOSE
                S: A6 OK done
                C: A7 LOGOUT
                S: * BYE bye
                S: A7 OK done
                """, imap -> {
            assertThat(refused(imap.expunge()).fault().detail())
                    .isEqualTo("EXPUNGE is not possible with no mailbox selected; select one first");
            imap.select(INBOX).await();
            assertThat(catchThrowableOfType(RefusedException.class, imap.select(INBOX)::await))
                    .isNotNull();
            imap.fetch(FLAGS).await();
            assertThat(catchThrowableOfType(RefusedException.class, imap.select(INBOX)::await))
                    .isNotNull();
            refused(imap.fetch(FLAGS));
            imap.select(INBOX).await();
            imap.closeMailbox().await();
            refused(imap.unselect());
            imap.logout().await();
        });
    }

    /** The state counts in which the connection is when it is the command's turn. */
    @Test
    void whatIsAskedAtOnceIsAskedInItsTurn() {
        play("""
                S: * OK [CAPABILITY IMAP4rev1] ready
                C: A1 LOGIN ann pencil
                S: A1 OK [CAPABILITY IMAP4rev1] welcome
                C: A2 SELECT INBOX
                S: A2 OK [READ-WRITE] done
                C: A3 UID FETCH 1:* FLAGS
                S: A3 OK done
                C: A4 SELECT INBOX
                S: A4 NO no
                C: A5 NOOP
                S: A5 OK done
                """, imap -> {
            imap.login(ANN);
            imap.select(INBOX);
            assertThat(imap.fetch(FLAGS).await()).isEmpty();
            imap.select(INBOX);
            Pending<List<Fetched>> fetch = imap.fetch(FLAGS);
            imap.noop().await();
            refused(fetch);
        });
    }
}

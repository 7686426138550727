package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.search.MultiSearch;
import dev.yubin.imap.search.ReturnOptions;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.imap.search.SearchReturn;
import dev.yubin.protocol.FaultException;
import dev.yubin.protocol.TlsMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Up to where a mailbox is known, and which searches are not kept up to date: what an application has to know to come back. */
class SyncPointTest {
    private static final class Heard implements ImapNews {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

        @Override
        public void highestModSeq(long modSeq) {
            told.add("known up to " + modSeq);
        }

        @Override
        public void vanished(SequenceSet uids) {
            told.add("vanished " + uids);
        }

        @Override
        public void noUpdate(String tag) {
            told.add("no update of " + tag);
        }

        @Override
        public void exists(long messages) {
            told.add(messages + " messages");
        }

        private List<String> until(String last) throws InterruptedException {
            List<String> before = new ArrayList<>();
            for (String next = told.poll(20, TimeUnit.SECONDS);
                    !last.equals(next);
                    next = told.poll(20, TimeUnit.SECONDS)) {
                assertThat(next)
                        .as("before %s came %s and no more", last, before)
                        .isNotNull();
                before.add(next);
            }
            return before;
        }
    }

    /** The example of RFC 7162 section 6, and what follows from its text. */
    @Test
    void aMailboxIsKnownUpToWhatTheServerSaysOnceACommandIsAnswered() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 QRESYNC] ready
                C: A1 SELECT INBOX
                S: * OK [HIGHESTMODSEQ 96] of INBOX
                S: A1 OK [READ-WRITE] open
                C: A2 NOOP
                S: * 1 FETCH (UID 6 MODSEQ (103))
                S: * 2 FETCH (UID 7 MODSEQ (101))
                S: * OK [HIGHESTMODSEQ 99] VANISHED reply with MODSEQ 100 is delayed
                S: A2 OK done
                C: A3 NOOP
                S: * 3 FETCH (UID 8 MODSEQ (104))
                S: A3 OK [HIGHESTMODSEQ 99] Still delaying VANISHED
                C: A4 NOOP
                S: * VANISHED 8
                S: A4 OK [HIGHESTMODSEQ 104] done
                C: A5 NOOP
                S: * 1 FETCH (UID 6 MODSEQ (106) BODY[] {1}
                S: x)
                S: * 2 FETCH (UID 7 MODSEQ (105))
                S: A5 OK done
                C: A6 CLOSE
                S: A6 OK [HIGHESTMODSEQ 107] closed
                C: A7 SELECT Sent
                S: * OK [NOMODSEQ] none
                S: A7 OK [READ-WRITE] open
                C: A8 NOOP
                S: * 1 FETCH (UID 6 MODSEQ (7))
                S: A8 OK done
                C: A9 NOOP
                S: * 3 EXISTS
                S: A9 OK done
                EOF
                """).playEveryWay(port -> {
            Heard heard = new Heard();
            try (ImapClient imap = client(port, heard)) {
                assertThat(imap.select(Select.of(ImapName.INBOX)).await().highestModSeq())
                        .hasValue(96);
                for (int i = 2; i <= 5; i++) {
                    imap.noop().await();
                }
                imap.closeMailbox().await();
                imap.select(Select.of(new ImapName("Sent"))).await();
                imap.noop().await();
                imap.noop().await();
                assertThat(heard.until("3 messages"))
                        .containsExactly(
                                "known up to 99",
                                "vanished 8",
                                "known up to 104",
                                "known up to 106",
                                "known up to 107");
            }
        });
    }

    @Test
    void aSearchThatIsGivenUpLaterIsTold() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 CONTEXT=SEARCH] ready
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UID SEARCH RETURN (UPDATE) ALL
                S: * ESEARCH (TAG "A2") UID ALL 1:3
                S: A2 OK done
                C: A3 UID SEARCH RETURN (UPDATE) ALL
                S: * NO [NOUPDATE "A2"] there is no room for both
                S: * ESEARCH (TAG "A3") UID ALL 1:3
                S: A3 OK done
                C: A4 NOOP
                S: * NO [NOUPDATE "A3"] nor for one
                S: * 3 EXISTS
                S: A4 OK done
                C: A5 ESEARCH RETURN (UPDATE) ALL
                S: * ESEARCH (TAG "A5" MAILBOX INBOX UIDVALIDITY 1) UID ALL 1:3
                S: * NO [NOUPDATE "A5"] not here
                S: A5 OK done
                C: A6 NOOP
                S: * 4 EXISTS
                S: A6 OK done
                EOF
                """).playEveryWay(port -> {
            Heard heard = new Heard();
            try (ImapClient imap = client(port, heard)) {
                imap.select(Select.of(ImapName.INBOX)).await();
                ReturnOptions update = ReturnOptions.of(SearchReturn.UPDATE);
                Search all = Search.of(true, Optional.of(update), List.of(SearchKey.all()));
                assertThat(imap.search(all).await().tag()).contains("A2");
                assertThat(imap.search(all).await().tag()).contains("A3");
                imap.noop().await();
                assertThat(heard.until("3 messages")).containsExactly("no update of A2", "no update of A3");
                imap.search(new MultiSearch(List.of(), Optional.of(update), Optional.empty(), List.of(SearchKey.all())))
                        .await();
                imap.noop().await();
                assertThat(heard.until("4 messages")).containsExactly("no update of A5");
            }
        });
    }

    private static ImapClient client(int port, ImapNews news) throws FaultException {
        return ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                .news(news)
                .connect()
                .await();
    }
}

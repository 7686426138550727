package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode.InProgress;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.TlsMode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** INPROGRESS from a client's side: RFC 9585. */
class InProgressTest {
    private static final Search SLOW =
            Search.of(false, Optional.empty(), List.of(new SearchKey.Text(SearchKey.Place.TEXT, "this will be slow")));

    /** Hears how the command advances. */
    private static final class Listener implements ImapNews {
        private final LinkedBlockingQueue<InProgress> heard = new LinkedBlockingQueue<>();

        @Override
        public void inProgress(InProgress progress) {
            heard.add(progress);
        }

        String next() throws InterruptedException {
            InProgress progress = heard.take();
            return progress.tag().orElse("-") + " " + number(progress.done()) + " " + number(progress.goal());
        }

        private static String number(OptionalLong number) {
            return number.isPresent() ? String.valueOf(number.getAsLong()) : "-";
        }
    }

    @Test
    void whoWaitsHearsHowFarItIs() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 INPROGRESS] ready
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 SEARCH TEXT "this will be slow"
                S: * OK [INPROGRESS ("A2" 454 1000)] Processed 45% of the items
                S: * OK [INPROGRESS ("A2" 999 1000)] Processed 99% of the items
                S: * OK [INPROGRESS ("A2" 175 NIL)] Processed 175 items so far
                S: * OK [INPROGRESS ("A2" NIL NIL)] Hang in there...
                S: * OK [INPROGRESS] Hang in there...
                S: * SEARCH 447 735
                S: A2 OK Search completed (23.387 + 0.004 + 0.017 secs).
                """).playEveryWay(port -> {
            Listener listener = new Listener();
            try (ImapClient imap = client(port, listener)) {
                imap.select(Select.of(ImapName.INBOX)).await();
                assertThat(imap.search(SLOW).await().numbers()).isEqualTo(UidSet.of(447, 735));
                assertThat(listener.next()).isEqualTo("A2 454 1000");
                assertThat(listener.next()).isEqualTo("A2 999 1000");
                assertThat(listener.next()).isEqualTo("A2 175 -");
                assertThat(listener.next()).isEqualTo("A2 - -");
                assertThat(listener.next()).isEqualTo("- - -");
            }
        });
    }

    /** Section 6, and section 4 of one that is tagged. */
    @Test
    void whatCannotBeIsNotTold() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 INPROGRESS] ready
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 SEARCH TEXT "this will be slow"
                S: * OK [INPROGRESS ("A2" 0 0)] nothing of nothing
                S: * OK [INPROGRESS ("A2" 3 2)] more than there is
                S: * OK [INPROGRESS ("A2" NIL 2)] nobody knows how much
                S: * OK [INPROGRESS ("A2" 1 4294967296)] beyond all numbers
                S: * OK [INPROGRESS ("A2" -1 2)] less than nothing
                S: * OK [INPROGRESS ("not a tag" 1 2)] of whom?
                S: * OK [INPROGRESS ("A2" 1 2)] half
                S: * SEARCH
                S: A2 OK [INPROGRESS ("A2" 2 2)] all
                C: A3 NOOP
                S: * OK [INPROGRESS ("A3" NIL NIL)] the last word
                S: A3 OK done
                """).playEveryWay(port -> {
            Listener listener = new Listener();
            try (ImapClient imap = client(port, listener)) {
                imap.select(Select.of(ImapName.INBOX)).await();
                assertThat(imap.search(SLOW).await().numbers()).isEqualTo(UidSet.EMPTY);
                imap.noop().await();
                assertThat(listener.next()).isEqualTo("A2 1 2");
                assertThat(listener.next()).isEqualTo("A3 - -");
            }
        });
    }

    private static ImapClient client(int port, ImapNews news) throws Exception {
        return ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                .news(news)
                .connect()
                .await();
    }
}

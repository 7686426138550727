package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.SequenceSet;
import dev.yubin.imap.fetch.Fetch;
import dev.yubin.imap.fetch.FetchItem;
import dev.yubin.imap.fetch.Section;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.protocol.TlsMode;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** UIDONLY from a client's side: RFC 9586, with its examples. */
class UidOnlyTest {
    private static final FetchItem.Body WHOLE = new FetchItem.Body(Section.ALL, true, Optional.empty());

    @Test
    void messagesAreKnownByTheirUids() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE CONDSTORE QRESYNC UIDONLY] ready
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 ENABLE UIDONLY
                S: * ENABLED UIDONLY
                S: A2 OK ENABLE completed
                C: A3 FETCH 10000:14589 (FLAGS UID)
                S: A3 BAD [UIDREQUIRED] Message numbers are not allowed once UIDONLY is enabled
                C: A4 UID FETCH 25900:26600 FLAGS
                S: * 25996 UIDFETCH (FLAGS (\\Seen))
                S: * 25997 UIDFETCH (FLAGS (\\Flagged \\Answered))
                S: * 7 UIDFETCH (FLAGS (\\Deleted))
                S: * 26600 UIDFETCH (FLAGS () UID 26600)
                S: A4 OK FETCH completed
                C: A5 UID FETCH 25996 BODY.PEEK[]
                S: * 25996 UIDFETCH (BODY[] {2}
                S: hi)
                S: A5 OK FETCH completed
                C: A6 EXPUNGE
                S: * VANISHED 405,407,410,425
                S: A6 OK expunged
                """).playEveryWay(port -> {
            LinkedBlockingQueue<String> news = new LinkedBlockingQueue<>();
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .news(new ImapNews() {
                        @Override
                        public void fetched(Fetched message) {
                            news.add(message.uid().getAsLong() + " "
                                    + message.flags().get());
                        }

                        @Override
                        public void vanished(SequenceSet uids) {
                            news.add(uids.toString());
                        }
                    })
                    .connect()
                    .await()) {
                imap.select(Select.of(ImapName.INBOX)).await();
                imap.enable("UIDONLY").await();
                Fetch numbers = Fetch.of(
                        false, SequenceSet.range(10000, 14589), FetchItem.Attribute.FLAGS, FetchItem.Attribute.UID);
                assertThatThrownBy(() -> imap.fetch(numbers).await())
                        .isInstanceOfSatisfying(
                                RefusedException.class,
                                no -> assertThat(no.code()).contains(ResponseCode.Plain.UIDREQUIRED));
                List<Fetched> flags = imap.fetch(
                                Fetch.of(true, SequenceSet.range(25900, 26600), FetchItem.Attribute.FLAGS))
                        .await();
                assertThat(flags)
                        .extracting(message -> message.uid().getAsLong())
                        .containsExactly(25996L, 25997L, 26600L);
                assertThat(flags).extracting(Fetched::number).containsOnly(0L);
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                imap.fetch(Fetch.of(true, SequenceSet.of(25996), WHOLE), Channels.newChannel(octets))
                        .await();
                assertThat(octets).hasToString("hi");
                imap.expunge().await();
                assertThat(news.take()).isEqualTo("7 [\\Deleted]");
                assertThat(news.take()).isEqualTo("405,407,410,425");
            }
        });
    }
}

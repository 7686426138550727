package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.search.Search;
import dev.yubin.imap.search.SearchKey;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.TlsMode;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** UTF8=ACCEPT from a client's side: RFC 6855. */
class Utf8AcceptTest {
    private static final OffsetDateTime NOON = OffsetDateTime.parse("2026-11-26T12:00:00+09:00");

    private static ReadableByteChannel octets(String text) {
        return Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void messagesGoUpAsUtf8DataOnceItIsEnabled() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 ENABLE UTF8=ACCEPT] ready
                C: A1 ENABLE UTF8=ACCEPT
                S: * ENABLED UTF8=ACCEPT
                S: A1 OK done
                C: A2 SELECT INBOX
                S: A2 OK [READ-WRITE] done
                C: A3 APPEND "R&D größe" "26-Nov-2026 12:00:00 +0900" UTF8 (~{20}
                S: + go on
                C: Subject: größe
                C:
                C: )
                S: A3 OK done
                C: A4 SEARCH SUBJECT "größe"
                S: * SEARCH 2
                S: A4 OK done
                C: A5 CAPABILITY
                S: * CAPABILITY IMAP4rev1 LITERAL+
                S: A5 OK done
                C: A6 APPEND INBOX "26-Nov-2026 12:00:00 +0900" UTF8 (~{1+}
                C: x)
                S: A6 OK done
                """).playEveryWay(port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                imap.enable("UTF8=ACCEPT").await();
                imap.select(Select.of(ImapName.INBOX)).await();
                imap.append(new ImapName("R&D größe"), Set.of(), NOON, 20, octets("Subject: größe\r\n\r\n"))
                        .await();
                Search search = Search.of(
                        false, Optional.empty(), List.of(new SearchKey.Text(SearchKey.Place.SUBJECT, "größe")));
                assertThat(imap.search(search).await().numbers()).isEqualTo(UidSet.of(2));
                imap.capability().await();
                imap.append(ImapName.INBOX, Set.of(), NOON, 1, octets("x")).await();
            }
        });
    }
}

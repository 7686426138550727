package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.mailbox.Select;
import dev.yubin.imap.search.UidBatches;
import dev.yubin.mailbox.UidSet.Range;
import dev.yubin.protocol.TlsMode;
import org.junit.jupiter.api.Test;

/** UIDBATCHES from a client's side: RFC 10022, with its examples. */
class UidBatchesTest {
    @Test
    void rangesAreToldInTheirOrder() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 UIDBATCHES] ready
                C: A1 SELECT INBOX
                S: A1 OK [READ-WRITE] done
                C: A2 UIDBATCHES 2000
                S: * UIDBATCHES (TAG "A2") 215295:99696,99695:20351,20350:7830,7829:1
                S: A2 OK UIDBATCHES Completed
                C: A3 UIDBATCHES 2000 6:8
                S: * UIDBATCHES (TAG "A3")
                S: A3 OK UIDBATCHES Completed
                C: A4 UIDBATCHES 2000 1:1
                S: * UIDBATCHES (TAG "A4") 99695
                S: A4 OK UIDBATCHES Completed
                C: A5 UIDBATCHES 2000 1:100
                S: A5 NO [TOOMANY] Too many messages
                """).playEveryWay(port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                imap.select(Select.of(ImapName.INBOX)).await();
                assertThat(imap.uidBatches(UidBatches.of(2000)).await())
                        .containsExactly(
                                new Range(99696, 215295),
                                new Range(20351, 99695),
                                new Range(7830, 20350),
                                new Range(1, 7829));
                assertThat(imap.uidBatches(UidBatches.of(2000, 6, 8)).await()).isEmpty();
                assertThat(imap.uidBatches(UidBatches.of(2000, 1, 1)).await()).containsExactly(new Range(99695, 99695));
                assertThatThrownBy(() ->
                                imap.uidBatches(UidBatches.of(2000, 1, 100)).await())
                        .isInstanceOfSatisfying(
                                RefusedException.class,
                                no -> assertThat(no.code()).contains(ResponseCode.Plain.TOOMANY));
            }
        });
    }
}

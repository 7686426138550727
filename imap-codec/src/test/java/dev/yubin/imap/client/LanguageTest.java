package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.protocol.TlsMode;
import org.junit.jupiter.api.Test;

/** LANGUAGE from a client's side: RFC 5255 section 3, whose examples these are. */
class LanguageTest {
    @Test
    void aClientAsksAndHearsWhichItIs() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1 LANGUAGE] ready
                C: A1 LANGUAGE
                S: * LANGUAGE (EN DE IT i-default)
                S: A1 OK Supported languages have been enumerated
                C: A2 LANGUAGE FR-CA DE-IT
                S: * LANGUAGE (DE)
                S: * NAMESPACE (("" "/")) (("Other Users/" "/" "TRANSLATION" ("Andere Ben&APw-tzer/"))) NIL
                S: A2 OK Sprachwechsel durch LANGUAGE-Befehl ausgeführt
                C: A3 NAMESPACE
                S: * NAMESPACE (("" "/")) (("Other Users/" "/" "TRANSLATION" ("Andere Ben&APw-tzer/"))) NIL
                S: A3 OK fertig
                """).playEveryWay(port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                assertThat(imap.language().await()).containsExactly("EN", "DE", "IT", "i-default");
                assertThat(imap.language("FR-CA", "DE-IT").await()).containsExactly("DE");
                assertThat(imap.namespace().await().others().get(0).translation())
                        .hasValue("Andere Benützer/");
            }
        });
    }
}

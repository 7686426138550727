package dev.yubin.imap.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.yubin.conformance.ScriptedServer;
import dev.yubin.imap.ImapName;
import dev.yubin.imap.ResponseCode;
import dev.yubin.imap.ResponseCode.Plain;
import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Pending;
import dev.yubin.protocol.TlsMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server's NO, with each code of RFC 5530. */
class RefusedTest {
    private static RefusedException refused(Pending<?> pending) {
        return catchThrowableOfType(RefusedException.class, pending::await);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ALERT", "CLOSED"})
    void itsCodeIsRead(Plain code) throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1] ready
                C: A1 CREATE x
                S: A1 NO [%s] no
                EOF
                """.formatted(code.word())).play(port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                RefusedException why = refused(imap.create(new ImapName("x")));
                assertThat(why.code()).contains(code);
                boolean forNow = code == Plain.UNAVAILABLE || code == Plain.INUSE;
                assertThat(why.fault().cause()).isEqualTo(forNow ? Cause.REFUSED_FOR_NOW : Cause.REFUSED);
            }
        });
    }

    @Test
    void aUrlThatIsOfNoMessageIsTold() throws Exception {
        ScriptedServer.of("""
                S: * PREAUTH [CAPABILITY IMAP4rev1] ready
                C: A1 CREATE x
                S: A1 NO [BADURL /INBOX/;UID=7] no
                C: A2 CREATE x
                S: A2 BAD no
                EOF
                """).play(port -> {
            try (ImapClient imap = ImapClient.builder("127.0.0.1", port, TlsMode.PLAINTEXT)
                    .connect()
                    .await()) {
                assertThat(refused(imap.create(new ImapName("x"))).code())
                        .contains(new ResponseCode.BadUrl("/INBOX/;UID=7"));
                assertThat(refused(imap.create(new ImapName("x"))).code()).isEmpty();
            }
        });
    }
}

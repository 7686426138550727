package dev.yubin.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.yubin.conformance.Pieces;
import dev.yubin.pop3.Auth;
import dev.yubin.pop3.Malformed;
import dev.yubin.pop3.Pop3Command;
import dev.yubin.pop3.Pop3Limits;
import dev.yubin.pop3.SaslResponse;
import dev.yubin.pop3.Verb;
import dev.yubin.protocol.line.LineReader;
import java.util.List;

/** Any octets whatever on a server's side. The kept ones are tried in every build; with {@code JAZZER_FUZZ=1} new ones are looked for. */
class Pop3CommandDecoderFuzzTest {
    @FuzzTest(maxDuration = "20s")
    void octetsAreTheSameCommandsHoweverTheyAreCutAndReadBackAsTheyAreWritten(byte[] octets) {
        List<Object> whole = heard(List.of(octets));
        assertThat(heard(Pieces.uneven(octets))).isEqualTo(whole);
        assertThat(heard(Pieces.of(octets, 1))).isEqualTo(whole);
        for (Object message : whole) {
            if (message instanceof SaslResponse response) {
                assertThat(Verb.readSaslResponse(new LineReader(response.line().octets())))
                        .isEqualTo(response);
            } else if (message instanceof Pop3Command command && !(command instanceof Malformed)) {
                assertThat(Verb.read(new LineReader(command.line().octets()))).isEqualTo(command);
            }
        }
    }

    private static List<Object> heard(List<byte[]> pieces) {
        return Played.by(heard -> new Pop3CommandDecoder(Pop3Limits.standard(), () -> isInExchange(heard)), pieces);
    }

    /** Each AUTH with a mechanism wants one response. */
    private static boolean isInExchange(List<Object> heard) {
        return !heard.isEmpty()
                && heard.get(heard.size() - 1) instanceof Auth auth
                && auth.mechanism().isPresent();
    }
}

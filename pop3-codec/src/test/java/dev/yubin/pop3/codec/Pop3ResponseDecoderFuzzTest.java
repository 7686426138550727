package dev.yubin.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.yubin.conformance.Pieces;
import dev.yubin.pop3.Pop3Reply;
import dev.yubin.pop3.Pop3Response;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import java.util.List;

/** Any octets whatever in place of replies. The kept ones are tried in every build; with {@code JAZZER_FUZZ=1} new ones are looked for. */
class Pop3ResponseDecoderFuzzTest {
    private static final int LINE_OCTETS = 512;

    @FuzzTest(maxDuration = "20s")
    void octetsAreTheSameResponsesHoweverTheyAreCutAndReadBackAsTheyAreWritten(byte[] octets) throws SyntaxException {
        List<Object> whole = heard(List.of(octets));
        assertThat(heard(Pieces.uneven(octets))).isEqualTo(whole);
        assertThat(heard(Pieces.of(octets, 1))).isEqualTo(whole);
        for (Object message : whole) {
            if (message instanceof Pop3Response response) {
                assertThat(Pop3Response.read(new LineReader(response.line().octets())))
                        .isEqualTo(response);
            }
        }
    }

    /** A body follows each +OK that has words. */
    private static List<Object> heard(List<byte[]> pieces) {
        return Played.by(
                heard -> new Pop3ResponseDecoder(
                        LINE_OCTETS,
                        response -> response instanceof Pop3Reply reply
                                && reply.ok()
                                && !reply.text().isEmpty()),
                pieces);
    }
}

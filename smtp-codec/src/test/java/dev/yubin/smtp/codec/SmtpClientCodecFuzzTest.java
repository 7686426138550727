package dev.yubin.smtp.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.yubin.conformance.Pieces;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.smtp.Reply;
import dev.yubin.smtp.ReplyLine;
import java.util.ArrayList;
import java.util.List;

/** Any octets whatever in place of replies. The kept ones are tried in every build; with {@code JAZZER_FUZZ=1} new ones are looked for. */
class SmtpClientCodecFuzzTest {
    @FuzzTest(maxDuration = "45s")
    void octetsAreTheSameRepliesHoweverTheyAreCutAndReadBackAsTheyAreWritten(byte[] octets) throws SyntaxException {
        List<Object> whole = heard(List.of(octets));
        assertThat(heard(Pieces.uneven(octets))).isEqualTo(whole);
        assertThat(heard(Pieces.of(octets, 1))).isEqualTo(whole);
        for (Object message : whole) {
            if (message instanceof Reply reply) {
                assertThat(readBack(reply)).isEqualTo(reply);
            }
        }
    }

    private static List<Object> heard(List<byte[]> pieces) {
        return Played.by(new SmtpClientCodec(), pieces, (channel, reply) -> {});
    }

    private static Reply readBack(Reply reply) throws SyntaxException {
        List<ReplyLine> lines = new ArrayList<>();
        for (ReplyLine line : reply.toLines()) {
            lines.add(ReplyLine.GRAMMAR.read(new LineReader(line.line().octets())));
        }
        return Reply.read(lines);
    }
}

package dev.yubin.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.yubin.conformance.Pieces;
import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapResponse;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import java.util.ArrayList;
import java.util.List;

/** Any octets whatever in place of responses. The kept ones are tried in every build; with {@code JAZZER_FUZZ=1} new ones are looked for. */
class ImapClientCodecFuzzTest {
    private static final int STREAM_ABOVE = 8;

    @FuzzTest(maxDuration = "45s")
    void octetsAreTheSameResponsesHoweverTheyAreCutAndReadBackAsTheyAreWritten(byte[] octets) {
        heardInAnyPieces(octets, ImapServerCodecFuzzTest.LIMITS);
    }

    /** What is heard of them, which is the same however they are cut, and reads back as it is written. */
    static List<String> heardInAnyPieces(byte[] octets, ImapLimits limits) {
        List<ImapResponse> responses = new ArrayList<>();
        List<String> whole = heard(List.of(octets), limits, responses);
        assertThat(heard(Pieces.uneven(octets), limits, new ArrayList<>())).isEqualTo(whole);
        assertThat(heard(Pieces.of(octets, 1), limits, new ArrayList<>())).isEqualTo(whole);
        for (ImapResponse response : responses) {
            if (isWrittenWhole(response)) {
                ImapWriter out = ImapWriter.response(ImapEncoding.PLAIN);
                response.write(out);
                byte[] written = new byte[out.size()];
                out.octets().get(written);
                assertThat(ImapResponse.read(
                                ImapReader.response(written, written.length, ImapEncoding.PLAIN, ImapLimits.client())))
                        .isEqualTo(response);
            }
        }
        return whole;
    }

    /** Words for people are written as a dot where there are none, and what is unreadable is not written. */
    private static boolean isWrittenWhole(ImapResponse response) {
        return switch (response.kind()) {
            case UNREADABLE, STATUS_REPLY, CONTINUATION -> false;
            default -> true;
        };
    }

    private static List<String> heard(List<byte[]> pieces, ImapLimits limits, List<ImapResponse> responses) {
        return Ear.heard(new ImapClientCodec(limits, ImapEncoding.PLAIN, STREAM_ABOVE), pieces, limits, message -> {
            if (message instanceof ImapResponse response) {
                responses.add(response);
            }
        });
    }
}

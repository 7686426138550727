package dev.yubin.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.yubin.conformance.Pieces;
import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.ImapRequest;
import dev.yubin.imap.Malformed;
import dev.yubin.imap.Verb;
import dev.yubin.imap.mailbox.AppendMore;
import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.imap.wire.ImapWriter;
import java.util.ArrayList;
import java.util.List;

/** Any octets whatever on a server's side. The kept ones are tried in every build; with {@code JAZZER_FUZZ=1} new ones are looked for. */
class ImapServerCodecFuzzTest {
    static final ImapLimits LIMITS = new ImapLimits(512, 300, 4, 2048, 6, 40, 4096, 1 << 20);

    @FuzzTest(maxDuration = "45s")
    void octetsAreTheSameRequestsHoweverTheyAreCutAndReadBackAsTheyAreWritten(byte[] octets) {
        heardInAnyPieces(octets, LIMITS);
    }

    /** What is heard of them, which is the same however they are cut, and reads back as it is written. */
    static List<String> heardInAnyPieces(byte[] octets, ImapLimits limits) {
        List<ImapRequest> requests = new ArrayList<>();
        List<String> whole = heard(List.of(octets), limits, requests);
        assertThat(heard(Pieces.uneven(octets), limits, new ArrayList<>())).isEqualTo(whole);
        assertThat(heard(Pieces.of(octets, 1), limits, new ArrayList<>())).isEqualTo(whole);
        for (ImapRequest request : requests) {
            if (!(request.command() instanceof Malformed)
                    && request.command().streamed().isEmpty()) {
                ImapWriter out = ImapWriter.command(ImapEncoding.PLAIN);
                request.write(out);
                byte[] written = new byte[out.size()];
                out.octets().get(written);
                assertThat(ImapRequest.read(
                                ImapReader.command(written, written.length, ImapEncoding.PLAIN, ImapLimits.client())))
                        .isEqualTo(request);
            }
        }
        return whole;
    }

    /** A server that takes every message, and awaits what IDLE and AUTHENTICATE have come. */
    private static List<String> heard(List<byte[]> pieces, ImapLimits limits, List<ImapRequest> requests) {
        ImapServerCodec codec = new ImapServerCodec(limits, ImapEncoding.PLAIN);
        return Ear.heard(codec, pieces, limits, message -> {
            if (message instanceof AppendMore more && more.literal().isPresent()) {
                codec.accept();
            } else if (message instanceof ImapRequest request) {
                requests.add(request);
                if (request.command().streamed().isPresent()) {
                    codec.accept();
                } else if (request.command().verb() == Verb.IDLE
                        || request.command().verb() == Verb.AUTHENTICATE) {
                    codec.expectContinuation();
                }
            }
        });
    }
}

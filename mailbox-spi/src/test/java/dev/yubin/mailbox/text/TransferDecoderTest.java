package dev.yubin.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 2045 section 6. */
class TransferDecoderTest {
    @Test
    void transferEncodingsComeOffInAnyPortions() {
        byte[] octets = new byte[1000];
        new Random(7).nextBytes(octets);
        byte[] encoded = Base64.getMimeEncoder().encode(octets);
        for (int portion : new int[] {1, 2, 3, 5, 77, 2000}) {
            assertThat(decoded("base64", encoded, portion)).isEqualTo(octets);
        }
        byte[] quoted = "a=3Db=\r\nc= \r\nd=zz=C3=A4=".getBytes(StandardCharsets.US_ASCII);
        for (int portion : new int[] {1, 2, 3, 50}) {
            assertThat(new String(decoded("QUOTED-PRINTABLE", quoted, portion), StandardCharsets.UTF_8))
                    .isEqualTo("a=bcd=zzä=");
        }
        assertThat(TransferDecoder.of("x-uuencode")).isEmpty();
    }

    private static byte[] decoded(String encoding, byte[] in, int portion) {
        TransferDecoder decoder = TransferDecoder.of(encoding).orElseThrow();
        ByteBuffer out = ByteBuffer.allocate(in.length + TransferDecoder.HELD);
        for (int at = 0; at < in.length; at += portion) {
            decoder.decode(ByteBuffer.wrap(in, at, Math.min(portion, in.length - at)), out);
        }
        decoder.finish(out);
        byte[] octets = new byte[out.flip().remaining()];
        out.get(octets);
        return octets;
    }
}

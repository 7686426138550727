package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DotStuffingTest {
    /** What stands on the wire | the content, or REFUSED. A tilde ends each thing so that spaces survive. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            .\\r\\n                          | ~
            a\\r\\n.\\r\\n                   | a\\r\\n~
            \\r\\n.\\r\\n                    | \\r\\n~
            ..\\r\\n.\\r\\n                  | .\\r\\n~
            ...\\r\\n.\\r\\n                 | ..\\r\\n~
            a.\\r\\n..b\\r\\n.c\\r\\n.\\r\\n | a.\\r\\n.b\\r\\nc\\r\\n~
            a\\r\\n.\\r\\r\\n.\\r\\n          | REFUSED
            a\\n.\\n\\r\\n.\\r\\n             | REFUSED
            a\\r.\\r\\r\\n.\\r\\n             | REFUSED
            a\\n.\\r\\n\\r\\n.\\r\\n          | REFUSED
            a\\r\\n.\\n\\r\\n.\\r\\n          | REFUSED
            a\\r\\r\\n.\\r\\n                | REFUSED
            .x\\n\\r\\n.\\r\\n               | REFUSED
            """)
    void theEndIsOneSequenceAndNoOther(String wire, String content) {
        byte[] octets = octets(wire.strip());
        for (int first = 0; first <= octets.length; first++) {
            for (int second = first; second <= octets.length; second++) {
                Decoded decoded = decode(BareLineBreaks.REFUSE, octets, first, second);
                assertThat(decoded.ended)
                        .as("%s cut at %d and %d", wire, first, second)
                        .isTrue();
                assertThat(decoded.left).isZero();
                if (content.equals("REFUSED")) {
                    assertThat(decoded.defective).isTrue();
                } else {
                    assertThat(decoded.defective).isFalse();
                    assertThat(decoded.content).isEqualTo(octets(content.substring(0, content.length() - 1)));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                ".",
                "..",
                "\r\n",
                ".\r\n.",
                "a\r\n..\r\n",
                "no end",
                ".\r",
                "\n.\n",
                "\r.\r",
                ".\r.\r\n"
            })
    void whatIsToleratedComesBackWithWholeLineBreaksHoweverItIsCut(String content) {
        byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
        byte[] expected = mended(content);
        for (int cut = 0; cut <= octets.length; cut++) {
            byte[] wire = encode(BareLineBreaks.TOLERATE, octets, cut);
            for (int first = 0; first <= wire.length; first++) {
                Decoded decoded = decode(BareLineBreaks.TOLERATE, wire, first, first);
                assertThat(decoded.ended).isTrue();
                assertThat(decoded.content).isEqualTo(expected);
            }
        }
    }

    /** With a CR before every LF and an end to the last line. */
    private static byte[] mended(String content) {
        String mended = content.replaceAll("(?<!\r)\n", "\r\n");
        return (mended.endsWith("\r\n") || mended.isEmpty() ? mended : mended + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void whateverIsToleratedTheEndIsTheSameForThoseWhoTakeLfAloneForTheEndOfALine() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = random.nextInt(20); i > 0; i--) {
                content.append(new String[] {".", "\r\n", "a", "\r", "\n", "\n.\r\n", "\n.\n"}[random.nextInt(7)]);
            }
            byte[] octets = content.toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] wire = encode(BareLineBreaks.TOLERATE, octets, random.nextInt(octets.length + 1));
            String text = new String(wire, StandardCharsets.ISO_8859_1);
            assertThat(text).as("seed %d", seed).doesNotContainPattern("(?<!\r)\n");
            assertThat(("\n" + text).indexOf("\n.\r\n")).as("seed %d", seed).isEqualTo(wire.length - 3);
            int cut = random.nextInt(wire.length + 1);
            assertThat(decode(BareLineBreaks.TOLERATE, wire, cut, cut).content)
                    .as("seed %d", seed)
                    .isEqualTo(mended(content.toString()));
        }
    }

    @Test
    void onTheWayInABareBreakIsKeptAsItIs() {
        byte[] wire = octets("a\\nb\\r\\n.\\n\\r\\n..\\rc\\r\\n.\\r\\n");
        for (int first = 0; first <= wire.length; first++) {
            for (int second = first; second <= wire.length; second++) {
                assertThat(decode(BareLineBreaks.TOLERATE, wire, first, second).content)
                        .isEqualTo(octets("a\\nb\\r\\n\\n\\r\\n.\\rc\\r\\n"));
            }
        }
    }

    @Test
    void anyContentComesBackWhole() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 2000; round++) {
            StringBuilder content = new StringBuilder();
            for (int i = random.nextInt(30); i > 0; i--) {
                content.append(new String[] {".", "\r\n", "a", "..", "\r\n.", "\u00ff", "\0"}[random.nextInt(7)]);
            }
            byte[] octets = content.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
            byte[] wire = encode(BareLineBreaks.REFUSE, octets, random.nextInt(octets.length + 1));
            int cut = random.nextInt(wire.length + 1);
            Decoded decoded = decode(BareLineBreaks.REFUSE, wire, cut, cut);
            assertThat(decoded.content).as("seed %d", seed).isEqualTo(octets);
            assertThat(decoded.ended && !decoded.defective).as("seed %d", seed).isTrue();
        }
    }

    @Test
    void aBareLineBreakIsNeverSentAndItsPlaceIsNamed() {
        assertThatThrownBy(() -> encode(BareLineBreaks.REFUSE, octets("ab\\r\\nc\\nd"), 0))
                .hasMessageContaining("octet 6 of the content is a LF that stands alone");
        assertThatThrownBy(() -> encode(BareLineBreaks.REFUSE, octets("ab\\rc"), 3))
                .hasMessageContaining("octet 3 of the content is a CR that stands alone");
        assertThatThrownBy(() -> encode(BareLineBreaks.REFUSE, octets("ab\\r"), 0))
                .hasMessageContaining("octet 3 of the content is a CR that stands alone");
    }

    @Test
    void oneDecoderServesOneContentBehindTheOther() {
        DotDecoder decoder = new DotDecoder(BareLineBreaks.REFUSE);
        ByteBuf in = Unpooled.wrappedBuffer(octets("a\\n\\r\\n.\\r\\nb\\r\\n.\\r\\nQUIT"));
        assertThat(decoder.read(in, ByteBuf::release)).isTrue();
        assertThat(decoder.defect()).isPresent();
        ByteBuf content = Unpooled.buffer();
        assertThat(decoder.read(in, into(content))).isTrue();
        assertThat(decoder.defect()).isEmpty();
        assertThat(content.toString(StandardCharsets.US_ASCII)).isEqualTo("b\r\n");
        assertThat(in.toString(StandardCharsets.US_ASCII)).isEqualTo("QUIT");
    }

    /** Who drains such a content must know how much comes. */
    @Test
    void whatIsKeptBackBehindABareLineBreakIsCounted() {
        DotDecoder decoder = new DotDecoder(BareLineBreaks.REFUSE);
        ByteBuf in = Unpooled.wrappedBuffer(octets("a\\nbcd\\r\\n..ef\\r\\n"));
        ByteBuf content = Unpooled.buffer();
        assertThat(decoder.read(in, into(content))).isFalse();
        assertThat(content.toString(StandardCharsets.US_ASCII)).isEqualTo("a");
        assertThat(decoder.keptBack()).isEqualTo("bcd\r\n.ef\r\n".length());
        assertThat(decoder.keptBack()).isZero();
        assertThat(decoder.read(Unpooled.wrappedBuffer(octets("gh\\r\\n.\\r\\n")), into(content)))
                .isTrue();
        assertThat(decoder.keptBack()).isEqualTo(4);
    }

    @Test
    void oneBufferGivesOneHoweverManyDotsAreInIt() {
        ByteBuf in = Unpooled.copiedBuffer("..\r\n".repeat(1000) + ".\r\nQUIT", StandardCharsets.US_ASCII);
        List<ByteBuf> handedOn = new ArrayList<>();

        assertThat(new DotDecoder(BareLineBreaks.REFUSE).read(in, handedOn::add))
                .isTrue();

        assertThat(handedOn)
                .extracting(octets -> octets.toString(StandardCharsets.US_ASCII))
                .containsExactly(".\r\n".repeat(1000));
        handedOn.forEach(ByteBuf::release);
        assertThat(in.refCnt()).isEqualTo(1);
        in.release();
    }

    private record Decoded(byte[] content, boolean ended, boolean defective, int left) {}

    private static Decoded decode(BareLineBreaks policy, byte[] wire, int first, int second) {
        DotDecoder decoder = new DotDecoder(policy);
        ByteBuf content = Unpooled.buffer();
        boolean ended = false;
        int left = 0;
        int[] cuts = {0, first, second, wire.length};
        for (int i = 0; i < 3; i++) {
            if (cuts[i + 1] > cuts[i]) {
                assertThat(ended)
                        .as("the end is not told of before it is there")
                        .isFalse();
                ByteBuf in = Unpooled.copiedBuffer(wire, cuts[i], cuts[i + 1] - cuts[i]);
                ended = decoder.read(in, into(content));
                left = in.readableBytes();
                in.release();
            }
        }
        byte[] octets = new byte[content.readableBytes()];
        content.readBytes(octets).release();
        return new Decoded(octets, ended, decoder.defect().isPresent(), left);
    }

    private static byte[] encode(BareLineBreaks policy, byte[] content, int cut) {
        DotEncoder encoder = new DotEncoder(policy);
        ByteBuf wire = Unpooled.buffer();
        for (ByteBuf part : new ByteBuf[] {
            Unpooled.copiedBuffer(content, 0, cut), Unpooled.copiedBuffer(content, cut, content.length - cut)
        }) {
            encoder.write(part, into(wire));
            part.release();
        }
        wire.writeBytes(encoder.end());
        byte[] octets = new byte[wire.readableBytes()];
        wire.readBytes(octets).release();
        return octets;
    }

    private static Consumer<ByteBuf> into(ByteBuf target) {
        return part -> {
            target.writeBytes(part);
            part.release();
        };
    }

    private static byte[] octets(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}

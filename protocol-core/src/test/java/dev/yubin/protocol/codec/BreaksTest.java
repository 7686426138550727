package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreaksTest {
    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n"})
    void oneIsFoundWhereverItStands(String lineBreak) {
        for (int length = 1; length < 40; length++) {
            for (int at = 0; at < length; at++) {
                ByteBuf octets = octets("x".repeat(at) + lineBreak + "x".repeat(length - at - 1));

                assertThat(first(octets, 0, length)).isEqualTo(at);
                assertThat(first(octets, at, length)).isEqualTo(at);
                assertThat(first(octets, at + 1, length)).isEqualTo(-1);
                assertThat(first(octets, 0, at)).isEqualTo(-1);
            }
        }
    }

    @Test
    void theEndOfALineBeforeTextIsPassedOver() {
        assertThat(first(octets("one\r\ntwo\r\n.\r\n"), 0, 13)).isEqualTo(8);
        assertThat(first(octets("one\r\n"), 0, 5))
                .as("what stands behind is not known")
                .isEqualTo(3);
        assertThat(first(octets("one\r\n\r\ntwo"), 0, 10)).isEqualTo(-1);
        assertThat(first(octets("one\r\n\ntwo"), 0, 9)).isEqualTo(5);
        assertThat(first(octets("one\r\r\ntwo"), 0, 9)).isEqualTo(3);
    }

    /** Among octets that differ from them in a bit, and beside each other in every order. */
    @Test
    void theFirstOfManyIsFoundAmongTheirNeighbours() {
        byte[] alphabet = {'\r', '\n', '\f', 0x0b, 0x0e, 0x0f, 0, 1, (byte) 0x8a, (byte) 0x8d, (byte) 0xff, 'x', '.'};
        Random random = new Random(5321);
        for (int round = 0; round < 20_000; round++) {
            byte[] octets = new byte[24];
            for (int i = 0; i < octets.length; i++) {
                octets[i] = alphabet[
                        random.nextInt(round % 2 == 0 ? alphabet.length : 2) == 0
                                ? random.nextInt(alphabet.length)
                                : 2 + random.nextInt(alphabet.length - 2)];
            }
            int from = random.nextInt(8);

            assertThat(first(Unpooled.wrappedBuffer(octets), from, octets.length))
                    .as("%s from %d", octets, from)
                    .isEqualTo(oneByOne(octets, from));
        }
    }

    private static int first(ByteBuf octets, int from, int to) {
        return new Breaks(octets.setIndex(Math.min(from, to), to)).first(from);
    }

    private static int oneByOne(byte[] octets, int from) {
        for (int i = from; i < octets.length; i++) {
            boolean plainEnd =
                    i + 2 < octets.length && octets[i] == '\r' && octets[i + 1] == '\n' && octets[i + 2] != '.';
            if (plainEnd) {
                i++;
            } else if (octets[i] == '\r' || octets[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}

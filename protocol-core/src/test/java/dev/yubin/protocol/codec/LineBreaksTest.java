package dev.yubin.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineBreaksTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            one~two       | false
            ~             | false
            .~.~          | false
            ''            | false
            one           | false
            one^two~      | true
            one_two~      | true
            _one~         | true
            one~_         | true
            one^^_two     | true
            one_^two      | true
            one~^         | true
            ^             | true
            _             | true
            """, delimiter = '|')
    void whatStandsAloneIsSeenWhereverTheContentIsCut(String shown, boolean bare) {
        String content = shown.replace("~", "\r\n").replace("^", "\r").replace("_", "\n");
        LineBreaks breaks = new LineBreaks();
        for (int cut = 0; cut <= content.length(); cut++) {
            breaks.watch(octets(content.substring(0, cut)));
            breaks.watch(octets(content.substring(cut)));

            assertThat(breaks.end()).as("cut at %d", cut).isEqualTo(bare);
        }
    }

    @Test
    void anyContentIsSeenAsItIsOneOctetAfterTheOther() {
        Random random = new Random(2020);
        LineBreaks breaks = new LineBreaks();
        for (int round = 0; round < 5_000; round++) {
            StringBuilder content = new StringBuilder();
            int parts = random.nextInt(8);
            for (int i = 0; i < parts; i++) {
                content.append("x".repeat(random.nextInt(10))).append(random.nextInt(12) == 0 ? "\r" : "\r\n");
                content.append(random.nextInt(12) == 0 ? "\n" : "").append(random.nextBoolean() ? "." : "");
            }
            int cut = random.nextInt(content.length() + 1);
            breaks.watch(octets(content.substring(0, cut)));
            breaks.watch(octets(content.substring(cut)));

            boolean alone = content.toString().replace("\r\n", "").matches("(?s).*[\r\n].*");
            assertThat(breaks.bare() || content.toString().endsWith("\r")).isEqualTo(alone);
            assertThat(breaks.end()).isEqualTo(alone);
        }
    }

    private static ByteBuf octets(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}

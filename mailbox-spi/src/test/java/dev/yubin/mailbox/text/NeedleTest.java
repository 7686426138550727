package dev.yubin.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5051 section 2, for RFC 5255 section 4.2. */
class NeedleTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Tanuki    | the TANUKI runs | true
            ÉTÉ       | l'été           | true
            e\u0301t  | l'ÉTÉ           | true
            ete       | l'été           | false
            caf       | CAFÉ            | true
            cafe      | CAFÉ            | true
            Σοφός     | σοφόσ           | true
            tokyo     | Ｔｏｋｙｏ      | true
            ガ        | ｶﾞｲﾄﾞ           | true
            12        | ①②             | true
            A         | \uD835\uDC00    | true
            ß         | ss              | false
            ''        | anything        | true
            """)
    void aTextIsFoundInAnyCaseAndWidth(String needle, String text, boolean found) {
        assertThat(new Needle(needle).isIn(text)).isEqualTo(found);
    }

    @ParameterizedTest
    @CsvSource({"needle", "été", "ｶﾞｲﾄﾞ", "\uD835\uDC00\uD835\uDC01\uD835\uDC02"})
    void itIsFoundAcrossAnEdge(String text) {
        for (int cut = 1; cut < text.length(); cut++) {
            Needle.Sink sink = new Needle(text).sink();
            sink.take("x".repeat(20) + text.substring(0, cut), false);
            sink.take(text.substring(cut) + "y", true);
            assertThat(sink.found()).as("cut at " + cut).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"é, e\u0301", "ガ, ｶﾞ", "ABC, \uD835\uDC00\uD835\uDC01\uD835\uDC02"})
    void acrossAnEdgeTooWhereItIsWrittenAtAnotherLength(String needle, String text) {
        for (int cut = 1; cut < text.length(); cut++) {
            Needle.Sink sink = new Needle(needle).sink();
            sink.take(text.substring(0, cut), false);
            sink.take(text.substring(cut), true);
            assertThat(sink.found()).as("cut at " + cut).isTrue();
        }
    }
}

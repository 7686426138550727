package dev.yubin.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5051. */
class UnicodeCasemapTest {
    @ParameterizedTest
    @CsvSource({"lunch, LUNCH", "é, É", "e\u0301, É", "ω, Ω", "Ａ, a"})
    void theseAreEqual(String one, String other) {
        assertThat(UnicodeCasemap.key(one)).isEqualTo(UnicodeCasemap.key(other));
    }

    @Test
    void aCharacterIsDecomposedBehindItsCase() {
        assertThat(UnicodeCasemap.key("ﬁ")).isEqualTo(new byte[] {'f', 'i'});
    }

    @Test
    void anAccentStandsBehindTheLetter() {
        assertThat(Stream.of("ω", "F", "é", "B", "", "ez", "e", "a")
                        .sorted((a, b) -> Arrays.compareUnsigned(UnicodeCasemap.key(a), UnicodeCasemap.key(b))))
                .containsExactly("", "a", "B", "e", "ez", "é", "F", "ω");
    }
}

package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.Secret;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {
    /** Each {@code <U+0000>} is that code point, as the RFCs write it. */
    private static String text(String written) {
        return Pattern.compile("<U\\+([0-9A-F]+)>")
                .matcher(written)
                .replaceAll(match -> Character.toString(Integer.parseInt(match.group(1), 16)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        # RFC 4013 section 3
        I<U+00AD>X           | IX
        user                 | user
        USER                 | USER
        <U+00AA>             | a
        <U+2168>             | IX
        # RFC 3454 section 6: right to left, digits and signs within
        <U+0627><U+0031><U+0628> | <U+0627><U+0031><U+0628>
        <U+05D0><U+05D1>     | <U+05D0><U+05D1>
        # mapped to SPACE, even U+200B, which table B.1 would drop
        a<U+00A0>b           | a b
        a<U+3000>b           | a b
        a<U+200B>b           | a b
        # mapped to nothing
        a<U+FE0F>b           | ab
        <U+FEFF>a            | a
        # normalized
        e<U+0301>            | <U+00E9>
        <U+FF21>             | A
        <U+00BD>             | 1<U+2044>2
        # left alone
        p=ss,w rd            | p=ss,w rd
        <U+1F600>            | <U+1F600>
        """)
    void whatTheKeyboardsComposedDifferentlyBecomesOneText(String input, String output) {
        assertThat(SaslPrep.query(text(input))).contains(text(output));
        assertThat(SaslPrep.stored(text(input))).contains(text(output));
        assertThat(SaslPrep.query(text(output))).as("again").contains(text(output));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // RFC 4013 section 3
                "<U+0007>",
                "<U+0627><U+0031>",
                // nothing left
                "",
                "<U+00AD>",
                // each table once, at its edges
                "a<U+0000>",
                "<U+007F>",
                "<U+0080>",
                "<U+009F>",
                "<U+06DD>",
                "<U+180E>",
                "<U+2028>",
                "<U+2061>",
                "<U+FFFC>",
                "<U+1D173>",
                "<U+E000>",
                "<U+F8FF>",
                "<U+F0000>",
                "<U+10FFFD>",
                "<U+FDD0>",
                "<U+FFFE>",
                "<U+1FFFF>",
                "<U+10FFFF>",
                "<U+D800>",
                "<U+DFFF>a",
                "<U+FFFD>",
                "<U+2FF0>",
                "<U+200E>",
                "<U+202E>",
                "<U+E0001>",
                "<U+E007F>",
                // directions: a letter of each, and a sign at either end
                "<U+0627>a<U+0628>",
                "<U+0021><U+05D0>",
                "<U+05D0><U+0021>"
            })
    void whatCannotBeReadOrTypedIsRefused(String input) {
        assertThat(SaslPrep.query(text(input))).isEmpty();
        assertThat(SaslPrep.stored(text(input))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<U+0378>", "a<U+E0080>"})
    void anUnassignedCodePointMayBeAskedForButNotKept(String input) {
        assertThat(SaslPrep.query(text(input))).contains(text(input));
        assertThat(SaslPrep.stored(text(input))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"FF", "C080", "EDA080", "61C3"})
    void octetsThatAreNotUtf8AreRefused(String hex) {
        Secret octets = Secret.of(HexFormat.of().parseHex(hex));
        assertThat(SaslPrep.query(octets)).isEqualTo(Optional.empty());
        assertThat(SaslPrep.stored(octets)).isEqualTo(Optional.empty());
    }
}

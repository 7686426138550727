package dev.yubin.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.Secret;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineTest {
    @Test
    void acceptLeavesTheLineAloneWhenItFails() throws SyntaxException {
        LineReader in = LineReader.of("MAIL FROM:<>");
        assertThat(in.accept("RCPT")).isFalse();
        assertThat(in.accept("mail from:")).isTrue();
        assertThat(in.position()).isEqualTo(10);
        in.expect("<>");
        in.expectEnd();
    }

    @Test
    void complaintsSayWhereAndWhatCameEscaped() {
        LineReader in = new LineReader("SIZE=1\u0007\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        in.accept("SIZE=");
        assertThatThrownBy(() -> in.expect("x"))
                .isInstanceOf(SyntaxException.class)
                .hasMessage("expected \"x\" at octet 6 but found \"1\\x07\\xE9\"");
    }

    @Test
    void aNumberStopsAtItsMaximumAndIsNotReadInPart() throws SyntaxException {
        assertThat(LineReader.of("4294967295").expectNumber(4_294_967_295L)).isEqualTo(4_294_967_295L);
        LineReader in = LineReader.of("4294967296");
        assertThatThrownBy(() -> in.expectNumber(4_294_967_295L)).hasMessageContaining("at most 4294967295");
        assertThat(in.position()).isZero();
        assertThatThrownBy(() -> LineReader.of("000000000000000000001").expectNumber(9))
                .isInstanceOf(SyntaxException.class);
        assertThat(LineReader.of("9223372036854775807").expectNumber(Long.MAX_VALUE))
                .isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void textThatIsNotUtf8IsRefusedRatherThanChanged() {
        LineReader in = new LineReader(new byte[] {'a', (byte) 0xc3, (byte) 0x28});
        assertThatThrownBy(in::rest).hasMessageContaining("UTF-8");
        assertThat(new LineReader(new byte[] {1, (byte) 0xff}).restOctets()).containsExactly(1, 0xff);
    }

    @Test
    void wordsForPeopleAreReadWhateverTheirOctets() {
        LineReader in = new LineReader(new byte[] {'a', ' ', 'b', (byte) 0xff});
        assertThat(in.accept("a ")).isTrue();
        assertThat(in.restAsWords()).isEqualTo("b\ufffd");
        assertThat(in.atEnd()).isTrue();
        assertThat(in.restAsWords()).isEmpty();
    }

    @Test
    void whatWasReadSinceIsText() throws SyntaxException {
        LineReader in = LineReader.of("<m\u00fcnchen.example>");
        in.expect("<");
        in.expectWhile(c -> c != '>', "a domain");
        assertThat(in.textSince(1)).isEqualTo("m\u00fcnchen.example");
        assertThat(in.textSince(in.position())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "\ud83d", "\udc00x"})
    void nothingThatBreaksALineCanBeWritten(String text) {
        assertThatThrownBy(() -> new LineWriter().text(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> LineWriter.check(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "caf\u00e9", "tanuki \ud83e\udd9d"})
    void textIsWrittenAsItsUtf8(String text) {
        LineWriter.check(text);
        LineWriter out = new LineWriter().text("x".repeat(60)).text(text).text(text);
        assertThat(out.octets()).isEqualTo(("x".repeat(60) + text + text).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsRefusedLeavesTheLineAsItWas() {
        LineWriter out = new LineWriter().text("before");
        assertThatThrownBy(() -> out.text("and\r\nbehind")).isInstanceOf(IllegalArgumentException.class);
        assertThat(out.text(" ").octets()).isEqualTo("before ".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aSecretIsWrittenButNotShown() {
        LineWriter out = new LineWriter().text("PASS ").secret(Secret.of("tanuki \ud83e\udd9d"));
        assertThat(out.octets()).isEqualTo("PASS tanuki \ud83e\udd9d".getBytes(StandardCharsets.UTF_8));
        assertThat(out).hasToString("PASS [secret]");
        assertThatThrownBy(() -> new LineWriter().secret(Secret.of("pass\nword")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("word\"");
    }

    @Test
    void longTextIsCutInLogs() {
        assertThat(Escaped.text("x".repeat(1000))).hasSize(123).endsWith("...");
        assertThat(Escaped.whole("x".repeat(1000) + "\t\\\u00e9")).hasSize(1014).endsWith("x\\x09\\\\\\xC3\\xA9");
    }
}

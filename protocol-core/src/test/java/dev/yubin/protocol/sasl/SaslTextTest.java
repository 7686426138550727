package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.Grammar;
import dev.yubin.protocol.line.LineReader;
import dev.yubin.protocol.line.LineWriter;
import dev.yubin.protocol.line.SyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslTextTest {
    private static <T> String written(Grammar<T> grammar, T value) {
        LineWriter out = new LineWriter();
        grammar.write(value, out);
        assertThat(out.toString()).as("in a log").isEqualTo("[secret]");
        return new String(out.octets(), StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
        # RFC 4648 section 10
        '',     ''
        f,      Zg==
        fo,     Zm8=
        foo,    Zm9v
        foob,   Zm9vYg==
        fooba,  Zm9vYmE=
        foobar, Zm9vYmFy
        """)
    void messagesStandInBase64(String message, String text) throws Exception {
        Secret secret = Secret.of(message);
        assertThat(SaslText.CHALLENGE.read(LineReader.of(text))).isEqualTo(secret);
        assertThat(SaslText.RESPONSE.read(LineReader.of(text))).contains(secret);
        assertThat(written(SaslText.CHALLENGE, secret)).isEqualTo(text);
        assertThat(written(SaslText.RESPONSE, Optional.of(secret))).isEqualTo(text);
    }

    @Test
    void anEmptyInitialResponseIsAnEqualsSign() throws Exception {
        assertThat(SaslText.INITIAL_RESPONSE.read(LineReader.of("="))).isEqualTo(Secret.of(""));
        assertThat(written(SaslText.INITIAL_RESPONSE, Secret.of(""))).isEqualTo("=");
        assertThat(SaslText.INITIAL_RESPONSE.read(LineReader.of("Zm9v"))).isEqualTo(Secret.of("foo"));
        assertThat(written(SaslText.INITIAL_RESPONSE, Secret.of("foo"))).isEqualTo("Zm9v");
        assertThatExceptionOfType(SyntaxException.class)
                .isThrownBy(() -> SaslText.INITIAL_RESPONSE.read(LineReader.of("")));
    }

    @Test
    void anAsteriskCancels() throws Exception {
        assertThat(SaslText.RESPONSE.read(LineReader.of("*"))).isEmpty();
        assertThat(written(SaslText.RESPONSE, Optional.empty())).isEqualTo("*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Z", "Zg", "Zg=", "Zm8", "Zg===", "=Zg=", "Zh==", "Zm9=", "Zm9v ", " Zm9v", "Zm 9v", "Zm9v=", "Zm9-",
                "Zm9_", "**", "*Zm9v", "Zm9v\r", "Zm9vé", "==", "===="
            })
    void anythingElseIsRefusedAndNotRepeated(String text) {
        for (Grammar<?> grammar : new Grammar<?>[] {SaslText.CHALLENGE, SaslText.INITIAL_RESPONSE, SaslText.RESPONSE}) {
            assertThatExceptionOfType(SyntaxException.class)
                    .isThrownBy(() -> grammar.read(LineReader.of(text)))
                    .withMessage("expected base64 (RFC 4648 section 4)");
        }
    }
}

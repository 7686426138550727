package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.Secret;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScramKeysTest {
    /** The user of RFC 7677 section 3. */
    private static final String TEXT = "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$"
            + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=";

    @Test
    void keysAreThoseOfTheRfc() {
        Secret salt = Secret.of(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));
        assertThat(ScramKeys.of(Secret.of("pencil"), ScramHash.SHA_256, salt, 4096)
                        .text())
                .isEqualTo(TEXT);
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        ScramKeys keys = ScramKeys.of(Secret.of("sesame"), ScramHash.SHA_256, 4096);
        assertThat(ScramKeys.parse(keys.text())).isEqualTo(keys);
        assertThat(ScramKeys.parse(TEXT).verify(Secret.of("pencil"))).isTrue();
        assertThat(ScramKeys.parse(TEXT).verify(Secret.of("pencils"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SCRAM-SHA-1$4096:W22Z$WG5d:wfPL",
                "SCRAM-SHA-256$4096:W22Z$WG5d:wfPL",
                "SCRAM-SHA-256$4095:W22ZaJ0SNY7soEsUEjb6gQ==$"
                        + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                "SCRAM-SHA-256$99999999999:W22ZaJ0SNY7soEsUEjb6gQ==$"
                        + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                "SCRAM-SHA-256$4096:$"
                        + "WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
                TEXT + " "
            })
    void anotherTextIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ScramKeys.parse(text));
    }

    @Test
    void eachHasASaltOfItsOwn() {
        assertThat(ScramKeys.of(Secret.of("sesame"), ScramHash.SHA_256, 4096).salt())
                .isNotEqualTo(ScramKeys.of(Secret.of("sesame"), ScramHash.SHA_256, 4096)
                        .salt());
    }

    @Test
    void aPasswordIsTheSameHoweverItIsComposed() {
        ScramKeys keys = ScramKeys.of(Secret.of("caf\u00E9 I\u00ADX"), ScramHash.SHA_256, 4096);
        assertThat(keys.verify(Secret.of("cafe\u0301\u00A0\u2168"))).isTrue();
        assertThat(keys.verify(Secret.of("cafe IX"))).isFalse();
        assertThat(keys.verify(Secret.of(new byte[] {(byte) 0xFF}))).isFalse();
    }

    @Test
    void noKeyIsShown() {
        assertThat(ScramKeys.parse(TEXT))
                .hasToString(
                        "ScramKeys[hash=SHA_256, salt=[secret], iterations=4096, storedKey=[secret], serverKey=[secret]]");
    }
}

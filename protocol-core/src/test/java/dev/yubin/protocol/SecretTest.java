package dev.yubin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.line.LineWriter;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void itIsNeverShown() throws Exception {
        Secret secret = Secret.of("tanuki");
        assertThat(secret.text()).isEqualTo("tanuki");
        assertThat(secret).hasToString("[secret]");
        assertThat(String.valueOf(List.of(secret))).doesNotContain("tanuki");
        assertThat(new LineWriter().text("PASS ").secret(secret)).hasToString("PASS [secret]");
    }

    @Test
    void itIsEqualWhereItsOctetsAre() {
        assertThat(Secret.of("tanuki"))
                .isEqualTo(Secret.of(new byte[] {'t', 'a', 'n', 'u', 'k', 'i'}))
                .hasSameHashCodeAs(Secret.of("tanuki"))
                .isNotEqualTo(Secret.of("kitsune"))
                .isNotEqualTo("tanuki");
    }

    @Test
    void itsOctetsAreItsOwn() {
        byte[] octets = {'a', 'b'};
        Secret secret = Secret.of(octets);
        octets[0] = 'x';
        secret.octets()[1] = 'x';
        assertThat(secret).isEqualTo(Secret.of("ab"));
    }

    @Test
    void octetsThatAreNoTextAreToldOfWithoutBeingShown() {
        assertThatThrownBy(() -> Secret.of(new byte[] {'h', (byte) 0xff}).text())
                .isInstanceOf(CharacterCodingException.class)
                .message()
                .doesNotContain("h\\xff");
    }

    @Test
    void aSecretThatWouldBeginALineOfItsOwnIsNotWrittenAndNotShown() {
        assertThatThrownBy(() -> new LineWriter().secret(Secret.of("tanuki\r\nQUIT")))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("tanuki");
    }
}

package dev.yubin.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsIdentityTest {
    @TempDir
    Path folder;

    @Test
    void aSelfSignedIdentityBearsTheNamesOfThisMachineUnlessOthersAreGiven() throws Exception {
        assertThat(names(TlsIdentity.selfSigned())).containsExactly("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(names(TlsIdentity.selfSigned("mx.osaka.test", "192.0.2.1")))
                .containsExactly("mx.osaka.test", "192.0.2.1");
    }

    @Test
    void aSelfSignedIdentityVouchesForItselfFor30Days() throws Exception {
        X509Certificate certificate = TlsIdentity.selfSigned().certificates().get(0);
        certificate.verify(certificate.getPublicKey());
        certificate.checkValidity();
        assertThat(Duration.between(Instant.now(), certificate.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(29), Duration.ofDays(30));
    }

    @Test
    void whatIsNoNameIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TlsIdentity.selfSigned("::x"))
                .withMessageContaining("::x is neither a host's name nor an address");
    }

    @ParameterizedTest
    @CsvSource({"rsa.pem, rsa.key, RSA", "ed25519.pem, ed25519.key, EdDSA", "rsa-with-text.pem, rsa.key, RSA"})
    void keysOfEachKindAreRead(String certificate, String key, String kind) throws IOException {
        TlsIdentity identity = TlsIdentity.read(file(certificate), file(key));
        assertThat(identity.key().getAlgorithm()).isEqualTo(kind);
        assertThat(identity).hasToString("TlsIdentity[CN=mx.osaka.test]");
    }

    @Test
    void aChainIsReadInItsOrder() throws IOException {
        assertThat(TlsIdentity.read(file("chain.pem"), file("rsa.key")).certificates())
                .extracting(certificate -> certificate.getPublicKey().getAlgorithm())
                .containsExactly("RSA", "EdDSA");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            rsa-pkcs1.key           | holds a key in an older form (RSA PRIVATE KEY); `openssl pkcs8 -topk8 -nocrypt -in
            rsa-encrypted.key       | holds a key that is encrypted; `openssl pkcs8
            rsa-encrypted-pkcs1.key | holds a key that is encrypted; `openssl pkcs8
            rsa.pem                 | holds no key; `openssl pkcs8
            nowhere.key             | there is no file
            """)
    void aKeyThatCannotBeReadIsToldOfWithWhatToDo(String key, String complaint) {
        assertThatThrownBy(() -> TlsIdentity.read(file("rsa.pem"), file(key)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(complaint);
    }

    @Test
    void aDamagedKeyIsToldOf() throws IOException {
        Path key = Files.writeString(
                folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAA\nB=A=\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsIdentity.read(file("rsa.pem"), key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("key.pem is damaged");
        Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertThatThrownBy(() -> TlsIdentity.read(file("rsa.pem"), key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("neither EC nor RSA nor EdDSA");
    }

    @Test
    void whatIsNoCertificateIsToldOf() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        assertThatThrownBy(() -> TlsIdentity.read(empty, file("rsa.key")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("empty.pem holds no certificate");
        assertThatThrownBy(() -> TlsIdentity.read(file("rsa.key"), file("rsa.key")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rsa.key");
        assertThatThrownBy(() -> TlsIdentity.read(folder.resolve("nowhere.pem"), file("rsa.key")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void aKeyAndACertificateThatDoNotBelongTogetherAreToldOf() {
        assertThatThrownBy(() -> TlsIdentity.read(file("ed25519.pem"), file("rsa.key")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("rsa.key does not belong to")
                .hasMessageContaining("the server's own certificate stands first");
        TlsIdentity one = TlsIdentity.selfSigned();
        TlsIdentity other = TlsIdentity.selfSigned();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TlsIdentity(one.key(), other.certificates()))
                .withMessage("the certificate of CN=localhost was issued for another key");
        assertThatIllegalArgumentException().isThrownBy(() -> new TlsIdentity(one.key(), List.of()));
    }

    @Test
    void trustSaysOnWhatGroundItStands() throws IOException {
        TlsIdentity identity = TlsIdentity.selfSigned();
        assertThat(TlsTrust.system().ground()).isEqualTo(TlsTrust.Ground.SYSTEM);
        assertThat(TlsTrust.anyone().ground()).isEqualTo(TlsTrust.Ground.NONE);
        assertThat(TlsTrust.in(identity).ground()).isEqualTo(TlsTrust.Ground.CERTIFICATES);
        assertThat(TlsTrust.in(identity).certificates()).isEqualTo(identity.certificates());
        assertThat(TlsTrust.in(file("chain.pem")).certificates()).hasSize(2);
        assertThatThrownBy(() -> TlsTrust.in(folder.resolve("nowhere.pem"))).hasMessageContaining("there is no file");
    }

    @Test
    void trustIsEqualWhereItBelievesTheSame() {
        TlsIdentity identity = TlsIdentity.selfSigned();
        TlsTrust.Check check = chain -> {};
        assertThat(TlsTrust.anyone()).isEqualTo(TlsTrust.anyone()).hasSameHashCodeAs(TlsTrust.anyone());
        assertThat(TlsTrust.in(identity)).isEqualTo(TlsTrust.in(identity)).isNotEqualTo(TlsTrust.nobody());
        assertThat(TlsTrust.by(check)).isEqualTo(TlsTrust.by(check)).isNotEqualTo(TlsTrust.by(chain -> {}));
        assertThat(TlsTrust.system()).isNotEqualTo(TlsTrust.anyone());
    }

    private static List<String> names(TlsIdentity identity) throws Exception {
        return identity.certificates().get(0).getSubjectAlternativeNames().stream()
                .map(name -> (String) name.get(1))
                .toList();
    }

    /** A file beside this test, or the path where it would be. */
    private static Path file(String name) {
        try {
            return Path.of(TlsIdentityTest.class.getResource("rsa.pem").toURI()).resolveSibling(name);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}

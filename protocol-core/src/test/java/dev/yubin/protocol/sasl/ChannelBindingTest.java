package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.TlsIdentity;
import dev.yubin.protocol.TlsTrust;
import dev.yubin.protocol.codec.Tls;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** RFC 5056, 5929 and 9266, and what SCRAM makes of them in RFC 5802 section 6. */
class ChannelBindingTest {
    private static final boolean EXPORTS = Runtime.version().feature() >= 25;
    private static final Secret SESAME = Secret.of("sesame");
    private static final UserTable USERS = new UserTable(4096).add("ann", SESAME);
    private static TlsEnds tls;

    // The digests beside them are openssl's.
    private static final String ECDSA_SHA384 =
            "MIIBbDCCAROgAwIBAgIUMFHRQKDGw6PsvehPFZ4DUt05mcowCgYIKoZIzj0EAwMwDDEKMAgGA1UEAwwBeDAeFw0yNj"
                    + "ExMjcwNDUxMjhaFw0zNjExMjQwNDUxMjhaMAwxCjAIBgNVBAMMAXgwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATB"
                    + "7IzT6jPuKyly5SQMSirlTf4KENt+vDVHJjtlHpAOpWRi1lTnXeYkPLAuqKleLH0gFLgqOdxKgAFx9t/LVxUZo1MwUT"
                    + "AdBgNVHQ4EFgQUScpQPokD+EfNSnrchJ0U7JodW8wwHwYDVR0jBBgwFoAUScpQPokD+EfNSnrchJ0U7JodW8wwDwYD"
                    + "VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAwNHADBEAiA+R+hOgC/In1stT45Yppkw+HqyoNpOy2W7tTHmtPla0wIgSR"
                    + "aB/Q7V6s/MH2rVt5k8DB/0PX1Mfxwu1vyksWuXiOc=";
    private static final String ECDSA_SHA1 =
            "MIIBajCCARKgAwIBAgIUBRaui7ffYNsDOcyGvdo8gRvjt3EwCQYHKoZIzj0EATAMMQowCAYDVQQDDAF4MB4XDTI2MT"
                    + "EyNzA0NTEyOFoXDTM2MTEyNDA0NTEyOFowDDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABDji"
                    + "ZRuv/pXOtCE9ENzxFZKeRl0yrvxX6W60M+rptP0KhVcSf0fjLsuBtLxvk7SokMojQbNYJ04+4jRzMzvZaAGjUzBRMB"
                    + "0GA1UdDgQWBBSJdUOlp4aG0kusV5DTiTLq4uvNlzAfBgNVHSMEGDAWgBSJdUOlp4aG0kusV5DTiTLq4uvNlzAPBgNV"
                    + "HRMBAf8EBTADAQH/MAkGByqGSM49BAEDRwAwRAIgDF7sh89V8PsHsnHQjXth3itV9gtF3LYIzvtK0svw8k8CIEW4zN"
                    + "YUIMYc75Qy9V4/facelT4DnUouvpEOSSc/DRZ4";
    private static final String RSA_PSS_SHA512 =
            "MIICXDCCAZGgAwIBAgIUKyufjHFDUJDYJBjNonyFetFuc7wwQQYJKoZIhvcNAQEKMDSgDzANBglghkgBZQMEAgMFAK"
                    + "EcMBoGCSqGSIb3DQEBCDANBglghkgBZQMEAgMFAKIDAgEgMAwxCjAIBgNVBAMMAXgwHhcNMjYxMTI3MDQ1MTI5WhcN"
                    + "MzYxMTI0MDQ1MTI5WjAMMQowCAYDVQQDDAF4MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDMQsfu8RJxIgusfM"
                    + "0z2P1VbV2l2hVD/lXt57b98vZTnYhr6ZiJ5+M7Bth0RfK4fJezV3rBeoqU29C52xhBkqVS44BUn/4hihXSImkzcLqu"
                    + "EoaTFKshm+KCPgIpSCtEyqncdYJcDKyhTlGOJvEJg3T0+ftERj/hzxH+exaO2067LQIDAQABo1MwUTAdBgNVHQ4EFg"
                    + "QU+7GuTC7TgeWXzWDX3mdeFC2QLKIwHwYDVR0jBBgwFoAU+7GuTC7TgeWXzWDX3mdeFC2QLKIwDwYDVR0TAQH/BAUw"
                    + "AwEB/zBBBgkqhkiG9w0BAQowNKAPMA0GCWCGSAFlAwQCAwUAoRwwGgYJKoZIhvcNAQEIMA0GCWCGSAFlAwQCAwUAog"
                    + "MCASADgYEAIZgiCm6lfLzLMf98205GBQaPpnInPiwpY0jHfBuDbx61yzpnkR2qLqbdw1JnFJO94iEHpW91l8Mv2JGN"
                    + "lhIvmXja0FPxj6hZYT2MS6IQh6UESfnuuk5AJBJHS9XuQTgjHw2tPgQB6hAwRe4XWx7H41gNVLTru3EL5s7dooBUb2"
                    + "E=";
    private static final String ED25519 =
            "MIIBLDCB36ADAgECAhRR5YL/V7Hqc2mggl5HhhjtWRN1nTAFBgMrZXAwDDEKMAgGA1UEAwwBeDAeFw0yNjExMjcwND"
                    + "UxMjlaFw0zNjExMjQwNDUxMjlaMAwxCjAIBgNVBAMMAXgwKjAFBgMrZXADIQDLNXTkWzi9Kgr+1KRMMnLwAjE+kO2k"
                    + "fSt1kbjy9aD2iaNTMFEwHQYDVR0OBBYEFDSRXaExkrHdlYesNfGXrwhS/BaBMB8GA1UdIwQYMBaAFDSRXaExkrHdlY"
                    + "esNfGXrwhS/BaBMA8GA1UdEwEB/wQFMAMBAf8wBQYDK2VwA0EAg8l+CAn1NTPZH1yD6J7fQCsorx49F6VEXx50mDDm"
                    + "xOzT2BHFKxh1iZDglN4z5DmDSIEInepWjVpm833nRa1iDw==";

    @BeforeAll
    static void shakeHands() throws Exception {
        tls = TlsEnds.shakeHands(false);
    }

    @Test
    void bothEndsKnowTheSameAndWhatTheJvmCannotExportIsNotClaimed() throws Exception {
        assertThat(tls.client().bindings()).isEqualTo(tls.server().bindings());
        assertThat(tls.client().binding("tls-exporter").isPresent()).isEqualTo(EXPORTS);
        byte[] certificate = tls.identity().certificates().get(0).getEncoded();
        assertThat(tls.client().binding("tls-server-end-point"))
                .contains(Secret.of(MessageDigest.getInstance("SHA-256").digest(certificate)));
        assertThat(tls.client().binding("tls-unique")).isEmpty();
        assertThat(SaslConnection.inTheClear(true).bindings()).isEmpty();
    }

    @Test
    void keyingMaterialIsOfOneConnectionAndTheCertificatesHashOfOneServer() throws Exception {
        TlsEnds another = TlsEnds.shakeHands(false);
        assertThat(another.server().binding("tls-server-end-point"))
                .isEqualTo(tls.server().binding("tls-server-end-point"));
        if (EXPORTS) {
            assertThat(another.server().binding("tls-exporter"))
                    .isNotEqualTo(tls.server().binding("tls-exporter"));
        }
    }

    @Test
    void aCertificatesHashIsTheOneItIsSignedWithButNoneThatIsWeak() throws Exception {
        assertThat(hash(ECDSA_SHA384))
                .contains(
                        "352775ab975ddc4279b747badd2328bf9d2543240c0104af8ca02eadb0c7d3607fb0dbb26ead58b2dd7ad3e13b2c8cc0");
        assertThat(hash(ECDSA_SHA1)).contains("19c430ac9766d0a092bacfcafc00ac3797499914bf4e9d4b8b1ca4c11397d5c0");
        assertThat(hash(RSA_PSS_SHA512))
                .contains("79d77235fd3fc538255f460d85fa2a0e2e9ad77602f8e9dd975b0038c73ef4fa"
                        + "87e073748ce57e70b2754b989f16281421efa34ca083df4a8e20ec3314c9743f");
        assertThat(hash(ED25519)).as("RFC 5929 section 4.1 leaves it undefined").isEmpty();
    }

    private static Optional<String> hash(String certificate) throws Exception {
        X509Certificate read = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(certificate)));
        return ChannelBinding.TLS_SERVER_END_POINT
                .of(tls.session(), read)
                .map(hash -> HexFormat.of().formatHex(hash.octets()));
    }

    @Test
    void aServerThatOffersPlusRefusesAClientThatWasMadeToBelieveItDoesNot() throws Exception {
        SaslClient client = SaslClient.of(Mechanism.SCRAM_SHA_256, Credentials.of("ann", SESAME), tls.client());
        assertThat(client.initialResponse().orElseThrow().text()).startsWith("y,,");
        assertThat(SaslServer.begin(Mechanism.SCRAM_SHA_256, USERS, tls.server())
                        .step(client.initialResponse().get()))
                .isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
        assertThat(SaslServer.begin(Mechanism.SCRAM_SHA_256, USERS, SaslConnection.inTheClear(false))
                        .step(client.initialResponse().get()))
                .as("behind a proxy that ends TLS")
                .isInstanceOf(Challenge.class);
        assertThat(SaslServer.begin(Mechanism.SCRAM_SHA_256, USERS, tls.server())
                        .step(Secret.of("n,,n=ann,r=abc")))
                .as("a client that cannot bind")
                .isInstanceOf(Challenge.class);
    }

    @Test
    void plusWantsABindingThatIsKnownHereAndTheOthersWantNone() {
        for (String flag : new String[] {"n", "y"}) {
            assertThat(plus(flag)).as(flag).isEqualTo(new Failure(Reason.MALFORMED));
        }
        for (String flag : new String[] {"p=tls-unique", "p=x", "p=TLS-server-end-point"}) {
            assertThat(plus(flag)).as(flag).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
        }
        assertThat(SaslServer.begin(Mechanism.SCRAM_SHA_256, USERS, tls.server())
                        .step(Secret.of("p=tls-server-end-point,,n=ann,r=abc")))
                .isEqualTo(new Failure(Reason.MALFORMED));
    }

    private static Outcome plus(String flag) {
        return SaslServer.begin(Mechanism.SCRAM_SHA_256_PLUS, USERS, tls.server())
                .step(Secret.of(flag + ",,n=ann,r=abc"));
    }

    @Test
    void whoeverStandsBetweenIsFoundOutThoughHeHandsAllOn() throws Exception {
        SaslConnection between = SaslConnection.ofServer(
                tls.session(), TlsIdentity.selfSigned().certificates().get(0));
        SaslClient client = SaslClient.of(Mechanism.SCRAM_SHA_256_PLUS, Credentials.of("ann", SESAME), tls.client());
        // where the exporter is known, the first binding is of the very connection, which here is the same one
        SaslClient byCertificate = EXPORTS ? afterRefusal(client) : client;
        SaslServer server = SaslServer.begin(Mechanism.SCRAM_SHA_256_PLUS, USERS, between);
        Challenge first =
                (Challenge) server.step(byCertificate.initialResponse().orElseThrow());
        assertThat(server.step(byCertificate.respond(first.challenge())))
                .isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
    }

    private static SaslClient afterRefusal(SaslClient client) {
        SaslClient[] tried = new SaslClient[2];
        client.logIn(attempt -> Refusals.refuse(attempt, tried));
        return tried[1];
    }

    @Test
    void aClientTriesTheCertificatesHashWhereTheServerDoesNotKnowTheExporter() throws Exception {
        SaslClient client = SaslClient.of(Mechanism.SCRAM_SHA_256_PLUS, Credentials.of("ann", SESAME), tls.client());
        SaslClient[] tried = new SaslClient[2];
        client.logIn(attempt -> Refusals.refuse(attempt, tried));
        if (EXPORTS) {
            assertThat(tried[0].initialResponse().orElseThrow().text()).startsWith("p=tls-exporter,,");
            assertThat(tried[1].initialResponse().orElseThrow().text()).startsWith("p=tls-server-end-point,,");
            assertThat(Refusals.outcome(tried[1], USERS, tls.server())).isEqualTo(new Success("ann"));
        } else {
            assertThat(tried[0].initialResponse().orElseThrow().text()).startsWith("p=tls-server-end-point,,");
            assertThat(tried[1]).isNull();
        }
    }

    @Test
    void aRefusalBehindTheProofIsTheEnd() throws Exception {
        SaslClient client =
                SaslClient.of(Mechanism.SCRAM_SHA_256_PLUS, Credentials.of("ann", Secret.of("wrong")), tls.client());
        assertThat(Refusals.outcome(client, USERS, tls.server())).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
        SaslClient[] tried = new SaslClient[2];
        client.logIn(attempt -> Refusals.refuse(attempt, tried));
        assertThat(tried[1]).isNull();
    }

    @Test
    void clientsOfWhomAnyoneIsTrustedProveNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tls.server(tls.identity(), TlsTrust.anyone()));
    }
}

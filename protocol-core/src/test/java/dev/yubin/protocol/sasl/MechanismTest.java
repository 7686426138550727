package dev.yubin.protocol.sasl;

import static dev.yubin.protocol.sasl.Mechanism.CRAM_MD5;
import static dev.yubin.protocol.sasl.Mechanism.EXTERNAL;
import static dev.yubin.protocol.sasl.Mechanism.LOGIN;
import static dev.yubin.protocol.sasl.Mechanism.OAUTHBEARER;
import static dev.yubin.protocol.sasl.Mechanism.PLAIN;
import static dev.yubin.protocol.sasl.Mechanism.SCRAM_SHA_1;
import static dev.yubin.protocol.sasl.Mechanism.SCRAM_SHA_1_PLUS;
import static dev.yubin.protocol.sasl.Mechanism.SCRAM_SHA_256;
import static dev.yubin.protocol.sasl.Mechanism.SCRAM_SHA_256_PLUS;
import static dev.yubin.protocol.sasl.Mechanism.XOAUTH2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MechanismTest {
    private static final SaslConnection CLEAR = SaslConnection.inTheClear(false);
    private static final UserTable TABLE =
            new UserTable(4096).keepPasswords().keepSha1Keys().add("ann", Secret.of("sesame=,\u00E9"));
    private static final Authenticator PASSWORDS_ONLY = (user, password) -> Optional.of(user);
    private static TlsEnds tls;

    @BeforeAll
    static void shakeHands() throws Exception {
        tls = TlsEnds.shakeHands(true);
    }

    @Test
    void onlyWhatCanSucceedAndMayBeSeenIsOffered() throws Exception {
        assertThat(Mechanism.offered(TABLE, tls.server()))
                .containsExactly(
                        SCRAM_SHA_256_PLUS, SCRAM_SHA_1_PLUS, SCRAM_SHA_256, SCRAM_SHA_1, CRAM_MD5, PLAIN, LOGIN);
        assertThat(Mechanism.offered(TABLE, SaslConnection.inTheClear(true)))
                .containsExactly(SCRAM_SHA_256, SCRAM_SHA_1, CRAM_MD5, PLAIN, LOGIN);
        assertThat(Mechanism.offered(TABLE, CLEAR)).containsExactly(SCRAM_SHA_256, SCRAM_SHA_1, CRAM_MD5);
        assertThat(Mechanism.offered(new UserTable(4096), tls.server()))
                .containsExactly(SCRAM_SHA_256_PLUS, SCRAM_SHA_256, PLAIN, LOGIN);
        assertThat(Mechanism.offered(PASSWORDS_ONLY, tls.server())).containsExactly(PLAIN, LOGIN);
        assertThat(Mechanism.offered(PASSWORDS_ONLY, CLEAR)).isEmpty();
        assertThat(Mechanism.offered(new Visitors(), tls.server())).containsExactly(EXTERNAL, OAUTHBEARER, XOAUTH2);
        assertThat(Mechanism.offered(new Visitors(), TlsEnds.shakeHands(false).server()))
                .containsExactly(OAUTHBEARER, XOAUTH2);
        assertThat(Mechanism.offered(new Visitors(), CLEAR)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SaslServer.begin(SCRAM_SHA_256, PASSWORDS_ONLY, tls.server()));
        assertThatIllegalArgumentException().isThrownBy(() -> SaslServer.begin(SCRAM_SHA_256_PLUS, TABLE, CLEAR));
        assertThatIllegalArgumentException().isThrownBy(() -> SaslServer.begin(PLAIN, TABLE, CLEAR));
    }

    /** Those who come with a token or a certificate, and never with a password. */
    private static final class Visitors implements Authenticator {
        @Override
        public Optional<String> verify(String user, Secret password) {
            throw new AssertionError("nobody asks for passwords");
        }

        @Override
        public boolean takesPasswords() {
            return false;
        }

        @Override
        public Optional<Tokens> tokens() {
            return Optional.of(token -> Optional.of("ann").filter(ann -> token.equals(Secret.of("the-token"))));
        }

        @Override
        public Optional<Certificates> certificates() {
            return Optional.of(certificate -> Optional.of("ann"));
        }
    }

    @Test
    void aMechanismIsFoundByItsNameInAnyCase() {
        for (Mechanism mechanism : Mechanism.values()) {
            assertThat(Mechanism.named(mechanism.text())).contains(mechanism);
            assertThat(mechanism).hasToString(mechanism.text());
        }
        assertThat(Mechanism.named("scram-sha-256")).contains(SCRAM_SHA_256);
        assertThat(Mechanism.named("SCRAM_SHA_256")).isEmpty();
        assertThat(Mechanism.named("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", delimiter = '|', textBlock = """
        LOGIN PLAIN SCRAM-SHA-256                             | tls   | SCRAM-SHA-256
        LOGIN PLAIN SCRAM-SHA-256                             | clear | SCRAM-SHA-256
        SCRAM-SHA-1 SCRAM-SHA-256 SCRAM-SHA-1-PLUS            | tls   | SCRAM-SHA-1-PLUS
        SCRAM-SHA-1-PLUS SCRAM-SHA-256-PLUS                   | tls   | SCRAM-SHA-256-PLUS
        SCRAM-SHA-1 SCRAM-SHA-256-PLUS                        | clear | SCRAM-SHA-1
        CRAM-MD5 SCRAM-SHA-1 PLAIN                            | tls   | SCRAM-SHA-1
        CRAM-MD5 PLAIN                                        | tls   | CRAM-MD5
        CRAM-MD5 PLAIN                                        | clear | CRAM-MD5
        login plain                                           | tls   | PLAIN
        LOGIN                                                 | tls   | LOGIN
        LOGIN PLAIN                                           | clear | none
        XOAUTH2 OAUTHBEARER EXTERNAL GSSAPI NTLM              | tls   | none
        ''                                                    | tls   | none
        """)
    void aClientWithAPasswordTakesTheStrongestThatBothSpeak(String offered, String over, String chosen) {
        assertThat(chosen(offered, Credentials.of("ann", Secret.of("sesame")), over))
                .isEqualTo(Optional.ofNullable(chosen));
    }

    @Test
    void aClientTakesWhatItsCredentialsAreFor() {
        String all = "LOGIN PLAIN CRAM-MD5 XOAUTH2 OAUTHBEARER SCRAM-SHA-256-PLUS EXTERNAL";
        Credentials token = Credentials.of("ann", () -> Secret.of("the-token"));
        assertThat(chosen(all, token, "tls")).contains("OAUTHBEARER");
        assertThat(chosen("XOAUTH2 PLAIN", token, "tls")).contains("XOAUTH2");
        assertThat(chosen(all, token, "clear")).isEmpty();
        assertThat(chosen(all, Credentials.certificate(), "tls")).contains("EXTERNAL");
        assertThat(chosen(all, Credentials.certificate(), "clear")).isEmpty();
        Credentials proxy = Credentials.of("ann", Secret.of("sesame")).actingAs("bob");
        assertThat(chosen("CRAM-MD5 LOGIN PLAIN", proxy, "tls")).contains("PLAIN");
        assertThat(chosen("CRAM-MD5 LOGIN", proxy, "tls")).isEmpty();
    }

    private static Optional<String> chosen(String offered, Credentials credentials, String over) {
        return SaslClient.strongest(List.of(offered.split(" ")), credentials, over.equals("tls") ? tls.client() : CLEAR)
                .map(client -> client.mechanism().text());
    }

    @ParameterizedTest
    @EnumSource(
            value = Mechanism.class,
            names = {"EXTERNAL", "OAUTHBEARER", "XOAUTH2"},
            mode = EnumSource.Mode.EXCLUDE)
    void clientAndServerUnderstandEachOtherWithAPassword(Mechanism mechanism) throws Exception {
        assertThat(login(mechanism, "ann", "sesame=,\u00E9", true)).isEqualTo(new Success("ann"));
        assertThat(login(mechanism, "ann", "sesame=,\u00E9", false)).isEqualTo(new Success("ann"));
        assertThat(login(mechanism, "ANN", "sesame=,e\u0301", true)).isEqualTo(new Success("ann"));
        assertThat(login(mechanism, "ann", "wrong", true)).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
        assertThat(login(mechanism, "a,n=n", "sesame", false)).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
    }

    @ParameterizedTest
    @EnumSource(names = {"OAUTHBEARER", "XOAUTH2"})
    void clientAndServerUnderstandEachOtherWithAToken(Mechanism mechanism) throws Exception {
        assertThat(login(mechanism, Credentials.of("ann", () -> Secret.of("the-token")), new Visitors(), true))
                .isEqualTo(new Success("ann"));
        assertThat(login(mechanism, Credentials.of("ann", () -> Secret.of("forged")), new Visitors(), true))
                .isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
        assertThat(login(mechanism, Credentials.of("bob", () -> Secret.of("the-token")), new Visitors(), true))
                .isEqualTo(new Failure(Reason.NOT_AUTHORIZED));
    }

    @Test
    void clientAndServerUnderstandEachOtherWithACertificate() throws Exception {
        for (boolean withInitialResponse : new boolean[] {true, false}) {
            assertThat(login(EXTERNAL, Credentials.certificate(), new Visitors(), withInitialResponse))
                    .isEqualTo(new Success("ann"));
            Credentials bob = Credentials.certificate().actingAs("bob");
            assertThat(login(EXTERNAL, bob, new Visitors(), withInitialResponse))
                    .isEqualTo(new Failure(Reason.NOT_AUTHORIZED));
        }
        Credentials ann = Credentials.certificate().actingAs("ann");
        assertThat(login(EXTERNAL, ann, new Visitors(), true)).isEqualTo(new Success("ann"));
        assertThat(SaslServer.begin(EXTERNAL, new Visitors(), tls.server()).step(Secret.of("a\0b")))
                .isEqualTo(new Failure(Reason.MALFORMED));
    }

    private static Outcome login(Mechanism mechanism, String user, String password, boolean withInitialResponse)
            throws Exception {
        return login(mechanism, Credentials.of(user, Secret.of(password)), TABLE, withInitialResponse);
    }

    private static Outcome login(
            Mechanism mechanism, Credentials credentials, Authenticator users, boolean withInitialResponse)
            throws Exception {
        boolean plusIsHidden = mechanism == SCRAM_SHA_256 || mechanism == SCRAM_SHA_1;
        SaslConnection here = plusIsHidden ? CLEAR : tls.client();
        SaslConnection there = plusIsHidden ? CLEAR : tls.server();
        SaslClient client = SaslClient.of(mechanism, credentials, here);
        SaslServer server = SaslServer.begin(mechanism, users, there);
        Optional<Secret> initial = withInitialResponse ? client.initialResponse() : Optional.empty();
        Outcome outcome = server.step(initial.isPresent() ? initial.get() : client.respond(server.initialChallenge()));
        while (outcome instanceof Challenge next) {
            outcome = server.step(client.respond(next.challenge()));
        }
        if (outcome instanceof Success) {
            client.succeeded();
        }
        return outcome;
    }

    @Test
    void noSecretIsShown() {
        assertThat(Credentials.of("ann", Secret.of("sesame")).toString()).doesNotContain("sesame");
        assertThat(Credentials.of("ann", () -> Secret.of("sesame")).toString()).contains("Token[secret]");
        assertThat(new Bearer("ann", Secret.of("sesame")).toString()).doesNotContain("sesame");
    }
}

package dev.yubin.protocol.sasl;

import static dev.yubin.protocol.sasl.Outcome.Reason.MALFORMED;
import static dev.yubin.protocol.sasl.Outcome.Reason.NOT_AUTHORIZED;
import static dev.yubin.protocol.sasl.Outcome.Reason.UNAVAILABLE;
import static dev.yubin.protocol.sasl.Outcome.Reason.WRONG_CREDENTIALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.line.SyntaxException;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScramTest {
    // RFC 7677 section 3
    private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
            + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    private static final SaslConnection CLEAR = SaslConnection.inTheClear(false);
    private static final Secret PENCIL = Secret.of("pencil");
    private static final ScramKeys KEYS = ScramKeys.of(
            PENCIL, ScramHash.SHA_256, Secret.of(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==")), 4096);

    private final UserTable users = new UserTable(4096).add("user", KEYS);
    private final ScramServer server = new ScramServer(users, ScramHash.SHA_256, false, CLEAR, SERVER_NONCE);
    private final ScramClient client = client(Credentials.of("user", PENCIL), CLIENT_NONCE);

    private static ScramClient client(Credentials credentials, String nonce) {
        return new ScramClient(credentials, ScramHash.SHA_256, List.of(ScramClient.Binding.NONE), nonce);
    }

    private static Secret s(String text) {
        return Secret.of(text);
    }

    private static Outcome challenge(String text) {
        return new Challenge(s(text));
    }

    @Test
    void theServerSpeaksAsInTheRfcsExample() throws Exception {
        assertThat(server.initialChallenge()).isEqualTo(s(""));
        assertThat(server.step(s(CLIENT_FIRST))).isEqualTo(challenge(SERVER_FIRST));
        assertThat(server.step(s(CLIENT_FINAL))).isEqualTo(challenge(SERVER_FINAL));
        assertThat(server.step(s(""))).isEqualTo(new Success("user"));
    }

    @Test
    void theClientSpeaksAsInTheRfcsExample() throws Exception {
        assertThat(client.initialResponse()).contains(s(CLIENT_FIRST));
        assertThat(client.respond(s(SERVER_FIRST))).isEqualTo(s(CLIENT_FINAL));
        assertThat(client.respond(s(SERVER_FINAL))).isEqualTo(s(""));
        client.succeeded();
    }

    @Test
    void scramSha1SpeaksAsInItsOwnRfcsExample() throws Exception {
        Secret salt = Secret.of(Base64.getDecoder().decode("QSXCR+Q6sek8bf92"));
        UserTable old =
                new UserTable(4096).keepSha1Keys().add("user", KEYS, ScramKeys.of(PENCIL, ScramHash.SHA_1, salt, 4096));
        ScramServer server = new ScramServer(old, ScramHash.SHA_1, false, CLEAR, "3rfcNHYJY1ZVvWVs7j");
        ScramClient client = new ScramClient(
                Credentials.of("user", PENCIL),
                ScramHash.SHA_1,
                List.of(ScramClient.Binding.NONE),
                "fyko+d2lbbFgONRv9qkxdawL");

        assertThat(client.initialResponse()).contains(s("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"));
        Outcome first = server.step(s("n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL"));
        assertThat(first)
                .isEqualTo(challenge("r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096"));
        Secret proof = client.respond(((Challenge) first).challenge());
        assertThat(proof)
                .isEqualTo(s("c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts="));
        assertThat(server.step(proof)).isEqualTo(challenge("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="));
        assertThat(client.respond(s("v=rmF9pqV8S7suAoZWja4dJRkFsKQ="))).isEqualTo(s(""));
        client.succeeded();
        assertThat(server.step(s(""))).isEqualTo(new Success("user"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n=user,r=abc",
                // channel binding, and words that are none of n, y, p
                "p=tls-unique,,n=user,r=abc",
                "p=,,n=user,r=abc",
                "N,,n=user,r=abc",
                "x,,n=user,r=abc",
                ",,n=user,r=abc",
                // the authorization identity
                "n,user,n=user,r=abc",
                "n,a=,n=user,r=abc",
                "n,a=x=y,n=user,r=abc",
                "n,a=x\0,n=user,r=abc",
                // names and their escapes
                "n,,n=,r=abc",
                "n,,N=user,r=abc",
                "n,,n=us=er,r=abc",
                "n,,n=user=,r=abc",
                "n,,n=user=2c,r=abc",
                "n,,n===2C,r=abc",
                // nonces
                "n,,n=user",
                "n,,n=user,",
                "n,,n=user,r=",
                "n,,n=user,r=a b",
                "n,,n=user,r=ä",
                "n,,r=abc,n=user",
                // mandatory extensions, and what is none
                "n,,m=x,n=user,r=abc",
                "n,,n=user,r=abc,m=x",
                "n,,n=user,r=abc,",
                "n,,n=user,r=abc,x",
                "n,,n=user,r=abc,x=",
                "n,,n=user,r=abc,1=x"
            })
    void aFirstMessageOutsideTheGrammarIsMalformed(String message) {
        assertThat(SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true))
                        .step(s(message)))
                .isEqualTo(new Failure(MALFORMED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        y,,n=user,r=abc             | abc
        n,a=user,n=user,r=abc       | abc
        n,,n=user,r=abc,x=y,z=1=2   | abc
        n,,n=USER,r=!"#$%&'()*+-./~ | !"#$%&'()*+-./~
        """)
    void aFirstMessageMayAlso(String message, String nonce) throws Exception {
        assertThat(server.step(s(message)))
                .isEqualTo(challenge("r=" + nonce + SERVER_NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "c=biws",
                "c=biws,r=NONCE",
                "c=biws,r=NONCE,p=",
                "c=biws,r=NONCE,p=AAAA",
                "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ",
                "c=biws,r=NONCE,v=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=,x=y",
                // another nonce, and ours cut short
                "c=biws,r=rOprNGfwEbeRWgbNEkqO,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=NONCEx,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                // another gs2-header: y,, and p=tls-unique,,
                "c=eSws,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=cD10bHMtdW5pcXVlLCw=,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=,r=NONCE,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
                "c=biws,r=NONCE,m=x,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
            })
    void aFinalMessageOutsideTheGrammarOrOfAnotherExchangeIsMalformed(String message) {
        SaslServer exchange = SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true));
        String first = text(exchange.step(s(CLIENT_FIRST)));
        String nonce = first.substring(2, first.indexOf(','));
        assertThat(exchange.step(s(message.replace("NONCE", nonce)))).isEqualTo(new Failure(MALFORMED));
    }

    private static String text(Outcome outcome) {
        return new String(((Challenge) outcome).challenge().octets(), java.nio.charset.StandardCharsets.UTF_8);
    }

    @Test
    void aProofIsOfThisExchangeAlone() throws Exception {
        server.step(s("n,,n=user,r=" + CLIENT_NONCE + ",x=another"));
        assertThat(server.step(s(CLIENT_FINAL))).isEqualTo(new Failure(WRONG_CREDENTIALS));
    }

    @Test
    void theServersSignatureIsAnsweredWithNothing() throws Exception {
        server.step(s(CLIENT_FIRST));
        server.step(s(CLIENT_FINAL));
        assertThatExceptionOfType(SyntaxException.class).isThrownBy(() -> server.step(s("x")));
    }

    @Test
    void anUnknownUserIsToldWhatAKnownOneIsAndFailsAtTheEnd() throws Exception {
        String known = text(SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true))
                .step(s("n,,n=user,r=abc")));
        SaslServer exchange = SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true));
        String unknown = text(exchange.step(s("n,,n=nobody,r=abc")));
        String look = "r=abc[A-Za-z0-9+/]{32},s=[A-Za-z0-9+/]{22}==,i=4096";
        assertThat(known).matches(look);
        assertThat(unknown).matches(look);

        ScramClient guesser = client(Credentials.of("nobody", PENCIL), "abc");
        assertThat(exchange.step(guesser.respond(s(unknown)))).isEqualTo(new Failure(WRONG_CREDENTIALS));
    }

    @Test
    void anUnknownUsersSaltStaysAndIsItsOwn() throws Exception {
        assertThat(saltOf("nobody")).isEqualTo(saltOf("nobody"));
        assertThat(saltOf("NoBody")).as("in another case").isEqualTo(saltOf("nobody"));
        assertThat(saltOf("ｎobody")).as("prepared by SASLprep").isEqualTo(saltOf("nobody"));
        assertThat(saltOf("someone")).isNotEqualTo(saltOf("nobody"));
    }

    private String saltOf(String user) {
        String first = text(SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true))
                .step(s("n,,n=" + user + ",r=abc")));
        return first.substring(first.indexOf(",s="));
    }

    @Test
    void everyExchangeHasANonceOfItsOwn() {
        assertThat(text(SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true))
                        .step(s(CLIENT_FIRST))))
                .isNotEqualTo(text(SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true))
                        .step(s(CLIENT_FIRST))));
        assertThat(client(Credentials.of("user", PENCIL), Scram.nonce()).initialResponse())
                .isNotEqualTo(
                        client(Credentials.of("user", PENCIL), Scram.nonce()).initialResponse());
    }

    @Test
    void aUserNameThatSaslprepRefusesIsWrong() throws Exception {
        assertThat(server.step(s("n,,n=a\u0007,r=abc"))).isEqualTo(new Failure(WRONG_CREDENTIALS));
    }

    @Test
    void aDirectoryThatIsDownIsNotAWrongPassword() {
        ScramAuthenticator down = (account, hash) -> {
            throw new UnavailableException("no route to the directory", null);
        };
        assertThat(SaslServer.begin(Mechanism.SCRAM_SHA_256, down, SaslConnection.inTheClear(true))
                        .step(s(CLIENT_FIRST)))
                .isEqualTo(new Failure(UNAVAILABLE));
    }

    @Test
    void actingAsAnotherIsForTheApplicationToAllow() throws Exception {
        ScramAuthenticator proxies = new ScramAuthenticator() {
            @Override
            public Optional<ScramKeys> scramKeys(String account, ScramHash hash) {
                return users.scramKeys(account, hash);
            }

            @Override
            public Optional<String> authorize(String account, String identity) {
                return identity.equals("a=b,c") ? Optional.of("abc") : Optional.empty();
            }
        };
        assertThat(exchange(proxies, "a=b,c", PENCIL)).isEqualTo(new Success("abc"));
        assertThat(exchange(proxies, "other", PENCIL)).isEqualTo(new Failure(NOT_AUTHORIZED));
        assertThat(exchange(proxies, "a=b,c", s("wrong"))).isEqualTo(new Failure(WRONG_CREDENTIALS));
        assertThat(exchange(users, "a=b,c", PENCIL)).isEqualTo(new Failure(NOT_AUTHORIZED));
    }

    private static Outcome exchange(ScramAuthenticator users, String identity, Secret password) throws Exception {
        SaslServer server = SaslServer.begin(Mechanism.SCRAM_SHA_256, users, SaslConnection.inTheClear(true));
        Credentials credentials = Credentials.of("user", password).actingAs(identity);
        SaslClient client = SaslClient.of(Mechanism.SCRAM_SHA_256, credentials, SaslConnection.inTheClear(false));
        Outcome outcome = server.step(client.initialResponse().orElseThrow());
        while (outcome instanceof Challenge next) {
            outcome = server.step(client.respond(next.challenge()));
        }
        return outcome;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z",
                "r=rOprNGfwEbeRWgbNEkqO%,i=4096,s=W22Z",
                "r=rOprNGfwEbeRWgbNEkqO%,s=,i=4096",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22,i=4096",
                "m=x,r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=4096",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=4096,m=x",
                "e=other-error",
                // not our nonce, or ours with nothing behind it
                "r=other%hvYDpWUa2RaTCAfuxFIlj,s=W22Z,i=4096",
                "r=rOprNGfwEbeRWgbNEkqO,s=W22Z,i=4096",
                // rounds
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=0",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=04096",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=-4096",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=4095",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=5000001",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=4294971392",
                "r=rOprNGfwEbeRWgbNEkqO%,s=W22Z,i=99999999999999999999"
            })
    void aClientProvesNothingToAServerThatBreaksTheRules(String challenge) {
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> client.respond(s(challenge)))
                .isInstanceOfAny(SyntaxException.class, ProtocolException.class);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(client::succeeded);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v=",
                "v=AAAA",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G0=",
                "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=,m=x",
                "x=y"
            })
    void aServerThatCannotSignIsFoundOut(String challenge) throws Exception {
        client.respond(s(SERVER_FIRST));
        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> client.respond(s(challenge)))
                .isInstanceOfAny(SyntaxException.class, ProtocolException.class);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(client::succeeded);
    }

    @Test
    void aServerThatSaysSuccessWithoutASignatureIsFoundOut() throws Exception {
        client.respond(s(SERVER_FIRST));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(client::succeeded)
                .withMessageContaining("without the signature");
    }

    @Test
    void anErrorOfTheServersIsAcknowledgedAndIsNoSuccess() throws Exception {
        client.respond(s(SERVER_FIRST));
        assertThat(client.respond(s("e=invalid-proof"))).isEqualTo(s(""));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(client::succeeded);
    }

    @Test
    void nothingComesAfterTheSignature() throws Exception {
        client.respond(s(SERVER_FIRST));
        client.respond(s(SERVER_FINAL + ",x=an extension"));
        assertThatExceptionOfType(SyntaxException.class).isThrownBy(() -> client.respond(s(SERVER_FINAL)));
    }

    @Test
    void aCommaAndAnEqualsSignInANameAreEscaped() throws Exception {
        Credentials credentials = Credentials.of("a=b,c", PENCIL).actingAs("d,e=f");
        assertThat(client(credentials, "abc").initialResponse()).contains(s("n,a=d=2Ce=3Df,n=a=3Db=2Cc,r=abc"));
        Scram.ClientFirst read = Scram.ClientFirst.read(s("n,a=d=2Ce=3Df,n=a=3Db=2Cc,r=abc"));
        assertThat(read).isEqualTo(Scram.ClientFirst.of("n", "d,e=f", "a=b,c", "abc"));
        assertThat(Scram.ClientFirst.read(s("n,,n=a=3D2C,r=abc")).username()).isEqualTo("a=2C");
    }

    @Test
    void namesAndPasswordsThatSaslprepRefusesAreRefusedAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> client(Credentials.of("a\u0007", PENCIL), Scram.nonce()));
        assertThatIllegalArgumentException().isThrownBy(() -> client(Credentials.of("a", s("\u0007")), Scram.nonce()));
        assertThatIllegalArgumentException().isThrownBy(() -> client(Credentials.of("a", s("")), Scram.nonce()));
    }
}

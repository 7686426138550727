package dev.yubin.protocol.sasl;

import static dev.yubin.protocol.sasl.Outcome.Reason.MALFORMED;
import static dev.yubin.protocol.sasl.Outcome.Reason.NOT_AUTHORIZED;
import static dev.yubin.protocol.sasl.Outcome.Reason.TOO_LONG;
import static dev.yubin.protocol.sasl.Outcome.Reason.UNAVAILABLE;
import static dev.yubin.protocol.sasl.Outcome.Reason.WRONG_CREDENTIALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTest {
    /** One user of RFC 4616 section 4, who may act as one other. */
    private static final Authenticator USERS = new Authenticator() {
        @Override
        public Optional<String> verify(String user, Secret password) {
            return user.equalsIgnoreCase("tim") && password.equals(Secret.of("tanstaaftanstaaf"))
                    ? Optional.of("tim")
                    : Optional.empty();
        }

        @Override
        public Optional<String> authorize(String account, String identity) {
            return identity.equals("Ursel") ? Optional.of("ursel") : Optional.empty();
        }
    };

    private static Outcome answer(String message) {
        return SaslServer.begin(Mechanism.PLAIN, USERS, SaslConnection.inTheClear(true))
                .step(Secret.of(message.replace('|', '\0')));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
        # RFC 4616 section 4
        |tim|tanstaaftanstaaf,      tim
        Ursel|tim|tanstaaftanstaaf, ursel
        # oneself, however spelt
        tim|tim|tanstaaftanstaaf,   tim
        TIM|TIM|tanstaaftanstaaf,   tim
        # prepared by SASLprep: full width letters
        |ｔｉｍ|ｔanstaaftanstaaf,    tim
        """)
    void theRightPasswordOpensTheAccount(String message, String account) {
        assertThat(answer(message)).isEqualTo(new Success(account));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
        |tim|wrong,                  WRONG_CREDENTIALS
        |nobody|tanstaaftanstaaf,    WRONG_CREDENTIALS
        Ursel|tim|wrong,             WRONG_CREDENTIALS
        kurt|tim|tanstaaftanstaaf,   NOT_AUTHORIZED
        |tim|a\u0007b,               WRONG_CREDENTIALS
        |\u00AD|tanstaaftanstaaf,    WRONG_CREDENTIALS
        "",                          MALFORMED
        |,                           MALFORMED
        ||,                          MALFORMED
        |tim|,                       MALFORMED
        ||tanstaaftanstaaf,          MALFORMED
        tim|tanstaaftanstaaf,        MALFORMED
        |tim|tanstaaf|tanstaaf,      MALFORMED
        |tim|tanstaaftanstaaf|,      MALFORMED
        """)
    void allElseIsRefused(String message, Outcome.Reason reason) {
        assertThat(answer(message)).isEqualTo(new Failure(reason));
    }

    @Test
    void octetsThatAreNotUtf8AreMalformed() {
        byte[] message = {0, 't', 0, (byte) 0xFF};
        assertThat(SaslServer.begin(Mechanism.PLAIN, USERS, SaslConnection.inTheClear(true))
                        .step(Secret.of(message)))
                .isEqualTo(new Failure(MALFORMED));
    }

    @Test
    void aMessageIsAtMost12288OctetsLong() {
        assertThat(answer("|tim|" + "x".repeat(12_288 - 5))).isEqualTo(new Failure(WRONG_CREDENTIALS));
        assertThat(answer("|tim|" + "x".repeat(12_288 - 4))).isEqualTo(new Failure(TOO_LONG));
    }

    @Test
    void aDirectoryThatIsDownIsNotAWrongPassword() {
        Authenticator down = (user, password) -> {
            throw new UnavailableException("no route to the directory", null);
        };
        assertThat(SaslServer.begin(Mechanism.PLAIN, down, SaslConnection.inTheClear(true))
                        .step(Secret.of("\0tim\0x")))
                .isEqualTo(new Failure(UNAVAILABLE));
        assertThat(SaslServer.login(down, "tim", Secret.of("x"))).isEqualTo(new Failure(UNAVAILABLE));
    }

    @Test
    void nobodyActsAsAnotherUnlessTheApplicationSaysSo() {
        Authenticator anyone = (user, password) -> Optional.of(user);
        assertThat(SaslServer.begin(Mechanism.PLAIN, anyone, SaslConnection.inTheClear(true))
                        .step(Secret.of("ann\0tim\0x")))
                .isEqualTo(new Failure(NOT_AUTHORIZED));
    }

    @Test
    void loginWithoutAMechanismAsksTheSame() {
        assertThat(SaslServer.login(USERS, "TIM", Secret.of("tanstaaftanstaaf")))
                .isEqualTo(new Success("tim"));
        assertThat(SaslServer.login(USERS, "tim", Secret.of("wrong"))).isEqualTo(new Failure(WRONG_CREDENTIALS));
        assertThat(SaslServer.login(USERS, "", Secret.of("x"))).isEqualTo(new Failure(WRONG_CREDENTIALS));
        assertThat(SaslServer.login(USERS, "tim", Secret.of(new byte[] {(byte) 0xFF})))
                .isEqualTo(new Failure(WRONG_CREDENTIALS));
    }

    @Test
    void anExchangeThatIsOverTakesNoFurtherStep() {
        SaslServer server = SaslServer.begin(Mechanism.PLAIN, USERS, SaslConnection.inTheClear(true));
        server.step(Secret.of("\0tim\0wrong"));
        assertThatIllegalStateException().isThrownBy(() -> server.step(Secret.of("\0tim\0tanstaaftanstaaf")));
    }

    @Test
    void theClientsMessageIsTheInitialResponseOrAnswersTheEmptyChallenge() throws Exception {
        Credentials credentials = Credentials.of("tim", Secret.of("tanstaaftanstaaf"));
        Secret message = Secret.of("\0tim\0tanstaaftanstaaf");
        SaslClient client = SaslClient.of(Mechanism.PLAIN, credentials, SaslConnection.inTheClear(true));
        assertThat(client.initialResponse()).contains(message);
        assertThat(SaslServer.begin(Mechanism.PLAIN, USERS, SaslConnection.inTheClear(true))
                        .initialChallenge())
                .isEqualTo(Secret.of(""));
        assertThat(client.respond(Secret.of(""))).isEqualTo(message);
        client.succeeded();
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client.respond(Secret.of("")));
        assertThat(SaslClient.of(Mechanism.PLAIN, credentials.actingAs("Ursel"), SaslConnection.inTheClear(true))
                        .initialResponse())
                .contains(Secret.of("Ursel\0tim\0tanstaaftanstaaf"));
    }

    @Test
    void aClientAnswersNothingButTheEmptyChallenge() {
        SaslClient client =
                SaslClient.of(Mechanism.PLAIN, Credentials.of("tim", Secret.of("x")), SaslConnection.inTheClear(true));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client.respond(Secret.of("Password:")));
    }

    @Test
    void aClientDoesNotShowThePasswordWhereItMayNot() {
        Credentials credentials = Credentials.of("tim", Secret.of("x"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SaslClient.of(Mechanism.PLAIN, credentials, SaslConnection.inTheClear(false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0b"})
    void aPasswordThatThisMessageCannotCarryIsRefusedAtOnce(String password) {
        Credentials credentials = Credentials.of("tim", Secret.of(password));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SaslClient.of(Mechanism.PLAIN, credentials, SaslConnection.inTheClear(true)));
    }
}

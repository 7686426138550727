package dev.yubin.protocol.sasl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CramMd5Test {
    // RFC 2195 section 2
    private static final Secret CHALLENGE = Secret.of("<1896.697170952@postoffice.reston.mci.net>");
    private static final Secret RESPONSE = Secret.of("tim b913a602c7eda7a495b4e6e7334d3890");
    private static final Secret SECRET = Secret.of("tanstaaftanstaaf");

    private final UserTable users = new UserTable(4096).keepPasswords().add("tim", SECRET);
    private final SaslConnection clear = SaslConnection.inTheClear(false);

    private CramMd5.Server challenged() {
        CramMd5.Server server = new CramMd5.Server(users, CHALLENGE);
        assertThat(server.initialChallenge()).isEqualTo(CHALLENGE);
        return server;
    }

    @Test
    void bothSidesSpeakAsInTheRfcsExample() throws Exception {
        SaslClient client = SaslClient.of(Mechanism.CRAM_MD5, Credentials.of("tim", SECRET), clear);
        assertThat(client.initialResponse()).isEmpty();
        assertThat(client.respond(CHALLENGE)).isEqualTo(RESPONSE);
        client.succeeded();
        assertThat(challenged().step(RESPONSE)).isEqualTo(new Success("tim"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tim",
                "tim ",
                " b913a602c7eda7a495b4e6e7334d3890",
                "tim b913a602c7eda7a495b4e6e7334d389",
                "tim b913a602c7eda7a495b4e6e7334d38900",
                "tim B913A602C7EDA7A495B4E6E7334D3890",
                "tim b913a602c7eda7a495b4e6e7334d389g",
                "tim b913a602c7eda7a495b4e6e7334d3890 ",
                "tim\0b913a602c7eda7a495b4e6e7334d3890"
            })
    void aResponseOutsideTheGrammarIsMalformed(String response) {
        SaslServer server = SaslServer.begin(Mechanism.CRAM_MD5, users, clear);
        server.initialChallenge();
        assertThat(server.step(Secret.of(response))).isEqualTo(new Failure(Reason.MALFORMED));
    }

    @Test
    void wrongDigestsAndUnknownUsersAreWrongInTheSameWords() throws Exception {
        Failure wrong = new Failure(Reason.WRONG_CREDENTIALS);
        assertThat(challenged().step(Secret.of("tim b913a602c7eda7a495b4e6e7334d3891")))
                .isEqualTo(wrong);
        assertThat(challenged().step(Secret.of("tom b913a602c7eda7a495b4e6e7334d3890")))
                .isEqualTo(wrong);
        assertThat(challenged().step(Secret.of("t\u0007m b913a602c7eda7a495b4e6e7334d3890")))
                .isEqualTo(wrong);
        assertThat(challenged().step(Secret.of("tim b b913a602c7eda7a495b4e6e7334d3890")))
                .isEqualTo(wrong);
    }

    @Test
    void whatComesBeforeTheChallengeAnswersNothing() {
        assertThat(SaslServer.begin(Mechanism.CRAM_MD5, users, clear).step(RESPONSE))
                .isEqualTo(new Failure(Reason.MALFORMED));
    }

    @Test
    void everyChallengeIsNewAndHasTheFormOfAMsgId() throws Exception {
        Secret one = SaslServer.begin(Mechanism.CRAM_MD5, users, clear).initialChallenge();
        Secret other = SaslServer.begin(Mechanism.CRAM_MD5, users, clear).initialChallenge();
        assertThat(one).isNotEqualTo(other);
        assertThat(one.text()).matches("<[A-Za-z0-9_-]{24}\\.[0-9]+@yubin>");
    }

    @Test
    void aClientAnswersOneChallengeAndNotAnEmptyOne() throws Exception {
        SaslClient client = SaslClient.of(Mechanism.CRAM_MD5, Credentials.of("tim", SECRET), clear);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client.respond(Secret.of("")));
        client.respond(CHALLENGE);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client.respond(CHALLENGE));
    }
}

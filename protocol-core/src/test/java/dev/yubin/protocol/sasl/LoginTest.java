package dev.yubin.protocol.sasl;

import static dev.yubin.protocol.sasl.Outcome.Reason.MALFORMED;
import static dev.yubin.protocol.sasl.Outcome.Reason.WRONG_CREDENTIALS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.ProtocolException;
import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoginTest {
    private static final Authenticator USERS =
            (user, password) -> user.equals("ann") && password.equals(Secret.of("sesame"))
                    ? Optional.of("ann@osaka.test")
                    : Optional.empty();

    private final SaslServer server = SaslServer.begin(Mechanism.LOGIN, USERS, SaslConnection.inTheClear(true));

    @Test
    void nameAndPasswordAreAskedForInTheWordsThatClientsKnow() {
        assertThat(server.initialChallenge()).isEqualTo(Secret.of("Username:"));
        assertThat(server.step(Secret.of("ann"))).isEqualTo(new Challenge(Secret.of("Password:")));
        assertThat(server.step(Secret.of("sesame"))).isEqualTo(new Success("ann@osaka.test"));
    }

    @Test
    void anUnknownUserIsAskedForThePasswordToo() {
        assertThat(server.step(Secret.of("nobody"))).isEqualTo(new Challenge(Secret.of("Password:")));
        assertThat(server.step(Secret.of("sesame"))).isEqualTo(new Failure(WRONG_CREDENTIALS));
    }

    @Test
    void emptyAnswersAreWrongAndBrokenNamesMalformed() {
        assertThat(server.step(Secret.of(""))).isEqualTo(new Challenge(Secret.of("Password:")));
        assertThat(server.step(Secret.of(""))).isEqualTo(new Failure(WRONG_CREDENTIALS));
        assertThat(SaslServer.begin(Mechanism.LOGIN, USERS, SaslConnection.inTheClear(true))
                        .step(Secret.of(new byte[] {(byte) 0xC3})))
                .isEqualTo(new Failure(MALFORMED));
    }

    @Test
    void theClientAnswersWhateverTheServerCallsItsQuestions() throws Exception {
        SaslClient client = SaslClient.of(
                Mechanism.LOGIN, Credentials.of("ann", Secret.of("sesame")), SaslConnection.inTheClear(true));
        assertThat(client.initialResponse()).isEmpty();
        assertThat(client.respond(Secret.of("User Name\0"))).isEqualTo(Secret.of("ann"));
        assertThat(client.respond(Secret.of(""))).isEqualTo(Secret.of("sesame"));
        client.succeeded();
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> client.respond(Secret.of("And?")));
    }

    @Test
    void aClientCannotActAsSomebodyElse() {
        Credentials credentials = Credentials.of("ann", Secret.of("x")).actingAs("bob");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SaslClient.of(Mechanism.LOGIN, credentials, SaslConnection.inTheClear(true)));
    }

    @Test
    void clientAndServerUnderstandEachOther() throws Exception {
        SaslClient client = SaslClient.of(
                Mechanism.LOGIN, Credentials.of("ann", Secret.of("sesame")), SaslConnection.inTheClear(true));
        Challenge password = (Challenge) server.step(client.respond(server.initialChallenge()));
        assertThat(server.step(client.respond(password.challenge()))).isEqualTo(new Success("ann@osaka.test"));
    }
}

package dev.yubin.protocol.sasl;

import static dev.yubin.protocol.sasl.Mechanism.LOGIN;
import static dev.yubin.protocol.sasl.Mechanism.PLAIN;
import static dev.yubin.protocol.sasl.Mechanism.SCRAM_SHA_256;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.protocol.Secret;
import dev.yubin.protocol.sasl.Outcome.Challenge;
import dev.yubin.protocol.sasl.Outcome.Failure;
import dev.yubin.protocol.sasl.Outcome.Reason;
import dev.yubin.protocol.sasl.Outcome.Success;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MechanismTest {
    private static final UserTable TABLE = new UserTable(4096).add("ann", Secret.of("sesame=,\u00E9"));
    private static final Authenticator PASSWORDS_ONLY = (user, password) -> Optional.of(user);

    @Test
    void onlyWhatCanSucceedAndMayBeSeenIsOffered() {
        assertThat(Mechanism.offered(TABLE, true)).containsExactly(SCRAM_SHA_256, PLAIN, LOGIN);
        assertThat(Mechanism.offered(TABLE, false)).containsExactly(SCRAM_SHA_256);
        assertThat(Mechanism.offered(PASSWORDS_ONLY, true)).containsExactly(PLAIN, LOGIN);
        assertThat(Mechanism.offered(PASSWORDS_ONLY, false)).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> SaslServer.begin(SCRAM_SHA_256, PASSWORDS_ONLY));
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
    @CsvSource(nullValues = "none", textBlock = """
        LOGIN PLAIN SCRAM-SHA-256,      true,  SCRAM-SHA-256
        LOGIN PLAIN SCRAM-SHA-256,      false, SCRAM-SHA-256
        login plain,                    true,  PLAIN
        LOGIN,                          true,  LOGIN
        LOGIN PLAIN,                    false, none
        GSSAPI SCRAM-SHA-256-PLUS NTLM, true,  none
        '',                             true,  none
        """)
    void aClientTakesTheStrongestThatBothSpeak(String offered, boolean mayShowPassword, String chosen) {
        assertThat(Mechanism.strongest(List.of(offered.split(" ")), mayShowPassword)
                        .map(Mechanism::text))
                .isEqualTo(Optional.ofNullable(chosen));
    }

    @ParameterizedTest
    @EnumSource(Mechanism.class)
    void clientAndServerUnderstandEachOther(Mechanism mechanism) throws Exception {
        assertThat(login(mechanism, "ann", "sesame=,\u00E9", true)).isEqualTo(new Success("ann"));
        assertThat(login(mechanism, "ann", "sesame=,\u00E9", false)).isEqualTo(new Success("ann"));
        assertThat(login(mechanism, "ANN", "sesame=,e\u0301", true)).isEqualTo(new Success("ann"));
        assertThat(login(mechanism, "ann", "wrong", true)).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
        assertThat(login(mechanism, "a,n=n", "sesame", false)).isEqualTo(new Failure(Reason.WRONG_CREDENTIALS));
    }

    private static Outcome login(Mechanism mechanism, String user, String password, boolean withInitialResponse)
            throws Exception {
        SaslClient client = SaslClient.of(mechanism, Credentials.of(user, Secret.of(password)), true);
        SaslServer server = SaslServer.begin(mechanism, TABLE);
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
}

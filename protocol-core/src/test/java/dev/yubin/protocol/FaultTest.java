package dev.yubin.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.protocol.Fault.Cause;
import dev.yubin.protocol.Fault.Kind;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultTest {
    private static final Fault REFUSED = new Fault(
            Cause.CREDENTIALS_REFUSED,
            "pop.osaka.test",
            995,
            "logging in",
            Optional.of("-ERR [AUTH] no"),
            "the server refuses");

    @Test
    void itSaysWhereAndWhatAndTheLastWordsAndWhatToDo() {
        assertThat(REFUSED)
                .hasToString("pop.osaka.test:995, while logging in: the server refuses;"
                        + " it last said \"-ERR [AUTH] no\". To do: check the user's name and the password.");
    }

    @ParameterizedTest
    @CsvSource({"localhost, 0, localhost", "192.0.2.1, 25, 192.0.2.1:25", "::1, 110, [::1]:110", "::1, 0, [::1]"})
    void anAddressAndItsPortAreToldApart(String host, int port, String shown) {
        Fault fault = new Fault(Cause.TIMEOUT, host, port, "connecting", Optional.empty(), "nothing came");
        assertThat(fault.toString()).startsWith(shown + ", while connecting: nothing came. To do: ");
    }

    @ParameterizedTest
    @EnumSource
    void everyCauseHasAKindAndAdviceThatReadsOnBehindToDo(Cause cause) {
        assertThat(cause.kind()).isNotNull();
        assertThat(cause.advice()).matches("[a-z].*[^.]");
    }

    @ParameterizedTest
    @EnumSource
    void everyKindHasACause(Kind kind) {
        assertThat(Cause.values()).anyMatch(cause -> cause.kind() == kind);
    }

    @Test
    void anExceptionSpeaksTheFaultsText() {
        IOException below = new IOException("below");
        assertThat(new FaultException(REFUSED, below))
                .hasMessage(REFUSED.toString())
                .hasCause(below);
        assertThat(new FaultException(REFUSED).fault()).isSameAs(REFUSED);
    }
}

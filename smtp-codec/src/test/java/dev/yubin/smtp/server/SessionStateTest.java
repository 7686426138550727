package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.smtp.Verb;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SessionStateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CONNECTED  | EHLO     | READY
            CONNECTED  | HELO     | READY
            CONNECTED  | LHLO     | READY
            CONNECTED  | RSET     | CONNECTED
            CONNECTED  | NOOP     | CONNECTED
            CONNECTED  | QUIT     | CLOSED
            READY      | MAIL     | SENDER
            READY      | AUTH     | READY
            READY      | STARTTLS | CONNECTED
            SENDER     | RCPT     | RECIPIENTS
            SENDER     | EHLO     | READY
            SENDER     | RSET     | READY
            RECIPIENTS | RCPT     | RECIPIENTS
            RECIPIENTS | DATA     | READY
            RECIPIENTS | BDAT     | CHUNKS
            CHUNKS     | BDAT     | CHUNKS
            CHUNKS     | RSET     | READY
            RECIPIENTS | VRFY     | RECIPIENTS
            RECIPIENTS | MALFORMED | RECIPIENTS
            """)
    void whatSucceedsMovesTheState(SessionState state, Verb verb, SessionState after) {
        assertThat(state.admits(verb)).isTrue();
        assertThat(state.after(verb)).isEqualTo(after);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CONNECTED  | MAIL     | MAIL out of turn, expected EHLO
            CONNECTED  | STARTTLS | STARTTLS out of turn, expected EHLO
            READY      | RCPT     | RCPT out of turn, expected EHLO or MAIL
            READY      | DATA     | DATA out of turn, expected EHLO or MAIL
            SENDER     | MAIL     | MAIL out of turn, expected EHLO or RCPT
            SENDER     | AUTH     | AUTH out of turn, expected EHLO or RCPT
            RECIPIENTS | STARTTLS | STARTTLS out of turn, expected EHLO or RCPT or DATA or BDAT
            """)
    void theTableWritesItsOwnComplaint(SessionState state, Verb verb, String complaint) {
        assertThat(state.admits(verb)).isFalse();
        assertThat(state.outOfTurn(verb, Verb.EHLO)).isEqualTo(complaint);
        assertThat(state.outOfTurn(verb, Verb.LHLO)).isEqualTo(complaint.replace("expected EHLO", "expected LHLO"));
    }

    @ParameterizedTest
    @EnumSource(value = SessionState.class, names = "CLOSED", mode = EnumSource.Mode.EXCLUDE)
    void someThingsMayBeSaidAtAnyTime(SessionState state) {
        assertThat(EnumSet.of(Verb.NOOP, Verb.RSET, Verb.QUIT, Verb.VRFY, Verb.HELP, Verb.EHLO))
                .allMatch(state::admits);
    }

    @Test
    void nothingIsSaidBehindTheEnd() {
        Set<Verb> admitted = EnumSet.noneOf(Verb.class);
        Arrays.stream(Verb.values()).filter(SessionState.CLOSED::admits).forEach(admitted::add);
        assertThat(admitted).isEmpty();
    }
}

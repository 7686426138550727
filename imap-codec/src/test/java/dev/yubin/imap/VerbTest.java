package dev.yubin.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of commands. */
class VerbTest {
    /** The first six are RFC 9051 section 5.5's own; a command that is sent without waiting may follow each of those before it. */
    @ParameterizedTest
    @CsvSource({
        "FETCH + NOOP + STORE, false",
        "STORE + COPY + FETCH, false",
        "COPY + COPY, false",
        "FETCH + STORE + SEARCH + NOOP, true",
        "STORE + COPY + EXPUNGE, true",
        "UID SEARCH + UID SEARCH, true",
        "UID STORE + STORE, false",
        "EXPUNGE + FETCH, false",
        "EXPUNGE + UID FETCH, true",
        "MOVE + UID MOVE, true",
        "UID MOVE + MOVE, false",
        "CREATE + APPEND + SUBSCRIBE, true",
        "LOGIN + SELECT, false",
        "SELECT + UID FETCH, false",
        "FETCH + CLOSE, false",
        "IDLE + NOOP, false"
    })
    void whatMayGoOutWithoutWaiting(String sequence, boolean valid) {
        List<Verb> verbs = Stream.of(sequence.split(" \\+ "))
                .map(word -> Verb.named(word).orElseThrow())
                .toList();
        boolean all = IntStream.range(1, verbs.size())
                .allMatch(i -> verbs.subList(0, i).stream().allMatch(verbs.get(i)::mayFollow));
        assertThat(all).isEqualTo(valid);
    }

    @Test
    void whatChangesMessagesNeedsAMailboxThatIsSelected() {
        assertThat(Verb.values())
                .filteredOn(verb -> verb.access().changesSelected())
                .allMatch(verb -> verb.isFor(ImapState.SELECTED) && !verb.isFor(ImapState.AUTHENTICATED))
                .containsExactly(
                        Verb.EXPUNGE,
                        Verb.STORE,
                        Verb.MOVE,
                        Verb.REPLACE,
                        Verb.UID_REPLACE,
                        Verb.UID_EXPUNGE,
                        Verb.UID_STORE,
                        Verb.UID_MOVE);
    }

    /** What takes messages away is never among those while which no number may change. */
    @Test
    void whatRemovesMayRenumber() {
        assertThat(Verb.values())
                .filteredOn(verb -> verb.access() == Access.REMOVES)
                .allMatch(verb -> verb.numbers().mayRenumber());
    }
}

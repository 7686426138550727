package dev.yubin.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.wire.ImapEncoding;
import dev.yubin.imap.wire.ImapReader;
import dev.yubin.mailbox.UidSet;
import dev.yubin.protocol.line.SyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** sequence-set of RFC 9051 section 9. */
class SequenceSetTest {
    private static SequenceSet read(String wire) throws SyntaxException {
        byte[] octets = Spoken.octets(wire);
        ImapReader in = ImapReader.command(octets, octets.length, ImapEncoding.PLAIN, ImapLimits.standard());
        SequenceSet set = SequenceSet.read(in);
        in.expectEnd();
        return set;
    }

    /** Of a mailbox whose largest number is 15; the RFC's own examples first. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            2,4:7,9,12:*       | 2,4:7,9,12:15
            *:4,5:7            | 4:15
            2:4                | 2:4
            4:2                | 2:4
            *                  | 15
            *:*                | 15
            1:*                | 1:15
            20:*               | 15:20
            *:20               | 15:20
            20                 | 20
            3,1,2              | 1:3
            1,1,1              | 1
            1:3,2:5            | 1:5
            4294967295         | 4294967295
            1:4294967295       | 1:4294967295
            """, delimiter = '|')
    void whatItNamesDependsOnTheLargest(String wire, String named) throws SyntaxException {
        SequenceSet set = read(wire);
        assertThat(set).hasToString(wire.equals("*:*") ? "*" : wire);
        assertThat(set.within(15)).hasToString(named);
        assertThat(read(set.toString())).isEqualTo(set).hasSameHashCodeAs(set);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "1:",
                ":1",
                "1,",
                ",1",
                "1,,2",
                "1:2:3",
                "-1",
                "4294967296",
                "a",
                "**",
                "1 2",
                "$1",
                "$,1",
                "01"
            })
    void whatIsNoneIsRefused(String wire) {
        assertThatThrownBy(() -> read(wire)).isInstanceOf(SyntaxException.class);
    }

    @Test
    void theSavedResultIsTheSessionsToKnow() throws SyntaxException {
        assertThat(read("$")).isEqualTo(SequenceSet.SAVED).hasToString("$");
        assertThat(SequenceSet.SAVED.isSaved()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> SequenceSet.SAVED.within(1));
    }

    @Test
    void itIsBuiltFromNumbersRangesAndSets() throws SyntaxException {
        assertThat(SequenceSet.of(3, 1, 2)).isEqualTo(read("3,1,2"));
        assertThat(SequenceSet.range(3, 7)).isEqualTo(read("3:7"));
        assertThat(SequenceSet.from(3)).isEqualTo(read("3:*"));
        assertThat(SequenceSet.ALL).isEqualTo(read("1:*"));
        assertThat(SequenceSet.of(UidSet.of(1, 2, 3, 7))).isEqualTo(read("1:3,7"));
        assertThat(SequenceSet.ALL.hasLargest()).isTrue();
        assertThat(SequenceSet.of(5).hasLargest()).isFalse();
        assertThat(read("3,9:*,5").greatestNumber()).hasValue(9);
        assertThat(read("*").greatestNumber()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceSet.of(0));
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceSet.range(1, 1L << 32));
        assertThatIllegalArgumentException().isThrownBy(() -> SequenceSet.of(UidSet.EMPTY));
    }
}

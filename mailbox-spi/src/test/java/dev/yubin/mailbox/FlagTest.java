package dev.yubin.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FlagTest {
    @ParameterizedTest
    @ValueSource(strings = {"\\Seen", "$Junk", "work", "a", "\\x", "[gmail", "+1", "~!#$&'+,-./:;<=>?@[^_`|}"})
    void atomsAreFlagsAndStayAsTheyWereWritten(String name) {
        assertThat(Flag.of(name)).hasToString(name);
        assertThat(Flag.of(name).name()).isEqualTo(name);
        assertThat(Flag.of(name).system()).isEqualTo(name.startsWith("\\"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "\\", "a b", "a\r\n", "\0", "(", ")", "{", "%", "*", "\"", "a\\b", "\\\\a", "]", "\u007f", "\u00e9"
            })
    void whatIsNoAtomIsRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> Flag.of(name));
    }

    @Test
    void theLongestHas255Octets() {
        assertThat(Flag.of("x".repeat(255)).name()).hasSize(255);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Flag.of("x".repeat(256)))
                .withMessageContaining("256");
    }

    @Test
    void caseMakesNoDifferenceAndSystemFlagsAreSpelledAsInTheRfc() {
        assertThat(Flag.of("\\SEEN"))
                .isEqualTo(Flag.SEEN)
                .hasSameHashCodeAs(Flag.SEEN)
                .isEqualByComparingTo(Flag.SEEN);
        assertThat(Flag.of("\\SEEN")).hasToString("\\Seen");
        assertThat(Flag.of("Work")).isNotEqualTo(Flag.of("\\Work")).isNotEqualTo("Work");
    }

    @ParameterizedTest
    @CsvSource({"REPLACE, B C", "ADD, A B C", "REMOVE, A"})
    void aChangeSetsAddsOrTakesAway(FlagChange.Kind kind, String after) {
        FlagChange change = new FlagChange(kind, flags("b c"));
        assertThat(change.appliedTo(flags("A B"))).isEqualTo(flags(after));
    }

    @ParameterizedTest
    @EnumSource
    void aChangeOfNothing(FlagChange.Kind kind) {
        Set<Flag> after = new FlagChange(kind, Set.of()).appliedTo(flags("A"));
        assertThat(after).isEqualTo(kind == FlagChange.Kind.REPLACE ? Set.of() : flags("A"));
    }

    private static Set<Flag> flags(String names) {
        return Set.of(names.split(" ")).stream().map(Flag::of).collect(Collectors.toUnmodifiableSet());
    }
}

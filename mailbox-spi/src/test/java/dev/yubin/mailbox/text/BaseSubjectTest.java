package dev.yubin.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 5256 section 2.1. */
class BaseSubjectTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "EMPTY",
            value = {
                "lunch                          | lunch          | false",
                "Re: lunch                      | lunch          | true",
                "RE : lunch                     | lunch          | true",
                "Fw: lunch                      | lunch          | true",
                "FWD: Re: fw: lunch             | lunch          | true",
                "Re[2]: lunch                   | lunch          | true",
                "Re [list] : lunch              | lunch          | true",
                "[list] lunch                   | lunch          | false",
                "[list] [urgent] lunch          | lunch          | false",
                "[list] Re: [urgent] Re: lunch  | lunch          | true",
                "Re: [list] lunch               | lunch          | true",
                "[list]                         | [list]         | false",
                "[list][urgent]                 | [urgent]       | false",
                "Re: [list]                     | [list]         | true",
                "lunch (fwd)                    | lunch          | true",
                "lunch (fwd) (FWD)              | lunch          | true",
                "[fwd: lunch]                   | lunch          | true",
                "[Fwd: [fwd: Re: lunch (fwd)]]  | lunch          | true",
                "[fwd: lunch] today             | today          | false",
                "regarding: lunch               | regarding: lunch | false",
                "rest: lunch                    | rest: lunch    | false",
                "re                             | re             | false",
                "[a[b] lunch                    | [a[b] lunch    | false",
                "[open lunch                    | [open lunch    | false"
            })
    void takesOffWhatRepliesForwardsAndListsPutOn(String subject, String base, boolean replyOrForward) {
        assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject(base, replyOrForward));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Re:", "Re: ", "re: fwd:", "(fwd)", "[fwd:]", "[fwd: Re:]"})
    void mayLeaveNothing(String subject) {
        assertThat(BaseSubject.of(subject)).isEqualTo(new BaseSubject("", true));
    }

    @Test
    void spacesTabsAndFoldsAreOneSpace() {
        assertThat(BaseSubject.of("  Re:\t lunch \r\n\ttoday ").text()).isEqualTo("lunch today");
        assertThat(BaseSubject.of(" \t")).isEqualTo(new BaseSubject("", false));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "[a]", "[a]re", "re:", "re[", "[fwd:", "(fwd)", " ", "fw [a] "})
    void longNonsenseTakesNoLongTime(String piece) {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            BaseSubject.of(piece.repeat(200_000));
            BaseSubject.of(piece.repeat(200_000) + "x" + "]".repeat(200_000));
        });
    }
}

package dev.yubin.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lists",
                "Lists/netty",
                "..",
                "../..",
                ".",
                "*",
                "%",
                "a\"b",
                "a\\b",
                "&-",
                " ",
                "~peter/mail",
                "C:",
                "日本語",
                "\uD83D\uDCEC/x",
                "INBOXES",
                "x/inbox"
            })
    void anyTextIsAName(String name) {
        assertThat(MailboxName.of(name)).hasToString(name).isEqualTo(MailboxName.of(name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", "a\rb", "a\nb", "a\0b", "\u007f", "\u0085", "\u2028", "\u2029", "\uD800"
            })
    void noLevelIsEmptyOrHasAControlCharacter(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> MailboxName.of(name));
    }

    @Test
    void theLongestHas1000OctetsOfUtf8() {
        assertThat(MailboxName.of("é".repeat(500)).toString()).hasSize(500);
        assertThatIllegalArgumentException().isThrownBy(() -> MailboxName.of("é".repeat(500) + "x"));
    }

    @ParameterizedTest
    @CsvSource({"inbox, INBOX", "InBox, INBOX", "inbox/a, INBOX/a", "inBOX/Inbox, INBOX/Inbox"})
    void inboxIsTheSameInAnyCaseAtTheTop(String name, String same) {
        assertThat(MailboxName.of(name)).isEqualTo(MailboxName.of(same)).hasToString(same);
    }

    @Test
    void otherNamesDifferByCase() {
        assertThat(MailboxName.of("Sent")).isNotEqualTo(MailboxName.of("sent"));
        assertThat(MailboxName.of("\u0131nbox")).isNotEqualTo(MailboxName.INBOX);
    }

    @Test
    void levelsAndWhatLiesAbove() {
        MailboxName name = MailboxName.of("a/b/c");
        assertThat(name.levels()).containsExactly("a", "b", "c");
        assertThat(name.superior()).contains(MailboxName.of("a/b"));
        assertThat(MailboxName.of("a").superior()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a/b, a, true", "a/b/c, a, true", "a, a, false", "ab, a, false", "a, a/b, false", "inbox/x, InBox, true"
    })
    void isBelow(String name, String other, boolean below) {
        assertThat(MailboxName.of(name).isBelow(MailboxName.of(other))).isEqualTo(below);
    }
}

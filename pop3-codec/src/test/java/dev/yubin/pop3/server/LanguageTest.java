package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LanguageTest {
    private static final Pattern VALUE = Pattern.compile("%[sd]");

    @ParameterizedTest
    @EnumSource
    void everyPhraseHasTheSameValuesInEachLanguage(Phrase phrase) {
        String english = phrase.in(Language.ENGLISH);
        for (Language language : Language.values()) {
            assertThat(values(phrase.in(language))).isEqualTo(values(english));
        }
    }

    private static Object values(String text) {
        return VALUE.matcher(text).results().map(found -> found.group()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void everyPhraseIsSaidInEachLanguageAndFitsALine(Phrase phrase) {
        assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(phrase.in(Language.ENGLISH)))
                .isTrue();
        assertThat(phrase.in(Language.JAPANESE).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThan(250);
        boolean hasWords =
                !VALUE.matcher(phrase.in(Language.ENGLISH)).replaceAll("").matches("[: ]*");
        if (hasWords) {
            assertThat(phrase.in(Language.JAPANESE)).isNotEqualTo(phrase.in(Language.ENGLISH));
        }
    }

    @Test
    void aSayingWithinASayingIsSaidInTheSameLanguage() {
        Saying saying = Phrase.MAILDROP_HAS.with(Saying.messages(2), 320L);
        assertThat(saying.in(Language.ENGLISH)).isEqualTo("maildrop has 2 messages (320 octets)");
        assertThat(saying.in(Language.JAPANESE)).isEqualTo("メッセージ 2 通があります (320 オクテット)");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            en         | ENGLISH
            EN         | ENGLISH
            en-GB      | ENGLISH
            ja         | JAPANESE
            ja-JP-Hira | JAPANESE
            *          | JAPANESE
            jav        |
            mul        |
            x-ja       |
            """, delimiter = '|')
    void theNearestLanguageIsChosen(String range, Language language) {
        assertThat(Language.matching(range, Language.JAPANESE)).isEqualTo(Optional.ofNullable(language));
    }
}

package dev.yubin.imap.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.protocol.line.SyntaxException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3501 section 5.1.3. */
class ModifiedUtf7Test {
    @ParameterizedTest
    @CsvSource(textBlock = """
            ''                                  | ''
            INBOX                               | INBOX
            R&D                                 | R&-D
            &                                   | &-
            &&                                  | &-&-
            ~peter/mail/台北/日本語                | ~peter/mail/&U,BTFw-/&ZeVnLIqe-
            Entwürfe                            | Entw&APw-rfe
            ü&ü                                 | &APw-&-&APw-
            ü-                                  | &APw--
            Папка                               | &BB8EMAQ,BDoEMA-
            😀                                   | &2D3eAA-
            a😀b                                 | a&2D3eAA-b
            """, delimiter = '|')
    void oneTextHasOneForm(String name, String encoded) throws SyntaxException {
        assertThat(ModifiedUtf7.encode(name)).isEqualTo(encoded);
        assertThat(ModifiedUtf7.decode(encoded)).isEqualTo(name);
    }

    /** Unended, unpadded wrongly, of letters, two runs where one would do, half a pair, not ASCII. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "&",
                "&A",
                "a&AGE-",
                "&AGE-",
                "&APw",
                "&APx-",
                "&APwA-",
                "&APw-&APw-",
                "&2D0-",
                "&3gA-",
                "&2D0-&3gA-",
                "&AP/-",
                "&A=-",
                "ü",
                "&APw-\u007f",
                "&ü-",
                "&€-"
            })
    void anyOtherFormIsRefused(String encoded) {
        assertThatThrownBy(() -> ModifiedUtf7.decode(encoded))
                .isInstanceOf(SyntaxException.class)
                .hasMessageContaining("modified UTF-7");
    }

    @Test
    void whateverIsTextReadsBackEqual() throws SyntaxException {
        Random random = new Random(3501);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                int c = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x180);
                name.appendCodePoint(c >= 0xD800 && c <= 0xDFFF ? '&' : c);
            }
            String encoded = ModifiedUtf7.encode(name.toString());
            assertThat(encoded).matches("[ -~]*");
            assertThat(ModifiedUtf7.decode(encoded)).isEqualTo(name.toString());
        }
    }

    @Test
    void whateverIsReadIsWrittenTheSame() {
        Random random = new Random(3501);
        String letters = "&&&--AaPw2D3e,+/= ü";
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder encoded = new StringBuilder();
            for (int n = random.nextInt(9); n > 0; n--) {
                encoded.append(letters.charAt(random.nextInt(letters.length())));
            }
            try {
                String name = ModifiedUtf7.decode(encoded.toString());
                assertThat(ModifiedUtf7.encode(name)).isEqualTo(encoded.toString());
                read++;
            } catch (SyntaxException refused) {
                assertThat(refused).hasMessageContaining("modified UTF-7");
            }
        }
        assertThat(read).isGreaterThan(1000);
    }
}

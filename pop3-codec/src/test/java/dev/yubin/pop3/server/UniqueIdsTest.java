package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.yubin.mailbox.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How other servers call a message with UID 42 under UIDVALIDITY 1711, and one whose numbers are as large as they get. */
class UniqueIdsTest {
    @Test
    void theReadyOnesAreThoseOfTheServersTheyAreNamedAfter() throws StoreException {
        assertThat(UniqueIds.STANDARD.uniqueId("mrose", 1711, 42)).isEqualTo("1711.42");
        assertThat(UniqueIds.CYRUS.uniqueId("mrose", 1711, 42)).isEqualTo("1711.42");
        assertThat(UniqueIds.CYRUS_UID_ALONE.uniqueId("mrose", 1711, 42)).isEqualTo("42");
        assertThat(UniqueIds.COURIER.uniqueId("mrose", 1711, 42)).isEqualTo("UID42-1711");
        assertThat(UniqueIds.DOVECOT.uniqueId("mrose", 1711, 42)).isEqualTo("0000002a000006af");
        assertThat(UniqueIds.DOVECOT.uniqueId("mrose", 0xFFFF_FFFFL, 0xABCD_EF01L))
                .isEqualTo("abcdef01ffffffff");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            %u         | 42
            %v.%u      | 1711.42
            %v-%u      | 1711-42
            UID%u-%v   | UID42-1711
            %08Xv%08Xu | 000006af0000002a
            %Xu        | 2a
            %010u      | 0000000042
            %u-%u      | 42-42
            """, delimiter = '|')
    void anyFormatOfDovecotsThatNeedsNoFileIsTaken(String format, String uniqueId) throws StoreException {
        assertThat(UniqueIds.dovecot(format).uniqueId("mrose", 1711, 42)).isEqualTo(uniqueId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%v", "%f", "%g", "%m", "%u%f", "%Lu", "%8u", "%%u", "%", "%-8u", "%123u"})
    void whatCannotBeReproducedIsRefusedAtOnce(String format) {
        assertThatIllegalArgumentException().isThrownBy(() -> UniqueIds.dovecot(format));
    }
}

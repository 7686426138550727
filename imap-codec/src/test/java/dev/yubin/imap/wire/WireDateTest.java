package dev.yubin.imap.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.imap.ImapLimits;
import dev.yubin.imap.Spoken;
import dev.yubin.protocol.line.SyntaxException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** date and date-time of RFC 9051 section 9. */
class WireDateTest {
    private static ImapReader reader(String wire) {
        byte[] octets = Spoken.octets(wire);
        return ImapReader.command(octets, octets.length, ImapEncoding.PLAIN, ImapLimits.standard());
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            1-Feb-1994      | 1994-02-01 | 1-Feb-1994
            01-Feb-1994     | 1994-02-01 | 1-Feb-1994
            "29-feb-2000"   | 2000-02-29 | 29-Feb-2000
            31-DEC-9999     | 9999-12-31 | 31-Dec-9999
            1-Jan-0001      | 0001-01-01 | 1-Jan-0001
            """, delimiter = '|')
    void aDateHasADayAMonthAndAYear(String wire, LocalDate date, String written) throws SyntaxException {
        assertThat(reader(wire).date()).isEqualTo(date);
        assertThat(Spoken.text(ImapWriter.command(ImapEncoding.PLAIN).date(date)))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0-Jan-2000",
                "32-Jan-2000",
                "30-Feb-2000",
                "29-Feb-1900",
                "1-Foo-2000",
                "1-Jan-200",
                "1 Jan 2000",
                "-Jan-2000",
                "\"1-Jan-2000",
                "100-Jan-2000"
            })
    void whatIsNoDateIsRefused(String wire) {
        assertThatThrownBy(() -> reader(wire).date()).isInstanceOf(SyntaxException.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            "17-Jul-1996 02:44:25 -0700" | 1996-07-17T02:44:25-07:00 | "17-Jul-1996 02:44:25 -0700"
            " 7-Jul-1996 02:44:25 +0000" | 1996-07-07T02:44:25Z      | " 7-Jul-1996 02:44:25 +0000"
            "07-Jul-1996 02:44:25 -0000" | 1996-07-07T02:44:25Z      | " 7-Jul-1996 02:44:25 +0000"
            "7-Jul-1996 02:44:25 +0530"  | 1996-07-07T02:44:25+05:30 | " 7-Jul-1996 02:44:25 +0530"
            "31-Dec-2016 23:59:60 +0000" | 2016-12-31T23:59:59Z      | "31-Dec-2016 23:59:59 +0000"
            " 1-Jan-2000 00:00:00 -1800" | 2000-01-01T00:00-18:00    | " 1-Jan-2000 00:00:00 -1800"
            """, delimiter = '|', quoteCharacter = '\'')
    void aDateTimeHasAZone(String wire, OffsetDateTime date, String written) throws SyntaxException {
        assertThat(reader(wire).dateTime()).isEqualTo(date);
        assertThat(Spoken.text(ImapWriter.command(ImapEncoding.PLAIN).dateTime(date)))
                .isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "17-Jul-1996 02:44:25 -0700",
                "\"17-Jul-1996 02:44:25\"",
                "\"17-Jul-1996 24:00:00 +0000\"",
                "\"17-Jul-1996 23:60:00 +0000\"",
                "\"17-Jul-1996 23:00:61 +0000\"",
                "\"17-Jul-1996 23:00:00 +0060\"",
                "\"17-Jul-1996 23:00:00 +1801\"",
                "\"17-Jul-1996 23:00:00 GMT\"",
                "\"17-Jul-96 23:00:00 +0000\"",
                "\"17-Jul-1996  23:00:00 +0000\"",
                "\"17-Jul-1996 23:00:00 +0000"
            })
    void whatIsNoDateTimeIsRefused(String wire) {
        assertThatThrownBy(() -> reader(wire).dateTime()).isInstanceOf(SyntaxException.class);
    }

    @Test
    void aYearOfFiveDigitsCannotBeWritten() {
        ImapWriter out = ImapWriter.command(ImapEncoding.PLAIN);
        assertThatIllegalArgumentException().isThrownBy(() -> out.date(LocalDate.of(10_000, 1, 1)));
    }

    /** A zone with seconds, as Java has them, became another moment: {@code " 1-Jan-1890 12:00:00 +0100"} of +01:00:28. */
    @Test
    void aZoneWithSecondsIsWrittenAsTheSameMoment() throws SyntaxException {
        OffsetDateTime odd = OffsetDateTime.of(1890, 1, 1, 12, 0, 0, 0, ZoneOffset.ofTotalSeconds(60 * 60 + 28));
        ImapWriter out = ImapWriter.command(ImapEncoding.PLAIN);
        assertThat(reader(Spoken.text(out.dateTime(odd))).dateTime().toInstant())
                .isEqualTo(odd.toInstant());
    }
}

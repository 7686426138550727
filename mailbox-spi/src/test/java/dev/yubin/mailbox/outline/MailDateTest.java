package dev.yubin.mailbox.outline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailDateTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            Fri, 21 Nov 1997 09:55:06 -0600           | 1997-11-21T09:55:06-06:00
            Wed, 17 Jul 1996 02:23:25 -0700 (PDT)     | 1996-07-17T02:23:25-07:00
            21 Nov 97 09:55:06 GMT                    | 1997-11-21T09:55:06Z
            Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 | 1997-11-21T09:55:06-06:00
            1 Jan 49 00:00 +0000                      | 2049-01-01T00:00Z
            1 jan 50 00:00 UT                         | 1950-01-01T00:00Z
            1 JAN 104 00:00 Z                         | 2004-01-01T00:00Z
            Thu, 13 Feb 1969 23:32 -0330              | 1969-02-13T23:32-03:30
            1 Sep 2020 10:00:00 EDT                   | 2020-09-01T10:00-04:00
            1 Sep 2020 10:00:00 PST                   | 2020-09-01T10:00-08:00
            1 Sep 2020 10:00:00 A                     | 2020-09-01T10:00Z
            1 Sep 2020 10:00:00                       | 2020-09-01T10:00Z
            1 Sep 2020 10:00:00 +9900                 | 2020-09-01T10:00Z
            1 Sep 2020 10:00:00 +0160                 | 2020-09-01T10:00Z
            1 Sep 2020 10:00:00 -1800                 | 2020-09-01T10:00-18:00
            30 Jun 2015 23:59:60 +0000                | 2015-06-30T23:59:59Z
            1 Sep 2020                                | 2020-09-01T00:00Z
            1 Sep 2020 25:00:00 +0100                 | 2020-09-01T00:00+01:00
            1 September 2020 1:2:3 +0100              | 2020-09-01T01:02:03+01:00
            Sun Nov  6 08:49:37 1994                  | 1994-11-06T08:49:37Z
            Mar, 3 Mar 2020 10:00:00 +0000            | 2020-03-03T10:00Z
            """)
    void datesAreReadLeniently(String value, String expected) {
        assertThat(MailDate.read(value)).contains(OffsetDateTime.parse(expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            ''
            yesterday
            31 Feb 2020 00:00:00 +0000
            0 Jan 2020
            Jan 2020
            1 2020 10:00
            1 Jan
            1 Jan 99999999999999999999
            (1 Jan 2020
            """)
    void whatHoldsNoDateIsNone(String value) {
        assertThat(MailDate.read(value)).isEmpty();
    }

    @Test
    void anOutlineTellsWhenItsMessageWasSent() {
        assertThat(Messages.scan("Date: Fri, 21 Nov 1997 09:55:06\n\t-0600\n\n").sentDate())
                .contains(OffsetDateTime.parse("1997-11-21T09:55:06-06:00"));
        assertThat(Messages.scan("Subject: no date\n\n").sentDate()).isEmpty();
    }
}

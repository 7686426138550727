package dev.yubin.examples.mailimport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FromLineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            From ann@example.test Fri Jun 23 02:56:55 2000           | ann@example.test | 2000-06-23T02:56:55Z
            From ann@example.test  Thu Jan  1 00:00:00 1970          | ann@example.test | 1970-01-01T00:00:00Z
            From ann Fri Jun 23 02:56 2000                           | ann              | 2000-06-23T02:56:00Z
            From ann Fri Jun 23 02:56:55 EST 2000                    | ann              | 2000-06-23T02:56:55Z
            From ann Fri Jun 23 02:56:55 2000 +0200                  | ann              | 2000-06-23T00:56:55Z
            From 177@xxx Mon Nov 10 12:00:00 +0000 2014              | 177@xxx          | 2014-11-10T12:00:00Z
            From ann at example.test Fri Jun 23 02:56:60 2000        | ann at example.test | 2000-06-23T02:56:59Z
            From MAILER-DAEMON Jun 23 02:56:55 2000                  | MAILER-DAEMON    | 2000-06-23T02:56:55Z
            """)
    void aSenderAndADateAreRead(String line, String sender, Instant received) {
        assertThat(FromLine.read(line)).contains(new FromLine(sender, received));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From there on it rained",
                "From ",
                "From ann Fri Jun 23 2000",
                "From ann Fri Jun 32 02:56:55 2000",
                "From ann Fri Foo 23 02:56:55 2000",
                "From ann Fri Jun 23 02:56:55 2000 and so on",
                "from ann Fri Jun 23 02:56:55 2000"
            })
    void aSentenceIsNone(String line) {
        assertThat(FromLine.read(line)).isEmpty();
    }

    @Test
    void whatIsWrittenReadsBack() {
        FromLine line = new FromLine("ann@example.test", Instant.parse("2026-11-04T12:00:00Z"));

        String text = new String(line.octets(), StandardCharsets.US_ASCII);

        assertThat(text).isEqualTo("From ann@example.test Wed Nov  4 12:00:00 2026\n");
        assertThat(FromLine.read(text.strip())).contains(line);
    }
}

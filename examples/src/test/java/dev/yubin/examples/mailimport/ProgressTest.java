package dev.yubin.examples.mailimport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void aLineComesNowAndThen() {
        AtomicLong now = new AtomicLong();
        try (Progress progress = Progress.lines(err, Duration.ofSeconds(10), now::get)) {
            progress.mailbox("INBOX", 3);
            for (int i = 0; i < 3; i++) {
                now.addAndGet(Duration.ofSeconds(6).toNanos());
                progress.message(6 * 1024);
            }
        }

        assertThat(said.toString(StandardCharsets.UTF_8))
                .isEqualToNormalizingNewlines("INBOX: 2 of 3 messages; 0 messages/s, 1.0 KiB/s\n");
    }

    @Test
    void aBarShowsHowFarItIs() {
        try (Progress progress = Progress.bars(err)) {
            progress.mailbox("INBOX", 2);
            progress.message(1024);
            progress.message(1024);
            progress.mailbox("Lists/\u65e5\u672c", 1);
            progress.message(5);
        }

        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("INBOX", "100%", "2/2", "2.0 KiB", "Lists/\u65e5\u672c", "1/1", "5 octets");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0             | 0 octets
            1023          | 1023 octets
            1536          | 1.5 KiB
            1073741824    | 1.0 GiB
            """)
    void sizesAreForPeople(long octets, String text) {
        assertThat(Report.size(octets)).isEqualTo(text);
    }
}

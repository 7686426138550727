package dev.yubin.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadingTest {
    /** {@code /} stands for CR LF. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Received: a/RECEIVED : b/ Received: c/Subject: x//Received: d/ | 2 | Received: d/
            Received: a//                                                  | 1 | ''
            Received: a/                                                   | 1 | ''
            /Received: a/                                                  | 0 | Received: a/
            Blah blah/Received: a/                                         | 0 | Received: a/
            X-Received: a/Receive: b//                                     | 0 | ''
            """)
    void fieldsAreCountedUpToTheEmptyLine(String text, int received, String behind) {
        byte[] octets = text.replace("/", "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= octets.length; cut++) {
            Heading heading = new Heading();
            heading.take(ByteBuffer.wrap(octets, 0, cut));
            ByteBuffer rest = ByteBuffer.wrap(
                    octets,
                    heading.octets().remaining(),
                    octets.length - heading.octets().remaining());
            heading.take(rest);
            assertThat(heading.count("received")).isEqualTo(received);
            assertThat(heading.lacks("received")).isEqualTo(received == 0);
            assertThat(rest.remaining()).isEqualTo(behind.replace("/", "\r\n").length());
        }
    }

    @Test
    void whoseEndIsTooFarAwayIsPassedOnUnjudged() {
        Heading heading = new Heading();
        ByteBuffer octets = ByteBuffer.wrap(new byte[Heading.MAX_OCTETS + 1]);
        heading.take(octets);
        assertThat(heading.isWhole()).isTrue();
        assertThat(heading.lacks("date")).isFalse();
        assertThat(octets.remaining()).isEqualTo(1);
    }
}

package dev.yubin.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopsTest {
    /** {@code /} stands for CR LF. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Received: a/RECEIVED : b/ Received: c/Subject: x//Received: d/ | 2
            Received: a/                                                   | 1
            Received:                                                      | 1
            Received                                                       | 0
            Received a: b/                                                 | 0
            /Received: a/                                                  | 0
            X-Received: a/Receive: b/Receivedd: c//                        | 0
            """)
    void theHeadersReceivedFieldsAreCountedWhereverItIsCut(String text, int received) {
        byte[] octets = text.replace("/", "\r\n").getBytes(StandardCharsets.US_ASCII);
        for (int cut = 0; cut <= octets.length; cut++) {
            Hops hops = new Hops();
            ByteBuffer first = ByteBuffer.wrap(octets, 0, cut);
            hops.countTo(first);
            assertThat(first.remaining()).isEqualTo(cut);
            assertThat(hops.countTo(ByteBuffer.wrap(octets, cut, octets.length - cut)))
                    .isEqualTo(received);
        }
    }
}

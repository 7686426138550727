package dev.yubin.pop3.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands behind a first line, fetched by windows of every size. */
class SourcesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A: 1\\r\\n\\r\\nx\\r\\ny\\r\\n  | 0 | A: 1\\r\\n\\r\\n
            A: 1\\r\\n\\r\\nx\\r\\ny\\r\\n  | 1 | A: 1\\r\\n\\r\\nx\\r\\n
            A: 1\\r\\n\\r\\nx\\r\\ny\\r\\n  | 9 | A: 1\\r\\n\\r\\nx\\r\\ny\\r\\n
            A: 1\\r\\n\\r\\n\\r\\n\\r\\nz   | 2 | A: 1\\r\\n\\r\\n\\r\\n\\r\\n
            \\r\\nx\\r\\n                  | 0 | \\r\\n
            A: 1\\r\\n x\\r\\n             | 0 | A: 1\\r\\n x\\r\\n
            A: 1\\n\\nx\\ny\\n            | 1 | A: 1\\n\\nx\\n
            A: 1\\r\\n\\rx\\r\\n\\r\\ny   | 0 | A: 1\\r\\n\\rx\\r\\n\\r\\n
            A: 1                         | 5 | A: 1
            .\\r\\n\\r\\n.\\r\\n.\\r\\n    | 1 | .\\r\\n\\r\\n.\\r\\n
            """)
    void topEndsBehindTheLineThatItCountsTo(String message, int lines, String top) throws StoreException {
        byte[] octets = octets(message);
        for (int window = 1; window <= octets.length + 1; window++) {
            assertThat(all(MessageSource.top(() -> content(octets), octets.length, lines, true), window))
                    .as("by windows of %d", window)
                    .isEqualTo(octets(top));
        }
    }

    @Test
    void aMessageIsTheSameByWindowsOfEverySize() throws StoreException {
        byte[] octets = octets("A: 1\\r\\n\\r\\nx\\ny\\r.");
        for (int window = 1; window <= octets.length + 1; window++) {
            assertThat(all(MessageSource.whole(() -> content(octets), octets.length, true, () -> {}), window))
                    .isEqualTo(octets);
        }
    }

    @Test
    void linesOfAListAreMadeAsTheyAreSent() throws StoreException {
        AtomicInteger made = new AtomicInteger();
        ListingSource list = new ListingSource(IntStream.rangeClosed(1, 1_000_000), number -> {
            made.incrementAndGet();
            return number + " 320";
        });
        assertThat(list.read(ByteBuffer.allocate(1024))).isEqualTo(1024);
        assertThat(made.get()).isBetween(50, 200);
    }

    @Test
    void aListIsTheSameByWindowsOfEverySize() throws StoreException {
        for (int window = 1; window < 30; window++) {
            ListingSource list = new ListingSource(IntStream.rangeClosed(9, 11), number -> number);
            assertThat(all(list, window)).isEqualTo(octets("9\\r\\n10\\r\\n11\\r\\n"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            A: 1\\r\\n\\r\\ncaf\u00c3\u00a9\\r\\n         | false
            A: caf\u00c3\u00a9\\r\\n\\r\\nx\\r\\n         | true
            A: caf\u00c3\u00a9\\n\\nx\\n                 | true
            A: caf\u00c3\u00a9                       | true
            A: caf\u00e9\\r\\n\\r\\nx\\r\\n             | false
            A: caf\u00e9\u00c3\u00a9\\r\\n\\r\\n          | false
            \\r\\ncaf\u00c3\u00a9                    | false
            ''                               | false
            """)
    void onlyAHeaderInUtf8NeedsWhoSaidUtf8(String message, boolean needs) {
        assertThat(HeaderCharset.isUtf8BeyondAscii(ByteBuffer.wrap(octets(message))))
                .isEqualTo(needs);
    }

    @Test
    void aHeaderThatIsCutIsJudgedByItsBeginning() {
        byte[] header = octets("A: caf\u00c3\u00a9\u00c3\u00a9");
        assertThat(HeaderCharset.isUtf8BeyondAscii(ByteBuffer.wrap(header, 0, header.length - 1)))
                .isTrue();
        assertThat(HeaderCharset.isUtf8BeyondAscii(ByteBuffer.wrap(header, 0, 6)))
                .isFalse();
    }

    private static byte[] all(BodySource source, int window) throws StoreException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer into = ByteBuffer.allocate(window);
        while (source.read(into) >= 0) {
            all.write(into.array(), 0, into.position());
            into.clear();
        }
        return all.toByteArray();
    }

    private static Content content(byte[] octets) {
        Drops.Octets from = Drops.Octets.of(octets);
        return new Content() {
            @Override
            public long octets() {
                return from.size();
            }

            @Override
            public int read(long offset, ByteBuffer into) throws StoreException {
                return from.read(offset, into);
            }

            @Override
            public void close() {}
        };
    }

    private static byte[] octets(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}

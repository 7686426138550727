package dev.yubin.examples.mailimport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as files have them, as stores have them, and as an mbox quotes them. {@code $} stands for LF, {@code ^} for CR. */
class LineEndsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a$b$    | a^$b^$
            a^$b$   | a^$b^$
            $$      | ^$^$
            a^b     | a^b
            ^^$     | ^^$
            a^      | a^
            """)
    void aStoreHasCrLf(String file, String store) throws Exception {
        assertThat(through(LineEnds::toCrlf, file)).isEqualTo(store);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a^$b^$  | a$b$
            a$b     | a$b
            a^b     | a^b
            ^^$     | ^$
            ^       | ^
            """)
    void aFileHasLf(String store, String file) throws Exception {
        assertThat(through(LineEnds::toLf, store)).isEqualTo(file);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            From ann$From$Fromage$      | >From ann$From$Fromage$
            >From ann$>>From ann$       | >>From ann$>>>From ann$
            > From ann$>x$>             | > From ann$>x$>
            a From ann$From             | a From ann$From
            FFrom ann$>>$F              | FFrom ann$>>$F
            """)
    void mboxrdLosesNothing(String message, String mbox) throws Exception {
        assertThat(through(MboxFormat::quoting, message)).isEqualTo(mbox);
        assertThat(through(MboxFormat.MBOXRD::unquoting, mbox)).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            >From ann$      | From ann$
            >>From ann$     | >>From ann$
            >Fro$>$>>From$  | >Fro$>$>>From$
            """)
    void mboxoTakesOneQuoteAway(String mbox, String message) throws Exception {
        assertThat(through(MboxFormat.MBOXO::unquoting, mbox)).isEqualTo(message);
    }

    /** Octet for octet and all at once, which are the same. */
    private static String through(Function<OutputStream, ? extends OutputStream> filter, String text)
            throws IOException {
        byte[] octets = text.replace('$', '\n').replace('^', '\r').getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream once = new ByteArrayOutputStream();
        ByteArrayOutputStream each = new ByteArrayOutputStream();
        try (OutputStream whole = filter.apply(once);
                OutputStream single = filter.apply(each)) {
            whole.write(octets);
            for (byte octet : octets) {
                single.write(octet);
                single.flush();
            }
        }
        assertThat(each.toByteArray()).isEqualTo(once.toByteArray());
        return once.toString(StandardCharsets.US_ASCII).replace('\n', '$').replace('\r', '^');
    }
}

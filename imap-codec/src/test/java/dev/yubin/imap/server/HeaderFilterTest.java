package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HEADER.FIELDS and HEADER.FIELDS.NOT: RFC 9051 section 6.4.5.1. */
class HeaderFilterTest {
    private static final Octets CONTENT = Octets.of("""
            From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.net>
            Subject: =?ISO-8859-1?Q?Gr=FC=DFe?=
             =?UTF-8?B?IGF1cyA=?= =?UTF-8?B?T3Nha2E=?=
            X-Empty:
            Content-Type: multipart/mixed; boundary=b

            text
            """);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject x-empty | false | Subject: =?ISO-8859-1?Q?Gr=FC=DFe?=~ =?UTF-8?B?IGF1cyA=?= =?UTF-8?B?T3Nha2E=?=~X-Empty:~~
            nothing         | false | ~
            content-type from subject | true | X-Empty:~~
            """)
    void headerFieldsAreChosenOctetForOctet(String names, boolean not, String expected) throws StoreException {
        Slice slice = new HeaderFilter(List.of(names.split(" ")), not)
                .of(OutlineScanner.scan(CONTENT).root(), CONTENT);
        String whole = read(slice, 0, (int) slice.octets());
        assertThat(whole).isEqualTo(expected.replace("~", "\r\n"));
        for (int from = 0; from < whole.length(); from++) {
            for (int to = from; to <= whole.length(); to++) {
                assertThat(read(slice, from, to)).isEqualTo(whole.substring(from, to));
            }
        }
    }

    private static String read(Slice slice, int from, int to) throws StoreException {
        ByteBuffer into = ByteBuffer.allocate(to - from);
        slice.read(CONTENT, from, into);
        return new String(into.array(), StandardCharsets.UTF_8);
    }
}

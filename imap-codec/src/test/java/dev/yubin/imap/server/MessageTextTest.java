package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.Outline;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageTextTest {
    private static final String MESSAGE =
            """
            From: =?UTF-8?Q?J=C3=BCrgen?= <j@example.net>
            Subject: =?ISO-8859-1?Q?Gr=FC=DFe?=
             =?UTF-8?B?IGF1cyA=?= =?UTF-8?B?T3Nha2E=?=
            X-Empty:
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Das M=C3=A4d=
            chen =3D hier
            --b
            Content-Type: text/plain; charset=utf-16be
            Content-Transfer-Encoding: base64

            %s
            --b
            Content-Type: application/octet-stream

            machine
            --b
            Content-Type: message/rfc822

            Subject: within

            inmost
            --b--
            """.formatted(Base64.getEncoder().encodeToString("wide Text".getBytes(StandardCharsets.UTF_16BE)));

    private static final Octets CONTENT = Octets.of(MESSAGE);

    private static Outline outline(Octets content) {
        OutlineScanner scanner = new OutlineScanner();
        scanner.write(ByteBuffer.wrap(content.all()));
        return scanner.finish();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mädchen = HIER | true  | true
            WIDE TEXT      | true  | true
            machine        | false | false
            within         | true  | true
            inmost         | true  | true
            Grüße aus osaka| true  | false
            jürgen         | true  | false
            subject: grüße | true  | false
            boundary=b     | true  | false
            nowhere        | false | false
            """)
    void textIsFoundAsAPersonReadsIt(String text, boolean inText, boolean inBody) throws StoreException {
        MessageText message = new MessageText(CONTENT);
        var root = outline(CONTENT).root();
        assertThat(message.has(root, new Needle(text))).isEqualTo(inText);
        assertThat(message.bodyHas(root, new Needle(text))).isEqualTo(inBody);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject | AUS OSAKA | true
            Subject | subject   | false
            x-empty | ''        | true
            x-none  | ''        | false
            from    | j@example | true
            """)
    void aHeaderFieldIsFoundByNameAndText(String field, String text, boolean found) throws StoreException {
        assertThat(new MessageText(CONTENT).headerHas(outline(CONTENT).root(), field, new Needle(text)))
                .isEqualTo(found);
    }

    @Test
    void textAcrossAWindowsEdgeIsFound() throws StoreException {
        for (int before : new int[] {16383, 16384, 16380, 32760}) {
            Octets content = new Octets(
                    ("Subject: x\r\n\r\n" + "ä".repeat(before / 2) + "x".repeat(before % 2) + "needle")
                            .getBytes(StandardCharsets.UTF_8),
                    Integer.MAX_VALUE);
            assertThat(new MessageText(content).bodyHas(outline(content).root(), new Needle("NEEDLE")))
                    .isTrue();
        }
    }

    @Test
    void transferEncodingsComeOffInAnyPortions() {
        byte[] octets = new byte[1000];
        new Random(7).nextBytes(octets);
        byte[] encoded = Base64.getMimeEncoder().encode(octets);
        for (int portion : new int[] {1, 2, 3, 5, 77, 2000}) {
            assertThat(decoded("base64", encoded, portion)).isEqualTo(octets);
        }
        byte[] quoted = "a=3Db=\r\nc= \r\nd=zz=C3=A4=".getBytes(StandardCharsets.US_ASCII);
        for (int portion : new int[] {1, 2, 3, 50}) {
            assertThat(new String(decoded("QUOTED-PRINTABLE", quoted, portion), StandardCharsets.UTF_8))
                    .isEqualTo("a=bcd=zzä=");
        }
        assertThat(TransferDecoder.of("x-uuencode")).isEmpty();
    }

    private static byte[] decoded(String encoding, byte[] in, int portion) {
        TransferDecoder decoder = TransferDecoder.of(encoding).orElseThrow();
        ByteBuffer out = ByteBuffer.allocate(in.length + TransferDecoder.HELD);
        for (int at = 0; at < in.length; at += portion) {
            decoder.decode(ByteBuffer.wrap(in, at, Math.min(portion, in.length - at)), out);
        }
        decoder.finish(out);
        byte[] octets = new byte[out.flip().remaining()];
        out.get(octets);
        return octets;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            subject x-empty | false | Subject: =?ISO-8859-1?Q?Gr=FC=DFe?=~ =?UTF-8?B?IGF1cyA=?= =?UTF-8?B?T3Nha2E=?=~X-Empty:~~
            nothing         | false | ~
            content-type from subject | true | X-Empty:~~
            """)
    void headerFieldsAreChosenOctetForOctet(String names, boolean not, String expected) throws StoreException {
        Slice slice = new HeaderFilter(List.of(names.split(" ")), not)
                .of(outline(CONTENT).root(), CONTENT);
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

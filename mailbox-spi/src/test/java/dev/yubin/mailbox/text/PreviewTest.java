package dev.yubin.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8970 section 3.3. */
class PreviewTest {
    private static String of(Octets message) throws StoreException {
        return Preview.of(message, OutlineScanner.scan(message));
    }

    private static String of(String message) throws StoreException {
        return of(Octets.of(message, "\r\n"));
    }

    private static String ofHtml(String html) throws StoreException {
        return of("Content-Type: text/html; charset=utf-8\n\n" + html);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ~Hello,~~  this   is it.~--~Ann                                    | Hello, this is it. -- Ann
            ~> you wrote~and I say                                             | > you wrote and I say
            ~                                                                  | ''
            no blank line                                                      | ''
            Content-Type: text/plain; charset=utf-8~~größe                     | größe
            Content-Type: text/plain~~says ASCII, is größe                     | says ASCII, is größe
            Content-Type: text/plain; charset=no-such~~plain                   | plain
            Content-Transfer-Encoding: quoted-printable~~o=~ne =3D gr=C3=BCn   | one = grün
            Content-Transfer-Encoding: base64~~aGVs~bG8=                       | hello
            Content-Transfer-Encoding: base64~~aGVsbG8                         | hello
            Content-Transfer-Encoding: x-uuencode~~M0Q                         | ''
            Content-Type: application/pdf~~%PDF                                | ''
            Content-Type: text/calendar~~BEGIN:VCALENDAR                       | ''
            Content-Type: text/html~~<p>Hello <b>W</b>orld                     | Hello World
            Content-Disposition: attachment~~hidden                            | ''
            Content-Type: message/rfc822~~Subject: within~~inmost              | inmost
            Content-Type: multipart/mixed; boundary=b~~nothing in it           | ''
            """)
    void aMessageHasItsFirstWords(String message, String preview) throws StoreException {
        assertThat(of(message.replace('~', '\n'))).isEqualTo(preview);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf-8", "iso-8859-1", "utf-16", "utf-16le", "windows-1252", "UTF-32BE"})
    void charsetsAreReadAsTheyAreNamed(String charset) throws StoreException {
        String body = Base64.getMimeEncoder().encodeToString("Grüße aus Köln".getBytes(Charset.forName(charset)));
        assertThat(of("Content-Type: text/plain; charset=\"" + charset + "\"\nContent-Transfer-Encoding: base64\n\n"
                        + body))
                .isEqualTo("Grüße aus Köln");
    }

    @Test
    void japaneseMailInItsOldCharsetIsReadToo() throws StoreException {
        byte[] body = "郵便です".getBytes(Charset.forName("ISO-2022-JP"));
        assertThat(of("Content-Type: text/plain; charset=ISO-2022-JP\n\n"
                        + new String(body, StandardCharsets.US_ASCII)))
                .isEqualTo("郵便です");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mixed       | text/plain ''; text/html <p>second                          | second
            mixed       | application/pdf %PDF; text/plain second                     | second
            mixed       | text/plain first; text/plain second                         | first
            alternative | text/html <b>rich</b>; text/plain plain                     | plain
            alternative | text/plain ' '; text/html <b>rich</b>                       | rich
            alternative | text/calendar BEGIN; text/html rich                         | rich
            encrypted   | application/pgp-encrypted Version:1; application/octet-stream x | ''
            """)
    void thePartWithWordsIsChosen(String subtype, String parts, String preview) throws StoreException {
        StringBuilder message = new StringBuilder("Content-Type: multipart/" + subtype + "; boundary=b\n");
        for (String part : parts.split("; ")) {
            String[] typeAndBody = part.split(" ", 2);
            message.append("\n--b\nContent-Type: ")
                    .append(typeAndBody[0])
                    .append("\n\n")
                    .append(typeAndBody[1].replace("'", ""));
        }
        assertThat(of(message + "\n--b--\n")).isEqualTo(preview);
    }

    @Test
    void partsWithinPartsAreFoundAndAttachmentsAreNot() throws StoreException {
        assertThat(of("""
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Disposition: ATTACHMENT; filename=a.txt

                attached
                --b
                Content-Type: multipart/alternative; boundary=c

                --c
                Content-Type: multipart/related; boundary=d

                --d
                Content-Type: text/html

                rich
                --d--
                --c

                plain
                --c--
                --b--
                """)).isEqualTo("plain");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a<br>b<td>c</td>d                                            | a b c d
            <b>bo</b>ld <span style="x">le</span>tters                   | bold letters
            <a title="a > b" href='>'>link</a>                           | link
            <p class=a">quote</p>                                        | quote
            <style>p > a { x: "</p>" }</style>seen                       | seen
            <SCRIPT>if (a </b) {}</sCript >seen                          | seen
            <title>Hidden</title><body>seen                              | seen
            <!-- <p>no</p> -->seen<!-->too<!--                           | seentoo
            <!DOCTYPE html><?xml v?><![if !mso]>seen<![endif]>           | seen
            1 < 2 <3 <> </ x                                             | 1 < 2 <3 <> </ x
            &lt;b&gt; &amp;amp; &quot;x&quot; &apos;                     | <b> &amp; "x" '
            caf&eacute; &Uuml;ber &euro;5 &copy; &hellip;                | café Über €5 © …
            &#65;&#x42;&#X43; &#128512;                                  | ABC 😀
            &#146; &#150;                                                | ’ –
            &#0;&#xD800;&#x110000;                                       | \uFFFD\uFFFD\uFFFD
            &#; &#x; &nosuch; &; AT&T &#99999999999;                     | &#; &#x; &nosuch; &; AT&T &#99999999999;
            a&nbsp;&nbsp;&zwnj;&nbsp;&zwnj;&#8203; b                     | a b
            cut <a href="                                                | cut
            cut <a                                                       | cut
            cut &am                                                      | cut &am
            <style>never closed                                          | ''
            """)
    void htmlIsReadAsItIsShown(String html, String preview) throws StoreException {
        assertThat(ofHtml(html)).isEqualTo(preview.replace("\\uFFFD", "\uFFFD"));
    }

    @Test
    void whatIsNotSeenIsLeftOut() throws StoreException {
        assertThat(
                        of(
                                "Content-Type: text/plain; charset=utf-8\n\n\ufeff\u200c\u00a0\u202etop\u0000\u0007\u2028secret\u00ad\u2066 👩\u200d🚒"))
                .isEqualTo("top secret 👩\u200d🚒");
    }

    @Test
    void itEndsBehindTwoHundredCharactersAndNeverWithinOne() throws StoreException {
        assertThat(of("\n" + "x".repeat(1000))).isEqualTo("x".repeat(200));
        assertThat(of("\n" + "😀".repeat(1000))).isEqualTo("😀".repeat(200));
        assertThat(of("\n" + "x".repeat(199) + " y")).isEqualTo("x".repeat(199));
        assertThat(of("\n" + "x y ".repeat(200))).isEqualTo("x y ".repeat(50).strip());
    }

    @Test
    void anEndlessMessageCostsNoMoreThanAFewWindows() throws StoreException {
        List<String> endless = List.of(
                "\n" + "words ".repeat(200_000),
                "\n" + " ".repeat(1_000_000),
                "Content-Type: text/html\n\n<style>" + "p {} ".repeat(200_000),
                "Content-Transfer-Encoding: base64\n\n" + "\n".repeat(500_000),
                "Content-Type: multipart/mixed; boundary=b\n" + "\n--b\n\n \n".repeat(9_000));
        for (String message : endless) {
            AtomicLong read = new AtomicLong();
            Octets content = new Octets(message.getBytes(StandardCharsets.UTF_8), Integer.MAX_VALUE) {
                @Override
                public int read(long offset, ByteBuffer into) {
                    read.addAndGet(into.remaining());
                    return super.read(offset, into);
                }
            };
            var outline = OutlineScanner.scan(content);
            read.set(0);
            Preview.of(content, outline);
            assertThat(read).hasValueLessThanOrEqualTo(64 * 1024);
        }
    }

    /** A failure names the seed that shows it. */
    @Test
    void anyOctetsHaveAPreviewThatCanBeWritten() throws StoreException {
        List<String> pieces = List.of(
                "Content-Type: text/html\n",
                "Content-Type: text/plain; charset=utf-16\n",
                "Content-Transfer-Encoding: base64\n",
                "Content-Transfer-Encoding: quoted-printable\n",
                "Content-Type: multipart/alternative; boundary=b\n",
                "\n--b\n",
                "\n",
                "\n\n",
                "<",
                ">",
                "<!--",
                "-->",
                "<style",
                "</style>",
                "&",
                "&#",
                "&#x",
                "d83d",
                ";",
                "=",
                "\"",
                "=E2",
                "\u00ff",
                "\0",
                "words ",
                "</");
        for (int i = 0; i < 20_000; i++) {
            long seed = 0xf00d_0000L + i;
            Random random = new Random(seed);
            StringBuilder message = new StringBuilder();
            for (int n = random.nextInt(30); n > 0; n--) {
                message.append(pieces.get(random.nextInt(pieces.size())));
            }
            byte[] octets = message.toString().getBytes(StandardCharsets.ISO_8859_1);
            String preview = of(new Octets(octets, 1 + random.nextInt(50)));
            assertThat(preview.codePoints())
                    .as("seed %d: %s", seed, message)
                    .hasSizeLessThanOrEqualTo(200)
                    .noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
            assertThat(preview).as("seed %d", seed).isEqualTo(preview.strip());
        }
    }
}

package dev.yubin.mailbox.outline;

import static dev.yubin.mailbox.outline.Messages.octets;
import static dev.yubin.mailbox.outline.Messages.scan;
import static dev.yubin.mailbox.outline.Messages.scanInPieces;
import static dev.yubin.mailbox.outline.Messages.scanSplit;
import static dev.yubin.mailbox.outline.Messages.sketch;
import static dev.yubin.mailbox.outline.Messages.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class OutlineScannerTest {
    private static final String MIXED = "Content-Type: multipart/mixed; boundary=b\n\n";

    static Stream<Arguments> messages() {
        return Stream.of(
                arguments("nothing at all", "", "text/plain ''"),
                arguments("no header", "\nHello\n", "text/plain 'Hello|'"),
                arguments("no body", "Subject: x\n", "text/plain ''"),
                arguments("no body and no line end", "Subject: x", "text/plain ''"),
                arguments("a header's blank line alone", "Subject: x\n\n", "text/plain ''"),
                arguments("header and body", "Subject: x\n\nHello\n", "text/plain 'Hello|'"),
                arguments(
                        "only what looks like no header, so that it is all header",
                        "Hello there\nand more\n\nbody",
                        "text/plain 'body'"),
                arguments(
                        "two parts, preamble and epilogue",
                        MIXED + "pre\n--b\n\none\n\n--b\nContent-Type: text/html\n\ntwo\n--b--\nepilogue\n--b\n",
                        "multipart/mixed [text/plain 'one|'; text/html 'two']"),
                arguments(
                        "delimiters with white space behind them",
                        MIXED + "--b \t\n\none\n--b--  \n",
                        "multipart/mixed [text/plain 'one']"),
                arguments("no close delimiter", MIXED + "--b\n\none\n", "multipart/mixed [text/plain 'one|']"),
                arguments(
                        "a close delimiter as the last octets",
                        MIXED + "--b\n\none\n--b--",
                        "multipart/mixed [text/plain 'one']"),
                arguments(
                        "parts without body",
                        MIXED + "--b\n\n--b\nX: y\n--b\n--b--\n",
                        "multipart/mixed [text/plain ''; text/plain ''; text/plain '']"),
                arguments(
                        "a part that is one empty line", MIXED + "--b\n\n\n--b--\n", "multipart/mixed [text/plain '']"),
                arguments("no delimiter", MIXED + "no delimiter --b here\n", "multipart/mixed [text/plain '']"),
                arguments(
                        "no boundary",
                        "Content-Type: multipart/mixed\n\n--b\n\none\n--b--\n",
                        "multipart/mixed [text/plain '']"),
                arguments(
                        "lines that begin like delimiters",
                        MIXED + "--b\n\n-\n--\n-b\n---b\n--B\n -- b\n--b--",
                        "multipart/mixed [text/plain '-|--|-b|---b|--B| -- b']"),
                arguments(
                        "a delimiter with more behind it, RFC 2046 section 5.1.2",
                        MIXED + "--b\n\none\n--bx\n\ntwo\n--b--x\nend",
                        "multipart/mixed [text/plain 'one'; text/plain 'two']"),
                arguments(
                        "a boundary that begins with another",
                        MIXED
                                + "--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\none\n--bb\n\ntwo\n--bb--\n--b\n\nthree\n--b--",
                        "multipart/mixed [multipart/alternative [text/plain 'one'; text/plain 'two']; text/plain 'three']"),
                arguments(
                        "a boundary that another begins with",
                        "Content-Type: multipart/mixed; boundary=bb\n\n"
                                + "--bb\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n--bb\n\nthree\n--bb--",
                        "multipart/mixed [multipart/alternative [text/plain 'one'; text/plain 'two']; text/plain 'three']"),
                arguments(
                        "an outer delimiter that ends inner parts",
                        MIXED
                                + "--b\nContent-Type: multipart/mixed; boundary=c\n\n--c\nContent-Type: multipart/mixed; boundary=d\n\n--d\n\none\n--b\n\ntwo\n--b--",
                        "multipart/mixed [multipart/mixed [multipart/mixed [text/plain 'one']]; text/plain 'two']"),
                arguments(
                        "one boundary for two, which means the inner",
                        MIXED
                                + "--b\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b--\n--b\n\ntwo\n--b--",
                        "multipart/mixed [multipart/mixed [text/plain 'one']; text/plain 'two']"),
                arguments(
                        "a delimiter within a header",
                        MIXED + "--b\nContent-Type: text/html\n--b\nContent-Type: multipart/mixed; boundary=c\n--b--",
                        "multipart/mixed [text/html ''; multipart/mixed [text/plain '']]"),
                arguments(
                        "a message",
                        "Subject: out\nContent-Type: message/rfc822\n\nSubject: in\n\nHello\n",
                        "message/rfc822 {in: text/plain 'Hello|'}"),
                arguments(
                        "messages in messages",
                        "Content-Type: message/rfc822\n\nSubject: a\nContent-Type: Message/Global\n\nSubject: b\n\nHello",
                        "message/rfc822 {a: Message/Global {b: text/plain 'Hello'}}"),
                arguments(
                        "a message with parts in a multipart",
                        MIXED
                                + "--b\nContent-Type: message/rfc822\n\nSubject: in\nContent-Type: multipart/alternative; boundary=\"c d\"\n\n--c d\n\none\n--c d\nContent-Type: text/html\n\ntwo\n--c d--\n\n--b\n\nthree\n--b--\n",
                        "multipart/mixed [message/rfc822 {in: multipart/alternative [text/plain 'one'; text/html 'two']}; text/plain 'three']"),
                arguments(
                        "a message that a delimiter cuts off in its header",
                        MIXED + "--b\nContent-Type: message/rfc822\n\nSubject: in\n--b--\n",
                        "multipart/mixed [message/rfc822 {in: text/plain ''}]"),
                arguments(
                        "a message that a delimiter cuts off before its header",
                        MIXED + "--b\nContent-Type: message/rfc822\n--b--\n",
                        "multipart/mixed [message/rfc822 {-: text/plain ''}]"),
                arguments(
                        "an encoded message",
                        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nSGVsbG8=",
                        "application/octet-stream 'SGVsbG8='"),
                arguments(
                        "other messages",
                        "Content-Type: message/delivery-status\n\nAction: failed\n",
                        "message/delivery-status 'Action: failed|'"),
                arguments(
                        "a digest",
                        "Content-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: a\n\nA\n--b\nContent-Type: text/plain\n\nB\n--b--",
                        "multipart/digest [message/rfc822 {a: text/plain 'A'}; text/plain 'B']"),
                arguments("a type that cannot be read", "Content-Type: text\n\nx", "text/plain 'x'"),
                arguments(
                        "a type with a comment, a fold and no semicolon",
                        "content-type :\n\t(really) text/html charset=x\n\nx",
                        "text/html 'x'"),
                arguments("NUL and 8-bit octets", "Subject: x\n\n\0\u00e9\0\n", "text/plain '\0\u00e9\0|'"),
                arguments("a carriage return within a line", "A: b\rC: d\n\n\r\rx\ry", "text/plain '\r\rx\ry'"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void theStructureIsFound(String name, String text, String sketch) {
        for (String lineEnd : List.of("\r\n", "\n")) {
            byte[] message = octets(text, lineEnd);
            Outline outline = scan(message);
            assertThat(sketch(outline.root(), message)).isEqualTo(sketch);
            assertThat(outline.octets()).isEqualTo(message.length);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void itMakesNoDifferenceWhereTheOctetsAreCut(String name, String text, String sketch) {
        for (String lineEnd : List.of("\r\n", "\n")) {
            byte[] message = octets(text, lineEnd);
            Outline whole = scan(message);
            for (int at = 0; at <= message.length; at++) {
                assertThat(scanSplit(message, at)).as("cut at %s", at).isEqualTo(whole);
            }
            for (int size : List.of(1, 2, 3, 7, 9)) {
                assertThat(scanInPieces(message, size, OutlineLimits.DEFAULT)).isEqualTo(whole);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("messages")
    void itReadsBackAsItWasEncoded(String name, String text, String sketch) {
        Outline outline = scan(text);
        assertThat(Outline.decode(outline.encode())).isEqualTo(outline);
    }

    @Test
    void mixedLineEndsAreEachTakenOffWhole() {
        byte[] message = octets(MIXED + "--b\r\n\none\r\n--b\n\r\ntwo\n--b--\r\n", "\n");
        assertThat(sketch(scan(message).root(), message))
                .isEqualTo("multipart/mixed [text/plain 'one'; text/plain 'two']");
    }

    @Test
    void headersLieWhereTheOffsetsSay() {
        byte[] message = octets(
                MIXED + "--b\nContent-Type: message/rfc822\nX: 1\n\nSubject: in\n\nHello\nthere\n--b\nX: 2\n--b--\n",
                "\r\n");
        Part root = scan(message).root();
        Part first = root.children().get(0);
        Part nested = first.nested().orElseThrow();
        Part second = root.children().get(1);

        assertThat(slice(message, root.headerStart(), root.bodyStart())).isEqualTo(MIXED.replace('\n', '|'));
        assertThat(slice(message, first.headerStart(), first.bodyStart()))
                .isEqualTo("Content-Type: message/rfc822|X: 1||");
        assertThat(slice(message, first.bodyStart(), first.bodyEnd())).isEqualTo("Subject: in||Hello|there");
        assertThat(slice(message, nested.headerStart(), nested.bodyStart())).isEqualTo("Subject: in||");
        assertThat(slice(message, second.headerStart(), second.bodyStart())).isEqualTo("X: 2|");
        assertThat(LongStream.of(root.lines(), first.lines(), nested.lines(), second.lines()))
                .containsExactly(11L, 3L, 1L, 0L);
    }

    @Test
    void theEnvelopeHoldsTheFieldsUnfoldedAndOtherwiseUntouched() {
        Envelope envelope = scan("""
                        From - Mon Jul 15 1996
                        DATE: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                        Subject : =?utf-8?q?caf=C3=A9?=
                          and caf\u00e9\0
                        Subject: a second one does not count
                        From: Terry Gray <gray@cac.washington.edu>
                        Reply-To:
                        To: imap@cac.washington.edu
                        Cc:
                        To: KLENSIN@MIT.EDU,
                        Message-Id:
                         <B27397-0100000@cac.washington.edu>
                        In-Reply-To:

                        """).envelope();
        MailAddress gray =
                MailAddress.readList("Terry Gray <gray@cac.washington.edu>").get(0);
        assertThat(envelope)
                .isEqualTo(new Envelope(
                        Optional.of("Wed, 17 Jul 1996 02:23:25 -0700 (PDT)"),
                        Optional.of("=?utf-8?q?caf=C3=A9?=  and caf\u00e9"),
                        List.of(gray),
                        List.of(gray),
                        List.of(gray),
                        MailAddress.readList("imap@cac.washington.edu, KLENSIN@MIT.EDU"),
                        List.of(),
                        List.of(),
                        Optional.of(""),
                        Optional.of("<B27397-0100000@cac.washington.edu>")));
    }

    @Test
    void theMimeFieldsAreKept() {
        Outline outline = scan("""
                References: <a@x>
                 <b@x>
                Content-Type: APPLICATION/PDF; name="a \\"b\\".pdf"; X=y (comment)
                Content-ID: <id@x>
                Content-Description: a description
                Content-Transfer-Encoding: Base64 (yes)
                Content-MD5: Q2hlY2sgSW50ZWdyaXR5IQ==
                Content-Disposition: attachment;
                 filename*0="long"; filename*1=name.pdf; size=3
                Content-Language: en, (and) de-CH
                Content-Location: http://example.net/a.pdf

                x
                y
                """);
        Part part = outline.root();
        assertThat(outline.references()).contains("<a@x> <b@x>");
        assertThat(part.type() + "/" + part.subtype()).isEqualTo("APPLICATION/PDF");
        assertThat(part.parameters()).containsExactly(new Parameter("name", "a \"b\".pdf"), new Parameter("X", "y"));
        assertThat(part.id()).contains("<id@x>");
        assertThat(part.description()).contains("a description");
        assertThat(part.encoding()).isEqualTo("Base64");
        assertThat(part.md5()).contains("Q2hlY2sgSW50ZWdyaXR5IQ==");
        assertThat(part.disposition())
                .contains(new Disposition(
                        "attachment", List.of(new Parameter("filename", "longname.pdf"), new Parameter("size", "3"))));
        assertThat(part.languages()).containsExactly("en", "de-CH");
        assertThat(part.location()).contains("http://example.net/a.pdf");
        assertThat(part.lines()).isEqualTo(2);
        assertThat(Outline.decode(outline.encode())).isEqualTo(outline);
    }

    @Test
    void aPartOwnsNoFieldsOfAMessage() {
        Outline outline = scan(MIXED + "--b\nSubject: of the part\nContent-ID: <1>\n\nx\n--b--");
        assertThat(outline.envelope().subject()).isEmpty();
        assertThat(outline.root().children().get(0).id()).contains("<1>");
    }

    @Test
    void plainTextHasACharsetInEveryCase() {
        Parameter usAscii = new Parameter("charset", "us-ascii");
        assertThat(scan("").root().parameters()).containsExactly(usAscii);
        assertThat(scan("Content-Type: text/plain; format=flowed\n\n").root().parameters())
                .containsExactly(usAscii, new Parameter("format", "flowed"));
        assertThat(scan("Content-Type: text/plain; CharSet=utf-8\n\n").root().parameters())
                .containsExactly(new Parameter("CharSet", "utf-8"));
        assertThat(scan("Content-Type: text/html\n\n").root().parameters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                          | 0
            'x'                         | 2
            'x\r'                       | 2
            '\n'                        | 1
            '\r\n'                      | 0
            'A: 1\r\n\r\nx\r\n'         | 0
            'A: 1\r\n\r\nx'             | 2
            'A: 1\n\nx\ny\r\nz'          | 5
            '\n\n\n\n\n\n\n\n\n\n\n\n'   | 12
            'A: 1\r\n\r\n1234567\r\n12345678\r\r\n\r\n123456\n\r' | 3
            """)
    void itIsKnownByHowMuchAMessageGrowsOnItsWayOverPop3(String text, int growth) {
        byte[] message = text.replace("\\r", "\r").replace("\\n", "\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int cut = 0; cut <= message.length; cut++) {
            OutlineScanner scanner = new OutlineScanner();
            scanner.write(ByteBuffer.wrap(message, 0, cut));
            scanner.write(ByteBuffer.wrap(message, cut, message.length - cut));
            assertThat(scanner.finish().sentOctets()).as("cut at %s", cut).isEqualTo(message.length + growth);
        }
    }

    @Test
    void aBufferIsLeftAsItWas() {
        OutlineScanner scanner = new OutlineScanner();
        ByteBuffer octets =
                ByteBuffer.wrap(octets("xxxSubject: y\n\nzzz", "\r\n"), 3, 16).asReadOnlyBuffer();
        scanner.write(octets);
        assertThat(octets.remaining()).isEqualTo(16);
        assertThat(scanner.finish().envelope().subject()).contains("y");
    }

    @Test
    void aScannerServesOneMessage() {
        OutlineScanner scanner = new OutlineScanner();
        scanner.finish();
        assertThatThrownBy(scanner::finish).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> scanner.write(ByteBuffer.allocate(1))).isInstanceOf(IllegalStateException.class);
    }
}

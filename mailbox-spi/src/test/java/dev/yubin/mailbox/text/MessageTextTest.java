package dev.yubin.mailbox.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.yubin.mailbox.Content;
import dev.yubin.mailbox.StoreException;
import dev.yubin.mailbox.outline.OutlineScanner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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

    private static final Octets CONTENT = Octets.of(MESSAGE, "\r\n");

    private static MessageText text(Content content) throws StoreException {
        return new MessageText(content, OutlineScanner.scan(content));
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
        MessageText message = text(CONTENT);
        assertThat(message.has(new Needle(text))).isEqualTo(inText);
        assertThat(message.bodyHas(new Needle(text))).isEqualTo(inBody);
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
        assertThat(text(CONTENT).headerHas(field, new Needle(text))).isEqualTo(found);
    }

    @Test
    void textAcrossAWindowsEdgeIsFound() throws StoreException {
        for (int before : new int[] {16383, 16384, 16380, 32760}) {
            Octets content = new Octets(
                    ("Subject: x\r\n\r\n" + "ä".repeat(before / 2) + "x".repeat(before % 2) + "needle")
                            .getBytes(StandardCharsets.UTF_8),
                    Integer.MAX_VALUE);
            assertThat(text(content).bodyHas(new Needle("NEEDLE"))).isTrue();
        }
    }

    @Test
    void theHeaderIsReadWithAllThatItsKeysCompare() throws StoreException {
        List<String> texts = new ArrayList<>();
        text(Octets.of("""
                From: "Smith\\, \\"Ann\\"" <ann@ example.net>
                Cc: all: bob@example.net (Bob);
                Subject:  =?utf-8?q?a?= =?utf-8?q?b?=
                no field

                """, "\n")).readHeader((text, follows) -> texts.add(text));
        assertThat(texts)
                .containsExactly(
                        "From: \"Smith\\, \\\"Ann\\\"\" <ann@ example.net>",
                        "\"Smith\\, \\\"Ann\\\"\" <ann@ example.net>",
                        "Cc: all: bob@example.net (Bob);",
                        "all: bob@example.net (Bob);",
                        "Subject:  ab",
                        "ab",
                        "no field",
                        "no field",
                        "ab",
                        "Smith, \"Ann\" <ann@example.net>",
                        "all",
                        "Bob <bob@example.net>",
                        "");
    }

    @Test
    void theBodyIsReadPartByPartAsFarAsItIsWanted() throws StoreException {
        for (int most = 1; most < 4; most++) {
            int wanted = most;
            List<String> texts = new ArrayList<>();
            boolean more = text(CONTENT).readBody((text, follows) -> {
                texts.add(text);
                return texts.size() < wanted;
            });
            assertThat(more).isFalse();
            assertThat(texts)
                    .isEqualTo(List.of("Das Mädchen = hier", "wide Text", "Subject: within", "inmost")
                            .subList(0, most));
        }
    }

    @Test
    void aMessageWithFewerOctetsThanItPromisedIsDamaged() {
        Octets damaged = new Octets(new byte[10], 7) {
            @Override
            public long octets() {
                return 20;
            }
        };
        assertThatThrownBy(() -> OutlineScanner.scan(damaged))
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(StoreException.Reason.CORRUPTION));
    }
}

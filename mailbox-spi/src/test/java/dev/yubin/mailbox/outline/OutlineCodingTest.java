package dev.yubin.mailbox.outline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class OutlineCodingTest {
    private static final String TYPICAL = """
            Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
            From: Terry Gray <gray@cac.washington.edu>
            Sender: Someone Else <else@cac.washington.edu>
            Subject: IMAP4rev2 WG mtg summary and minutes
            To: imap@cac.washington.edu, Friends: a@x, b@y;
            cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
            Message-Id: <B27397-0100000@cac.washington.edu>
            In-Reply-To: <1@x>
            References: <0@x> <1@x>
            MIME-Version: 1.0
            Content-Type: multipart/mixed; boundary="=_b"

            --=_b
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 8bit

            caf\u00e9
            --=_b
            Content-Type: message/rfc822
            Content-Disposition: attachment; filename="a.eml"

            Subject: inner

            Hello
            --=_b--
            """;

    private final Outline outline = Messages.scan(TYPICAL);
    private final byte[] encoded = outline.encode();

    @Test
    void itReadsBackEqualAndIsSmall() {
        assertThat(Outline.decode(encoded)).isEqualTo(outline);
        assertThat(encoded.length).isLessThan(1024);
        assertThat(encoded[0]).isEqualTo((byte) 2);
    }

    @Test
    void theEnvelopeAndThePartsReadBackAlone() {
        assertThat(Outline.envelope(encoded)).isEqualTo(outline.envelope());
        assertThat(Outline.root(encoded)).isEqualTo(outline.root());
    }

    @Test
    void aTruncatedOneIsRefusedAtEveryPoint() {
        for (int length = 0; length < encoded.length; length++) {
            byte[] truncated = Arrays.copyOf(encoded, length);
            assertThatThrownBy(() -> Outline.decode(truncated))
                    .as("%s octets", length)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Outline.root(truncated)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aDamagedOneIsRefusedOrReadAsAnotherButNothingElse() {
        for (int at = 0; at < encoded.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] damaged = encoded.clone();
                damaged[at] ^= (byte) (1 << bit);
                assertThatCode(() -> {
                            try {
                                Outline.envelope(damaged);
                                Outline.root(damaged);
                                Outline.decode(damaged).encode();
                            } catch (IllegalArgumentException e) {
                                assertThat(e).hasMessageContaining(" ");
                            }
                        })
                        .as("bit %s of octet %s", bit, at)
                        .doesNotThrowAnyException();
            }
        }
    }

    @Test
    void theSizeSentIsReadFromItsBeginningAlone() {
        OutlineScanner scanner = new OutlineScanner();
        scanner.write(ByteBuffer.wrap(TYPICAL.getBytes(StandardCharsets.UTF_8))); // with LF alone
        Outline bare = scanner.finish();
        byte[] kept = bare.encode();
        assertThat(bare.sentOctets()).isEqualTo(bare.octets() + TYPICAL.lines().count());
        assertThat(Outline.sentOctets(kept, bare.octets())).hasValue(bare.sentOctets());
        assertThat(Outline.sentOctets(Arrays.copyOf(kept, 2), bare.octets())).hasValue(bare.sentOctets());
        assertThat(Outline.sentOctets(encoded, outline.octets())).hasValue(outline.octets());
        assertThat(Outline.sentOctets(new byte[0], 10)).isEmpty();
        assertThat(Outline.sentOctets(new byte[] {1, 0}, 10)).isEmpty();
        assertThat(Outline.sentOctets(new byte[] {2}, 10)).isEmpty();
        assertThat(Outline.sentOctets(new byte[] {2, 100}, 10)).isEmpty();
    }

    @Test
    void itIsSaidWhatIsWrong() {
        assertThatThrownBy(() -> Outline.decode(new byte[0]))
                .hasMessage("an outline has at least one octet, this has none");
        assertThatThrownBy(() -> Outline.decode(new byte[] {1}))
                .hasMessage("an outline of version 2 was expected, not of version 1");
        assertThatThrownBy(() -> Outline.decode(Arrays.copyOf(encoded, encoded.length + 1)))
                .hasMessageContaining("it should have ended");
        assertThatThrownBy(() -> Outline.decode(new byte[] {2, 0, 9}))
                .hasMessageContaining("8 octets begins where 0 are left");
    }
}

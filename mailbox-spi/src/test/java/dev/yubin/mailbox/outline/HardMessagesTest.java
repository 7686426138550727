package dev.yubin.mailbox.outline;

import static dev.yubin.mailbox.outline.Messages.octets;
import static dev.yubin.mailbox.outline.Messages.scan;
import static dev.yubin.mailbox.outline.Messages.scanInPieces;
import static dev.yubin.mailbox.outline.Messages.sketch;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Messages that were made to hurt: each has to cost what its octets cost, and no more. */
class HardMessagesTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aHundredThousandMultipartsInEachOther() {
        StringBuilder text = new StringBuilder("Content-Type: multipart/mixed; boundary=b0\n\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("--b")
                    .append(i)
                    .append("\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append("\n\n");
        }
        Outline outline = scanSoon(octets(text.toString(), "\r\n"));
        assertThat(depth(outline.root())).isEqualTo(100);
        assertThat(Outline.decode(outline.encode())).isEqualTo(outline);
    }

    @Test
    void aHundredThousandMessagesInEachOther() {
        Outline outline = scanSoon(octets("Content-Type: message/rfc822\n\n".repeat(100_000), "\n"));
        assertThat(depth(outline.root())).isEqualTo(100);
        assertThat(Outline.decode(outline.encode())).isEqualTo(outline);
    }

    @Test
    void theDeepestPartIsOpaque() {
        byte[] message = octets("Content-Type: message/rfc822\n\n".repeat(3), "\n");
        assertThat(sketch(scan(message, new OutlineLimits(3, 10, 1000, 1000)).root(), message))
                .isEqualTo("message/rfc822 {-: message/rfc822 {-: application/octet-stream ''}}");
    }

    @Test
    void aHundredThousandParts() {
        Outline outline =
                scanSoon(octets("Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(100_000), "\n"));
        assertThat(outline.root().children()).hasSize(9_999);
        assertThat(outline.root().children().get(9_998).bodyEnd()).isEqualTo(outline.octets());
        assertThat(Outline.decode(outline.encode())).isEqualTo(outline);
    }

    @Test
    void theLastPartThatIsCountedReachesToTheCloseDelimiter() {
        byte[] message =
                octets("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n1\n--b\n\n2\n--b\n\n3\n--b--\nend", "\n");
        assertThat(sketch(scan(message, new OutlineLimits(9, 3, 1000, 1000)).root(), message))
                .isEqualTo("multipart/mixed [text/plain '1'; text/plain '2|--b||3']");
    }

    @Test
    void aHeaderOfAMegabyteInOneLine() {
        Outline outline = scanSoon(octets("Subject: " + "x".repeat(1 << 20) + "\nFrom: a@b\n\nbody", "\r\n"));
        assertThat(outline.envelope().subject().orElseThrow()).hasSizeBetween(60_000, 64 * 1024);
        assertThat(outline.envelope().from()).hasSize(1);
        assertThat(outline.root().bodyOctets()).isEqualTo(4);
    }

    @Test
    void aHeaderOfAMegabyteInFolds() {
        Outline outline = scanSoon(octets("References:" + "\n <a@b>".repeat(150_000) + "\n\nbody", "\r\n"));
        assertThat(outline.references().orElseThrow()).hasSizeBetween(60_000, 64 * 1024);
        assertThat(outline.root().bodyOctets()).isEqualTo(4);
    }

    @Test
    void aHeaderOfAHundredThousandFields() {
        for (String field :
                new String[] {"To:\n", "To: a\n", "X: y\n", ":\n", "Content-Type: a/b;" + "c*1=d;".repeat(20) + "\n"}) {
            Outline outline = scanSoon(octets(field.repeat(100_000) + "\nbody", "\n"));
            assertThat(outline.root().bodyOctets()).isEqualTo(4);
        }
    }

    @Test
    void fieldsBehindTheLimitOfAHeaderAreCutOff() {
        Outline outline = scan(octets("Subject: 12345678\nFrom: a@b\n\nbody", "\n"), new OutlineLimits(9, 9, 100, 7));
        assertThat(outline.envelope().subject()).contains("123456");
        assertThat(outline.envelope().from()).isEmpty();
        assertThat(outline.root().bodyOctets()).isEqualTo(4);
    }

    @Test
    void valuesThatNestOrNeverEnd() {
        for (String piece : new String[] {
            "(", "\"", "<", "<@", "<@,", "a:", "@", "\\", "[", "a@b <", ";", "\"a\" ", "a*0=", "a*1*=b;", ";a=\"", "( )"
        }) {
            String value = piece.repeat(60_000 / piece.length());
            scanSoon(octets("From: " + value + "\nDate: " + value + "\nContent-Type: a/b;" + value + "\n\n", "\n"));
        }
    }

    @Test
    void aDelimiterThatIsAMegabyteLong() {
        byte[] message = octets(
                "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--" + "-".repeat(1 << 20) + "\n--b"
                        + " ".repeat(1000) + "\n\ny",
                "\n");
        assertThat(scanSoon(message).root().children()).hasSize(2);
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new OutlineLimits(0, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new OutlineLimits(501, 1, 1, 1)).hasMessageContaining("501");
        assertThatThrownBy(() -> new OutlineLimits(1, 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The outline, which is the same in one piece, in odd ones, and as it is read back. */
    private static Outline scanSoon(byte[] message) {
        return Assertions.assertTimeout(SOON, () -> {
            OutlineScanner scanner = new OutlineScanner();
            scanner.write(ByteBuffer.wrap(message));
            Outline outline = scanner.finish();
            assertThat(scanInPieces(message, 1021, OutlineLimits.DEFAULT).equals(outline))
                    .as("the same in pieces")
                    .isTrue();
            assertThat(Outline.decode(outline.encode()).equals(outline))
                    .as("the same when read back")
                    .isTrue();
            return outline;
        });
    }

    private static int depth(Part part) {
        int within =
                part.children().stream().mapToInt(HardMessagesTest::depth).max().orElse(0);
        return 1 + Math.max(within, part.nested().map(HardMessagesTest::depth).orElse(0));
    }
}

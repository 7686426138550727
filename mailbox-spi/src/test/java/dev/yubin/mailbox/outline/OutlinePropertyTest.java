package dev.yubin.mailbox.outline;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for any octets at all. A failure names the seed that shows it. */
class OutlinePropertyTest {
    private static final OutlineLimits SMALL = new OutlineLimits(4, 6, 40, 90);

    /** What messages are made of, so that chance meets the interesting places. */
    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            "\r\n\r\n",
            "\n\n",
            "--b",
            "--b--",
            "--bb",
            "--c",
            "--",
            "-",
            " ",
            "\t",
            "\0",
            "\u00ff",
            "x",
            "body text ",
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
            "Content-Type: multipart/digest; boundary=\"bb\"\n\n",
            "Content-Type: multipart/alternative;\r\n boundary=c\r\n",
            "Content-Type: message/rfc822\n\n",
            "Content-Type: text/html\n",
            "Content-Transfer-Encoding: base64\n",
            "Subject: s\r\n",
            "From: A <a@b>, \"c",
            "To: g:",
            "Date: 1 Jan 2020",
            ":",
            ";",
            "(",
            "\"",
            "<",
            "Content-Disposition: attachment; filename*0=a; filename*1*=b\n",
            "\r\n--b\r\n",
            "\n--bb\n\n",
            "\r\n--b--\r\n");

    @Test
    void anyOctetsAreAMessage() {
        for (int i = 0; i < 3_000; i++) {
            long seed = 0x5eed_0000L + i;
            Random random = new Random(seed);
            byte[] message = new byte[random.nextInt(300)];
            random.nextBytes(message);
            check(message, OutlineLimits.DEFAULT, random, seed);
        }
    }

    @Test
    void anyPiecesOfMessagesAreAMessage() {
        for (int i = 0; i < 30_000; i++) {
            long seed = 0xbeef_0000L + i;
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(25); n > 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            byte[] message = text.toString().getBytes(ISO_8859_1);
            check(message, random.nextBoolean() ? OutlineLimits.DEFAULT : SMALL, random, seed);
        }
    }

    private static void check(byte[] message, OutlineLimits limits, Random random, long seed) {
        String name = "seed " + seed + ": " + Messages.slice(message, 0, message.length);
        Outline outline = Messages.scan(message, limits);
        assertThat(scanAtRandom(message, limits, random)).as(name).isEqualTo(outline);
        assertThat(Messages.scanInPieces(message, 1, limits)).as(name).isEqualTo(outline);
        assertThat(Outline.decode(outline.encode())).as(name).isEqualTo(outline);
        assertThat(outline.octets()).as(name).isEqualTo(message.length);
        assertThat(outline.sentOctets()).as(name).isEqualTo(octetsOnceSent(message));
        checkPart(outline.root(), message, name);
        outline.sentDate();
    }

    private static long octetsOnceSent(byte[] message) {
        long octets = message.length;
        for (int i = 0; i < message.length; i++) {
            octets += message[i] == '\n' && (i == 0 || message[i - 1] != '\r') ? 1 : 0;
        }
        return octets + (message.length > 0 && message[message.length - 1] != '\n' ? 2 : 0);
    }

    /** Parts lie in their enclosing ones, in order, behind each other; lines are those that can be counted. */
    private static void checkPart(Part part, byte[] message, String name) {
        long lines = 0;
        for (long i = part.bodyStart(); i < part.bodyEnd(); i++) {
            lines += message[(int) i] == '\n' ? 1 : 0;
        }
        assertThat(part.lines()).as(name).isEqualTo(lines);
        assertThat(part.isMultipart()).as(name).isEqualTo(part.type().equalsIgnoreCase("multipart"));
        long from = part.bodyStart();
        for (Part child : part.isMessage() ? List.of(part.nested().orElseThrow()) : part.children()) {
            assertThat(child.headerStart()).as(name).isGreaterThanOrEqualTo(from);
            assertThat(child.bodyEnd()).as(name).isLessThanOrEqualTo(part.bodyEnd());
            from = child.bodyEnd();
            checkPart(child, message, name);
        }
    }

    private static Outline scanAtRandom(byte[] message, OutlineLimits limits, Random random) {
        OutlineScanner scanner = new OutlineScanner(limits);
        for (int at = 0; at < message.length; ) {
            int length = Math.min(message.length - at, random.nextInt(40));
            scanner.write(ByteBuffer.wrap(message, at, length));
            at += length;
        }
        return scanner.finish();
    }
}

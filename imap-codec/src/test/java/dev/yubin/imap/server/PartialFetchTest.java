package dev.yubin.imap.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A large part, fetched in many stretches as some clients do: what the store is asked for does not grow with their number. */
class PartialFetchTest {
    private static final String TEXT = "0123456789abcdefghijklmnopqrstuvwxyz_".repeat(1000);
    private static final String ENCODED =
            Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(TEXT.getBytes(StandardCharsets.US_ASCII));
    private static final String MESSAGE = "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n--b\n"
            + "Content-Transfer-Encoding: base64\n\n" + ENCODED + "\n--b--\n";
    private static final int STRETCH = 100;

    private final AtomicLong octetsRead = new AtomicLong();
    private final AtomicInteger outlines = new AtomicInteger();

    @RegisterExtension
    final Office office = Office.with(MESSAGE)
            .around(store -> Between.around(store, (method, arguments) -> {
                if (method.getName().equals("read")) {
                    octetsRead.addAndGet(((ByteBuffer) arguments[1]).remaining());
                } else if (method.getName().equals("outlines")) {
                    outlines.incrementAndGet();
                }
            }));

    @BeforeEach
    void forget() {
        octetsRead.set(0);
        outlines.set(0);
    }

    /** Fetches all of it, and then the middle again. */
    private void fetchInStretches(String item, String name, String text) {
        StringBuilder transcript = new StringBuilder();
        for (int from = 0; from < text.length(); from += STRETCH) {
            stretch(item, name, text, from, transcript);
        }
        stretch(item, name, text, text.length() / 2, transcript);
        office.wire().play(office.afterSelect(transcript.toString()));
    }

    private static void stretch(String item, String name, String text, int from, StringBuilder transcript) {
        String stretch = text.substring(from, Math.min(text.length(), from + STRETCH));
        String tag = "f" + from;
        transcript
                .append("C: %s UID FETCH 1 (%s<%d.%d>)\n".formatted(tag, item, from, STRETCH))
                .append("S: * 1 FETCH (UID 1 %s<%d> %s{%d}\n"
                        .formatted(name, from, name.startsWith("BINARY") ? "~" : "", stretch.length()));
        String[] lines = (stretch + ")").split("\r\n", -1);
        for (String line : lines) {
            transcript.append("S: ").append(line).append('\n');
        }
        transcript.append("S: ").append(tag).append(" OK UID FETCH done\n");
    }

    @Test
    void aStretchOfASectionIsReadAndNothingElse() {
        String section = ENCODED.replace("\n", "\r\n");
        fetchInStretches("BODY.PEEK[2]", "BODY[2]", section);
        assertThat(octetsRead.get()).isEqualTo(section.length() + STRETCH);
        assertThat(outlines.get())
                .as("the outline, and never the message, tells where a part lies")
                .isEqualTo((section.length() + STRETCH - 1) / STRETCH + 1);
    }

    /** {@code BINARY.PEEK[2]<36900.100>} decoded the part twice from its beginning, and so did each stretch before it. */
    @Test
    void aPartIsDecodedOnceToBeMeasuredAndOnceToBeTold() {
        fetchInStretches("BINARY.PEEK[2]", "BINARY[2]", TEXT);
        long section = ENCODED.replace("\n", "\r\n").length();
        assertThat(octetsRead.get())
                .as("measured, told, and half of it decoded once more for the last stretch")
                .isLessThan(2 * section + section * 3 / 4);
    }
}
